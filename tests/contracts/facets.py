"""Facets: what they count, and what is said when they leave nothing."""

from typing import Any

from collectivities.models import Kind
from search.types import Dropped
from tests.factories import CollectivityFactory, ThemeFactory

from .engine import EngineContract, case, method, plain_page


class FacetsContract(EngineContract):
    """Counts, selections, and the selections that stand between."""

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

    def alternatives(self, text: str = "", **asked: Any) -> dict[Dropped, int]:
        results = self.search(text, **asked)
        assert results.total == 0
        return {found.dropped: found.count for found in results.alternatives}

    def test_when_no_single_filter_suffices_words_or_all_filters_are_proposed(self) -> None:
        for _ in range(3):
            case(title="Guichet", stage="stopped", cost_band="none")
        case(title="Cas", stage="experiment", cost_band="unknown")
        filters = {"stade": ("experiment",), "cout": ("unknown",)}
        asked: dict[str, Any] = {"filters": filters}
        assert self.search("guichet", **asked).relaxations == []
        assert self.alternatives("guichet", **asked) == {Dropped.WORDS: 1, Dropped.FILTERS: 3}
        assert self.search("guichet").total == 3
        assert self.search(**asked).total == 1
        assert self.alternatives("absent", **asked) == {Dropped.WORDS: 1}
        nowhere = {"stade": ("experiment",), "cout": ("none",), "annee": ("1901",)}
        assert self.alternatives("guichet", filters=nowhere) == {Dropped.FILTERS: 3}
        assert self.alternatives("absent", filters=nowhere) == {}
        assert self.alternatives(filters=nowhere) == {}
        assert self.alternatives("guichet", is_strict=True, **asked) == {}
        assert self.alternatives('"', **asked) == {}

    def test_nothing_else_is_proposed_when_one_filter_suffices(self) -> None:
        case(title="Guichet", stage="stopped")
        results = self.search("guichet", filters={"stade": ("experiment",)})
        assert len(results.relaxations) == 1
        assert results.alternatives == []

    def test_what_has_most_of_the_words_is_proposed_when_no_page_has_all(self) -> None:
        for number in range(8):
            plain_page(title=f"Autre {number}")
        case(title="Guichet numérique", stage="stopped", cost_band="none")
        filters: dict[str, tuple[str, ...]] = {"stade": ("experiment",)}
        (relaxation,) = self.search("guichet mobile numérique", filters=filters).relaxations
        assert relaxation.count == self.search("guichet mobile numérique").total == 1
        filters["cout"] = ("unknown",)
        assert self.alternatives("guichet mobile numérique", filters=filters) == {
            Dropped.FILTERS: 1
        }

    def test_collectivities_that_are_not_comparable_are_proposed(self) -> None:
        ours = CollectivityFactory(kind=Kind.CA, population=42_000)
        far = CollectivityFactory(
            kind=Kind.REGION, population=5_000_000, department_codes=(), region_codes=("32",)
        )
        case(title="Guichet", leads=[far], stage="stopped", cost_band="none")
        case(title="Accueil", leads=[ours], stage="stopped", cost_band="none")
        asked: dict[str, Any] = {"collectivity": ours, "comparable_only": True}
        assert self.alternatives("guichet", **asked) == {
            Dropped.COMPARABLE_ONLY: 1,
            Dropped.WORDS: 1,
        }
        asked["filters"] = {"stade": ("experiment",), "cout": ("unknown",)}
        assert self.alternatives("guichet", **asked) == {Dropped.FILTERS: 1}
        assert self.alternatives("absent", **asked) == {}
