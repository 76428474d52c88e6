"""The query string, read with care: whatever it holds gives a search, and what was ignored is said.

A Django form refuses all or nothing; here each part stands alone, so that a link with one stale
value still opens on the rest.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collectivities import lookup, weighting
from collectivities.models import Collectivity
from collectivities.weighting import EVENLY, Emphasis

from .addresses import ONLY, SearchAddress
from .facets import facet_name, known_labels
from .types import FACETS, MAX_TEXT_LENGTH, Sort

MAX_VALUES = 40
MAX_LOOKUP_LENGTH = 100
SINGLE_PARAMETERS = ("q", "pour", "pour_texte", "comparables", "tri", "page")
WEIGHTS_PARAMETER = "poids"
# Added to links by newsletters and social networks: telling readers about them would only confuse.
CAMPAIGN_PARAMETER = re.compile(r"(utm|mtm|pk|matomo|at)_\w*|fbclid|gclid|msclkid|mc_[ce]id")
_REF = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,99}")
_PAGE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Notice:
    """Something the reader is told about the address: what was ignored, or what it misses."""

    text: str
    link_url: str = ""
    link_text: str = ""


@dataclass(kw_only=True)
class ParsedQuery:
    """What was understood of a query string.

    Attributes:
        state: The search that it asks for.
        labels: Facet → selected value → its label.
        notices: What was ignored or is missing, in words.
        typed: What was typed in the collectivité box, when nothing was chosen yet.
        candidates: The collectivités that `typed` may mean.
    """

    state: SearchAddress
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    typed: str = ""
    candidates: Sequence[Collectivity] = ()


def parse_request(request: HttpRequest) -> ParsedQuery:
    """Read the query string of a request, however many things it asks for."""
    try:
        return parse(request.GET)
    except TooManyFieldsSent:
        # Templates that read it again would raise again.
        request.GET = QueryDict()
        return ParsedQuery(state=SearchAddress(), notices=[too_many_parameters()])


def parse(data: QueryDict) -> ParsedQuery:
    """Read a query string. Never raises: what cannot be used is ignored, with a notice."""
    notices: list[Notice] = []
    _report_unknown_parameters(data, notices)
    values = {name: _single(data, name, notices) for name in SINGLE_PARAMETERS}
    collectivity = _collectivity(values["pour"], notices)
    sort = _sort(values["tri"], notices)
    typed, candidates = "", []
    if collectivity is None and values["pour_texte"]:
        typed = clean_text(values["pour_texte"])[:MAX_LOOKUP_LENGTH].strip()
        candidates = lookup.find(typed) if typed else []
        if len(candidates) == 1:
            # Typed without JavaScript, and no doubt about it: as good as chosen.
            collectivity, typed, candidates = candidates[0], "", []
            sort = Sort.COMPARABILITY if sort == Sort.RELEVANCE else sort
        elif not candidates:
            notices.append(_no_candidate(values["pour_texte"]))
    if sort == Sort.COMPARABILITY and collectivity is None and not candidates:
        notices.append(_collectivity_is_missing())
    comparable_only = _comparable_only(values["comparables"], notices)
    emphasis = _emphasis(data, notices)
    if comparable_only and collectivity is None and not candidates:
        notices.append(_comparables_of_whom())
    labels = _selected(data, notices)
    state = SearchAddress(
        text=_text(values["q"], notices),
        collectivity=collectivity,
        emphasis=emphasis if collectivity else EVENLY,
        comparable_only=comparable_only and collectivity is not None,
        sort=sort,
        filters={facet: tuple(known) for facet, known in labels.items()},
        page=_page(values["page"], notices),
    )
    return ParsedQuery(
        state=state, labels=labels, notices=notices, typed=typed, candidates=candidates
    )


def parse_emphasis(request: HttpRequest) -> tuple[Emphasis, list[Notice]]:
    """Read what counts more or less to the reader, and nothing else of a query string."""
    notices: list[Notice] = []
    try:
        return _emphasis(request.GET, notices), notices
    except TooManyFieldsSent:
        request.GET = QueryDict()
        return EVENLY, [too_many_parameters()]


def clean_text(text: str) -> str:
    """Return the text without the characters that nobody types, its spaces made single."""
    kept = (" " if _is_unusable(character) else character for character in text)
    return " ".join("".join(kept).split())


def is_ref(text: str) -> bool:
    """Tell whether a text has the form of a collectivité's reference."""
    return _REF.fullmatch(text) is not None


def out_of_range(asked: int, shown: int) -> Notice:
    """Say that the page asked for lies beyond the last one."""
    text = _("There is no page %(asked)s: here is page %(shown)s, the last one.")
    return Notice(text % {"asked": asked, "shown": shown})


def too_many_words() -> Notice:
    """Say that the end of the words was not searched."""
    return Notice(_("Your request is very long: we ignored the end of it."))


def too_many_parameters() -> Notice:
    """Say that the whole query string was ignored."""
    return Notice(_("We ignored this address: it asks for too many things at once."))


