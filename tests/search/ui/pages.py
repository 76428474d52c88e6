"""Reads an answered page the way a browser or a screen reader does."""

from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils.translation import override


def search_url(language: str = "fr") -> str:
    with override(language):
        return reverse("search:search")


def get_page(client: Client, url: str, **query: Any) -> BeautifulSoup:
    """Return the parsed page of an address; fails unless it answers 200."""
    response = client.get(url, query)
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content.decode(), "html.parser")


def search(client: Client, language: str = "fr", **query: Any) -> BeautifulSoup:
    return get_page(client, search_url(language), **query)


def hit_titles(page: BeautifulSoup) -> list[str]:
    """Return the titles of the hits: articles of an ordered list whose headings link."""
    return [link.get_text() for link in page.select("ol > li > article h3 a[href]")]


def notices(page: BeautifulSoup) -> str:
    return " ".join(item.get_text(" ", strip=True) for item in page.select(".search-notices li"))


def query_of(link: Tag) -> dict[str, list[str]]:
    return parse_qs(urlsplit(str(link["href"])).query)


def problems(page: BeautifulSoup) -> list[str]:
    """Return what breaks the promises of any page: ids, labels, references, no inline code."""
    main = page.find("main")
    assert isinstance(main, Tag)
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    found = [f"id twice: {name}" for name in set(ids) if ids.count(name) > 1]
    for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form"):
        for tag in main.find_all(attrs={attribute: True}):
            names = str(tag[attribute]).split()
            found += [f"{attribute} of nothing: {name}" for name in names if name not in ids]
    labelled = {str(label["for"]) for label in main.find_all("label", attrs={"for": True})}
    for field in main.find_all(["input", "select", "textarea"]):
        if field.get("type") != "hidden" and field.get("id") not in labelled:
            found.append(f"no label: {field}")
    for fieldset in main.find_all("fieldset"):
        if fieldset.find("legend") is None:
            found.append(f"no legend: {fieldset.get('class')}")
    found += [f"inline style: {tag.name}" for tag in page.find_all(style=True)]
    found += ["inline code" for tag in main.find_all("script") if tag.get_text(strip=True)]
    found += [f"empty link: {tag}" for tag in main.find_all("a") if not tag.get_text(strip=True)]
    found += [
        f"third party: {tag.get('src')}"
        for tag in page.find_all(["script", "img", "iframe"])
        if str(tag.get("src", "")).startswith(("http", "//"))
    ]
    levels = [int(tag.name[1]) for tag in main.find_all(["h1", "h2", "h3", "h4"])]
    if levels[:1] != [1] or levels.count(1) != 1:
        found.append(f"headings: {levels}")
    jumps = pairwise(levels)
    found += [f"heading jump: {levels}" for here, following in jumps if following > here + 1]
    return found
