"""Finds what is wrong with a page: its tags, its structure, what a screen reader would miss."""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What closes an open paragraph, leaving its end tag without a start.
BLOCKS = {
    "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "header", "main", "nav", "ol", "p", "section", "table", "ul",
}  # fmt: skip
CHILDREN = {
    "ul": {"li"}, "ol": {"li"}, "dl": {"div", "dt", "dd"}, "tr": {"td", "th"},
    "thead": {"tr"}, "tbody": {"tr"},
}  # fmt: skip
OWN_HOSTS = {"", "testserver", "localhost"}


class _Tags(HTMLParser):
    """Checks that tags nest, that none closes another, and that no attribute comes twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self._fault(f"<{tag}> has an attribute twice")
        if tag in BLOCKS and "p" in self.open:
            self._fault(f"<{tag}> inside <p>")
        if tag == "a" and "a" in self.open:
            self._fault("<a> inside <a>")
        parent = self.open[-1] if self.open else ""
        if parent in CHILDREN and tag not in CHILDREN[parent]:
            self._fault(f"<{tag}> directly inside <{parent}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and "svg" not in self.open:
            self._fault(f"<{tag}/> closes itself")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self._fault(f"</{tag}> closes another tag")

    def _fault(self, text: str) -> None:
        line, column = self.getpos()
        self.faults.append(f"{line}:{column} {text}")


def faults(html: str) -> list[str]:
    """Return every fault found in a whole page, in words; a valid page has none."""
    tags = _Tags()
    tags.feed(html)
    tags.close()
    left = [f"<{tag}> is never closed" for tag in tags.open]
    page = BeautifulSoup(html, "html.parser")
    return [*tags.faults, *left, *_structure(page), *_names(page), *_addresses(page)]


def _structure(page: BeautifulSoup) -> Iterator[str]:
    root = page.html
    if root is None or not root.get("lang") or root.get("dir") not in {"ltr", "rtl"}:
        yield "<html> lacks its language or its direction"
    if page.title is None or not page.title.get_text(strip=True):
        yield "no title"
    for name in ("h1", "main"):
        if len(page.find_all(name)) != 1:
            yield f"{len(page.find_all(name))} <{name}>"
    levels = [int(tag.name[1]) for tag in page.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    yield from (f"h{low} then h{high}" for low, high in pairwise(levels) if high > low + 1)
    ids = Counter(tag["id"] for tag in page.find_all(id=True))
    yield from (f"id {name} {count} times" for name, count in ids.items() if count > 1)
    for tag in page.find_all(["ul", "ol", "dl"]):
        if not tag.contents or not tag.get_text(strip=True):
            yield f"an empty <{tag.name}>"


def _names(page: BeautifulSoup) -> Iterator[str]:
    yield from _references(page)
    labelled = {str(tag["for"]) for tag in page.find_all("label", attrs={"for": True})}
    for field in page.find_all(["input", "select", "textarea"]):
        named = field.get("id") in labelled or field.get("aria-label")
        if field.get("type") not in {"hidden", "submit"} and not named:
            yield f"a field without a label: {field}"
    for tag in page.find_all(["a", "button"]):
        if not tag.get_text(strip=True) and not tag.get("aria-label"):
            yield f"nothing to read in {tag}"
    yield from (f"no alt: {image}" for image in page.find_all("img") if image.get("alt") is None)
    drawings = page.select('svg:not([aria-hidden="true"])')
    yield from (f"a drawing is read aloud: {drawing.get('class')}" for drawing in drawings)
    navigations = [_name_of(tag, page) for tag in page.find_all("nav")]
    if "" in navigations or len(navigations) != len(set(navigations)):
        yield f"navigations are not told apart: {navigations}"


def _references(page: BeautifulSoup) -> Iterator[str]:
    ids = {tag["id"] for tag in page.find_all(id=True)}
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "form"):
        for tag in page.find_all(attrs={attribute: True}):
            lost = set(str(tag[attribute]).split()) - ids
            yield from (f"{attribute}={name} names nothing" for name in lost)


def _name_of(tag: Tag, page: BeautifulSoup) -> str:
    label = page.find(id=tag.get("aria-labelledby") or "no such id")
    return str(tag.get("aria-label") or (label.get_text() if label else ""))


def _addresses(page: BeautifulSoup) -> Iterator[str]:
    ids = {tag["id"] for tag in page.find_all(id=True)}
    for link in page.find_all("a", href=True):
        target = str(link["href"])
        if not target or (target.startswith("#") and target[1:] not in ids):
            yield f"a link leads nowhere: {link}"
    for tag in page.find_all(["link", "script", "img", "source", "video", "iframe", "form"]):
        for attribute in ("href", "src", "srcset", "poster", "action"):
            if urlsplit(str(tag.get(attribute, ""))).hostname not in OWN_HOSTS | {None}:
                yield f"asks a third party: {tag}"
