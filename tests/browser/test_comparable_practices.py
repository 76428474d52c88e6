"""From "I work for the Grand Cahors" to comparable practices, and from these to methods and back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import OpenTab
from .pages import CARTE_BLANCHE, GRAND_CAHORS, SEARCH, WIDTHS

pytestmark = pytest.mark.browser

COMPARABLE = f"{SEARCH}?tri=comparabilite&pour={GRAND_CAHORS}"


@pytest.mark.parametrize("width", WIDTHS)
def test_with_the_keyboard(open_tab: OpenTab, width: int) -> None:
    tab = open_tab(width)
    page = tab.open("/")

    box = page.get_by_role("combobox", name="Je travaille pour…")
    box.press_sequentially("grand cahors")
    expect(page.get_by_role("option", name="Grand Cahors (communauté")).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value(re.compile("^Grand Cahors"))
    box.press("Enter")

    expect_ranked_cases(page)
    assert tab.path == COMPARABLE
    follow_the_first_case(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_without_javascript(open_tab: OpenTab, width: int) -> None:
    tab = open_tab(width, java_script_enabled=False)
    page = tab.open("/")

    page.get_by_label("Je travaille pour…").fill("cahors")
    page.get_by_role("button", name="Trouver des pratiques comparables").click()
    candidates = page.get_by_role("list", name="Laquelle est « cahors » ?")
    candidates.get_by_role("link", name="Grand Cahors (communauté").click()

    expect_ranked_cases(page)
    follow_the_first_case(page)


def test_results_are_the_same_without_javascript(open_tab: OpenTab) -> None:
    with_script = open_tab().open(COMPARABLE)
    without_script = open_tab(java_script_enabled=False).open(COMPARABLE)

    expected = hits_of(with_script).all_inner_texts()
    assert len(expected) > 5
    assert hits_of(without_script).all_inner_texts() == expected


def test_neighbour_is_told_what_brings_it_close(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open("/")

    page.get_by_label("Je travaille pour…").fill("46042")
    page.get_by_role("option", name="Cahors (commune, Lot)").click()
    page.get_by_role("button", name="Trouver des pratiques comparables").click()

    first = hits_of(page).first
    expect(first).to_contain_text("Grand Cahors")
    expect(first).to_contain_text(re.compile(r"Population proche.: [\d\s]+ et [\d\s]+habitants"))
    expect(first).to_contain_text("Même département")
    expect(first).to_contain_text("Même région")


def test_choice_is_offered_again_until_forgotten(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open("/")
    page.get_by_label("Je travaille pour…").fill("grand cahors")
    page.get_by_role("option", name="Grand Cahors (communauté").click()
    page.get_by_role("button", name="Trouver des pratiques comparables").click()
    expect_ranked_cases(page)

    tab.open("/")
    expect(page.get_by_label("Je travaille pour…")).to_be_empty()
    page.get_by_role("link", name="Reprendre : Grand Cahors").click()
    expect_ranked_cases(page)

    tab.open("/")
    page.get_by_role("button", name="Oublier").click()
    tab.open("/")
    expect(page.get_by_role("link", name="Reprendre : Grand Cahors")).to_have_count(0)


def test_choice_can_be_removed(open_tab: OpenTab) -> None:
    page = open_tab().open(COMPARABLE)

    page.get_by_role("link", name="Ma collectivité : Grand Cahors").click()

    expect(page.get_by_label("Ma collectivité")).to_be_empty()
    expect(page.get_by_text("% comparable")).to_have_count(0)
    assert "pour=" not in page.url


def hits_of(page: Page) -> Locator:
    return page.locator("main").get_by_role("article")


def expect_ranked_cases(page: Page) -> None:
    """Check that the reader's own cases come first, then others by closeness, with reasons."""
    hits = hits_of(page)
    expect(hits.first.get_by_role("heading")).to_contain_text("Carte blanche")
    expect(hits.first).to_contain_text("100 % comparable")
    expect(hits.first).to_contain_text("Votre propre collectivité")
    shown = hits.get_by_text("% comparable").all_inner_texts()
    percents = [int(text.partition("\N{NO-BREAK SPACE}")[0]) for text in shown]
    assert len(percents) > 5
    assert percents == sorted(percents, reverse=True)
    same_kind = hits.filter(has_text="Pays Voironnais").first
    expect(same_kind).to_contain_text("Même type : communauté d’agglomération")
    expect(same_kind).to_contain_text(
        re.compile(r"Population proche.: 42\s094 et [\d\s]+habitants")
    )


def follow_the_first_case(page: Page) -> None:
    """Go from the results to Carte blanche, to a method it used, and back by the method's list."""
    hits_of(page).first.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(f"{CARTE_BLANCHE}$"))
    expect(page.locator("h1")).to_contain_text("Carte blanche")
    page.get_by_role("region", name="Méthodes employées").get_by_role(
        "link", name="Immersion"
    ).click()
    expect(page).to_have_url(re.compile("/methodes/immersion/$"))
    expect(page.locator("h1")).to_contain_text("Immersion")
    cases = page.get_by_role("region", name="Les expériences qui s’en sont servies")
    cases.get_by_role("link", name="Carte blanche").click()
    expect(page).to_have_url(re.compile(f"{CARTE_BLANCHE}$"))
