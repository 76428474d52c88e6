"""The demonstration content: loaded once, never overwritten."""

import re
from dataclasses import astuple
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import TestCase
from wagtail.models import Locale, Orderable, Page

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from collectivities.comparability import WEIGHTS
from common.text import plain_text
from home.loading.checks import read_content
from home.models import GlossaryPage, HomePage, StandardPage, StudyPage
from methods.models import MethodPage
from search.models import SynonymGroup
from vocabulary.models import GlossaryTerm, Organisation, Theme

from .demo_content import make_collectivities

pytestmark = pytest.mark.long


def sentences(page):
    text = plain_text(page.problem, page.approach, page.trials, page.limits, page.conditions)
    rows = [row.statement for row in page.results.all()]
    return {line for line in [*text.splitlines(), *rows] if len(line) > 20}


def load():
    """Load what is missing and return what the command tells."""
    output = StringIO()
    call_command("load_demo", stdout=output)
    return output.getvalue()


def is_complete(told):
    return "nothing was missing" in told


class TestLoadedContent(TestCase):
    """Loaded once for all of these tests."""

    @classmethod
    def setUpTestData(cls):
        make_collectivities()
        load()

    def french(self, model, **values):
        return model.objects.get(locale__language_code="fr", **values)

    def test_the_demonstration_holds_what_it_promises(self):
        french = CaseStudyPage.objects.filter(locale__language_code="fr", live=True)
        english = CaseStudyPage.objects.filter(locale__language_code="en", live=True)
        assert french.count() == 20
        assert set(english.values_list("reference", flat=True)) == {
            "bologna-urban-commons", "carte-blanche-grand-cahors",
        }  # fmt: skip
        assert MethodPage.objects.filter(locale__language_code="fr", live=True).count() == 15
        assert GlossaryTerm.objects.filter(locale__language_code="fr").count() >= 20

    def test_readers_are_told_the_weights_that_count(self):
        about = plain_text(self.french(StandardPage, slug="a-propos").body)
        told = [
            float(weight.replace(",", ".")) for weight in re.findall(r"poids ([\d,]+\d|\d)", about)
        ]
        assert sorted(told) == sorted(astuple(WEIGHTS))
        assert HomePage.objects.filter(live=True).count() == 2
        assert not Page.objects.filter(live=False).exists()

    def test_the_translated_case_is_translated_to_the_last_sentence(self):
        versions = CaseStudyPage.objects.filter(reference="carte-blanche-grand-cahors")
        french = versions.get(locale__language_code="fr")
        english = versions.get(locale__language_code="en")
        assert english.title.startswith("Carte blanche: ")
        assert not sentences(french) & sentences(english)
        assert len(sentences(english)) > 20
        assert english.results.count() == french.results.count()

    def test_the_english_case_names_the_english_words(self):
        case = CaseStudyPage.objects.get(reference="bologna-urban-commons")
        locales = {row.theme.locale.language_code for row in case.themes.all()}
        assert locales == {"en"}

    def test_each_row_of_a_page_has_its_number(self):
        children = [
            model
            for model in apps.get_models()
            if issubclass(model, Orderable)
            and model._meta.app_label in {"casestudies", "home", "methods"}
        ]
        assert sum(model.objects.count() for model in children) > 400
        for model in children:
            assert not model.objects.filter(sort_order=None).exists(), model

    def test_rows_are_in_the_order_of_the_file(self):
        for entry in read_content().cases:
            page = self.french(CaseStudyPage, reference=entry.reference)
            titles = page.sources.order_by("sort_order").values_list("title", flat=True)
            assert list(titles) == [source.title for source in entry.sources]

    def test_the_search_agrees_with_what_was_loaded(self):
        call_command("search_check", stdout=StringIO())

    def test_groups_of_synonyms_are_loaded_in_each_language(self):
        for language, groups in read_content().synonyms.items():
            loaded = SynonymGroup.objects.filter(locale__language_code=language)
            assert set(loaded.values_list("title", flat=True)) == {row.title for row in groups}

    def test_a_second_run_touches_nothing_that_was_edited(self):
        page = self.french(CaseStudyPage, reference="carte-blanche-grand-cahors")
        page.title = "Un titre choisi par une éditrice"
        page.save_revision().publish()
        home = self.french(HomePage)
        home.hero_title = ""
        home.save_revision().publish()
        theme = self.french(Theme, slug="accueil-du-public")
        theme.name = "L’accueil"
        theme.save()
        group = self.french(SynonymGroup, title="Sigles")
        group.lines = "CCAS, centre social"
        group.save()
        assert is_complete(load())
        for row in (page, home, theme, group):
            row.refresh_from_db()
        assert page.title == "Un titre choisi par une éditrice"
        assert home.hero_title == ""
        assert theme.name == "L’accueil"
        assert group.lines == "CCAS, centre social"

    def test_what_was_renamed_or_moved_is_not_loaded_again(self):
        for model, reference in (
            (CaseStudyPage, "transfo"), (CaseStudyPage, "carte-blanche-grand-cahors"),
            (MethodPage, "immersion"), (StudyPage, "etude-ost-2019"),
        ):  # fmt: skip
            page = self.french(model, reference=reference)
            page.reference = page.slug = f"{reference}-2"
            page.save_revision().publish()
        for model, slug in (
            (Theme, "acces-aux-droits"), (Organisation, "mission-locale"),
            (GlossaryTerm, "ambassadeur"),
        ):  # fmt: skip
            word = self.french(model, slug=slug)
            word.slug = f"{slug}-2"
            word.save()
        about = self.french(StandardPage, slug="a-propos")
        about.slug = "qui-sommes-nous"
        about.save_revision().publish()
        about.move(self.french(StandardPage, slug="contribuer"), pos="last-child")
        assert is_complete(load())

    def test_what_editors_have_at_the_same_name_or_address_stays_theirs(self):
        self.french(StandardPage, slug="a-propos").delete()
        self.french(GlossaryTerm, slug="ambassadeur").delete()
        self.french(MethodPage, reference="hackathon").delete()
        home, theirs = self.french(HomePage), {"title": "Le nôtre", "summary": "…"}
        home.add_child(instance=StandardPage(slug="a-propos", **theirs))
        methods = self.french(MethodPage, reference="immersion").get_parent()
        methods.add_child(instance=MethodPage(reference="hackathon", phase="test", **theirs))
        GlossaryTerm(slug="ambassadeur", name="Le nôtre", locale=home.locale).save()
        assert is_complete(load())

    def test_a_deleted_page_comes_back_beside_its_translation(self):
        versions = CaseStudyPage.objects.filter(reference="carte-blanche-grand-cahors")
        english = versions.get(locale__language_code="en")
        before = Page.objects.count()
        versions.get(locale__language_code="fr").delete()
        load()
        assert Page.objects.count() == before
        french = versions.get(locale__language_code="fr")
        assert french.live
        assert french.translation_key == english.translation_key

    def test_a_deleted_translation_comes_back(self):
        english = Locale.objects.get(language_code="en")
        CaseStudyPage.objects.get(reference="carte-blanche-grand-cahors", locale=english).delete()
        load()
        page = CaseStudyPage.objects.get(reference="carte-blanche-grand-cahors", locale=english)
        assert page.live

    def test_an_unpublished_page_stays_hidden(self):
        index = self.french(CaseStudyIndexPage)
        index.unpublish()
        method = self.french(MethodPage, reference="hackathon")
        method.unpublish()
        assert is_complete(load())
        index.refresh_from_db()
        method.refresh_from_db()
        assert not index.live
        assert not method.live

    def test_the_words_of_editors_are_not_translated(self):
        theme = Theme(name="Sport", locale=Locale.get_default())
        theme.save()
        assert is_complete(load())
        assert theme.get_translations().count() == 0

    def test_what_cannot_be_loaded_is_named_and_nothing_is(self):
        self.french(MethodPage, reference="hackathon").delete()
        self.french(GlossaryPage).delete()
        page = StandardPage(title="Un mot", slug="glossaire")
        self.french(HomePage).add_child(instance=page)
        SynonymGroup.objects.all().delete()
        with pytest.raises(CommandError, match="“Glossaire” cannot be loaded"):
            load()
        assert not MethodPage.objects.filter(reference="hackathon").exists()
        assert not SynonymGroup.objects.exists()
