"""Suggestions while typing: a combobox (ARIA APG, list, chosen by hand) that holds nobody back."""

import re
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from .conftest import OpenTab
from .pages import CARTE_BLANCHE, SEARCH
from .test_contrast import CONTRAST_SCRIPT

pytestmark = pytest.mark.browser

ADDRESS = "/recherche/suggestions/"
# Longer than the pause after which the script asks.
PAUSE = 400


def test_typing_shows_a_list_and_says_how_long_it_is(open_tab: OpenTab) -> None:
    page = open_tab().open(SEARCH)
    box = field(page)
    expect(box).to_have_attribute("aria-autocomplete", "list")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("status")).to_be_empty()

    box.press_sequentially("acc")

    expect(box).to_have_attribute("aria-expanded", "true")
    shown = suggestions(page)
    expect(shown).to_have_accessible_name("Suggestions")
    assert box.get_attribute("aria-controls") == shown.get_attribute("id")
    count = shown.get_by_role("option").count()
    assert count > 3
    expect(page.get_by_role("status")).to_contain_text(f"{count} suggestions")
    themes = shown.get_by_role("group", name="Thèmes")
    expect(themes.get_by_role("option", name="Accueil du public")).to_be_visible()
    expect(box).to_be_focused()
    assert active(page) is None
    box.press_sequentially("zzz")
    expect(page.get_by_role("status")).to_have_text("Aucune suggestion")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(shown).to_be_hidden()


def test_arrows_go_round_and_the_focus_stays(open_tab: OpenTab) -> None:
    page = open_tab().open(SEARCH)
    box = type_in(page, "acc")
    options = suggestions(page).get_by_role("option")
    names = options.all_inner_texts()

    met = []
    for _ in names:
        box.press("ArrowDown")
        met.append(active(page))
        expect(suggestions(page).get_by_role("option", selected=True)).to_have_count(1)
        expect(box).to_be_focused()
    assert met == names
    box.press("ArrowDown")
    assert active(page) == names[0]
    box.press("ArrowUp")
    assert active(page) == names[-1]
    # Those of a long list are brought in sight.
    expect(options.last).to_be_in_viewport(ratio=1)
    box.press("Home")
    assert active(page) is None
    expect(suggestions(page)).to_be_visible()
    expect(box).to_have_value("acc")
    box.press("ArrowUp")
    assert active(page) == names[-1]


def test_arrow_asks_for_the_words_that_are_there(open_tab: OpenTab) -> None:
    page = open_tab().open(f"{SEARCH}?q=acc")
    box = field(page)

    box.press("ArrowDown")
    expect(suggestions(page)).to_be_visible()
    assert active(page) is None
    box.press("ArrowDown")

    assert active(page) == suggestions(page).get_by_role("option").first.inner_text()


