"""What holds on every type of page, on a phone and on a desk."""

import pytest
from playwright.sync_api import expect

from .conftest import OpenTab
from .pages import PAGES, WIDTHS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole(open_tab: OpenTab, name: str) -> None:
    address = PAGES[name]

    page = open_tab(WIDTHS[0]).open(address.path, address.status)

    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", address.language)
    assert "Co-construire" in page.title()
    assert page.evaluate("document.styleSheets.length") == 1
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    "name",
    [
        *("home", "case", "method", "study", "glossary", "search", "collectivité", "English case"),
        *("comparable collectivités", "English comparable collectivités"),
    ],
)
def test_page_says_its_own_address(open_tab: OpenTab, name: str) -> None:
    tab = open_tab()
    page = tab.open(PAGES[name].path)

    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    translations = page.locator("link[rel=alternate][hreflang]")

    assert canonical == page.url
    for link in translations.all():
        assert str(link.get_attribute("href")).startswith(page.url.removesuffix(tab.path))


@pytest.mark.parametrize("width", WIDTHS)
def test_long_word_does_not_widen_the_page(open_tab: OpenTab, width: int) -> None:
    page = open_tab(width).open(f"/recherche/?q={'a' * 190}")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_address_of_a_french_only_page_is_not_served_in_english(open_tab: OpenTab) -> None:
    page = open_tab().open("/en/glossaire/", 404)

    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_request_to_elsewhere_is_noted(open_tab: OpenTab) -> None:
    tab = open_tab(bypass_csp=True)
    page = tab.open("/")
    assert tab.problems == []

    page.evaluate("new Image().src = 'http://127.0.0.1:9/spy.png'")
    page.wait_for_timeout(300)

    noted, tab.problems = tab.problems, []
    assert any(problem.startswith("third-party request") for problem in noted)
