"""Order: newest, by title, by comparability with the reader's collectivité; and its pages."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from casestudies.freshness import VALIDITY
from casestudies.models import CaseStudyPage
from collectivities.comparability import WEIGHTS
from collectivities.models import Kind
from search.indexing import index_pages
from search.types import Sort
from tests.factories import CollectivityFactory

from .engine import EngineContract, case, plain_page


class OrderContract(EngineContract):
    """In which order hits come, a page at a time."""

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

    def test_what_nobody_confirmed_for_long_sinks_a_little(self) -> None:
        """A better match stays above; an equal one comes first, by words or by comparability."""
        place = CollectivityFactory(population=9_000)
        today = timezone.localdate()
        old, other = (case(title="Guichet", summary="guichet", leads=[place]) for _ in range(2))
        worse = case(title="Autre chose", limits="<p>guichet</p>", leads=[place])
        for sort in (Sort.RELEVANCE, Sort.COMPARABILITY):
            asked = {"sort": sort, "collectivity": place}
            self._known_on(old, today - VALIDITY)
            found = [hit.page.pk for hit in self.search("guichet", **asked).hits]
            assert found == [old.pk, other.pk, worse.pk]
            self._known_on(old, today - VALIDITY - timedelta(days=1))
            found = [hit.page.pk for hit in self.search("guichet", **asked).hits]
            assert found == [other.pk, old.pk, worse.pk]
        # What no words decide stays as it was.
        ages = {"sort": Sort.NEWEST}
        assert [hit.page.pk for hit in self.search("guichet", **ages).hits] == [
            worse.pk, other.pk, old.pk,
        ]  # fmt: skip

    @staticmethod
    def _known_on(page: CaseStudyPage, day: date) -> None:
        moment = datetime.combine(day, time(12), tzinfo=UTC)
        CaseStudyPage.objects.filter(pk=page.pk).update(first_published_at=moment)
        index_pages([page])

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
