"""What the list of methods and the page of a method show, in each language."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, PageViewRestriction

from casestudies.models import CaseMethodUse
from common.facets import facet_labels
from methods.choices import Phase
from methods.models import MethodIndexPage, MethodPage, NextMethod
from methods.queries import cards_by_phase
from tests.factories import CaseStudyPageFactory, MethodPageFactory, home, index

pytestmark = pytest.mark.django_db


@pytest.fixture
def english():
    return home("en").locale


@pytest.fixture
def french():
    return Locale.get_default()


def translated(method, title, *, live=True):
    """Return the English version of a method."""
    english = home("en").locale
    parent = method.get_parent()
    if not parent.has_translation(english):
        parent.specific.copy_for_translation(english).save_revision().publish()
    copy = method.copy_for_translation(english)
    copy.title = title
    revision = copy.save_revision()
    if live:
        revision.publish()
    copy.refresh_from_db()
    return copy


def titles(groups):
    return {phase: [method.title for method in methods] for phase, methods in groups}


class TestTheList:
    def test_methods_stand_by_phase_in_the_order_of_a_design_process(self, french):
        for title, phase in [
            ("Pérenniser", "sustain"),
            ("Persona", "understand"),
            ("Immersion", "understand"),
            ("Maquette", "prototype"),
        ]:
            MethodPageFactory(title=title, phase=phase)
        phases = cards_by_phase(MethodPage, french)["phases"]
        assert [phase for phase, _ in phases] == [
            Phase.UNDERSTAND, Phase.PROTOTYPE, Phase.SUSTAIN,
        ]  # fmt: skip
        assert titles(phases) == {
            "understand": ["Immersion", "Persona"],
            "prototype": ["Maquette"],
            "sustain": ["Pérenniser"],
        }

    def test_drafts_and_private_methods_stay_out(self, french):
        MethodPageFactory(live=False)
        secret = MethodPageFactory()
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
        assert cards_by_phase(MethodPage, french) == {"phases": [], "other_language_pages": []}

    def test_each_language_lists_its_own_then_what_it_lacks(self, french, english):
        immersion = MethodPageFactory(title="Immersion")
        persona = MethodPageFactory(title="Persona")
        draft = MethodPageFactory(title="Maquette", phase="prototype")
        translated(immersion, "Fieldwork")
        translated(draft, "Mock-up", live=False)
        in_english = cards_by_phase(MethodPage, english)
        assert titles(in_english["phases"]) == {"understand": ["Fieldwork"]}
        assert in_english["other_language_pages"] == [draft, persona]
        assert cards_by_phase(MethodPage, french)["other_language_pages"] == []

    def test_the_page_says_so_in_words(self, client, english):
        MethodPageFactory(title="Immersion", phase="understand")
        url = index(MethodIndexPage, "Méthodes").url
        assert "Comprendre" in client.get(url).content.decode()
        empty = index(MethodIndexPage, "Methods", home("en")).url
        body = client.get(empty).content.decode()
        assert "Nothing is published here yet." in body
        assert 'hreflang="fr">Immersion</a>' in body


class TestNextMethods:
    def test_they_keep_the_order_that_editors_gave(self, client):
        names = ["Persona", "Idéation", "Maquette"]
        following = [MethodPageFactory(title=name) for name in names]
        method = MethodPageFactory(next_methods=[NextMethod(method=next_) for next_ in following])
        response = client.get(method.url)
        assert response.context["next_methods"] == following
        assert "Ce qui vient souvent ensuite" in response.content.decode()

    def test_a_translation_leads_to_translations_or_else_to_french(self, client):
        persona, mock_up = MethodPageFactory(title="Persona"), MethodPageFactory(title="Maquette")
        rows = [NextMethod(method=persona), NextMethod(method=mock_up)]
        method = MethodPageFactory(next_methods=rows)
        english_persona = translated(persona, "Personas")
        translated(mock_up, "Mock-up", live=False)
        english = translated(method, "Fieldwork")
        response = client.get(english.url)
        assert response.context["next_methods"] == [english_persona, mock_up]
        assert f'<a href="{mock_up.url}" lang="fr" hreflang="fr">' in response.content.decode()
        assert client.get(method.url).context["next_methods"] == [persona, mock_up]

    def test_a_method_no_longer_published_is_not_proposed(self, client):
        persona = MethodPageFactory(title="Persona")
        method = MethodPageFactory(next_methods=[NextMethod(method=persona)])
        persona.unpublish()
        response = client.get(method.url)
        assert response.context["next_methods"] == []
        assert "Ce qui vient souvent ensuite" not in response.content.decode()


class TestTheCasesThatUsedIt:
    def test_each_comes_with_how_it_was_used(self, client):
        method = MethodPageFactory()
        for title, how in [("Un vélo", "Deux jours."), ("Un bus", "Six semaines.")]:
            uses = [CaseMethodUse(method=method, how=how)]
            CaseStudyPageFactory(title=title, method_uses=uses)
        CaseStudyPageFactory(title="Ailleurs", with_methods=[MethodPageFactory()])
        CaseStudyPageFactory(title="Brouillon", with_methods=[method], live=False)
        section = client.get(method.url).context["related_sections"][0]
        shown = [(item["case"].title, item["how"]) for item in section.items]
        assert shown == [("Un bus", "Six semaines."), ("Un vélo", "Deux jours.")]

    def test_a_translation_shows_them_too(self, client):
        method = MethodPageFactory()
        case = CaseStudyPageFactory(title="Un bus", with_methods=[method])
        section = client.get(translated(method, "Fieldwork").url).context["related_sections"][0]
        assert [item["case"] for item in section.items] == [case]

    def test_a_method_that_a_case_uses_is_not_deleted(self, admin_client):
        method = MethodPageFactory()
        CaseStudyPageFactory(with_methods=[method])
        admin_client.post(reverse("wagtailadmin_pages:delete", args=[method.pk]))
        assert MethodPage.objects.filter(pk=method.pk).exists()


class TestFacetLabels:
    def test_a_method_is_named_in_the_readers_language(self, django_assert_num_queries):
        immersion = MethodPageFactory(title="Immersion")
        MethodPageFactory(title="Persona")
        translated(immersion, "Fieldwork")
        asked = ["immersion", "persona", "rien"]
        with override("en"), django_assert_num_queries(1):
            labels = facet_labels("methode", asked)
        assert labels == {"immersion": "Fieldwork", "persona": "Persona", "rien": "rien"}
        with override("fr"):
            assert facet_labels("methode", asked)["immersion"] == "Immersion"

    def test_a_draft_is_not_named(self):
        MethodPageFactory(title="Immersion", live=False)
        assert facet_labels("methode", ["immersion"]) == {"immersion": "immersion"}

    def test_phases_are_named(self):
        assert facet_labels("phase", ["test", "rien"]) == {"test": "Tester", "rien": "rien"}


def test_the_list_of_methods_that_cases_use_is_not_deleted(admin_client):
    method = MethodPageFactory()
    CaseStudyPageFactory(title="Un bus des villages", with_methods=[method])
    url = reverse("wagtailadmin_pages:delete", args=[method.get_parent().pk])
    response = admin_client.post(url, {"confirm_site_name": "Co-construire"}, follow=True)
    assert "Un bus des villages" in str(next(iter(response.context["messages"])))
    assert MethodPage.objects.filter(pk=method.pk).exists()
