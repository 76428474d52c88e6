"""When entries are brought up to date.

Nothing happens in `post_save` of a page: it fires before the page's children are saved. Pages are
indexed on publication and on whatever changes who may read them or what they say.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail.snippets.models import get_snippet_models

from collectivities.models import Collectivity
from collectivities.signals import collectivities_changed
from vocabulary.models import Term

from . import outbox
from .dictionary import Changes
from .indexing import index_pages, remove_pages
from .models import SearchEntry, SearchEntryLead, SearchState, SynonymGroup, next_version


def connect() -> None:
    """Connect the handlers; called once, when the app is ready."""
    page_published.connect(_on_published, dispatch_uid="search_published")
    page_unpublished.connect(_on_unpublished, dispatch_uid="search_unpublished")
    pre_delete.connect(_before_deletion, sender=Page, dispatch_uid="search_before_deletion")
    post_delete.connect(_on_deleted, sender=Page, dispatch_uid="search_deleted")
    post_page_move.connect(_on_moved, dispatch_uid="search_moved")
    post_save.connect(_on_restricted, sender=PageViewRestriction, dispatch_uid="search_restricted")
    post_delete.connect(
        _on_unrestricted, sender=PageViewRestriction, dispatch_uid="search_unrestricted"
    )
    post_delete.connect(_on_entry_deleted, sender=SearchEntry, dispatch_uid="search_entry_deleted")
    post_save.connect(_on_source_saved, dispatch_uid="search_source_saved")
    post_save.connect(_on_names_changed, dispatch_uid="search_names_saved")
    post_delete.connect(_on_names_changed, dispatch_uid="search_names_deleted")
    collectivities_changed.connect(
        _on_collectivities_changed, dispatch_uid="search_collectivities_changed"
    )


def pages_referring_to(model: type[Model], pks: Collection[int]) -> list[int]:
    """Return the ids of the pages that refer to these objects, by Wagtail's reference index."""
    ids: set[str] = set()
    ordered = sorted(pks)
    # In parts: a new vintage of the reference data changes more rows than a query takes parameters.
    for start in range(0, len(ordered), 500):
        sources = [model(pk=pk) for pk in ordered[start : start + 500]]
        references = ReferenceIndex.get_references_to_in_bulk(sources)
        from_pages = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
        ids.update(from_pages.values_list("object_id", flat=True))
    return sorted(map(int, ids))


def _on_published(instance: Page, **kwargs: Any) -> None:
    known = SearchEntry.objects.filter(page_id=instance.pk).values_list("title", flat=True).first()
    index_pages([instance])
    if known != instance.title:
        _index_referrers([instance.pk])


def _on_unpublished(instance: Page, **kwargs: Any) -> None:
    # On deletion Wagtail unpublishes without saving. The entry then goes with its page, once: its
    # words must not be taken away twice.
    if Page.objects.live().filter(pk=instance.pk).exists():
        return
    remove_pages([instance])
    _index_referrers([instance.pk])


def _before_deletion(instance: Page, **kwargs: Any) -> None:
    # Once it is gone nothing tells who named it.
    instance.named_by = pages_referring_to(Page, [instance.pk])


def _on_deleted(instance: Page, **kwargs: Any) -> None:
    index_pages(instance.named_by)


def _on_moved(instance: Page, **kwargs: Any) -> None:
    _index_section(instance)


def _index_section(page: Page) -> None:
    """Bring the pages of a section up to date, and those that name one of them."""
    ids = list(Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True))
    index_pages(ids)
    _index_referrers(ids)


def _index_referrers(ids: Collection[int]) -> None:
    # Cases name the methods they used, studies their cases: only what a reader may see of them.
    index_pages(pages_referring_to(Page, ids))


def _on_restricted(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _index_section(instance.page)


def _on_unrestricted(
    instance: PageViewRestriction, origin: Model | QuerySet[Any] | None = None, **kwargs: Any
) -> None:
    # A restriction that goes with its page must not bring the page back.
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    if model is PageViewRestriction:
        _index_section(instance.page)


def _on_entry_deleted(instance: SearchEntry, **kwargs: Any) -> None:
    # Entries go with their page, in the same transaction.
    words = Changes()
    words.remove(instance)
    words.write()
    instance.version = next_version(instance.version)
    outbox.note([instance])
    SearchState.touch()


def _on_source_saved(
    sender: type[Model], instance: Model, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    if raw or created:
        return
    if sender is Collectivity:
        _on_collectivities_changed({instance.pk})
    elif sender in get_snippet_models():
        index_pages(pages_referring_to(sender, [instance.pk]))


def _on_names_changed(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """Say that names kept in memory changed, even when no entry does: stems may be the same.

    A signal, for the admin deletes several at once without calling their `delete`.
    """
    if isinstance(instance, Term | SynonymGroup) and not raw:
        SearchState.touch()


def _on_collectivities_changed(pks: Collection[int], **kwargs: Any) -> None:
    if not pks:
        return
    index_pages(pages_referring_to(Collectivity, pks))
    # What a collectivité compares by is not in the entries.
    leads = SearchEntryLead.objects.values_list("collectivity_id", flat=True).distinct()
    changed = set(pks).intersection(leads)
    if changed:
        with transaction.atomic():
            SearchState.lock()
            for start in range(0, len(ordered := sorted(changed)), 500):
                led = Q(leads__collectivity__in=ordered[start : start + 500])
                outbox.push_again(SearchEntry.objects.filter(led))
            SearchState.touch()
