"""The formula of comparability: its pure form, its reasons, and its form in SQL."""

import math

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectivities.comparability import WEIGHTS, Profile, Weights, comparability
from collectivities.comparability_sql import score_expression
from collectivities.distance import distance_km
from collectivities.kinds import Kind
from collectivities.models import Collectivity, log_population
from collectivities.nearest import nearest
from collectivities.reasons import (
    NearDistance,
    NearMainTownShare,
    NearMemberCount,
    NearPopulation,
    SameKind,
    SharedDepartments,
    SharedRegions,
)
from tests.factories import CollectivityFactory

from .strategies import points, profiles, weightings

GRAND_CAHORS = Profile(
    kind=Kind.CA,
    population=42_094,
    member_count=36,
    main_town_share=0.4728,
    departments=frozenset({"46"}),
    regions=frozenset({"76"}),
)
VOIRON = Profile(
    kind=Kind.CA,
    population=96_688,
    member_count=31,
    main_town_share=0.21,
    departments=frozenset({"38"}),
    regions=frozenset({"84"}),
)


def score(a: Profile, b: Profile, weights: Weights = WEIGHTS) -> float | None:
    return comparability(a, b, weights).score


def test_weights_are_those_of_the_design():
    assert Weights(3, 3, 2, 1.5, 1, 1.5) == WEIGHTS


def test_a_known_pair():
    comparison = comparability(GRAND_CAHORS, VOIRON)
    # kind 1, population 0.5 ** ((log10 ratio / 0.4) ** 2), structure, and no area in common.
    population = 0.5 ** (math.log10(96_688 / 42_094) / 0.4) ** 2
    members = 0.5 ** (math.log10(36 / 31) / 0.4) ** 2
    share = 0.5 ** (0.2628 / 0.2) ** 2
    expected = (3 + 3 * population + 2 * (members + share) / 2) / 10.5
    assert comparison.score == pytest.approx(expected, abs=1e-12)
    assert comparison.reasons == (
        SameKind(Kind.CA),
        NearPopulation(42_094, 96_688),
        NearMemberCount(36, 31),
    )


def test_reasons_are_words_the_reader_can_check():
    here = Profile(Kind.CA, main_town_share=0.47, departments=frozenset({"46", "82"}))
    there = Profile(Kind.CA, main_town_share=0.41, departments=frozenset({"46"}))
    reasons = [*comparability(GRAND_CAHORS, VOIRON).reasons, *comparability(here, there).reasons]
    with translation.override("en"):
        texts = [reason.text() for reason in reasons]
    assert texts == [
        "Same kind: agglomeration community",
        "Near population: 42,094 and 96,688 inhabitants",
        "Near structure: 36 and 31 member communes",
        "Same kind: agglomeration community",
        "Near structure: the main town has 47% and 41% of the inhabitants",
        "Same département",
    ]


def test_french_groups_digits_with_a_space_that_does_not_break():
    with translation.override("fr"):
        text = NearPopulation(42_094, 96_688).text()
    assert "42\xa0094" in text.replace("\u202f", "\xa0")


def test_unknown_facts_neither_help_nor_harm():
    commune = Profile(Kind.COMMUNE, population=20_000)
    assert score(commune, Profile(Kind.COMMUNE)) == 1
    assert score(commune, Profile(Kind.COMMUNE, population=20_000)) == 1
    assert score(commune, Profile(Kind.COMMUNE, departments=frozenset({"46"}))) == 1


def test_nobody_lives_there_counts_as_unknown():
    assert score(Profile(Kind.COMMUNE, population=0), Profile(Kind.COMMUNE, population=9)) == 1


def test_one_factor_of_each_kind():
    commune, ca = Profile(Kind.COMMUNE), Profile(Kind.CA)
    assert score(commune, ca) == 0
    assert score(ca, Profile(Kind.METROPOLE)) == 0.5
    assert score(Profile(Kind.DEPARTEMENT), Profile(Kind.REGION)) == 0
    # Two bodies of "another kind" have no kind in common, nor has one with itself.
    assert score(Profile(Kind.OTHER), Profile(Kind.OTHER)) == 0
    assert comparability(Profile(Kind.ABROAD), Profile(Kind.ABROAD)).reasons == ()


def test_population_is_half_close_at_two_and_a_half_times():
    only_population = Weights(0, 1, 0, 0, 0)
    a, b = Profile(Kind.COMMUNE, population=10_000), Profile(Kind.CA, population=25_119)
    assert score(a, b, only_population) == pytest.approx(0.5, abs=1e-4)
    assert NearPopulation(10_000, 25_000) in comparability(a, Profile("ept", 25_000)).reasons
    assert comparability(a, Profile("ept", 25_300)).reasons == ()


