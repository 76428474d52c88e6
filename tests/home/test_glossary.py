"""The glossary page is found by its terms as they are now."""

import pytest

from search.service import search
from search.types import SearchRequest
from tests.factories import GlossaryTermFactory, glossary

pytestmark = pytest.mark.django_db


def found(word):
    return [hit.page.pk for hit in search(SearchRequest(text=word)).hits]


def test_a_term_is_found_as_soon_as_it_is_saved_until_it_is_deleted():
    page = glossary()
    assert found("verbatim") == []
    term = GlossaryTermFactory(name="Verbatim")
    assert found("verbatim") == [page.pk]
    term.delete()
    assert found("verbatim") == []
