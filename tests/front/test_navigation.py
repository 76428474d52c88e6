"""The frame of the pages: menus, breadcrumbs, languages, and what machines read of them."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction

from common.navigation import layout_of
from tests.factories import (
    CaseStudyPageFactory,
    MethodPageFactory,
    StandardPageFactory,
    home,
    index,
)

from .html import faults

BASE_URL = settings.WAGTAILADMIN_BASE_URL
pytestmark = pytest.mark.django_db


def read(client: Client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def translate(page: Page, parent: Page, *, live: bool = True) -> Page:
    """Return the English version of a page, below an English parent."""
    locale = Locale.objects.get(language_code="en")
    copy = page.specific.copy_for_translation(locale)
    copy.title = f"{page.title} in English"
    assert copy.get_parent().pk == parent.pk
    revision = copy.save_revision()
    if live:
        revision.publish()
    copy.refresh_from_db()
    return copy


@pytest.fixture
def two_languages() -> SimpleNamespace:
    """A case and a method in French; in English, the home page and the list of cases only."""
    case = CaseStudyPageFactory(title="Un bus")
    method = MethodPageFactory(title="Immersion")
    english = home("en")
    cases = translate(case.get_parent(), english)
    return SimpleNamespace(case=case, method=method, english=english, cases=cases)


def switcher(page: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """Return language → (address, what is said of it)."""
    return {
        str(item["lang"]): (
            str(item.a["href"]) if item.a else "",
            " ".join(item.get_text(" ").split()),
        )
        for item in page.select(".languages li")
    }


def alternates(page: BeautifulSoup) -> dict[str, str]:
    links = page.select('link[rel="alternate"][hreflang]')
    return {str(link["hreflang"]): str(link["href"]) for link in links}


def test_one_language_needs_no_switcher(client: Client) -> None:
    page = read(client, CaseStudyPageFactory().url)
    assert page.select_one(".languages") is None
    assert set(alternates(page)) == {"fr", "x-default"}


def test_missing_translation_leads_to_the_nearest_ancestor_and_says_so(
    client: Client, two_languages: SimpleNamespace
) -> None:
    page = read(client, two_languages.case.url)
    url, label = switcher(page)["en"]
    assert url == two_languages.cases.url
    assert two_languages.cases.title in label
    assert "page not translated" in label
    assert set(alternates(page)) == {"fr", "x-default"}
    assert faults(str(page)) == []


def test_without_a_translated_ancestor_it_leads_home(
    client: Client, two_languages: SimpleNamespace
) -> None:
    page = read(client, two_languages.method.url)
    assert switcher(page)["en"] == ("/en/", "English page not translated: home")


def test_translations_name_each_other(client: Client, two_languages: SimpleNamespace) -> None:
    english = translate(two_languages.case, two_languages.cases)
    french_page, english_page = read(client, two_languages.case.url), read(client, english.url)
    assert switcher(french_page)["en"] == (english.url, "English")
    assert switcher(english_page)["fr"] == (two_languages.case.url, "Français")
    expected = {
        "fr": f"{BASE_URL}{two_languages.case.url}",
        "en": f"{BASE_URL}{english.url}",
        "x-default": f"{BASE_URL}{two_languages.case.url}",
    }
    assert alternates(french_page) == alternates(english_page) == expected
    assert english_page.html["lang"] == "en"
    assert english_page.select_one('link[rel="canonical"]')["href"] == f"{BASE_URL}{english.url}"


def test_draft_translation_is_not_offered(client: Client, two_languages: SimpleNamespace) -> None:
    draft = translate(two_languages.case, two_languages.cases, live=False)
    assert not draft.live
    page = read(client, two_languages.case.url)
    assert switcher(page)["en"][0] == two_languages.cases.url
    assert "en" not in alternates(page)


def test_private_translation_is_not_offered(client: Client, two_languages: SimpleNamespace) -> None:
    english = translate(two_languages.case, two_languages.cases)
    PageViewRestriction.objects.create(page=two_languages.cases, restriction_type="login")
    page = read(client, two_languages.case.url)
    assert switcher(page)["en"][0] == "/en/"
    assert english.url not in str(page)


def test_closed_language_is_not_offered(client: Client, two_languages: SimpleNamespace) -> None:
    two_languages.english.unpublish()
    page = read(client, two_languages.case.url)
    assert page.select_one(".languages") is None


def test_search_in_another_language_is_one_click_away(
    client: Client, two_languages: SimpleNamespace
) -> None:
    page = read(client, reverse("search:search"))
    url, label = switcher(page)["en"]
    assert url.endswith("/en/search/")
    assert label == "English"


def test_page_written_in_english_has_no_default(
    client: Client, two_languages: SimpleNamespace
) -> None:
    bologna = CaseStudyPageFactory(title="Bologna", parent=two_languages.cases)
    page = read(client, bologna.url)
    assert set(alternates(page)) == {"en"}
    assert "page non traduite" in switcher(page)["fr"][1]


def test_menu_has_what_editors_put_there_and_marks_the_place(client: Client) -> None:
    case = CaseStudyPageFactory()
    StandardPageFactory(title="Mentions légales")
    StandardPageFactory(title="Brouillon", live=False, show_in_menus=True)
    page = read(client, case.url)
    links = page.select("nav.menu a")
    assert [link["href"] for link in links] == [case.get_parent().url, reverse("search:search")]
    assert links[0]["aria-current"] == "true"
    footer = [link.get_text() for link in page.select("footer nav a")]
    assert footer == ["Mentions légales", "Pratiques recherchées"]
    at_index = read(client, case.get_parent().url)
    assert at_index.select_one("nav.menu a")["aria-current"] == "page"
    at_search = read(client, reverse("search:search"))
    assert at_search.select("nav.menu a[aria-current]")[0]["href"] == reverse("search:search")


def test_breadcrumbs_lead_home(client: Client) -> None:
    case = CaseStudyPageFactory(title="Un bus")
    page = read(client, case.url)
    assert [link["href"] for link in page.select(".breadcrumbs a")] == ["/", case.get_parent().url]
    assert page.select_one(".breadcrumbs [aria-current=page]").get_text() == "Un bus"
    assert read(client, "/").select_one(".breadcrumbs") is None


def test_machines_read_a_description(client: Client) -> None:
    case = CaseStudyPageFactory(summary="Ce que l’on trouve.", search_description="")
    page = read(client, case.url)
    assert page.select_one('meta[name="description"]')["content"] == "Ce que l’on trouve."
    assert page.select_one('meta[property="og:title"]')["content"] == case.title
    assert page.select_one('meta[property="og:url"]')["content"] == f"{BASE_URL}{case.url}"


def test_direction_follows_the_language(client: Client, settings: object) -> None:
    settings.LANGUAGES_BIDI = ["fr"]  # type: ignore[attr-defined]
    assert read(client, CaseStudyPageFactory().url).html["dir"] == "rtl"


def test_layout_takes_one_query_at_any_size(two_languages: SimpleNamespace) -> None:
    def count() -> int:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        page = Page.objects.select_related("locale").get(pk=two_languages.case.pk).specific
        page.locale  # noqa: B018 - Wagtail's own hook has read it before the template does
        layout_of(request, page)
        with CaptureQueriesContext(connection) as captured:
            layout_of(request, page)
        return len(captured)

    few = count()
    for number in range(8):
        StandardPageFactory(title=f"Page {number}")
        index(type(two_languages.method.get_parent().specific), "Méthodes")
    assert count() == few == 1


def test_layout_without_a_request_is_empty() -> None:
    layout = layout_of(None)
    assert (layout.language, layout.menu, layout.languages) == ("fr", [], [])
