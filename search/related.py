"""What the search shows on the pages of cases and methods: those that are like them, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.query import PageQuerySet

from casestudies.models import CaseStudyPage
from casestudies.querysets import load_cards
from common.pages import public
from common.registry import RelatedSection
from methods.choices import Phase
from methods.models import MethodPage

from .similar import Likeness, like

AFTER_OTHERS = 10


@dataclass(frozen=True, kw_only=True)
class SimilarPage:
    """A page that is like the one being read.

    Attributes:
        page: The page, live, public and in the same language.
        reasons: What the two have in common, in words; at least one.
    """

    page: Page
    reasons: Sequence[str]


def similar_cases(case: CaseStudyPage, request: HttpRequest) -> RelatedSection | None:
    """Return the cases most like this one, in its language."""
    likenesses = like(case)
    if not likenesses:
        return None
    cases = _shown(CaseStudyPage.objects.with_joins(), case, likenesses)
    load_cards([case, *cases.values()])
    themes = {row.theme.slug: row.theme.name for row in case.themes.all()}
    methods = {use.method.reference: use.method.title for use in case.shown_uses}
    found = (
        SimilarPage(page=cases[likeness.page_id], reasons=case_reasons(likeness, themes, methods))
        for likeness in likenesses
        if likeness.page_id in cases
    )
    template = "search/_similar_cases.html"
    return _section(found, _("Similar practices"), "pratiques-similaires", template)


def similar_methods(method: MethodPage, request: HttpRequest) -> RelatedSection | None:
    """Return the methods most like this one, in its language."""
    likenesses = like(method)
    if not likenesses:
        return None
    methods = _shown(MethodPage.objects.select_related("locale"), method, likenesses)
    found = (
        SimilarPage(page=methods[likeness.page_id], reasons=method_reasons(likeness))
        for likeness in likenesses
        if likeness.page_id in methods
    )
    template = "search/_similar_methods.html"
    return _section(found, _("Similar methods"), "methodes-voisines", template)


def _section(
    found: Iterable[SimilarPage], heading: str, anchor: str, template: str
) -> RelatedSection:
    """Return the section of the pages that there is a reason for, below those of other apps."""
    items = [similar for similar in found if similar.reasons]
    return RelatedSection(
        heading=heading, anchor=anchor, items=items, template=template, order=AFTER_OTHERS
    )


def _shown(pages: PageQuerySet, around: Page, likenesses: Sequence[Likeness]) -> dict[int, Page]:
    """Return those of the pages that anybody may read now in this language, whatever was kept."""
    ids = [likeness.page_id for likeness in likenesses]
    shown = public(pages).filter(pk__in=ids, locale=around.locale)
    return {page.pk: page for page in shown}


def case_reasons(
    likeness: Likeness, themes: Mapping[str, str], methods: Mapping[str, str]
) -> list[str]:
    """Return what two cases have in common, in words.

    `themes` and `methods`: value of the facet → its name, of what the page being read shows itself.
    """
    reasons = []
    if names := _named(likeness, "theme", themes):
        reasons.append(
            ngettext("Theme in common: %(names)s", "Themes in common: %(names)s", len(names))
            % {"names": ", ".join(names)}
        )
    if names := _named(likeness, "methode", methods):
        reasons.append(
            ngettext("Same method: %(names)s", "Same methods: %(names)s", len(names))
            % {"names": ", ".join(names)}
        )
    return reasons or _words(likeness)


def method_reasons(likeness: Likeness) -> list[str]:
    """Return what two methods have in common, in words."""
    names = _named(likeness, "phase", {phase.value: str(phase.label) for phase in Phase})
    reasons = [_("Same phase: %(names)s") % {"names": ", ".join(names)}] if names else []
    return [*reasons, *_words(likeness)]


def _named(likeness: Likeness, facet: str, names: Mapping[str, str]) -> list[str]:
    return [names[value] for value in likeness.facets.get(facet, ()) if value in names]


def _words(likeness: Likeness) -> list[str]:
    if not likeness.words:
        return []
    return [_("Words in common: %(words)s") % {"words": ", ".join(likeness.words)}]
