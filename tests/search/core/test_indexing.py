"""Entries follow the pages: when they are written, and when they are left alone."""

import pytest
import wagtail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from casestudies.models import CaseStudyPage
from collectivities.models import Collectivity, log_population
from collectivities.signals import collectivities_changed
from common.documents import SearchDocument
from methods.models import MethodPage
from search import dictionary
from search.documents import build
from search.indexing import index_pages, remove_pages
from search.models import SearchEntry, SearchState, SearchTerm, next_version
from search.service import search
from search.signal_handlers import pages_referring_to
from search.types import SearchRequest, Sort
from tests import factories
from tests.factories import (
    CaseStudyPageFactory,
    CollectivityFactory,
    MethodPageFactory,
    StandardPageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def total(text: str) -> int:
    return search(SearchRequest(text=text)).total


def test_indexing_again_writes_nothing() -> None:
    page = CaseStudyPageFactory(with_themes=[ThemeFactory()])
    token, version = SearchState.current(), page.search_entry.version
    assert index_pages([page, page.pk]) == {"unchanged": 1}
    assert SearchState.current() == token
    assert SearchEntry.objects.get(page=page).version == version


def test_only_what_changed_is_written_with_a_greater_version() -> None:
    page = CaseStudyPageFactory(stage="experiment")
    other = CaseStudyPageFactory()
    before = SearchEntry.objects.get(page=page)
    CaseStudyPage.objects.filter(pk=page.pk).update(stage="stopped")
    assert index_pages([page, other]) == {"written": 1, "unchanged": 1}
    after = SearchEntry.objects.get(page=page)
    assert (after.pk, after.version > before.version) == (before.pk, True)
    stages = after.facets.filter(facet="stade").values_list("value", flat=True)
    assert list(stages) == ["stopped"]


def test_versions_only_increase() -> None:
    assert next_version(10**18) == 10**18 + 1
    assert next_version(5) > 5


def test_saving_without_publishing_indexes_nothing() -> None:
    page = StandardPageFactory(title="Avant")
    page.title = "Après"
    page.save()
    assert total("après") == 0
    index_pages([page])
    assert total("après") == 1


def test_pages_created_without_publication_are_indexed_on_request() -> None:
    page = factories.home().add_child(instance=factories.StandardPage(title="Importée"))
    assert total("importée") == 0
    assert index_pages([page]) == {"written": 1}
    assert total("importée") == 1


def test_pages_that_no_longer_exist_are_ignored() -> None:
    assert index_pages([10**6]) == {}
    assert remove_pages([10**6]) == 0


def test_copies_are_indexed() -> None:
    page = StandardPageFactory(title="Modèle")
    page.copy(update_attrs={"slug": "copie", "title": "Copie"})
    assert total("copie") == 1


def test_aliases_are_not_indexed() -> None:
    page = StandardPageFactory(title="Modèle")
    alias = StandardPageFactory(title="Modèle", slug="alias")
    assert total("modèle") == 2
    # The site refuses to save aliases: an import could still bring one.
    Page.objects.filter(pk=alias.pk).update(alias_of=page.page_ptr)
    index_pages([alias])
    assert total("modèle") == 1


def test_a_renamed_collectivity_is_found_by_its_new_name() -> None:
    place = CollectivityFactory(name="Ancienneville")
    CaseStudyPageFactory(leads=[place])
    assert total("ancienneville") == 1
    place.name = "Nouvelleville"
    place.save()
    assert (total("ancienneville"), total("nouvelleville")) == (0, 1)


def test_a_new_population_changes_who_is_comparable() -> None:
    ours, one, two = (CollectivityFactory(population=size) for size in (900, 1_000, 90_000))
    for place in (one, two):
        CaseStudyPageFactory(leads=[place])

    def first() -> int | None:
        request = SearchRequest(collectivity=ours, sort=Sort.COMPARABILITY)
        lead = search(request).hits[0].comparable_collectivity
        return lead and lead.pk

    assert first() == one.pk
    one.population, two.population = 80_000, 900
    one.save()
    # As the loading of reference data does.
    Collectivity.objects.filter(pk=two.pk).update(
        population=900, log_population=log_population(900)
    )
    collectivities_changed.send(sender=Collectivity, pks={two.pk})
    assert first() == two.pk
    collectivities_changed.send(sender=Collectivity, pks=set(range(10**6, 10**6 + 2_000)))


def test_a_renamed_theme_is_found_by_its_new_name() -> None:
    theme = ThemeFactory(name="Jadis")
    CaseStudyPageFactory(with_themes=[theme])
    theme.name = "Désormais"
    theme.save()
    assert (total("jadis"), total("désormais")) == (0, 1)


def test_a_renamed_method_is_found_in_the_cases_that_used_it() -> None:
    method = MethodPageFactory(title="Immersion")
    case = CaseStudyPageFactory(with_methods=[method])
    assert total("immersion") == 2
    method = MethodPage.objects.get(pk=method.pk)
    method.title = "Plongée"
    method.save_revision().publish()
    assert (total("immersion"), total("plongée")) == (0, 2)
    # Wagtail's reference index is not documented for this use: look here when upgrading.
    assert pages_referring_to(Page, [method.pk]) == [case.pk]
    assert wagtail.VERSION[:2] == (8, 0)


def test_deleting_a_restriction_with_its_page_indexes_nothing() -> None:
    parent = StandardPageFactory(title="Dossier")
    PageViewRestriction.objects.create(page=parent, restriction_type="login")
    Page.objects.filter(pk=parent.pk).first().delete()
    assert not SearchEntry.objects.exists()


@pytest.mark.parametrize("live", [True, False])
def test_a_deleted_page_takes_its_words_away_once(live: bool) -> None:
    for number in range(3):
        StandardPageFactory(title=f"Un guichet {number}")
    page = StandardPageFactory(title="Un guichet de plus")
    if not live:
        page.unpublish()
    page.delete()
    assert dictionary.problems() == []
    assert SearchTerm.objects.get(word="guichet").entries == 3


def test_a_deleted_section_takes_its_words_away_once() -> None:
    StandardPageFactory(title="Un guichet")
    parent = StandardPageFactory(title="Des guichets")
    StandardPageFactory(title="Un guichet de plus", parent=parent)
    parent.delete()
    assert dictionary.problems() == []


def test_unknown_facets_are_refused() -> None:
    page = StandardPageFactory()
    document = SearchDocument(type="page", title="Page", facets={"couleur": ["bleu"]})
    with pytest.raises(ValueError, match="couleur"):
        build(document, page)


def test_a_document_becomes_clean_text_and_stems() -> None:
    page = StandardPageFactory()
    now = timezone.now()
    document = SearchDocument(
        type="page", title=" L’e\u0301lu\0 ", body="Œuvres", updated_at=now, facets={"theme": [""]}
    )
    projection = build(document, page)
    assert projection.fields["title"] == "L’élu"
    assert projection.fields["sort_title"] == "lelu"
    assert projection.fields["t_title"] == "elu"
    assert projection.fields["t_body"] == "oeuvr"
    assert projection.fields["updated_at"] == now
    assert projection.facets == {("type", "page")}


def test_indexing_a_batch_costs_no_query_more_for_its_own_rows() -> None:
    def cost(pages: list[Page]) -> int:
        SearchEntry.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            index_pages(pages)
        return len(captured)

    pages = [StandardPageFactory() for _ in range(6)]
    assert cost(pages[:2]) == cost(pages)
