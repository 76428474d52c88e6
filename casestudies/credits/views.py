"""The page of an author, and that of a promotion: what they wrote."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from casestudies.models import CaseAuthor, Promotion
from common.addresses import ids_in
from common.languages import in_each_language

from .credited import (
    cases_elsewhere,
    cases_here,
    credited_contributors,
    credited_promotions,
    credits_of_author,
    credits_of_promotion,
)

CASES_PER_PAGE = 24


@require_safe
def author_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show an author and their cases. Who has no public case has no page."""
    people = credited_contributors().select_related("promotion__locale")
    author = people.filter(pk=_number(key)).first()
    if author is None:
        raise Http404(key)
    if request.path != author.get_absolute_url():
        return redirect(author.get_absolute_url())
    context = {
        "author": author,
        "alternates": in_each_language(request, author.get_absolute_url),
        **_cases(request, credits_of_author(author)),
    }
    return render(request, "casestudies/author.html", context)


@require_safe
def promotion_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show a promotion and the cases of its members, in the language of the address."""
    asked = credited_promotions().filter(pk=_number(key)).first()
    if asked is None:
        raise Http404(key)
    rows = Promotion.objects.filter(translation_key=asked.translation_key).select_related("locale")
    by_language = {row.locale.language_code: row for row in rows}

    def here() -> Promotion:
        return by_language.get(str(get_language()), asked)

    promotion = here()
    if request.path != promotion.get_absolute_url():
        return redirect(promotion.get_absolute_url())
    members = credited_contributors().filter(promotion__translation_key=promotion.translation_key)
    context = {
        "promotion": promotion,
        "members": members,
        "alternates": in_each_language(request, lambda: here().get_absolute_url()),
        **_cases(request, credits_of_promotion(promotion)),
    }
    return render(request, "casestudies/promotion.html", context)


def _number(key: str) -> int:
    """Return the number that an address begins with. Raises Http404 when there is none."""
    number = next(ids_in([key.partition("-")[0]]), None)
    if number is None:
        raise Http404(key)
    return number


def _cases(request: HttpRequest, rows: QuerySet[CaseAuthor]) -> dict[str, Any]:
    """Return the cases of these credits as lists show them, and the address of this page of them."""
    locale = Locale.get_active()
    cases = Paginator(cases_here(rows, locale), CASES_PER_PAGE).get_page(request.GET.get("page"))
    query = f"?page={cases.number}" if cases.number > 1 else ""
    return {
        "cases": cases,
        "other_language_pages": cases_elsewhere(rows, locale),
        "canonical_url": request.build_absolute_uri(f"{request.path}{query}"),
    }
