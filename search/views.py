"""The search page, the page of a collectivité and that of the comparable ones."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from collectivities import lookup
from collectivities.models import Collectivity
from common.languages import in_each_language

from . import forms, presentation, service, territory
from .addresses import SearchAddress
from .caching import one_state
from .comparables import LISTED, SHOWN, comparables, comparables_url
from .demand.counting import count_search
from .elsewhere import found_elsewhere
from .types import SearchResults, Sort


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what the query string asks for. Any query string gives a page."""
    parsed = forms.parse_request(request)
    locale = str(get_language())
    with one_state():
        results = service.search(parsed.state.request(locale))
        elsewhere = list(found_elsewhere(parsed.state, locale, request))
    state = _as_shown(parsed, results)
    count_search(request, state, results)
    labels = presentation.labels_of(results, parsed.labels)
    context = {
        "state": state,
        "results": results,
        "notices": parsed.notices,
        "typed": parsed.typed,
        "candidates": presentation.candidate_links(state, parsed.candidates),
        "hits": presentation.hit_cards(results.hits, request, state.collectivity),
        "facets": presentation.facet_groups(results, labels),
        "filters": presentation.active_filters(state, labels),
        "relaxations": presentation.relaxation_links(state, results, labels),
        "alternatives": presentation.alternative_links(state, results),
        "pagination": presentation.pagination(state, results),
        "first_rank": (results.page - 1) * results.request.page_size + 1,
        "sorts": Sort,
        "correction_url": presentation.correction_url(state, results),
        "dials": presentation.dials(state.emphasis),
        "elsewhere": elsewhere,
        "canonical_url": request.build_absolute_uri(state.url()),
        "alternates": in_each_language(request, state.url),
        "without_collectivity_url": state.without_collectivity().url(),
        "resume_url": state.changed().url(),
        "clear_url": SearchAddress().url(),
        "feed_url": state.followed().url("search:feed"),
        "alert_url": state.followed().url("search:alert"),
    }
    return render(request, "search/search.html", context)


@require_safe
def collectivity_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a collectivité: its profile, the practices here and around, and comparable ones."""
    collectivity = _known(ref)
    locale = Locale.get_active()
    here, around = territory.practices(collectivity, locale)
    comparable = territory.comparable_practices(collectivity, locale, here)
    context = {
        "collectivity": collectivity,
        "profile": territory.profile_of(collectivity),
        "here": here,
        "around": around,
        "comparable": presentation.hit_cards(comparable, request),
        "comparable_url": territory.comparable_url(collectivity),
        "comparables": comparables(collectivity, SHOWN),
        "comparables_url": comparables_url(collectivity),
        "canonical_url": request.build_absolute_uri(collectivity.get_absolute_url()),
        "alternates": in_each_language(request, collectivity.get_absolute_url),
    }
    return render(request, "search/collectivity.html", context)


@require_safe
def comparables_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the collectivités most comparable to one, among those whose practices are told here."""
    collectivity = _known(ref)
    emphasis, notices = forms.parse_emphasis(request)

    def url() -> str:
        return comparables_url(collectivity, emphasis)

    context = {
        "collectivity": collectivity,
        "comparables": comparables(collectivity, LISTED, emphasis.weights()),
        "limit": LISTED,
        "emphasis": emphasis,
        "dials": presentation.dials(emphasis),
        "notices": notices,
        "comparable_url": territory.comparable_url(collectivity, emphasis),
        "comparables_url": comparables_url(collectivity),
        "canonical_url": request.build_absolute_uri(url()),
        "alternates": in_each_language(request, url),
    }
    return render(request, "search/comparables.html", context)


def _known(ref: str) -> Collectivity:
    """Return the collectivité that an address names. Raises Http404 when there is none."""
    collectivity = lookup.get_by_ref(ref) if forms.is_ref(ref) else None
    if collectivity is None:
        raise Http404(ref)
    return collectivity


def _as_shown(parsed: forms.ParsedQuery, results: SearchResults) -> SearchAddress:
    """Return the state as the results show it, adding to the notices what the search ignored."""
    state = parsed.state
    if results.text_was_cut and forms.too_many_words() not in parsed.notices:
        parsed.notices.append(forms.too_many_words())
    if results.page != state.page:
        parsed.notices.append(forms.out_of_range(state.page, results.page))
    return state.changed(page=results.page)
