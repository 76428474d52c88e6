"""Text stands out from what is behind it, in the light scheme and in the dark one."""

from pathlib import Path
from typing import Literal

import pytest

from .conftest import OpenTab
from .pages import PAGES

pytestmark = pytest.mark.browser

CONTRAST_SCRIPT = (Path(__file__).parent / "contrast.js").read_text()
NAMES = [
    *("home", "case", "method", "study", "glossary", "search with everything"),
    *("search without hits", "search with candidates", "collectivité", "missing page"),
    "English home",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_contrast(open_tab: OpenTab, name: str, scheme: Literal["light", "dark"]) -> None:
    address = PAGES[name]
    page = open_tab(color_scheme=scheme).open(address.path, address.status)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")

    found = page.evaluate(CONTRAST_SCRIPT)

    assert found["measured"] > 20
    assert found["pale"] == []


def test_dark_scheme_is_dark(open_tab: OpenTab) -> None:
    page = open_tab(color_scheme="dark").open("/")

    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert max(int(part) for part in colour.removeprefix("rgb(").rstrip(")").split(",")) < 64


def test_pale_text_is_seen_as_pale(open_tab: OpenTab) -> None:
    page = open_tab().open("/")
    page.locator("main").evaluate(
        "main => { main.innerHTML = '<p class=pale style=\"background: #fff; color: #999\">Pale</p>'"
        " + '<p class=half style=\"background: #fff; color: #000; opacity: .4\">Half</p>'"
        " + '<p class=big style=\"background: #fff; color: #888; font-size: 2rem\">Big</p>' }"
    )

    pale = page.evaluate(CONTRAST_SCRIPT)["pale"]

    assert [text.partition(":")[0].rpartition(" ")[2] for text in pale] == ["p.pale", "p.half"]
