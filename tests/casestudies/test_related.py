"""What a case study says of the cases and the studies around it, in every language."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale, PageViewRestriction

from casestudies.models import CaseStudyIndexPage
from home.models import StudyCase
from tests.factories import CaseStudyPageFactory, StudyPageFactory, home, index

pytestmark = pytest.mark.django_db


def read(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def links_below(page, title):
    """Return the links that stand below a heading, by their words."""
    heading = page.find(["h2", "h3"], string=title)
    if heading is None:
        return {}
    return {link.get_text(): link["href"] for link in heading.find_next_sibling().find_all("a")}


def translated(page, title):
    """Return the live English version of a page, its parents' being made when they are missing."""
    english = Locale.objects.get(language_code="en")
    home("en")
    parent = page.get_parent()
    if not parent.has_translation(english):
        parent.specific.copy_for_translation(english).save_revision().publish()
    copy = page.copy_for_translation(english)
    copy.title = title
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


@pytest.fixture
def original():
    return CaseStudyPageFactory(title="Carte blanche")


class TestAdaptations:
    def test_each_names_the_other(self, client, original):
        bus = CaseStudyPageFactory(title="Un bus", adapted_from=original)
        car = CaseStudyPageFactory(title="Un car", adapted_from=original)
        here = read(client, original)
        assert links_below(here, "Adaptée par") == {"Un bus": bus.url, "Un car": car.url}
        assert here.select_one('.toc a[href="#chez-vous"]')
        assert links_below(read(client, bus), "Adaptée par") == {}
        assert bus.get_context(None)["adapted_from"] == original

    def test_one_in_the_middle_names_both(self, client, original):
        bus = CaseStudyPageFactory(title="Un bus", adapted_from=original)
        last = CaseStudyPageFactory(title="Un vélo", adapted_from=bus)
        context = client.get(bus.url).context
        assert context["adapted_from"] == original
        assert context["adaptations"] == [last]

    def test_drafts_and_private_pages_are_not_named(self, client, original):
        CaseStudyPageFactory(title="Brouillon", adapted_from=original, live=False)
        secret = CaseStudyPageFactory(title="Secret", adapted_from=original)
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
        assert links_below(read(client, original), "Adaptée par") == {}

    def test_each_is_named_once_in_the_readers_language(self, client, original):
        bus = CaseStudyPageFactory(title="Un bus", adapted_from=original)
        car = CaseStudyPageFactory(title="Un car", adapted_from=original)
        english_original = translated(original, "Free rein")
        english_bus = translated(bus, "A bus")
        page = read(client, english_original)
        assert links_below(page, "Adapted by") == {"A bus": english_bus.url, "Un car": car.url}
        assert page.find("a", string="Un car")["hreflang"] == "fr"
        assert links_below(read(client, original), "Adaptée par") == {
            "Un bus": bus.url,
            "Un car": car.url,
        }

    def test_one_written_in_another_language_is_named(self, client, original):
        cases = index(CaseStudyIndexPage, "Case studies", home("en"))
        bus = CaseStudyPageFactory(title="A bus", parent=cases, adapted_from=original)
        link = read(client, original).find("a", string="A bus")
        assert (link["href"], link["hreflang"]) == (bus.url, "en")

    def test_a_case_never_names_itself(self, client, original):
        english = translated(original, "Free rein")
        original.adapted_from = english
        original.save_revision().publish()
        context = client.get(original.url).context
        assert (context["adapted_from"], context["adaptations"]) == (None, [])


class TestStudies:
    def test_a_case_names_the_studies_that_looked_at_it(self, client, original):
        study = StudyPageFactory(
            title="Les usagers",
            publisher="La MNT",
            cases=[StudyCase(case=original, note="La transversalité.")],
        )
        StudyPageFactory(title="Autre chose", cases=[StudyCase(case=CaseStudyPageFactory())])
        page = read(client, original)
        assert links_below(page, "Étudiée dans") == {"Les usagers": study.url}
        words = page.find("h2", string="Étudiée dans").parent.get_text(" ", strip=True)
        assert "La MNT, juillet 2019" in words
        assert "La transversalité." in words

    def test_without_a_study_there_is_no_heading(self, client, original):
        StudyPageFactory(cases=[StudyCase(case=original)], live=False)
        assert "Étudiée dans" not in client.get(original.url).content.decode()

    def test_translations_of_either_are_followed(self, client, original):
        first = StudyPageFactory(title="La première", cases=[StudyCase(case=original)])
        second = StudyPageFactory(title="La seconde", cases=[StudyCase(case=original)])
        english = translated(original, "Free rein")
        english_first = translated(first, "The first")
        page = read(client, english)
        assert links_below(page, "Studied in") == {
            "The first": english_first.url,
            "La seconde": second.url,
        }
        assert page.find("a", string="La seconde")["lang"] == "fr"
