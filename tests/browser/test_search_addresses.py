"""Filters, their addresses, the way back, the two languages, and what is printed."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import OpenTab
from .pages import CARTE_BLANCHE, CARTE_BLANCHE_IN_ENGLISH, FULL_SEARCH, PAGES, SEARCH

pytestmark = pytest.mark.browser

CASES = f"{SEARCH}?type=case"


def test_theme_narrows_the_search_and_can_be_removed(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open(CASES)
    total = result_count(page)
    methods_before = open_facet(page, "Méthode").inner_text()

    theme = open_facet(page, "Thème").get_by_role("checkbox", name="Accueil du public")
    count = count_beside(theme)
    assert 0 < count < total
    theme.check()
    page.get_by_role("button", name="Appliquer les filtres").click()

    expect(page).to_have_url(re.compile("theme="))
    assert result_count(page) == count
    expect(theme).to_be_checked()
    assert open_facet(page, "Méthode").inner_text() != methods_before
    page.get_by_role("link", name="Retirer Thème : Accueil du public").click()
    expect(theme).not_to_be_checked()
    assert result_count(page) == total
    assert tab.path == CASES


def test_two_values_of_a_facet_add_up(open_tab: OpenTab) -> None:
    page = open_tab().open(f"{CASES}&theme=accueil-du-public")
    alone = result_count(page)

    other = open_facet(page, "Thème").get_by_role("checkbox", name="Participation citoyenne")
    other.check()
    page.get_by_role("button", name="Appliquer les filtres").click()

    expect(page).to_have_url(re.compile("theme=.*theme="))
    assert result_count(page) > alone


def test_filter_on_a_phone_without_javascript(open_tab: OpenTab) -> None:
    page = open_tab(320, java_script_enabled=False).open(SEARCH)
    total = result_count(page)

    page.locator("summary").get_by_text("Filtrer", exact=True).click()
    page.get_by_role("checkbox", name="Méthode").check()
    page.get_by_role("button", name="Appliquer les filtres").click()

    expect(page).to_have_url(re.compile("type=method"))
    assert 0 < result_count(page) < total


def test_back_button_brings_the_former_state_back(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open(CASES)
    total = result_count(page)
    page.get_by_label("Vos mots").fill("médiathèque")
    page.get_by_label("Vos mots").press("Enter")
    expect(page).to_have_url(re.compile("q=m%C3%A9diath%C3%A8que"))
    assert result_count(page) < total

    page.go_back()

    expect(page.get_by_label("Vos mots")).to_be_empty()
    assert tab.path == CASES
    assert result_count(page) == total


def test_address_alone_gives_the_same_page(open_tab: OpenTab) -> None:
    here = open_tab().open(SEARCH)
    here.get_by_label("Vos mots").fill("accueil")
    here.get_by_label("Ma collectivité").fill("grand cahors")
    here.get_by_role("option", name="Grand Cahors (communauté").click()
    here.get_by_role("checkbox", name="Étude de cas").check()
    here.get_by_role("button", name="Appliquer les filtres").click()
    expect(here.get_by_role("link", name="Retirer Type de page : Étude de cas")).to_be_visible()

    elsewhere = open_tab().open(
        here.url.partition("localhost")[2].partition("/")[2].join(["/", ""])
    )

    expected = here.locator("main").inner_text()
    assert "100 % comparable" in expected.replace("\N{NO-BREAK SPACE}", " ")
    assert elsewhere.locator("main").inner_text().startswith(expected)


def test_sort_by_title(open_tab: OpenTab) -> None:
    page = open_tab().open(f"{SEARCH}?type=method")

    page.get_by_label("Trier par").select_option(label="Titre")
    page.get_by_role("button", name="Trier", exact=True).click()

    expect(page).to_have_url(re.compile("tri=titre"))
    titles = page.get_by_role("article").get_by_role("heading").all_inner_texts()
    assert len(titles) > 10
    assert titles == sorted(titles, key=str.casefold)


def test_no_hit_proposes_what_to_drop(open_tab: OpenTab) -> None:
    page = open_tab().open(PAGES["search without hits"].path)
    expect(page.locator(".search-notices")).to_contain_text("inconnu")

    page.get_by_text("Retirez un filtre").locator("xpath=..").get_by_role(
        "link", name="1901"
    ).click()

    assert result_count(page) > 0


def test_words_are_marked_in_the_excerpts(open_tab: OpenTab) -> None:
    page = open_tab().open(FULL_SEARCH)

    marks = page.get_by_role("article").locator("mark")

    expect(marks.first).to_be_visible()
    assert {"accueil", "accueille"} & {text.lower() for text in marks.all_inner_texts()}


def test_languages_of_a_translated_case(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open(CARTE_BLANCHE)

    page.get_by_role("navigation", name="Langues").get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert tab.path == CARTE_BLANCHE_IN_ENGLISH
    page.get_by_role("navigation", name="Languages").get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")

    assert tab.path == CARTE_BLANCHE


def test_languages_of_a_search(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open(f"{SEARCH}?type=case&q=cahors")

    page.get_by_role("navigation", name="Langues").get_by_role("link", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert tab.path.startswith("/en/search/?")
    assert {"type=case", "q=cahors"} <= set(tab.path.partition("?")[2].split("&"))


def test_page_without_translation_says_where_its_switcher_leads(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open("/glossaire/")

    switch = page.get_by_role("navigation", name="Langues").get_by_role("link", name="English")
    expect(switch).to_contain_text("not translated")
    switch.click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert tab.path == "/en/"


@pytest.mark.parametrize("name", ["home", "case", "method", "search with everything"])
def test_paper_carries_the_text_without_the_controls(open_tab: OpenTab, name: str) -> None:
    page = open_tab().open(PAGES[name].path)
    for control in page.get_by_role("navigation").all():
        expect(control).to_be_visible()

    page.emulate_media(media="print", color_scheme="dark")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("nav:visible, button:visible, input:visible")).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def result_count(page: Page) -> int:
    text = page.get_by_role("heading", name=re.compile(r"^[\d\s]+ résultats?$")).inner_text()
    return int("".join(filter(str.isdecimal, text)))


def open_facet(page: Page, label: str) -> Locator:
    """Return the facet of this name, its values unfolded."""
    facet = page.locator("details.facet").filter(has=page.locator("legend", has_text=label)).first
    if facet.get_attribute("open") is None:
        facet.locator("summary").first.click()
    return facet


def count_beside(checkbox: Locator) -> int:
    label = checkbox.evaluate("box => box.labels[0].textContent")
    match = re.search(r"\((\d+)\)", label)
    assert match
    return int(match[1])