def test_enter_opens_the_active_page(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open("/")
    box = type_in(page, "carte blanche")

    box.press("ArrowDown")
    assert (active(page) or "").startswith("Carte blanche")
    box.press("Enter")

    expect(page).to_have_url(re.compile(f"{CARTE_BLANCHE}$"))


def test_enter_searches_the_active_word_with_the_filters_that_are_set(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open(f"{SEARCH}?type=case")
    box = type_in(page, "guich")
    for _ in suggestions(page).get_by_role("option").all():
        box.press("ArrowDown")
    assert active(page) == "guichet"

    box.press("Enter")

    expect(page.get_by_role("link", name="Retirer Mots cherchés : guichet")).to_be_visible()
    expect(page.get_by_role("link", name="Retirer Type de page")).to_be_visible()
    assert query(page) == {"q": ["guichet"], "type": ["case"]}


def test_enter_without_an_active_option_searches_what_is_typed(open_tab: OpenTab) -> None:
    page = open_tab().open(SEARCH)
    box = type_in(page, "acc")
    box.press("ArrowDown")
    box.press("ArrowLeft")

    box.press("Enter")

    expect(page).to_have_url(re.compile(r"\?"))
    assert query(page) == {"q": ["acc"]}


def test_escape_closes_then_clears(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open(SEARCH)
    box = type_in(page, "acc")
    box.press("ArrowDown")

    box.press("Escape")
    expect(suggestions(page)).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("acc")
    expect(page.get_by_role("status")).to_be_empty()
    assert active(page) is None
    box.press("ArrowDown")
    expect(suggestions(page)).to_be_visible()
    box.press("Escape")
    box.press("Escape")

    expect(box).to_have_value("")
    expect(box).to_be_focused()
    assert tab.path == SEARCH


def test_clearing_forgets_the_chosen_collectivity(open_tab: OpenTab) -> None:
    page = open_tab().open(SEARCH)
    box = page.get_by_role("combobox", name="Ma collectivité")
    box.press_sequentially("grand cahors")
    page.get_by_role("option", name="Grand Cahors (communauté").click()
    expect(box).to_have_value(re.compile("^Grand Cahors"))

    box.press("Escape")
    box.press("Enter")

    expect(page.get_by_text("% comparable")).to_have_count(0)
    assert "pour" not in query(page)


def test_tab_closes_and_moves_on_without_choosing(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open(SEARCH)
    box = type_in(page, "acc")
    box.press("ArrowDown")

    box.press("Tab")

    expect(page.get_by_role("combobox", name="Ma collectivité")).to_be_focused()
    expect(suggestions(page)).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("acc")
    assert active(page) is None
    assert tab.path == SEARCH


def test_mouse_chooses(open_tab: OpenTab) -> None:
    page = open_tab().open(SEARCH)
    box = type_in(page, "acc")
    group = suggestions(page).get_by_text("Thèmes", exact=True)

    group.click()
    expect(suggestions(page)).to_be_visible()
    expect(box).to_be_focused()
    suggestions(page).get_by_role("option", name="Accueil du public").click()

    expect(page.get_by_role("checkbox", name="Accueil du public")).to_be_checked()
    assert query(page) == {"theme": ["accueil-du-public"]}


def test_finger_chooses(open_tab: OpenTab) -> None:
    page = open_tab(320, has_touch=True, is_mobile=True).open(SEARCH)
    field(page).tap()
    type_in(page, "immer")

    suggestions(page).get_by_role("option", name="Immersion (résidence)").tap()

    expect(page).to_have_url(re.compile("/methodes/immersion/$"))


def test_click_elsewhere_closes(open_tab: OpenTab) -> None:
    page = open_tab().open(SEARCH)
    type_in(page, "acc")

    page.get_by_role("heading", level=1).click()

    expect(suggestions(page)).to_be_hidden()


def test_quick_typing_asks_once(open_tab: OpenTab) -> None:
    page = open_tab().open(SEARCH)
    asked = requests_of(page)

    type_in(page, "médiathèque", delay=20)
    page.wait_for_timeout(PAUSE)

    assert asked == ["médiathèque"]


def test_nothing_is_asked_twice_nor_for_a_letter_nor_after_leaving(open_tab: OpenTab) -> None:
    page = open_tab().open(SEARCH)
    asked = requests_of(page)
    box = field(page)
    box.press_sequentially("g")
    page.wait_for_timeout(PAUSE)
    assert asked == []

    for key in ("u", "i", "Backspace", "i", "Space"):
        box.press(key)
        page.wait_for_timeout(PAUSE)
    assert asked == ["gu", "gui"]
    box.press_sequentially("chet")
    box.press("Tab")
    page.wait_for_timeout(PAUSE)

    assert asked == ["gu", "gui"]


def test_late_answer_replaces_no_newer_one(open_tab: OpenTab) -> None:
    page = open_tab().open(SEARCH)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**{ADDRESS}?q=acc", hold)
    box = field(page)
    with page.expect_request(f"**{ADDRESS}?q=acc"):
        box.press_sequentially("acc")

    box.press_sequentially("ueil")
    expect(suggestions(page).get_by_role("option", name="Accueil du public")).to_be_visible()
    newer = suggestions(page).get_by_role("option").all_inner_texts()
    (late,) = held
    late.continue_()
    page.wait_for_timeout(PAUSE)

    assert suggestions(page).get_by_role("option").all_inner_texts() == newer
    assert "Accès aux droits" not in newer


def test_list_does_not_change_while_one_moves_in_it(open_tab: OpenTab) -> None:
    page = open_tab().open(SEARCH)
    box = type_in(page, "acc")
    before = suggestions(page).get_by_role("option").all_inner_texts()

    box.press_sequentially("ueil")
    box.press("ArrowDown")
    page.wait_for_timeout(PAUSE)

    assert active(page) == before[0]
    assert suggestions(page).get_by_role("option").all_inner_texts() == before


def test_without_a_network_what_was_found_for_other_words_goes(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open(SEARCH)
    box = type_in(page, "acc")

    page.context.set_offline(True)
    box.press_sequentially("ueil")

    expect(suggestions(page)).to_be_hidden()
    expect(box).to_have_value("accueil")
    page.context.set_offline(False)
    box.press("ArrowDown")
    expect(suggestions(page).get_by_role("option", name="Accueil du public")).to_be_visible()
    assert all("ERR_INTERNET_DISCONNECTED" in problem for problem in tab.problems)
    tab.problems.clear()


def test_box_searches_without_javascript(open_tab: OpenTab) -> None:
    tab = open_tab(java_script_enabled=False)
    page = tab.open("/")
    box = page.get_by_role("searchbox", name="Chercher par mots")

    box.fill("carte blanche")
    box.press("Enter")

    expect(page.get_by_role("article").first).to_contain_text("Carte blanche")
    assert query(page) == {"q": ["carte blanche"]}


@pytest.mark.parametrize("path", ["/", SEARCH])
def test_list_stays_within_a_narrow_screen(open_tab: OpenTab, path: str) -> None:
    page = open_tab(320).open(path)

    # The longest name of all.
    box = type_in(page, "guingamp paimpol")

    place, shown = box.bounding_box(), suggestions(page).bounding_box()
    assert place is not None
    assert shown is not None
    assert shown["x"] >= 0
    assert shown["x"] + shown["width"] <= 320
    assert shown["y"] >= place["y"] + place["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert suggestions(page).evaluate("list => list.scrollWidth <= list.clientWidth")
    for option in suggestions(page).get_by_role("option").all():
        box_of_option = option.bounding_box()
        assert box_of_option is not None
        assert box_of_option["height"] >= 24


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(open_tab: OpenTab, scheme: Literal["light", "dark"]) -> None:
    page = open_tab(color_scheme=scheme).open(SEARCH)
    box = type_in(page, "acc")
    assert page.evaluate(CONTRAST_SCRIPT)["pale"] == []

    box.press("ArrowDown")
    suggestions(page).get_by_role("option").last.hover()

    assert page.evaluate(CONTRAST_SCRIPT)["pale"] == []


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name=re.compile("Vos mots|Chercher par mots"))


def suggestions(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions", include_hidden=True)


def type_in(page: Page, text: str, delay: float = 0) -> Locator:
    """Type a text, wait for what is proposed and return the field."""
    box = field(page)
    with page.expect_response(lambda answer: asked_for(answer.request) == text):
        box.press_sequentially(text, delay=delay)
    expect(suggestions(page)).to_be_visible()
    return box


def asked_for(request: Request) -> str | None:
    """Return the words that a request wants suggestions for, None when it wants something else."""
    parts = urlsplit(request.url)
    return parse_qs(parts.query)["q"][0] if parts.path == ADDRESS else None


def requests_of(page: Page) -> list[str]:
    """Return the list of the words asked for, which grows as the page asks."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if text := asked_for(request):
            asked.append(text)

    page.on("request", note)
    return asked


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def active(page: Page) -> str | None:
    """Return the text of the option that the field says is active."""
    text: str | None = field(page).evaluate(
        "box => document.getElementById(box.getAttribute('aria-activedescendant'))?.innerText ?? null"
    )
    return text
