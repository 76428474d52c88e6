"""A language serves only its own pages, opens with its home, and knows no aliases."""

from types import SimpleNamespace

import pytest
from wagtail.models import Locale, Page, PageViewRestriction

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from common.refusals import AliasRefused
from home.models import StudyCase
from tests.factories import (
    CaseStudyPageFactory,
    CollectivityFactory,
    MethodPageFactory,
    StudyPageFactory,
    home,
    index,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def english():
    return Locale.objects.get(language_code="en")


def test_a_language_whose_home_is_not_live_is_closed(client, english):
    translation = home().copy_for_translation(english)
    translation.slug = "home"
    translation.save()
    assert not translation.live
    assert client.get("/en/").status_code == 404
    assert client.get("/en/search/").status_code == 404


def test_a_language_opens_with_its_home(client):
    home("en")
    response = client.get("/en/")
    assert response.status_code == 200
    assert '<html lang="en"' in response.content.decode()


def test_french_has_no_prefix(client):
    response = client.get("/fr/etudes-de-cas/?page=2")
    assert response.status_code == 301
    assert response.url == "/etudes-de-cas/?page=2"


def test_the_address_alone_decides_the_language(client):
    home("en")
    response = client.get("/", headers={"accept-language": "en"})
    assert '<html lang="fr"' in response.content.decode()
    assert "Accept-Language" not in response.get("Vary", "")


def test_an_english_case_is_listed_in_french_as_english(client):
    parent = index(CaseStudyIndexPage, "Case studies", home("en"))
    CaseStudyPageFactory(parent=parent, title="Only in English")
    index(CaseStudyIndexPage, "Études de cas")
    body = client.get("/etudes-de-cas/").content.decode()
    assert "Only in English" in body
    assert 'hreflang="en"' in body
    assert client.get("/etudes-de-cas/only-in-english/").status_code == 404


@pytest.fixture
def in_english_only():
    """A case in English only, and the French pages that show it."""
    parent = index(CaseStudyIndexPage, "Case studies", home("en"))
    lead = CollectivityFactory(name="Bologne")
    method = MethodPageFactory(title="Immersion")
    case = CaseStudyPageFactory(
        parent=parent, title="Only in English", leads=[lead], with_methods=[method]
    )
    front = home()
    front.featured_cases.create(case=case, locale=front.locale)
    front.save_revision().publish()
    study = StudyPageFactory(cases=[StudyCase(case=case)])
    cases = index(CaseStudyIndexPage, "Études de cas")
    shown_on = [front.url, lead.get_absolute_url(), method.url, study.url, cases.url]
    return SimpleNamespace(case=case, lead=lead, shown_on=shown_on)


def test_what_exists_in_another_language_only_is_shown(client, in_english_only):
    for url in in_english_only.shown_on:
        assert in_english_only.case.url in client.get(url).content.decode(), url


def test_when_a_language_closes_nothing_leads_to_it(client, in_english_only):
    home("en").unpublish()
    assert client.get(in_english_only.case.url).status_code == 404
    for url in in_english_only.shown_on:
        body = client.get(url).content.decode()
        assert "/en/" not in body, url
        assert "Only in English" not in body, url
    here = client.get(in_english_only.lead.get_absolute_url()).context["here"]
    assert (len(here.cases), here.hidden) == (0, 0)
    assert "/en/" not in client.get("/sitemap.xml").content.decode()


def test_a_restricted_home_closes_its_language_too(client, in_english_only):
    PageViewRestriction.objects.create(page=home("en"), restriction_type="login")
    assert "Only in English" not in client.get("/etudes-de-cas/").content.decode()


def test_no_alias_is_ever_saved(english):
    page = CaseStudyPageFactory()
    with pytest.raises(AliasRefused):
        page.copy_for_translation(english, copy_parents=True, alias=True)
    assert not Page.objects.filter(alias_of__isnull=False).exists()


def test_the_sitemap_lists_every_open_language(client):
    CaseStudyPageFactory(title="Un cas")
    assert "/en/" not in client.get("/sitemap.xml").content.decode()
    home("en")
    body = client.get("/sitemap.xml").content.decode()
    assert "/en/</loc>" in body
    assert "/etudes-de-cas/un-cas/</loc>" in body


def test_a_draft_is_not_served_nor_listed(client):
    page = CaseStudyPageFactory(title="Un brouillon", live=False)
    assert client.get(page.get_url()).status_code == 404
    assert "Un brouillon" not in client.get("/etudes-de-cas/").content.decode()
    assert CaseStudyPage.objects.count() == 1
