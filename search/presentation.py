"""What the search page shows, made ready for its templates: labels, links, percentages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from collectivities.comparability import Comparison
from collectivities.models import Collectivity
from collectivities.weighting import EVENLY, NAMES, NORMAL, Emphasis
from common.facets import facet_labels

from .addresses import SearchAddress
from .facets import ORDERED, TYPE_LABELS, facet_name
from .models import SearchEntryLead
from .types import FACETS, Dropped, FacetValue, Hit, SearchResults

Labels = Mapping[str, Mapping[str, str]]
"""Facet → value → its label in the active language."""

OPTIONS_SHOWN = 8
FACETS_OPEN_AT_FIRST = ("type", "theme", "phase")
PAGES_AROUND = 2
# Headings and items of lists end without a stop: they would run into what follows.
_END_OF_LINE = re.compile(r"(?<![.!?…:;,\s])\s*\n\s*")


@dataclass(frozen=True, kw_only=True)
class FacetOption:
    """A value that can be ticked."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, kw_only=True)
class FacetGroup:
    """A facet with its values; those in `more` stay folded."""

    name: str
    label: str
    options: Sequence[FacetOption]
    more: Sequence[FacetOption]
    selected: int
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A label with an address: a filter to remove, a page, a collectivité to choose."""

    label: str
    url: str
    name: str = ""
    value: str = ""
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class PageLink:
    """A number of the pagination; a number without address is a gap."""

    number: int
    url: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class HitCard:
    """A found page as its card shows it."""

    url: str
    title: SafeString
    excerpt: SafeString
    type_label: str
    language: str
    leads: Sequence[Collectivity] = ()
    comparison: Comparison | None = None
    compared_with: Collectivity | None = None
    is_own: bool = False
    is_unscored: bool = False

    @property
    def percent(self) -> int | None:
        """The comparability out of a hundred, None when it is unknown."""
        if self.comparison is None or self.comparison.score is None:
            return None
        return round(self.comparison.score * 100)


@dataclass(frozen=True, kw_only=True)
class Pagination:
    """The other pages of the results."""

    links: Sequence[PageLink] = field(default_factory=list)
    previous_url: str = ""
    next_url: str = ""


def hit_cards(
    hits: Sequence[Hit], request: HttpRequest, reader: Collectivity | None = None
) -> list[HitCard]:
    """Return the cards of these hits, the collectivités of all of them read in one query.

    `reader`: their collectivité; with one, a case that has no score must say so.
    """
    leads = _leads(hits)
    return [
        HitCard(
            url=hit.page.get_url(request) or "",
            title=hit.title_html,
            excerpt=in_one_paragraph(hit.excerpt),
            type_label=str(TYPE_LABELS.get(hit.entry.type, "")),
            language=hit.entry.locale,
            leads=leads.get(hit.entry.pk, ()),
            comparison=hit.comparison,
            compared_with=hit.comparable_collectivity,
            is_own=bool(reader and reader == hit.comparable_collectivity),
            is_unscored=bool(reader) and hit.entry.type == "case" and hit.comparison is None,
        )
        for hit in hits
    ]


def in_one_paragraph(passage: SafeString) -> SafeString:
    """Return an escaped passage of several lines with a mark between those that have no stop."""
    return mark_safe(_END_OF_LINE.sub(" · ", passage))  # noqa: S308 - escaped already


def _leads(hits: Sequence[Hit]) -> dict[int, list[Collectivity]]:
    if not hits:
        return {}
    rows = SearchEntryLead.objects.filter(entry__in=[hit.entry.pk for hit in hits])
    found: dict[int, list[Collectivity]] = {}
    for row in rows.select_related("collectivity").order_by("pk"):
        found.setdefault(row.entry_id, []).append(row.collectivity)
    return found


def labels_of(results: SearchResults, known: Labels) -> Labels:
    """Return the labels of every listed value; those already known are not read again."""
    labels = {}
    for facet, values in results.facets.items():
        mine = known.get(facet, {})
        missing = [value.value for value in values if value.value not in mine]
        labels[facet] = {**mine, **facet_labels(facet, missing)}
    return labels


def facet_groups(results: SearchResults, labels: Labels) -> list[FacetGroup]:
    """Return the facets that have something to tick, in the order of `FACETS`."""
    return [
        _facet_group(facet, results.facets[facet], labels[facet])
        for facet in FACETS
        if results.facets.get(facet)
    ]


def _facet_group(facet: str, values: Sequence[FacetValue], labels: Mapping[str, str]) -> FacetGroup:
    options = [
        FacetOption(
            value=value.value,
            label=labels[value.value],
            count=value.count,
            selected=value.selected,
        )
        for value in values
    ]
    selected = sum(option.selected for option in options)
    options = _in_reading_order(facet, options)
    shown = len(options) if len(options) <= OPTIONS_SHOWN + 1 else max(OPTIONS_SHOWN, selected)
    return FacetGroup(
        name=facet,
        label=facet_name(facet),
        options=options[:shown],
        more=options[shown:],
        selected=selected,
        is_open=bool(selected) or facet in FACETS_OPEN_AT_FIRST,
    )


def _in_reading_order(facet: str, options: list[FacetOption]) -> list[FacetOption]:
    if facet == "annee":
        return sorted(options, key=lambda option: option.value, reverse=True)
    if facet in ORDERED:
        rank = {value: number for number, value in enumerate(ORDERED[facet])}
        return sorted(options, key=lambda option: rank.get(option.value, len(rank)))
    return sorted(
        options, key=lambda option: (not option.selected, -option.count, option.label.casefold())
    )


def active_filters(state: SearchAddress, labels: Labels) -> list[Choice]:
    """Return each thing the search is narrowed by, with the address without it."""
    filters = []
    if state.text:
        filters.append(
            Choice(name=_("Words searched"), label=state.text, url=state.changed(text="").url())
        )
    if state.collectivity:
        url = state.without_collectivity().url()
        filters.append(Choice(name=_("My collectivité"), label=state.collectivity.name, url=url))
    if state.comparable_only:
        url = state.changed(comparable_only=False).url()
        filters.append(Choice(name=_("Collectivités"), label=_("comparable to mine"), url=url))
    if state.emphasis.text():
        url = state.changed(emphasis=EVENLY).url()
        filters.append(Choice(name=_("Weights"), label=_weights_in_words(state), url=url))
    for facet, values in state.filters.items():
        filters += [
            Choice(
                name=facet_name(facet),
                label=labels.get(facet, {}).get(value, value),
                url=state.without_value(facet, value).url(),
            )
            for value in values
        ]
    return filters


@dataclass(frozen=True, kw_only=True)
class Dial:
    """One of the things that a reader can make count more or less."""

    name: str
    label: str
    hint: str
    choices: Sequence[Choice]
    level: int


def dials(emphasis: Emphasis) -> list[Dial]:
    """Return what a reader can weigh, with the levels as the form sends them."""
    texts = {
        "taille": (_("Size"), _("the number of inhabitants")),
        "nature": (_("Kind"), _("commune, grouping, département…")),
        "structure": (_("Structure"), _("members, weight of the main town")),
        "distance": (_("Distance"), _("kilometres, département, région")),
    }
    return [
        Dial(
            name=name,
            label=label,
            hint=hint,
            level=getattr(emphasis, NAMES[name]),
            choices=[
                Choice(label=text, value=f"{name}:{level}", url="", count=level)
                for level, text in enumerate(_levels())
            ],
        )
        for name, (label, hint) in texts.items()
    ]


def _levels() -> tuple[str, str, str]:
    return _("does not count"), _("counts"), _("counts double")


def _weights_in_words(state: SearchAddress) -> str:
    parts = [
        _("%(thing)s %(level)s") % {"thing": dial.label.lower(), "level": _levels()[dial.level]}
        for dial in dials(state.emphasis)
        if dial.level != NORMAL
    ]
    return ", ".join(parts)


def correction_url(state: SearchAddress, results: SearchResults) -> str:
    """Return the address of the search with its slips mended, empty when there are none."""
    return state.changed(text=results.correction.text).url() if results.correction else ""


def in_words(state: SearchAddress, labels: Labels) -> str:
    """Return what the search is narrowed by, on one line."""
    named: dict[str, list[str]] = {}
    for choice in active_filters(state, labels):
        named.setdefault(choice.name, []).append(" ".join(choice.label.split()))
    parts = [
        _("%(name)s: %(label)s") % {"name": name, "label": ", ".join(values)}
        for name, values in named.items()
    ]
    return " · ".join(parts) or _("everything that is published")


def relaxation_links(state: SearchAddress, results: SearchResults, labels: Labels) -> list[Choice]:
    """Return the filters whose removal finds something, each with its address."""
    links = []
    for relaxation in results.relaxations:
        names = labels.get(relaxation.facet, {})
        links.append(
            Choice(
                name=facet_name(relaxation.facet),
                label=", ".join(names.get(value, value) for value in relaxation.values),
                url=state.without_facet(relaxation.facet).url(),
                count=relaxation.count,
            )
        )
    return links


def alternative_links(state: SearchAddress, results: SearchResults) -> list[Choice]:
    """Return the searches that ask for less and find something, each with its address."""
    ways = {
        Dropped.COMPARABLE_ONLY: (
            _("search for the same in all collectivités"),
            state.changed(comparable_only=False),
        ),
        Dropped.WORDS: (
            _("search without the words “%(text)s”") % {"text": state.text},
            state.changed(text=""),
        ),
        Dropped.FILTERS: (
            _("search for “%(text)s” without any filter") % {"text": state.text},
            state.changed(filters={}, comparable_only=False),
        ),
    }
    links = []
    for alternative in results.alternatives:
        label, changed = ways[alternative.dropped]
        links.append(Choice(label=label, url=changed.url(), count=alternative.count))
    return links


def pagination(state: SearchAddress, results: SearchResults) -> Pagination | None:
    """Return the links to the other pages, None when there is only one."""
    if results.pages < 2:
        return None

    def url(number: int) -> str:
        return state.changed(page=number).url()

    return Pagination(
        links=[
            PageLink(number=number, url=url(number), is_current=number == results.page)
            if number
            else PageLink(number=0, url="", is_current=False)
            for number in _page_numbers(results.page, results.pages)
        ],
        previous_url=url(results.page - 1) if results.page > 1 else "",
        next_url=url(results.page + 1) if results.page < results.pages else "",
    )


def _page_numbers(page: int, pages: int) -> Iterator[int]:
    """Give the first page, the last, and those around the one shown; 0 where some are skipped."""
    shown = {1, pages, *range(max(1, page - PAGES_AROUND), min(pages, page + PAGES_AROUND) + 1)}
    previous = 0
    for number in sorted(shown):
        if number > previous + 1:
            yield 0
        yield number
        previous = number


def candidate_links(state: SearchAddress, candidates: Sequence[Collectivity]) -> list[Choice]:
    """Return the collectivités that the typed text may mean, each with the search for it."""
    return [
        Choice(label=found.label, value=found.ref, url=state.choosing(found).url())
        for found in candidates
    ]
