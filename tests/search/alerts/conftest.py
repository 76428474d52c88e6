"""A reader who follows searches: real forms, the mailbox of the tests, real pages."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from search.models import SearchAlert
from tests.factories import CaseStudyPageFactory, CollectivityFactory, ThemeFactory


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Start each test in French: a request in English leaves its language in the thread."""
    with translation.override("fr"):
        yield


@pytest.fixture
def content(db: None) -> SimpleNamespace:
    """Two cases told apart by theme, place and words."""
    welcome = ThemeFactory(name="Accueil du public", slug="accueil")
    rights = ThemeFactory(name="Accès aux droits", slug="acces-aux-droits")
    cahors = CollectivityFactory(code="46A42", ref="46A42", name="Cahors", population=20_000)
    bus = CaseStudyPageFactory(
        title="Un guichet dans un bus",
        summary="Le guichet va vers les habitants & revient.",
        leads=[cahors],
        with_themes=[welcome, rights],
    )
    hall = CaseStudyPageFactory(title="Un hall repensé", with_themes=[welcome])
    return SimpleNamespace(bus=bus, hall=hall, welcome=welcome, rights=rights, cahors=cahors)


def follow(query: str = "", address: str = "lou@example.org", language: str = "fr") -> SearchAlert:
    """Return a confirmed alert, an hour old."""
    past = timezone.now() - timedelta(hours=1)
    return SearchAlert.objects.create(
        address=address, language=language, query=query, created_at=past, confirmed_at=past
    )
