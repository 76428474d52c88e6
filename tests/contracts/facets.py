"""Facets: what they count, and what is said when they leave nothing."""

from collectivities.models import Kind
from tests.factories import CollectivityFactory, ThemeFactory

from .engine import EngineContract, case, method


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
