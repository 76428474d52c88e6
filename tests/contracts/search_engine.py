"""What every search engine promises, whatever it is made of.

A test module subclasses `SearchEngineContract` with its engine. The suite goes through real pages,
real publication and `search.service`, so that an engine is judged by what a reader gets.
"""

from collections.abc import Callable
from itertools import count
from random import Random
from typing import Any

import pytest
from wagtail.models import Locale, Page, PageViewRestriction

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from collectivities.comparability import WEIGHTS
from collectivities.models import Kind
from home.models import StandardPage, StudyCase
from methods.models import MethodPage
from search import service
from search.engines.base import Engine
from search.models import SynonymGroup
from search.types import Correction, SearchRequest, SearchResults, Sort
from tests import factories
from tests.factories import CollectivityFactory, ThemeFactory

FRENCH = [
    ("innovation", "L'innovation dans les services"),
    ("l’innovation", "Une innovation"),
    ("INNOVATIONS", "L’innovation"),
    ("d'innovation", "innovation"),
    ("etude", "Une étude"),
    ("Étude", "des etudes"),
    ("œuvre", "les oeuvres"),
    ("oeuvres", "une œuvre"),
    ("coeur de ville", "Le cœur des villes"),
    ("chevaux", "un cheval"),
    ("tiers-lieu", "des tiers-lieux"),
    ("tiers lieux", "un tiers-lieu"),
    ("publique", "le service public"),
    ("service public", "les services publics"),
    ("élue", "des élus"),
    ("usagère", "les usagers"),
    ("habitantes", "un habitant"),
    ("aujourd'hui", "dès aujourd’hui"),
    ("l'été", "un été en ville"),
    ("jusqu'au guichet", "le guichet"),
    ("guichet OR numerique", "guichet numérique or argent"),
    ("co-construction", "une co\u2011construction"),
    ("prefecture*", "la préfecture"),
    ("« mairie »", "La mairie."),
]
ENGLISH = [
    ("cities", "a city"),
    ("city", "the city’s library"),
    ("the libraries", "a library"),
    ("participating", "they participate"),
]

_slugs = (f"page-{number}" for number in count(1))


def plain_page(**kwargs: Any) -> StandardPage:
    """Publish a plain page; several may have the same title."""
    return factories.StandardPageFactory(slug=next(_slugs), **kwargs)


def method(**kwargs: Any) -> MethodPage:
    """Publish a method; several may have the same title."""
    return factories.MethodPageFactory(slug=next(_slugs), **kwargs)


def case(**kwargs: Any) -> CaseStudyPage:
    """Publish a case; several may have the same title."""
    return factories.CaseStudyPageFactory(slug=next(_slugs), **kwargs)


def synonyms(lines: str, language: str = "fr") -> SynonymGroup:
    """Save a group of synonyms as an editor does, through its checks."""
    locale = Locale.objects.get(language_code=language)
    group = SynonymGroup(locale=locale, title="Essai", lines=lines)
    group.full_clean()
    group.save()
    return group


