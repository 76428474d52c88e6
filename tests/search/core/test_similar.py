"""Pages like another, where no engine has a say; the rest is in `tests/contracts/similar.py`."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from casestudies.models import CaseStudyPage
from search import similar
from tests.contracts.similar import BUS, CAMION, case, method
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def test_pages_that_the_search_does_not_know_or_compare_have_none() -> None:
    case(BUS)
    draft = case(CAMION, live=False)
    plain = StandardPageFactory(title=BUS)
    assert similar.like(draft) == similar.like(plain) == ()


def test_a_draft_and_a_page_never_saved_can_be_previewed() -> None:
    bus = case(BUS)
    draft = case(CAMION, live=False)
    assert draft.make_preview_request().status_code == 200
    new = CaseStudyPage(title=CAMION, slug="nouveau", locale=bus.locale)
    assert new.make_preview_request().status_code == 200


def test_a_preview_shows_the_draft_and_a_reader_does_not_see_it() -> None:
    bus = case(BUS)
    case(CAMION)
    bus.title = "Un titre que personne ne lit encore"
    bus.save_revision()
    response = bus.get_latest_revision_as_object().make_preview_request()
    assert bus.title in response.content.decode()
    assert bus.title not in Client().get(bus.url).content.decode()


def test_a_method_shows_its_cases_before_the_methods_like_it() -> None:
    here = method("Observer un guichet avec un carnet")
    method("Observer et noter sur un carnet, au guichet")
    case(BUS, with_methods=[here])
    html = BeautifulSoup(Client().get(here.url).content.decode(), "html.parser")
    titles = [title.get_text() for title in html.select("main h2")]
    assert titles == ["Les expériences qui s’en sont servies", "Méthodes voisines"]


def test_what_is_kept_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "_PAGES_KEPT", 2)
    pages = [case(f"{CAMION} {number}") for number in range(4)]
    found = [similar.like(page) for page in pages]
    assert len(similar._known("fr")) == 2
    assert [similar.like(page) for page in pages] == found


def test_a_closed_language_names_nothing() -> None:
    bus = case(BUS)
    case(CAMION)
    Page.objects.filter(pk=bus.get_parent().get_parent().pk).update(live=False)
    response = Client().get(bus.url)
    assert response.status_code == 200
    assert "Pratiques similaires" not in response.content.decode()
