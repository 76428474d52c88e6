"""Text stands out from what is behind it, in the light scheme and in the dark one."""

from pathlib import Path
from typing import Literal

import pytest

from .conftest import OpenTab
from .pages import PAGES

pytestmark = pytest.mark.browser

CONTRAST_SCRIPT = (Path(__file__).parent / "contrast.js").read_text()
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NAMES = [
    *("home", "case", "method", "study", "glossary", "search with everything"),
    *("search without hits", "search with candidates", "collectivité", "missing page"),
    *("comparable collectivités", "English home"),
]


@pytest.mark.parametrize("name", NAMES)
def test_contrast(open_tab: OpenTab, name: str) -> None:
    address = PAGES[name]
    page = open_tab().open(address.path, address.status)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")

    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(CONTRAST_SCRIPT)

        assert found["measured"] > 20
        assert found["pale"] == [], scheme


def test_dark_scheme_is_dark(open_tab: OpenTab) -> None:
    page = open_tab(color_scheme="dark").open("/")

    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert max(int(part) for part in colour.removeprefix("rgb(").rstrip(")").split(",")) < 64


def test_forced_colours_mark_only_the_current_page(open_tab: OpenTab) -> None:
    page = open_tab(forced_colors="active").open("/methodes/")

    lines = page.evaluate(
        """Object.fromEntries([...document.querySelectorAll("nav.menu a")].map(
          (link) => [link.textContent, getComputedStyle(link).borderBlockEndColor]))"""
    )

    current = lines.pop("Méthodes")
    assert set(lines.values()) == {page.evaluate("getComputedStyle(document.body).backgroundColor")}
    assert current not in lines.values()


def test_pale_text_is_seen_as_pale(open_tab: OpenTab) -> None:
    page = open_tab().open("/")
    page.evaluate(
        """() => {
          const looks = {
            pale: { color: "#999" }, half: { color: "#000", opacity: ".4" },
            big: { color: "#888", fontSize: "2rem" }, dark: { color: "#666" },
          };
          document.querySelector("main").replaceChildren(...Object.keys(looks).map((name) => {
            const text = document.createElement("p");
            text.className = text.textContent = name;
            Object.assign(text.style, { background: "#fff" }, looks[name]);
            return text;
          }));
        }"""
    )

    pale = page.evaluate(CONTRAST_SCRIPT)["pale"]

    assert [line.rpartition(" ")[2] for line in pale] == ["“pale”", "“half”"]
