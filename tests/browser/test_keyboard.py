"""Everything is reached, seen and worked with the keyboard alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenTab
from .pages import CARTE_BLANCHE, FULL_SEARCH, GRAND_CAHORS, PAGES, SEARCH

pytestmark = pytest.mark.browser

FOCUS_SCRIPT = (Path(__file__).parent / "focus.js").read_text()


@pytest.mark.parametrize(
    ("name", "width"),
    [
        *(("home", 1280), ("home", 320), ("search with everything", 1280), ("search", 320)),
        ("comparable collectivités", 320),
    ],
)
def test_tab_reaches_everything_in_order_and_shows_where_it_is(
    open_tab: OpenTab, name: str, width: int
) -> None:
    page = open_tab(width, reduced_motion="reduce").open(PAGES[name].path)
    page.evaluate(FOCUS_SCRIPT)
    expected = page.evaluate("focusOrder.expected()")
    assert len(expected) > 20

    stops = []
    for _ in expected:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("focusOrder.current()"))

    assert [stop and stop["name"] for stop in stops] == expected
    assert [stop for stop in stops if stop["faults"]] == []
    page.keyboard.press("Tab")
    assert page.evaluate("focusOrder.current()") is None, "Tab does not leave the page"


def test_skip_link_comes_first_and_leads_to_the_content(open_tab: OpenTab) -> None:
    page = open_tab().open(CARTE_BLANCHE)

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")

    expect(page.locator("main :focus")).to_have_count(1)


def test_combobox_opens_moves_and_closes(open_tab: OpenTab) -> None:
    page = open_tab().open("/")
    box = page.get_by_role("combobox", name="Je travaille pour…")
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("saint martin")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options.nth(2)).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("collectivités")
    assert active_option(page) is None
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert active_option(page) == options.first.inner_text()
    box.press("ArrowUp")
    assert active_option(page) == options.last.inner_text()
    box.press("ArrowDown")
    assert active_option(page) == options.first.inner_text()
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    box.press("Escape")

    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("saint martin")
    assert active_option(page) is None


def test_combobox_holds_nobody_back(open_tab: OpenTab) -> None:
    page = open_tab().open("/")
    box = page.get_by_role("combobox", name="Je travaille pour…")
    box.press_sequentially("cahors")
    expect(page.get_by_role("listbox")).to_be_visible()

    box.press("Tab")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("button", name="Trouver des pratiques comparables")).to_be_focused()


def test_choice_is_undone_by_typing_again(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open(SEARCH)
    box = page.get_by_role("combobox", name="Ma collectivité")
    box.press_sequentially("grand cahors")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("")
    box.press("Enter")

    expect(page).to_have_url(re.compile(re.escape(SEARCH)))
    expect(page.get_by_text("% comparable")).to_have_count(0)
    assert GRAND_CAHORS not in page.url


def test_filters_are_ticked_and_applied(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open(SEARCH)
    kind = page.get_by_role("checkbox", name="Étude de cas")

    kind.focus()
    kind.press("Space")
    expect(kind).to_be_checked()
    apply = page.get_by_role("button", name="Appliquer les filtres")
    for _ in range(60):
        page.keyboard.press("Tab")
        if apply.evaluate("button => button === document.activeElement"):
            break
    expect(apply).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Retirer Type de page")).to_be_visible()
    assert tab.path == f"{SEARCH}?type=case"


def test_folded_facet_opens(open_tab: OpenTab) -> None:
    page = open_tab().open(FULL_SEARCH)
    facet = page.locator("details.facet").filter(has=page.locator("legend", has_text="Région"))

    expect(facet.get_by_role("checkbox")).to_have_count(0)
    facet.locator("summary").first.focus()
    page.keyboard.press("Enter")

    expect(facet.get_by_role("checkbox").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(facet.get_by_role("checkbox").first).to_be_focused()


def active_option(page: Page) -> str | None:
    """Return the text of the option that the combobox says is active."""
    text: str | None = page.get_by_role("combobox").first.evaluate(
        "box => document.getElementById(box.getAttribute('aria-activedescendant'))?.innerText ?? null"
    )
    return text
