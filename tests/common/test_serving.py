"""Which page answers an address, and whom it is kept from."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail import urls as wagtail_urls
from wagtail.models import Page, PageViewRestriction, Site

from common.privacy import is_private
from common.serving import _page_at
from tests.factories import StandardPageFactory, home

pytestmark = pytest.mark.django_db


@pytest.fixture
def nested():
    """Three plain pages, one below the other."""
    top = StandardPageFactory(title="Haut", slug="haut")
    middle = StandardPageFactory(title="Milieu", slug="milieu", parent=top)
    return top, middle, StandardPageFactory(title="Fond", slug="fond", parent=middle)


def test_each_level_answers_at_its_address(client, nested):
    for page in nested:
        assert client.get(page.url).context["page"] == page
    assert nested[-1].url == "/haut/milieu/fond/"


@pytest.mark.parametrize(
    "url", ["/fond/", "/haut/fond/", "/milieu/fond/", "/haut/milieu/fond/fond/", "/haut/rien/"]
)
def test_no_other_address_answers(client, nested, url):
    assert client.get(url).status_code == 404


def test_the_same_slug_elsewhere_is_another_page(client, nested):
    other = StandardPageFactory(title="Un autre fond", slug="fond")
    assert client.get("/fond/").context["page"] == other
    assert client.get(nested[-1].url).context["page"] == nested[-1]


def test_a_page_below_a_draft_answers_and_the_draft_does_not(client, nested):
    nested[1].unpublish()
    assert client.get(nested[1].url).status_code == 404
    assert client.get(nested[2].url).status_code == 200


def test_a_moved_page_answers_at_its_new_address(client, nested):
    nested[2].move(home(), pos="last-child")
    assert client.get("/fond/").status_code == 200
    assert client.get("/haut/milieu/fond/").headers["Location"] == "/fond/"


def test_depth_costs_no_query(client, nested):
    def count(page):
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        return len(queries)

    assert count(nested[2]) == count(nested[0])


def test_a_page_is_found_whole_in_one_query(nested):
    request = RequestFactory().get(nested[2].url)
    Site.find_for_request(request)
    with CaptureQueriesContext(connection) as queries:
        page = _page_at(request, "haut/milieu/fond/")
        assert page.specific is page
        assert page.locale.language_code == "fr"
        assert page.body[0].block_type == "text"
        assert not page.get_view_restrictions()
    assert len(queries) == 1
    assert page == nested[2]


def test_each_language_has_its_own_addresses(client, nested):
    english = home("en")
    page = StandardPageFactory(title="Top", slug="haut", parent=english)
    assert client.get("/en/haut/").context["page"] == page
    assert client.get("/haut/").context["page"] == nested[0]
    assert client.get("/en/haut/milieu/").status_code == 404


def test_pages_answer_while_the_home_page_is_a_draft(client, nested):
    home().unpublish()
    assert client.get("/").status_code == 404
    assert client.get(nested[2].url).status_code == 200


def test_a_restriction_made_later_holds_at_once(client, nested):
    assert client.get(nested[2].url).status_code == 200
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=nested[1], restriction_type="login")]
    )
    assert client.get(nested[2].url).status_code == 302


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_restriction_holds_for_the_page_and_all_below(client, nested, level):
    PageViewRestriction.objects.create(page=nested[level], restriction_type="login")
    for depth, page in enumerate(nested):
        expected = 302 if depth >= level else 200
        assert client.get(page.url).status_code == expected


def test_the_restrictions_are_those_that_wagtail_finds(nested):
    made = [
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        for page in (home(), *nested[1:])
    ]
    for page in nested:
        generic = page.page_ptr.get_view_restrictions()
        assert set(page.get_view_restrictions()) == set(generic)
    assert set(nested[2].get_view_restrictions()) == set(made)


def test_the_address_that_ours_replaces_is_the_last_of_wagtails_8_0_1():
    assert wagtail_urls.urlpatterns[-1].name == "wagtail_serve"


def test_whether_a_page_is_private_is_asked_of_the_restrictions_alone():
    # Joined to the pages, SQLite went through all of them for each: 0.4 ms a page at 4,000.
    assert " JOIN " not in str(Page.objects.filter(is_private()).query)
