"""The text index goes and comes back with its rows."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from search.engines.database.text_index import problems
from search.models import SearchEntry
from search.service import search
from search.types import SearchRequest
from tests.factories import StandardPageFactory


@pytest.mark.django_db
def test_the_text_index_can_be_dropped_and_made_again() -> None:
    migration = import_module("search.migrations.0002_text_index")
    StandardPageFactory(title="Guichet")
    with connection.cursor() as cursor:
        # A real schema editor refuses SQLite inside the test's transaction.
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        # PostgreSQL alters no table whose constraints still wait for the end of the transaction.
        connection.check_constraints()
        migration.drop(apps, editor)
        assert problems() != []
        assert SearchEntry.objects.count() == 1
        migration.create(apps, editor)
    assert problems() == []
    assert search(SearchRequest(text="guichet")).total == 1
