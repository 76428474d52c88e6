"""From a case to the other cases of the methods it used."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import DenseRank

from common.pages import LINK_FIELDS, best_by_key, public

if TYPE_CHECKING:
    from .models import CaseStudyPage

SHOWN = 3


def other_cases(
    page: "CaseStudyPage", methods: Collection[UUID]
) -> dict[UUID, "Sequence[CaseStudyPage]"]:
    """Return, by translation key of a method, the latest other cases that used it, if any.

    Each in the language of the page, or else in its own, with what a link to it needs. One query.
    """
    if not methods:
        return {}
    method = F("method_uses__method__translation_key")
    # The same for all languages of a case, and for its several uses of a method: one rank.
    order = [F("started_on").desc(), F("reference").asc()]
    cases = type(page).objects.filter(method_uses__method__translation_key__in=methods)
    ranked = (
        public(cases.exclude(translation_key=page.translation_key))
        .annotate(method_key=method, rank=Window(DenseRank(), partition_by=method, order_by=order))
        .filter(rank__lte=SHOWN)
        .order_by("rank")
    )
    found: defaultdict[UUID, list[CaseStudyPage]] = defaultdict(list)
    for case in ranked.select_related("locale").only(*LINK_FIELDS):
        found[case.method_key].append(case)
    return {
        key: list(best_by_key(rows, page.locale).values())[:SHOWN] for key, rows in found.items()
    }
