"""What the parts of the engines' contract share: how a reader asks, and pages to be found.

The suite goes through real pages, real publication and `search.service`, so that an engine is
judged by what a reader gets.
"""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from wagtail.models import Locale

from casestudies.models import CaseStudyPage
from home.models import StandardPage
from methods.models import MethodPage
from search import service
from search.engines.base import Engine
from search.models import SynonymGroup
from search.types import SearchRequest, SearchResults
from tests import factories

_slugs = (f"page-{number}" for number in count(1))


def plain_page(**kwargs: Any) -> StandardPage:
    """Publish a plain page; several may have the same title."""
    return factories.StandardPageFactory(slug=next(_slugs), **kwargs)


def method(**kwargs: Any) -> MethodPage:
    """Publish a method; several may have the same title."""
    return factories.MethodPageFactory(slug=next(_slugs), **kwargs)


def case(**kwargs: Any) -> CaseStudyPage:
    """Publish a case; several may have the same title."""
    return factories.CaseStudyPageFactory(slug=next(_slugs), **kwargs)


def synonyms(lines: str, language: str = "fr") -> SynonymGroup:
    """Save a group of synonyms as an editor does, through its checks."""
    locale = Locale.objects.get(language_code=language)
    group = SynonymGroup(locale=locale, title="Essai", lines=lines)
    group.full_clean()
    group.save()
    return group


@pytest.mark.django_db
class EngineContract:
    """What the parts of the contract share. Subclass, and set `engine`."""

    engine: Callable[[], Engine]

    @pytest.fixture(autouse=True)
    def _engine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(service, "engine", self.engine)

    def search(self, text: str = "", **asked: Any) -> SearchResults:
        """Search as a reader does. Engines that index later catch up here."""
        return service.search(SearchRequest(text=text, **asked))

    def titles(self, text: str = "", **asked: Any) -> list[str]:
        return [hit.entry.title for hit in self.search(text, **asked).hits]

    def counts(self, facet: str, text: str = "", **asked: Any) -> dict[str, int]:
        return {v.value: v.count for v in self.search(text, **asked).facets[facet]}
