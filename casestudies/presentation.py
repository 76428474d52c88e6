"""What the page of a case study shows, computed once for the template."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from common.pages import localized
from methods.choices import Phase
from methods.models import MethodPage

from .choices import CollectivityRole
from .publication import STORY_FIELDS

if TYPE_CHECKING:
    from .models import CaseStudyPage


def case_context(page: "CaseStudyPage") -> dict[str, Any]:
    """Return what the template of a case study needs besides the page itself."""
    roles = list(page.collectivities.select_related("collectivity"))
    return {
        "leads": [role.collectivity for role in roles if role.role == CollectivityRole.LEAD],
        "partner_collectivities": [
            role.collectivity for role in roles if role.role == CollectivityRole.PARTNER
        ],
        "themes": [link.theme for link in page.themes.select_related("theme")],
        "audiences": [link.audience for link in page.audiences.select_related("audience")],
        "skills": list(page.skills.select_related("skill")),
        "partners": list(page.partners.select_related("organisation")),
        "method_uses": _method_uses(page),
        "attachments": list(page.attachments.select_related("document")),
        "replications": list(page.replications.select_related("collectivity")),
        "authors": [
            row.contributor for row in page.authors.select_related("contributor__promotion")
        ],
        "footnotes": _footnotes(page),
        **_kin(page),
    }


def _method_uses(page: "CaseStudyPage") -> list[dict[str, Any]]:
    uses = list(page.method_uses.select_related("method"))
    shown = localized(MethodPage, [use.method.translation_key for use in uses], page.locale)
    return [
        {
            "method": shown[use.method.translation_key],
            "phase": Phase(use.phase) if use.phase else None,
            "how": use.how,
        }
        for use in uses
        if use.method.translation_key in shown
    ]


def _kin(page: "CaseStudyPage") -> dict[str, Any]:
    """Return the case that this one was adapted from and those adapted from it, in one query."""
    cases = type(page).objects.exclude(translation_key=page.translation_key)
    is_origin = Q(pk=page.adapted_from_id)
    is_adaptation = Q(adapted_from__translation_key=page.translation_key)
    of_origin = cases.filter(is_origin, translation_key=OuterRef("translation_key"))
    found = localized(
        type(page),
        cases.filter(is_origin | is_adaptation).values("translation_key"),
        page.locale,
        cases.annotate(is_origin=Exists(of_origin)),
    )
    by_title = sorted(found.values(), key=lambda case: case.title)
    return {
        "adapted_from": next((case for case in by_title if case.is_origin), None),
        "adaptations": [case for case in by_title if not case.is_origin],
    }


def _footnotes(page: "CaseStudyPage") -> list[Any]:
    streams = (getattr(page, name) for name in STORY_FIELDS)
    blocks = (block for stream in streams for block in stream)
    return [block.value for block in blocks if block.block_type == "footnote"]
