"""search_reindex repairs, search_check names what is wrong."""

import contextlib
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Page

from search.models import SearchEntry
from search.service import search
from search.types import SearchRequest
from tests.factories import CaseStudyPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


def reindex(**options: object) -> str:
    out = io.StringIO()
    call_command("search_reindex", stdout=out, **options)
    return out.getvalue()


def differences() -> list[str]:
    err = io.StringIO()
    with contextlib.suppress(CommandError):
        call_command("search_check", stdout=io.StringIO(), stderr=err)
        assert err.getvalue() == ""
    return err.getvalue().splitlines()


def test_reindex_repairs_everything() -> None:
    missing, hidden, stale, _sound = (
        CaseStudyPageFactory(title=title) for title in ("Manque", "Cachée", "Périmée", "Juste")
    )
    SearchEntry.objects.filter(page=missing).delete()
    Page.objects.filter(pk=hidden.pk).update(live=False)
    SearchEntry.objects.filter(page=stale).update(t_body="", sort_title="autre")
    stale.search_entry.facets.filter(facet="type").delete()
    assert differences() == [
        f"Page {missing.pk} (Manque): missing",
        f"Page {hidden.pk} (Cachée): should not be found",
        f"Page {stale.pk} (Périmée): differs in sort_title, t_body, facets",
    ]
    assert "2 written, 1 removed, 1 unchanged" in reindex()
    assert differences() == []
    assert "0 written, 0 removed, 3 unchanged" in reindex()


def test_a_difference_fails_the_command() -> None:
    page = StandardPageFactory()
    SearchEntry.objects.filter(page=page).delete()
    with pytest.raises(CommandError, match="1 differences"):
        call_command("search_check", stderr=io.StringIO())


def test_reindex_shows_its_progress() -> None:
    StandardPageFactory()
    assert "pages\n" in reindex(verbosity=2)


def test_a_broken_text_index_is_named() -> None:
    StandardPageFactory(title="Page")
    assert differences() == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_text(search_text) VALUES ('delete-all')")
        else:
            cursor.execute("DROP INDEX search_text_vector")
    (line,) = differences()
    assert line.startswith("The text index")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite's index can be emptied")
def test_the_text_index_can_be_rebuilt() -> None:
    StandardPageFactory(title="Page")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_text(search_text) VALUES ('delete-all')")
    assert search(SearchRequest(text="page")).total == 0
    reindex(text_index=True)
    assert differences() == []
    assert search(SearchRequest(text="page")).total == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL needs no triggers")
def test_a_lost_trigger_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_text_update")
    assert differences() == ["The text index misses search_text_update"]