def _is_unusable(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co"}


def _shown(value: str) -> str:
    """Return what a reader can be shown of a value that was not understood."""
    return Truncator(clean_text(value)).chars(40) or "�"


def _listed(values: Iterable[str], limit: int = 5) -> str:
    names = [_("“%(value)s”") % {"value": _shown(value)} for value in values]
    more = len(names) - limit
    if more > 0:
        others = ngettext("%(count)s other", "%(count)s others", more) % {"count": more}
        names = [*names[:limit], others]
    return ", ".join(names)


def _report_unknown_parameters(data: QueryDict, notices: list[Notice]) -> None:
    known = {*SINGLE_PARAMETERS, WEIGHTS_PARAMETER, *FACETS}
    unknown = [name for name in data if name not in known and clean_text(name)]
    unknown = [name for name in unknown if not CAMPAIGN_PARAMETER.fullmatch(name)]
    if unknown:
        text = _("We ignored %(names)s: the search has no such filter.")
        notices.append(Notice(text % {"names": _listed(unknown)}))


def _single(data: QueryDict, name: str, notices: list[Notice]) -> str:
    values = [value for value in data.getlist(name) if value.strip()]
    if len(set(values)) > 1:
        text = _("The address gives several values for “%(name)s”: we kept the last one.")
        notices.append(Notice(text % {"name": name}))
    return values[-1] if values else ""


def _text(raw: str, notices: list[Notice]) -> str:
    if any(_is_unusable(character) and not character.isspace() for character in raw):
        notices.append(Notice(_("We ignored characters that cannot be read in your words.")))
    text = clean_text(raw)
    if len(text) > MAX_TEXT_LENGTH:
        notices.append(too_many_words())
    return text[:MAX_TEXT_LENGTH].strip()


def _collectivity(ref: str, notices: list[Notice]) -> Collectivity | None:
    if not ref:
        return None
    found = lookup.get_by_ref(ref.strip()) if is_ref(ref.strip()) else None
    if found is None:
        text = _("We ignored the collectivité %(ref)s: we do not know it.")
        notices.append(Notice(text % {"ref": _listed([ref])}))
    return found


def _no_candidate(raw: str) -> Notice:
    text = _("We found no collectivité for %(text)s: try its full name or its postal code.")
    return Notice(text % {"text": _listed([raw])}, "#box-text", _("Change what you typed"))


def _collectivity_is_missing() -> Notice:
    text = _(
        "To sort by comparability, we need to know which collectivité you work for. "
        "Until then, the results are sorted by relevance."
    )
    return Notice(text, "#box-text", _("Say which collectivité you work for"))


def _comparables_of_whom() -> Notice:
    text = _(
        "To keep only comparable collectivités, we need to know which one you work for. "
        "Until then, all are shown."
    )
    return Notice(text, "#box-text", _("Say which collectivité you work for"))


def _comparable_only(raw: str, notices: list[Notice]) -> bool:
    if raw and raw.strip() != ONLY:
        text = _("We ignored %(values)s in “comparables”: it can only be “oui”.")
        notices.append(Notice(text % {"values": _listed([raw])}))
    return raw.strip() == ONLY


def _emphasis(data: QueryDict, notices: list[Notice]) -> Emphasis:
    """Return what counts more or less; the form gives each thing in a parameter of its own."""
    parsed = weighting.parse(",".join(data.getlist(WEIGHTS_PARAMETER))[:MAX_LOOKUP_LENGTH])
    if parsed.ignored:
        text = _("We ignored %(values)s among the weights: we do not know it.")
        notices.append(Notice(text % {"values": _listed(parsed.ignored)}))
    return parsed.emphasis


def _sort(raw: str, notices: list[Notice]) -> Sort:
    if not raw:
        return Sort.RELEVANCE
    try:
        return Sort(raw.strip())
    except ValueError:
        text = _("We ignored the sort %(sort)s: we do not know it.")
        notices.append(Notice(text % {"sort": _listed([raw])}))
        return Sort.RELEVANCE


def _page(raw: str, notices: list[Notice]) -> int:
    number = int(raw) if _PAGE.fullmatch(raw.strip()) else 0
    if raw and number < 1:
        text = _("We ignored the page number %(page)s: here is the first page.")
        notices.append(Notice(text % {"page": _listed([raw])}))
    return max(number, 1)


def _selected(data: QueryDict, notices: list[Notice]) -> dict[str, dict[str, str]]:
    """Return facet → selected value → label, in the order of the address."""
    selected: dict[str, dict[str, str]] = {}
    for facet in FACETS:
        asked = list(dict.fromkeys(value.strip() for value in data.getlist(facet)))
        asked = [value for value in asked if value]
        known = known_labels(facet, asked[:MAX_VALUES])
        if ignored := [value for value in asked if value not in known]:
            text = _("We ignored %(values)s in “%(facet)s”: we do not know it.")
            names = {"values": _listed(ignored), "facet": facet_name(facet)}
            notices.append(Notice(text % names))
        if known:
            selected[facet] = known
    return selected