@pytest.mark.django_db
class SearchEngineContract:
    """Subclass, and set `engine`."""

    engine: Callable[[], Engine]

    @pytest.fixture(autouse=True)
    def _engine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(service, "engine", self.engine)

    def search(self, text: str = "", **asked: Any) -> SearchResults:
        """Search as a reader does. Engines that index later catch up here."""
        return service.search(SearchRequest(text=text, **asked))

    def titles(self, text: str = "", **asked: Any) -> list[str]:
        return [hit.entry.title for hit in self.search(text, **asked).hits]

    def counts(self, facet: str, text: str = "", **asked: Any) -> dict[str, int]:
        return {v.value: v.count for v in self.search(text, **asked).facets[facet]}

    # Words

    @pytest.mark.parametrize(("query", "text"), FRENCH)
    def test_french_words(self, query: str, text: str) -> None:
        plain_page(title="Cible", body=[("text", f"<p>{text}</p>")])
        plain_page(title="Autre", body=[("text", "<p>Un jardin partagé</p>")])
        assert self.titles(query) == ["Cible"]

    @pytest.mark.parametrize(("query", "text"), ENGLISH)
    def test_english_words(self, query: str, text: str) -> None:
        home = factories.home("en")
        plain_page(parent=home, title="Target", body=[("text", f"<p>{text}</p>")])
        plain_page(parent=home, title="Other", body=[("text", "<p>A garden</p>")])
        assert self.titles(query, locale="en") == ["Target"]

    def test_all_words_are_needed_wherever_they_are(self) -> None:
        plain_page(title="Guichet", summary="numérique", body=[("text", "<p>mobile</p>")])
        plain_page(title="Guichet", summary="fixe")
        assert self.search("guichet").total == 2
        assert self.search("mobile guichet numérique").total == 1
        assert self.search("guichet absent").total == 0
        assert not self.search("mobile guichet numérique").is_partial

    def test_without_a_page_that_has_all_words_those_with_most_are_shown_as_such(self) -> None:
        plain_page(title="Guichet", summary="numérique", body=[("text", "<p>mobile</p>")])
        plain_page(title="Guichet", summary="fixe")
        results = self.search("guichet mobile absent")
        assert results.is_partial
        assert [hit.entry.summary for hit in results.hits] == ["numérique"]
        assert self.counts("type", "guichet mobile absent") == {"page": 1}
        assert self.search("guichet mobile absent inconnu").total == 0

    def test_slips_are_mended_when_nothing_was_found(self) -> None:
        plain_page(title="Expérimentation d’un guichet")
        results = self.search("experimantation guichet")
        assert results.total == 1
        assert results.correction == Correction(text="expérimentation guichet", is_applied=True)
        assert "<mark>Expérimentation</mark>" in results.hits[0].title_html
        assert self.search("guichet").correction is None

    def test_a_rare_word_near_a_frequent_one_is_only_doubted(self) -> None:
        for _ in range(30):
            plain_page(title="Un guichet")
        plain_page(title="Un guichit")
        results = self.search("guichit")
        assert results.total == 1
        assert results.correction == Correction(text="guichet", is_applied=False)

    def test_words_of_hidden_pages_are_never_proposed(self) -> None:
        plain_page(title="Brouillon", live=False)
        removed = plain_page(title="Expérimentation")
        plain_page(title="Médiathèque", parent=factories.home("en"))
        removed.unpublish()
        for text in ("brouillom", "experimantation", "mediathequ"):
            results = self.search(text)
            assert (results.total, results.correction) == (0, None)

    def test_a_filter_that_stands_between_is_said_rather_than_other_words(self) -> None:
        case(title="Un guichet", stage="stopped")
        plain_page(title="Un guichel")
        results = self.search("guichet", filters={"stade": ("experiment",)})
        assert (results.total, results.correction, len(results.relaxations)) == (0, None, 1)

    # Synonyms

    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("CCAS", "un centre communal d’action sociale"),
            ("centre communal d'action sociale", "le CCAS"),
            ("mairie", "l’accueil"),
            ("horaires mairie", "les horaires de l’accueil"),
        ],
    )
    def test_synonyms_find_one_another(self, query: str, text: str) -> None:
        plain_page(title="Cible", body=[("text", f"<p>{text}</p>")])
        plain_page(title="Autre", body=[("text", "<p>Un centre pour l’action, des horaires</p>")])
        assert self.titles(query) == []
        synonyms("CCAS, centre communal d’action sociale\nmairie => accueil")
        assert self.titles(query) == ["Cible"]

    def test_arrows_go_one_way_and_languages_keep_their_own(self) -> None:
        plain_page(title="La mairie")
        plain_page(title="Mairie", parent=factories.home("en"))
        synonyms("mairie => accueil\nguichet => mairie", language="fr")
        assert self.titles("accueil") == []
        assert self.titles("guichet") == ["La mairie"]
        assert self.titles("guichet", locale="en") == []

    def test_a_synonym_takes_no_hit_away(self) -> None:
        plain_page(title="Cible", body=[("text", "<p>Le lieu des tiers</p>")])
        assert self.titles("tiers lieu") == ["Cible"]
        synonyms("tiers lieu, espace partagé")
        assert self.titles("tiers lieu") == ["Cible"]

    def test_title_outranks_summary_outranks_body(self) -> None:
        plain_page(title="Trois", summary="rien", body=[("text", "<p>un guichet</p>")])
        plain_page(title="Deux", summary="un guichet", body=[("text", "<p>rien</p>")])
        plain_page(title="Un guichet", summary="rien", body=[("text", "<p>rien</p>")])
        assert self.titles("guichet") == ["Un guichet", "Deux", "Trois"]

    @pytest.mark.parametrize("text", ["l'", '"', "de la", "?!", "-", "' \" * ("])
    def test_words_that_cannot_be_searched_find_nothing(self, text: str) -> None:
        plain_page(title="Une page")
        results = self.search(text)
        assert (results.total, results.unusable_text) == (0, True)

    def test_no_words_find_everything(self) -> None:
        pages = [plain_page() for _ in range(3)]
        assert self.search("  ").total == len(pages)

    @pytest.mark.parametrize(
        "text",
        [
            "guichet\0",
            'guichet"',
            "guichet'",
            "guichet NEAR(",
            "guichet:*",
            "guichet & | !",
            "guichet)",
        ],
    )
    def test_operators_are_only_text(self, text: str) -> None:
        plain_page(title="Un guichet near du lac")
        assert self.search(text).total == 1

    def test_words_like_numbers_are_found(self) -> None:
        plain_page(title="Bilan 2018 de 1e5 x86 0x1f 3d", summary="")
        for text in ("2018", "1e5", "x86", "0x1f", "3D", "bilan 2018"):
            assert self.search(text).total == 1, text

    # Who may be found

    def test_drafts_are_not_found(self) -> None:
        plain_page(title="Brouillon", live=False)
        assert self.search("brouillon").total == 0

    def test_draft_changes_are_not_found_until_published(self) -> None:
        page = plain_page(title="Avant")
        page.title = "Après"
        revision = page.save_revision()
        assert (self.search("avant").total, self.search("après").total) == (1, 0)
        revision.publish()
        assert (self.search("avant").total, self.search("après").total) == (0, 1)

    def test_unpublished_pages_are_not_found(self) -> None:
        page = plain_page(title="Retirée")
        page.unpublish()
        assert self.search("retirée").total == 0
        assert self.counts("type") == {}

    def test_deleted_pages_are_not_found(self) -> None:
        parent = plain_page(title="Dossier")
        plain_page(title="Chapitre", parent=parent)
        Page.objects.get(pk=parent.pk).delete()
        assert self.search().total == 0
        assert self.counts("type") == {}

    def test_restricted_pages_and_their_descendants_are_not_found(self) -> None:
        parent = plain_page(title="Dossier")
        plain_page(title="Chapitre", parent=parent)
        restriction = PageViewRestriction.objects.create(page=parent, restriction_type="login")
        assert self.search().total == 0
        assert self.counts("type") == {}
        restriction.delete()
        assert self.search().total == 2

    def test_pages_published_under_a_restriction_are_not_found(self) -> None:
        parent = plain_page(title="Dossier")
        PageViewRestriction.objects.create(page=parent, restriction_type="password", password="x")
        plain_page(title="Chapitre", parent=parent)
        assert self.search().total == 0

    def test_moving_in_and_out_of_a_restricted_section(self) -> None:
        private = plain_page(title="Privé")
        public = plain_page(title="Dossier")
        plain_page(title="Chapitre", parent=public)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        Page.objects.get(pk=public.pk).move(Page.objects.get(pk=private.pk), pos="last-child")
        assert self.search().total == 0
        Page.objects.get(pk=public.pk).move(factories.home(), pos="last-child")
        assert sorted(self.titles()) == ["Chapitre", "Dossier"]

    def test_deleting_a_restricted_page_brings_nothing_back(self) -> None:
        parent = plain_page(title="Dossier")
        plain_page(title="Chapitre", parent=parent)
        PageViewRestriction.objects.create(page=parent, restriction_type="login")
        Page.objects.get(pk=parent.pk).delete()
        assert self.search().total == 0

    def test_nothing_of_a_hidden_page_is_found_through_those_that_name_it(self) -> None:
        secret = method(title="Méthode xylophage", reference="xylophage")
        told = case(title="Cas", with_methods=[secret])
        parent = plain_page(title="Dossier")
        assert self.search("xylophage").total == 2
        restriction = PageViewRestriction.objects.create(page=secret, restriction_type="login")
        assert self.search("xylophage").total == 0
        assert self.counts("methode") == {}
        restriction.delete()
        assert self.search("xylophage").total == 2
        secret.unpublish()
        assert self.search("xylophage").total == 0
        assert self.search("xylophagee").correction is None
        secret.save_revision().publish()
        assert {hit.page.pk for hit in self.search("xylophage").hits} == {secret.pk, told.pk}
        PageViewRestriction.objects.create(page=parent, restriction_type="login")
        index = secret.get_parent()
        index.move(Page.objects.get(pk=parent.pk), pos="last-child")
        assert self.search("xylophage").total == 0

    def test_a_deleted_case_is_no_longer_named_by_its_study(self) -> None:
        gone = case(title="Cas xylophage")
        factories.StudyPageFactory(title="Étude", cases=[StudyCase(case=gone)])
        assert self.search("xylophage").total == 2
        Page.objects.get(pk=gone.pk).delete()
        assert self.search("xylophage").total == 0

    def test_places_are_found_by_what_they_lie_in(self) -> None:
        CollectivityFactory(kind=Kind.REGION, code="76", name="Occitanie", ref="reg-76")
        case(title="Cas", leads=[CollectivityFactory(location="Lot")])
        assert self.titles("occitanie") == self.titles("lot") == ["Cas"]

    def test_a_language_finds_its_own_pages(self) -> None:
        plain_page(title="Innovation")
        plain_page(title="Innovation", parent=factories.home("en"))
        french, english = self.search("innovation"), self.search("innovation", locale="en")
        assert [hit.page.locale.language_code for hit in french.hits] == ["fr"]
        assert [hit.page.locale.language_code for hit in english.hits] == ["en"]
        assert self.counts("type") == {"page": 1}
        assert self.search("innovation", locale="xx").total == 0

    # Facets

    def test_counts_of_a_facet_are_under_the_selections_of_the_others(self) -> None:
        water, health = ThemeFactory(slug="eau"), ThemeFactory(slug="sante")
        for stage, themes in [
            ("experiment", [water]),
            ("experiment", [water, health]),
            ("stopped", [health]),
            ("generalised", []),
        ]:
            case(title="Cas", stage=stage, with_themes=themes)
        method(title="Cas pratique")
        assert self.counts("theme", "cas") == {"eau": 2, "sante": 2}
        assert self.counts("type", "cas") == {"case": 4, "method": 1}
        asked = {"filters": {"theme": ("eau",)}}
        assert self.search("cas", **asked).total == 2
        assert self.counts("theme", "cas", **asked) == {"eau": 2, "sante": 2}
        assert self.counts("stade", "cas", **asked) == {"experiment": 2}
        asked = {"filters": {"theme": ("eau", "sante"), "stade": ("experiment",)}}
        assert self.search("cas", **asked).total == 2
        assert self.counts("stade", "cas", **asked) == {"experiment": 2, "stopped": 1}
        assert self.counts("theme", "cas", **asked) == {"eau": 2, "sante": 1}

    def test_selected_values_are_always_listed(self) -> None:
        case(stage="stopped")
        results = self.search(filters={"theme": ("inconnu",)})
        (value,) = results.facets["theme"]
        assert (value.value, value.count, value.selected) == ("inconnu", 0, True)
        assert results.facets["type"] == []

    def test_every_facet_of_a_case(self) -> None:
        immersion = method(reference="immersion", phase="understand")
        place = CollectivityFactory(kind=Kind.CA, population=42_000, department_codes=("46",))
        case(
            leads=[place],
            with_themes=[ThemeFactory(slug="eau")],
            with_methods=[immersion],
            evidence=["counted"],
            stage="stopped",
            started_on="2018-03",
            cost_band="none",
        )
        wanted = {
            "type": "case",
            "theme": "eau",
            "methode": "immersion",
            "phase": "understand",
            "territoire": Kind.CA,
            "strate": "20000-50000",
            "region": "76",
            "departement": "46",
            "stade": "stopped",
            "cout": "none",
            "preuve": "counted",
            "annee": "2018",
        }
        for facet, value in wanted.items():
            asked = {"type": ("case",), facet: (value,)}
            assert self.search(filters=asked).total == 1, facet
            assert self.counts(facet, filters=asked)[value] == 1, facet

    def test_nothing_found_says_which_filter_to_drop(self) -> None:
        case(title="Cas", stage="stopped", cost_band="none")
        case(title="Cas", stage="stopped", cost_band="unknown")
        filters = {"stade": ("experiment",), "cout": ("none",)}
        results = self.search("cas", filters=filters)
        assert results.total == 0
        assert [(r.facet, r.values, r.count) for r in results.relaxations] == [
            ("stade", ("experiment",), 1)
        ]
        assert self.search("absent", filters=filters).relaxations == []

    # Order and pages

    def test_newest_first(self) -> None:
        for title in ("Un", "Deux", "Trois"):
            plain_page(title=title)
        assert self.titles(sort=Sort.NEWEST) == ["Trois", "Deux", "Un"]
        assert self.titles() == ["Trois", "Deux", "Un"]

    def test_titles_in_alphabetical_order_whatever_the_accents(self) -> None:
        for title in ("Zone", "étude", "Atelier", "École"):
            plain_page(title=title)
        assert self.titles(sort=Sort.TITLE) == ["Atelier", "École", "étude", "Zone"]

    @pytest.mark.parametrize("sort", list(Sort))
    def test_equals_keep_the_order_of_their_pages_and_pages_do_not_overlap(
        self, sort: Sort
    ) -> None:
        places = [CollectivityFactory(population=9_000)]
        pages = [case(title="Cas", leads=places) for _ in range(5)]
        asked = {"sort": sort, "page_size": 2, "collectivity": places[0]}
        found = [
            hit.page.pk
            for number in (1, 2, 3)
            for hit in self.search("cas", page=number, **asked).hits
        ]
        expected = [page.pk for page in pages]
        assert found == (expected[::-1] if sort == Sort.NEWEST else expected)

    @pytest.mark.parametrize(("asked", "shown"), [(-3, 1), (0, 1), (2, 2), (3, 3), (10**9, 3)])
    def test_page_numbers_are_clamped(self, asked: int, shown: int) -> None:
        for _ in range(5):
            plain_page()
        results = self.search(page=asked, page_size=2)
        assert (results.page, results.pages, results.total) == (shown, 3, 5)
        assert len(results.hits) == (1 if shown == 3 else 2)

    # Comparability

    def test_comparability_orders_and_gives_its_reasons(self) -> None:
        ours = CollectivityFactory(kind=Kind.CA, name="Grand Cahors", population=42_000)
        near = CollectivityFactory(kind=Kind.CA, population=45_000)
        far = CollectivityFactory(
            kind=Kind.COMMUNE, population=600, department_codes=("59",), region_codes=("32",)
        )
        case(title="Loin", leads=[far])
        case(title="Près", leads=[far, near])
        plain_page(title="Sans territoire")
        results = self.search(collectivity=ours, sort=Sort.COMPARABILITY)
        assert [hit.entry.title for hit in results.hits] == ["Près", "Loin", "Sans territoire"]
        best, worst, unscored = results.hits
        assert best.comparable_collectivity == near
        assert best.comparison is not None
        assert worst.comparison is not None
        assert (best.comparison.score or 0) > (worst.comparison.score or 0)
        assert {reason.code for reason in best.comparison.reasons} >= {"kind", "population"}
        assert unscored.comparison is None

    def test_comparability_multiplies_with_relevance(self) -> None:
        ours = CollectivityFactory(population=10_000)
        far = CollectivityFactory(
            kind=Kind.REGION, population=5_000_000, department_codes=(), region_codes=("32",)
        )
        case(title="Guichet", leads=[far], summary="guichet")
        case(title="Autre", leads=[ours], summary="un guichet")
        case(title="Guichet", leads=[ours], summary="guichet")
        plain_page(title="Guichet", summary="guichet guichet")
        results = self.search("guichet", collectivity=ours, sort=Sort.COMPARABILITY)
        first, *_others, last = results.hits
        assert (first.entry.title, first.comparable_collectivity) == ("Guichet", ours)
        assert last.entry.type == "page"

    def test_comparable_only_keeps_those_that_reach_half(self) -> None:
        ours = CollectivityFactory(kind=Kind.CA, population=42_000, latitude=44.4, longitude=1.4)
        far = CollectivityFactory(
            kind=Kind.REGION, population=5_000_000, department_codes=(), region_codes=("32",)
        )
        near = CollectivityFactory(kind=Kind.CA, population=50_000, latitude=44.6, longitude=1.5)
        case(title="Loin", leads=[far], stage="stopped")
        case(title="Près", leads=[far, near], stage="stopped")
        plain_page(title="Sans territoire")
        asked: dict[str, Any] = {"collectivity": ours, "comparable_only": True}
        for sort in Sort:
            assert self.titles(sort=sort, **asked) == ["Près"]
        assert self.titles("près", **asked) == ["Près"]
        assert self.counts("stade", **asked) == {"stopped": 1}

    def test_weights_change_the_order(self) -> None:
        ours = CollectivityFactory(kind=Kind.CA, population=42_000, latitude=44.4, longitude=1.4)
        places = {
            "Taille": {"kind": Kind.REGION, "population": 42_000},
            "Type": {"kind": Kind.CA, "population": 9_000_000},
            "Distance": {"kind": Kind.REGION, "population": 10, "latitude": 44.4, "longitude": 1.5},
        }
        for title, place in places.items():
            lead = CollectivityFactory(department_codes=("59",), region_codes=("32",), **place)
            case(title=title, leads=[lead])
        for name in ("size", "kind", "distance"):
            parts = dict.fromkeys(("size", "kind", "structure", "distance"), 0) | {name: 1}
            weights = WEIGHTS.scaled(**parts)
            found = self.titles(collectivity=ours, sort=Sort.COMPARABILITY, weights=weights)
            expected = {"size": "Taille", "kind": "Type", "distance": "Distance"}[name]
            assert found[0] == expected, name

    def test_scores_agree_with_the_formula(self) -> None:
        ours = CollectivityFactory(
            kind=Kind.CA,
            population=42_000,
            member_count=36,
            main_town_share=0.47,
            latitude=44.4,
            longitude=1.4,
        )
        draw = Random(7)
        for number in range(25):
            lead = CollectivityFactory(
                kind=draw.choice([Kind.CA, Kind.CC, Kind.COMMUNE, Kind.DEPARTEMENT]),
                population=draw.choice([None, int(10 ** draw.uniform(2, 7))]),
                member_count=draw.choice([None, draw.randint(1, 90)]),
                main_town_share=draw.choice([None, draw.random()]),
                department_codes=draw.choice([(), ("46",), ("59",)]),
                region_codes=draw.choice([(), ("76",), ("32",)]),
                latitude=draw.uniform(42, 51),
                longitude=draw.uniform(-4, 8),
            )
            case(title=f"Cas {number}", leads=[lead])
        hits = self.search(collectivity=ours, sort=Sort.COMPARABILITY, page_size=50).hits
        scores = [round(hit.comparison.score, 6) for hit in hits if hit.comparison]
        assert len(scores) == 25
        assert scores == sorted(scores, reverse=True)

    def test_comparability_without_a_collectivity_is_relevance(self) -> None:
        plain_page(title="Guichet")
        results = self.search("guichet", sort=Sort.COMPARABILITY)
        assert results.request.sort == Sort.RELEVANCE
        assert results.total == 1

    def test_comparisons_come_with_any_order(self) -> None:
        place = CollectivityFactory()
        case(leads=[place])
        (hit,) = self.search(collectivity=place, sort=Sort.NEWEST).hits
        assert hit.comparison is not None
        assert hit.comparison.score == 1

    def test_index_pages_are_not_found(self) -> None:
        factories.index(CaseStudyIndexPage, "Études de cas")
        assert self.search().total == 0
