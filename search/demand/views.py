"""The public list of what readers look for and the site does not have yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from common.languages import in_each_language
from search.models import WantedPractice

from .keys import SearchKey, normalised
from .reading import filter_labels, rounded, times_asked


@dataclass(frozen=True, kw_only=True)
class Want:
    """A wanted practice as the list shows it.

    Attributes:
        words: The words searched, "" for filters only.
        filters: Each filter searched, in words.
        times: How often it was asked of late, rounded down; 0 when it was seldom.
    """

    title: str
    text: str
    words: str
    filters: Sequence[str]
    times: int
    url: str


@require_safe
def wanted_page(request: HttpRequest) -> HttpResponse:
    """Show what is wanted in the active language, the most asked first."""
    context = {
        "wants": _wants(str(get_language())),
        "canonical_url": request.build_absolute_uri(reverse("search:wanted")),
        "alternates": in_each_language(request, lambda: reverse("search:wanted")),
    }
    return render(request, "search/wanted.html", context)


def _wants(locale: str) -> list[Want]:
    rows = WantedPractice.objects.filter(
        locale__language_code=locale, is_open=True, fulfilled_by=None
    )
    keys = {row: SearchKey(normalised(row.words), row.filters) for row in rows}
    asked = times_asked(keys.values(), locale)
    labels = filter_labels(keys.values())
    wants = [
        Want(
            title=row.title,
            text=row.text,
            words=row.words,
            filters=labels[row.filters],
            times=rounded(asked.get(key, 0)),
            url=SearchKey(row.words, row.filters).url,
        )
        for row, key in keys.items()
    ]
    # Those asked as often stay as they were: newest first.
    return sorted(wants, key=lambda want: -want.times)
