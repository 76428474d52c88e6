"""What the page of a case study shows, computed once for the template."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from common.pages import LINK_FIELDS, localized
from methods.choices import Phase
from methods.models import MethodPage

from .choices import CollectivityRole
from .citing.case import citation_box
from .completeness import STORY_FIELDS
from .freshness import is_due, latest_day
from .other_cases import other_cases
from .querysets import load_cards

if TYPE_CHECKING:
    from .models import CaseReplication, CaseStudyPage


@dataclass(frozen=True, kw_only=True)
class MethodUse:
    """A method used in a case: the page to read, when and how it was used, who else used it."""

    method: MethodPage
    phase: Phase | None
    how: str
    other_cases: "Sequence[CaseStudyPage]" = ()


def case_context(page: "CaseStudyPage") -> dict[str, Any]:
    """Return what the template of a case study needs besides the page itself."""
    load_cards([page])
    roles = list(page.collectivities.all())
    authors = [row.contributor for row in page.authors.select_related("contributor__promotion")]
    replications = list(page.replications.select_related("collectivity"))
    return {
        "leads": [role.collectivity for role in roles if role.role == CollectivityRole.LEAD],
        "partner_collectivities": [
            role.collectivity for role in roles if role.role == CollectivityRole.PARTNER
        ],
        "themes": [link.theme for link in page.themes.all()],
        "audiences": [link.audience for link in page.audiences.select_related("audience")],
        "skills": list(page.skills.select_related("skill")),
        "partners": list(page.partners.select_related("organisation")),
        "method_uses": _with_other_cases(page),
        "attachments": list(page.attachments.select_related("document")),
        "replications": replications,
        "authors": authors,
        "version": page.shown_version,
        "cite": citation_box(page, page.shown_version, authors),
        "footnotes": _footnotes(page),
        **_freshness(page),
        **_kin(page, replications),
    }


def method_uses(page: "CaseStudyPage") -> list[MethodUse]:
    """Return the methods used in a case, in its language or else their own."""
    rows = page.method_uses.select_related("method")
    uses = list(rows.only("page", "sort_order", "phase", "how", "method__translation_key"))
    keys = [use.method.translation_key for use in uses]
    links = MethodPage.objects.only(*LINK_FIELDS, "reference")
    shown = localized(MethodPage, keys, page.locale, links)
    return [
        MethodUse(
            method=shown[use.method.translation_key],
            phase=Phase(use.phase) if use.phase else None,
            how=use.how,
        )
        for use in uses
        if use.method.translation_key in shown
    ]


def _with_other_cases(page: "CaseStudyPage") -> list[MethodUse]:
    """Return the methods used, each with other cases where it is named first."""
    uses = page.shown_uses
    others = other_cases(page, {use.method.translation_key for use in uses})
    return [replace(use, other_cases=others.pop(use.method.translation_key, ())) for use in uses]


def _freshness(page: "CaseStudyPage") -> dict[str, Any]:
    """Return the follow-ups, and since when nobody confirmed the case, when that is long ago."""
    today = timezone.localdate()
    follow_ups = list(page.follow_ups.all())
    dates = [row.date for row in follow_ups]
    known_on = latest_day(page.last_verified_on, dates, page.first_published_at, today)
    return {"follow_ups": follow_ups, "stale_since": known_on if is_due(known_on, today) else None}


def _kin(page: "CaseStudyPage", replications: "Sequence[CaseReplication]") -> dict[str, Any]:
    """Return the case that this one was adapted from and those adapted from it, in one query.

    The replications that became cases get theirs, as `shown_case`, with one more.
    """
    cases = type(page).objects.exclude(translation_key=page.translation_key)
    is_origin = Q(pk=page.adapted_from_id)
    is_adaptation = Q(adapted_from__translation_key=page.translation_key)
    keys = _keys_of_cases(page, replications)
    of_origin = cases.filter(is_origin, translation_key=OuterRef("translation_key"))
    of_adaptation = cases.filter(is_adaptation, translation_key=OuterRef("translation_key"))
    is_replication = Q(translation_key__in=keys.values())
    found = localized(
        type(page),
        cases.filter(is_origin | is_adaptation | is_replication).values("translation_key"),
        page.locale,
        cases.annotate(is_origin=Exists(of_origin), is_adaptation=Exists(of_adaptation)).only(
            *LINK_FIELDS
        ),
    )
    for row in replications:
        row.shown_case = found.get(keys[row.case_id]) if row.case_id in keys else None
    by_title = sorted(found.values(), key=lambda case: case.title)
    return {
        "adapted_from": next((case for case in by_title if case.is_origin), None),
        "adaptations": [case for case in by_title if case.is_adaptation and not case.is_origin],
    }


def _keys_of_cases(
    page: "CaseStudyPage", replications: "Sequence[CaseReplication]"
) -> dict[int, UUID]:
    """Return, by page, the translation key of the cases that replications became."""
    ids = [row.case_id for row in replications if row.case_id]
    if not ids:
        return {}
    return dict(type(page).objects.filter(pk__in=ids).values_list("pk", "translation_key"))


def _footnotes(page: "CaseStudyPage") -> list[Any]:
    streams = (getattr(page, name) for name in STORY_FIELDS)
    blocks = (block for stream in streams for block in stream)
    return [block.value for block in blocks if block.block_type == "footnote"]
