"""Real pages, published and indexed, for the tests of the search page."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.utils import translation

from casestudies.models import CaseStudyPage
from collectivities.models import Collectivity, Kind
from tests.factories import (
    CaseStudyPageFactory,
    CollectivityFactory,
    MethodPageFactory,
    ThemeFactory,
)


@pytest.fixture
def lot(db: None) -> SimpleNamespace:
    """The Lot and its people: a département, a région, a grouping and two of its communes."""
    CollectivityFactory(
        kind=Kind.REGION, code="76", ref="reg-76", name="Occitanie", department_codes=()
    )
    department = CollectivityFactory(
        kind=Kind.DEPARTEMENT, code="46", ref="dep-46", name="Lot", population=174_000
    )
    grouping = CollectivityFactory(
        kind=Kind.CA,
        code="200023737",
        ref="200023737",
        name="Grand Cahors",
        siren="200023737",
        location="Lot",
        population=42_094,
        population_year=2022,
        member_count=36,
        main_town_share=0.47,
    )
    cahors = CollectivityFactory(
        code="46A42",
        ref="46A42",
        name="Cahors",
        location="Lot",
        population=20_000,
        parent=grouping,
        postal_codes=("46000",),
    )
    return SimpleNamespace(department=department, grouping=grouping, cahors=cahors)


@pytest.fixture
def moselle(db: None) -> Collectivity:
    """A larger grouping of the same kind, far away."""
    return CollectivityFactory(
        kind=Kind.CA,
        code="245700398",
        ref="245700398",
        name="Val de Fensch",
        location="Moselle",
        population=70_000,
        member_count=10,
        department_codes=("57",),
        region_codes=("44",),
    )


@pytest.fixture
def content(lot: SimpleNamespace, moselle: Collectivity) -> SimpleNamespace:
    """Two cases and a method, told apart by theme, place and words."""
    welcome = ThemeFactory(name="Accueil du public", slug="accueil")
    rights = ThemeFactory(name="Accès aux droits", slug="acces-aux-droits")
    shadowing = MethodPageFactory(title="Observation du guichet", reference="observation")
    bus: CaseStudyPage = CaseStudyPageFactory(
        title="Un guichet dans un bus",
        leads=[lot.grouping],
        with_themes=[welcome, rights],
        with_methods=[shadowing],
        started_on="2018",
    )
    hall: CaseStudyPage = CaseStudyPageFactory(
        title="Un hall repensé",
        leads=[moselle],
        with_themes=[welcome],
        started_on="2020-05",
    )
    return SimpleNamespace(bus=bus, hall=hall, shadowing=shadowing, welcome=welcome, rights=rights)


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Start each test in French: a request in English leaves its language in the thread."""
    with translation.override("fr"):
        yield