PARIS = (48.8566, 2.3522)
LYON = (45.7640, 4.8357)


def test_known_distances():
    # A quarter of the meridian; Paris to Lyon, 392 km on any map; across the antimeridian.
    assert distance_km((0, 0), (90, 0)) == pytest.approx(6371.0088 * math.pi / 2)
    assert distance_km(PARIS, LYON) == pytest.approx(391.5, abs=0.5)
    assert distance_km((0, 179.5), (0, -179.5)) == pytest.approx(111.19, abs=0.01)


@given(points, points, points)
def test_distance_is_a_distance(a, b, c):
    assert distance_km(a, a) == 0
    assert distance_km(a, b) == pytest.approx(distance_km(b, a))
    assert 0 <= distance_km(a, b) <= 6371.0088 * math.pi + 1e-6
    assert distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 1e-3


def at(latitude: float, *, is_approximate: bool = False) -> Profile:
    return Profile(Kind.CC, position=(latitude, 2.0), position_is_approximate=is_approximate)


def test_distance_is_half_close_at_a_hundred_kilometres():
    only_distance = Weights(0, 0, 0, 0, 0, 1)
    hundred_km = 100 / (6371.0088 * math.pi / 180)
    assert score(at(45), at(45 + hundred_km), only_distance) == pytest.approx(0.5)
    assert score(at(45), at(-45), only_distance) == pytest.approx(0)
    assert score(at(45), Profile(Kind.CC), only_distance) is None


def test_distance_is_said_when_near_but_not_when_in_the_same_place():
    def told(a: Profile, b: Profile) -> list[str]:
        return [r.text() for r in comparability(a, b).reasons if isinstance(r, NearDistance)]

    with translation.override("fr"):
        assert told(at(45), at(45.3)) == ["À 33\xa0km"]
        assert told(at(45, is_approximate=True), at(45.3)) == ["À environ 33\xa0km"]
        assert told(at(45), at(45.3, is_approximate=True)) == ["À environ 33\xa0km"]
    assert told(at(45), at(45.004)) == told(at(45), at(45.95)) == []


def test_a_reader_scales_four_things():
    scaled = WEIGHTS.scaled(size=2, kind=0, distance=2)
    assert scaled == Weights(kind=0, population=6, structure=2, department=3, region=2, distance=3)


def test_no_weight_no_score():
    assert score(GRAND_CAHORS, VOIRON, Weights(0, 0, 0, 0, 0)) is None
    assert score(Profile(Kind.CA), Profile(Kind.CA), Weights(kind=0)) is None


@given(profiles, profiles, weightings)
def test_score_is_a_symmetric_share_and_its_reasons_are_true(a, b, weights):
    there, back = comparability(a, b, weights), comparability(b, a, weights)
    assert there.score == (back.score if back.score is None else pytest.approx(back.score))
    assert there.score is None or 0 <= there.score <= 1 + 1e-12
    for reason in there.reasons:
        assert isinstance(reason.text(), str)
        match reason:
            case SameKind(kind):
                assert a.kind == b.kind == kind
            case NearPopulation(ours, theirs):
                assert (ours, theirs) == (a.population, b.population)
                assert max(ours, theirs) <= 2.52 * min(ours, theirs)
            case NearMemberCount(ours, theirs):
                assert (ours, theirs) == (a.member_count, b.member_count)
                assert max(ours, theirs) <= 2.52 * min(ours, theirs)
            case NearMainTownShare(ours, theirs):
                assert abs(ours - theirs) <= 0.2001
            case SharedDepartments(codes):
                assert set(codes) == a.departments & b.departments != set()
            case SharedRegions(codes):
                assert set(codes) == a.regions & b.regions != set()
            case NearDistance(km, is_approximate):
                assert 1 <= km <= 100
                assert is_approximate == (a.position_is_approximate or b.position_is_approximate)


@given(profiles.filter(lambda a: a.kind not in {Kind.OTHER, Kind.ABROAD}))
def test_nothing_is_more_comparable_than_itself(a):
    assert score(a, a) == pytest.approx(1)


