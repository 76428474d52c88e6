"""The text index goes and comes back with its rows."""

import pytest
from django.core.management import call_command

from search.engines.database.text_index import problems
from search.models import SearchEntry
from search.service import search
from search.types import SearchRequest


@pytest.mark.django_db(transaction=True)
def test_the_text_index_can_be_dropped_and_made_again() -> None:
    from tests.factories import StandardPageFactory

    StandardPageFactory(title="Guichet")
    call_command("migrate", "search", "0001", verbosity=0)
    try:
        assert problems() != []
        assert SearchEntry.objects.count() == 1
    finally:
        call_command("migrate", "search", verbosity=0)
    assert problems() == []
    assert search(SearchRequest(text="guichet")).total == 1
