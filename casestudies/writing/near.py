"""Cases that look like the one being written, so that an experience is not told twice.

Only among the cases that its writer may know of: the published ones, and the drafts they may open.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail.query import PageQuerySet

from casestudies.permissions import page_policy
from collectivities.names import fold

MOST_SHOWN = 5
LEAST_LIKENESS = 0.5
_SHORT = 3
_NOISE = frozenset(
    {"aux", "avec", "dans", "des", "est", "les", "par", "pour", "que", "qui", "son", "sur", "une"}
    | {"and", "for", "its", "the", "with", "etude", "cas", "case", "study"}
)


@dataclass(frozen=True)
class NearCase:
    """A case that looks like another: its title, where to read it, and why it is shown."""

    title: str
    url: str
    is_live: bool
    is_same_place: bool


def near_cases(
    user: Any, title: str, places: Collection[int], page_id: int | None = None
) -> list[NearCase]:
    """Return the cases that look like one of this title, about these collectivités, nearest first.

    Args:
        user: Who asks: no case that they may not know of is returned.
        title: What is typed so far.
        places: Primary keys of collectivités.
        page_id: The case being written: neither it nor its translations are returned.
    """
    words = _words(title)
    if not words and not places:
        return []
    cases = _others(user, page_id)
    here = _at(cases, set(places)) if places else set()
    ranked = []
    for pk, text, key in cases.values_list("pk", "draft_title", "translation_key"):
        likeness, is_same_place = _likeness(words, _words(text)), pk in here
        if is_same_place or likeness >= LEAST_LIKENESS:
            ranked.append((-likeness - is_same_place, pk, key, is_same_place))
    nearest: dict[Any, tuple[int, bool]] = {}
    for _rank, pk, key, is_same_place in sorted(ranked):
        # A case and its translations are shown once, as the nearest of them.
        nearest.setdefault(key, (pk, is_same_place))
    return _shown(user, dict(list(nearest.values())[:MOST_SHOWN]))


def near_page(user: Any, page: Any) -> list[NearCase]:
    """Return the cases that look like this one, as it is in memory."""
    places = [row.collectivity_id for row in page.collectivities.all()]
    return near_cases(user, page.title, places, page.pk)


def _others(user: Any, page_id: int | None) -> PageQuerySet:
    """Return the cases that someone may know of, but for one and its translations."""
    visible = page_policy().visible_instances(user).filter(casestudypage__isnull=False)
    others = visible.exclude(alias_of__isnull=False)
    if page_id is not None:
        same = visible.filter(pk=page_id).values("translation_key")
        others = others.exclude(pk=page_id).exclude(translation_key__in=same)
    return others.order_by()


def _at(cases: PageQuerySet, wanted: set[int]) -> set[int]:
    """Return the cases about these collectivités: as published, or as a draft names them."""
    published = cases.filter(
        live=True, casestudypage__collectivities__collectivity__in=wanted
    ).values_list("pk", flat=True)
    # A draft that was never published keeps its rows in its latest version only.
    drafts = cases.filter(live=False, latest_revision__isnull=False)
    named = drafts.values_list("pk", "latest_revision__content__collectivities")
    in_drafts = {
        pk for pk, rows in named if any(row["collectivity"] in wanted for row in rows or ())
    }
    return {*published, *in_drafts}


def _shown(user: Any, ranked: dict[int, bool]) -> list[NearCase]:
    pages = Page.objects.in_bulk(ranked)
    near = []
    for pk, is_same_place in ranked.items():
        page = pages[pk]
        may_edit = page.permissions_for_user(user).can_edit()
        edit_url = reverse("wagtailadmin_pages:edit", args=[pk]) if may_edit else ""
        url = edit_url or page.get_url() or ""
        near.append(NearCase(page.draft_title, url, page.live, is_same_place))
    return near


# Titles seldom change, and all of them are compared at each pause of who types.
@lru_cache(maxsize=20_000)
def _words(title: str) -> frozenset[str]:
    """Return the words of a title that tell it from others, without their plural."""
    words = (word for word in fold(title).split() if len(word) >= _SHORT and word not in _NOISE)
    return frozenset(word.rstrip("sx") for word in words)


def _likeness(words: frozenset[str], others: frozenset[str]) -> float:
    """Return the share of words in common, from 0 to 1; one word alone says too little."""
    common = len(words & others)
    return common / min(len(words), len(others)) if common > 1 else 0.0