def save_all(rows: list[Profile]) -> dict[int, Profile]:
    saved = Collectivity.objects.bulk_create(
        Collectivity(
            kind=row.kind,
            ref=f"t-{number}",
            name=f"T{number}",
            population=row.population,
            log_population=log_population(row.population),
            member_count=row.member_count,
            main_town_share=row.main_town_share,
            department_codes=tuple(row.departments),
            region_codes=tuple(row.regions),
            latitude=row.position[0] if row.position else None,
            longitude=row.position[1] if row.position else None,
            position_is_approximate=row.position_is_approximate,
        )
        for number, row in enumerate(rows)
    )
    return {row.pk: profile for row, profile in zip(saved, rows, strict=True)}


@pytest.mark.django_db
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(profiles, min_size=1, max_size=25), profiles, weightings | st.just(WEIGHTS))
def test_sql_agrees_with_python(rows, reader, weights):
    Collectivity.objects.all().delete()
    saved = save_all(rows)
    found = Collectivity.objects.annotate(score=score_expression(reader, weights=weights))
    scores = dict(found.values_list("pk", "score"))
    assert scores.keys() == saved.keys()
    for pk, profile in saved.items():
        expected = comparability(reader, profile, weights).score
        if expected is None:
            assert scores[pk] is None
        else:
            assert scores[pk] == pytest.approx(expected, abs=1e-9)


@pytest.mark.django_db
@pytest.mark.parametrize("tiny", [5e-324, 1e-270, 1e-160])
def test_sql_bears_what_is_next_to_nothing(tiny: float):
    row = Profile(Kind.CC, main_town_share=tiny, position=(-tiny, tiny))
    saved = save_all([row])
    for reader in (row, Profile(Kind.CC, main_town_share=0, position=(0, 0))):
        found = Collectivity.objects.annotate(score=score_expression(reader))
        assert dict(found.values_list("pk", "score")) == dict.fromkeys(saved, 1)


@pytest.mark.django_db
def test_sql_follows_a_relation_that_may_be_missing():
    grouping = CollectivityFactory(kind=Kind.CA, member_count=36, main_town_share=0.5)
    member = CollectivityFactory(parent=grouping)
    expression = score_expression(GRAND_CAHORS, prefix="parent__")
    scores = dict(Collectivity.objects.annotate(s=expression).values_list("pk", "s"))
    assert scores[grouping.pk] is None
    expected = comparability(GRAND_CAHORS, Profile.of(grouping)).score
    assert scores[member.pk] == pytest.approx(expected, abs=1e-9)


@pytest.mark.django_db
def test_profile_of_a_saved_row():
    row = CollectivityFactory(
        kind=Kind.EPT, member_count=8, department_codes=("93", "95"), latitude=48.9, longitude=0
    )
    row.refresh_from_db()
    assert Profile.of(row) == Profile(
        Kind.EPT, 10_000, 8, None, frozenset({"93", "95"}), frozenset({"76"}), (48.9, 0)
    )


@pytest.mark.django_db
def test_the_nearest_are_those_of_the_formula(django_assert_num_queries):
    ours = CollectivityFactory(population=10_000, latitude=44.45, longitude=1.44)
    for number in range(1, 8):
        CollectivityFactory(
            population=10_000 * number,
            latitude=44.45 + number % 3,
            longitude=1.44,
            kind=Kind.COMMUNE,
        )
    far = CollectivityFactory(kind=Kind.REGION, population=None, is_loaded=False)
    everyone = Collectivity.objects.all()
    with django_assert_num_queries(1):
        found = nearest(ours, everyone, 5)
    expected = {
        row: comparability(Profile.of(ours), Profile.of(row)) for row in everyone if row != ours
    }
    best = sorted(expected, key=lambda row: (-expected[row].score, row.name))[:5]
    assert [neighbour.collectivity for neighbour in found] == best
    assert [neighbour.comparison for neighbour in found] == [expected[row] for row in best]
    only_size = Weights(0, 1, 0, 0, 0, 0)
    assert far not in [row.collectivity for row in nearest(ours, everyone, 20, only_size)]
    assert nearest(ours, everyone.filter(pk=ours.pk), 5) == []


@pytest.mark.django_db
def test_the_nearest_all_have_a_reason():
    ours = CollectivityFactory(kind=Kind.REGION, population=10_000, region_codes=())
    # Not quite of the same order: comparable, and nothing to say of it.
    unsaid = CollectivityFactory(population=25_500, department_codes=(), region_codes=())
    told = CollectivityFactory(population=10_000_000, region_codes=())
    expected = {row: comparability(Profile.of(ours), Profile.of(row)) for row in (unsaid, told)}
    assert expected[unsaid].score > expected[told].score
    assert [row.collectivity for row in nearest(ours, Collectivity.objects.all(), 1)] == [told]
