"""A reader with a browser, and what they look for."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from search.models import SearchCount
from tests.factories import CaseStudyPageFactory, MethodPageFactory, ThemeFactory

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Start each test in French: a request in English leaves its language in the thread."""
    with translation.override("fr"):
        yield


@pytest.fixture
def reader() -> Client:
    return Client(headers={"User-Agent": BROWSER})


@pytest.fixture
def content(db: None) -> SimpleNamespace:
    """A case and a method that some words and one theme find."""
    welcome = ThemeFactory(name="Accueil du public", slug="accueil")
    case = CaseStudyPageFactory(title="Un guichet dans un bus", with_themes=[welcome])
    method = MethodPageFactory(title="Observation du guichet", reference="observation")
    return SimpleNamespace(welcome=welcome, case=case, method=method)


@pytest.fixture
def editor(db: None) -> Client:
    """Return a client signed in as a member of Wagtail's group of editors."""
    user = User.objects.create_user("editor@example.org")
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    return client


def search(client: Client, **query: Any) -> HttpResponse:
    response = client.get(reverse("search:search"), query)
    assert response.status_code == 200
    return response


def counted() -> dict[tuple[str, str], int]:
    """Return (words, filters) → times, over every day and language."""
    rows = SearchCount.objects.values_list("words", "filters", "times")
    return {(words, filters): times for words, filters, times in rows}


def count(words: str, *, days: int = 0, **values: Any) -> SearchCount:
    """Store a count of some days ago."""
    day = timezone.localdate() - timedelta(days=days)
    fields = {"locale": "fr", "filters": "", "results": 0, "times": 1, **values}
    return SearchCount.objects.create(day=day, words=words, **fields)
