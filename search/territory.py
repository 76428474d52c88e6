"""What a collectivité's page shows: its profile, the practices here, around and comparable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.text import capfirst
from wagtail.models import Locale

from casestudies.models import CaseCollectivity, CaseStudyPage
from collectivities.kinds import EDITABLE, GROUPINGS
from collectivities.models import Collectivity, Kind
from collectivities.rurality import Rurality, rurality_of
from collectivities.weighting import EVENLY, Emphasis
from common.languages import live_homes
from common.pages import localized

from . import service
from .addresses import SearchAddress
from .models import SearchEntry
from .types import MAX_PAGE_SIZE, Hit, SearchRequest, Sort

PRACTICES_SHOWN = 12
COMPARABLE_SHOWN = 6
NOWHERE = Q(pk__in=[])


@dataclass(frozen=True, kw_only=True)
class Practices:
    """Case studies of a place.

    Attributes:
        cases: Those shown, each in the reader's language or else in its own.
        keys: The translation keys of all of them.
        url: The search that lists them all, empty when no search does.
    """

    cases: Sequence[CaseStudyPage] = ()
    keys: frozenset[UUID] = frozenset()
    url: str = ""

    @property
    def hidden(self) -> int:
        """How many are not shown."""
        return len(self.keys) - len(self.cases)


@dataclass(frozen=True, kw_only=True)
class ProfileCard:
    """What the reference data say of a collectivité, ready to show.

    Attributes:
        nature: Its kind and where it lies, in words.
        parent: The grouping it belongs to.
        departments: Rows with their own pages; so are `regions`. Neither holds the collectivité.
        members: The communes that make it up, largest first.
        main_town_percent: Share of the main town among the inhabitants, in hundredths.
        source_url: Where its population was published, when that is an address.
        rurality: Rural or urban, derived from its size and structure; None when they do not tell.
    """

    nature: str
    parent: Collectivity | None
    departments: Sequence[Collectivity]
    regions: Sequence[Collectivity]
    members: Sequence[Collectivity]
    main_town_percent: int | None
    source_url: str
    rurality: Rurality | None


def profile_of(collectivity: Collectivity) -> ProfileCard:
    """Return the profile of a collectivité; where it lies takes one query, its members another."""
    refs = [f"dep-{code}" for code in collectivity.department_codes]
    refs += [f"reg-{code}" for code in collectivity.region_codes]
    around = list(Collectivity.objects.filter(ref__in=refs).exclude(pk=collectivity.pk))
    share = collectivity.main_town_share
    source = collectivity.population_source
    return ProfileCard(
        nature=nature_of(collectivity),
        parent=collectivity.parent,
        departments=[row for row in around if row.kind == Kind.DEPARTEMENT],
        regions=[row for row in around if row.kind == Kind.REGION],
        members=list(collectivity.members.order_by(F("population").desc(nulls_last=True), "name")),
        main_town_percent=None if share is None else round(share * 100),
        source_url=source if source.startswith(("https://", "http://")) else "",
        rurality=rurality_of(collectivity),
    )


def nature_of(collectivity: Collectivity) -> str:
    """Return its kind and where it lies, in words; those of editors' own say no kind."""
    is_free = collectivity.kind in EDITABLE
    country = str(collectivity.get_country_display()) if collectivity.country else ""
    place = "" if collectivity.location == collectivity.name else collectivity.location
    parts = ["" if is_free else capfirst(collectivity.kind_label), place, country]
    return ", ".join(part for part in parts if part)


def practices(collectivity: Collectivity, locale: Locale) -> tuple[Practices, Practices]:
    """Return the cases here, then those around.

    Here: its own and those within it, of its members or on its territory. Around: same grouping or
    département, or same région for a département.
    """
    here = _keys(_within(collectivity))
    known = frozenset(here)
    around = [key for key in _keys(_near(collectivity)) if key not in known]
    shown = [*here[:PRACTICES_SHOWN], *around[:PRACTICES_SHOWN]]
    cases = localized(CaseStudyPage, shown, locale, CaseStudyPage.objects.for_cards())
    return (
        _practices(here, cases, _search_within(collectivity)),
        _practices(around, cases, _search_near(collectivity)),
    )


def open_cases() -> QuerySet[SearchEntry]:
    """Return the search entries of the cases that readers can open.

    Only live, public pages have an entry; those of a language that has closed since keep theirs.
    """
    open_locales = live_homes().values("locale")
    return SearchEntry.objects.filter(type="case", page__locale__in=open_locales)


def comparable_practices(
    collectivity: Collectivity, locale: Locale, here: Practices
) -> Sequence[Hit]:
    """Return the most comparable cases from elsewhere, in the reader's language or in French."""
    # Those from here come first by nature: enough must be asked to go past them.
    size = min(COMPARABLE_SHOWN + len(here.keys), MAX_PAGE_SIZE)
    codes = dict.fromkeys([locale.language_code, settings.LANGUAGE_CODE])
    best: dict[UUID, Hit] = {}
    for code in codes:
        for hit in _most_comparable(collectivity, code, size):
            if hit.page.translation_key not in here.keys:
                best.setdefault(hit.page.translation_key, hit)
    return sorted(best.values(), key=_score, reverse=True)[:COMPARABLE_SHOWN]


def comparable_url(collectivity: Collectivity, emphasis: Emphasis = EVENLY) -> str:
    """Return the address of the search for this collectivité, most comparable first."""
    return SearchAddress(emphasis=emphasis).choosing(collectivity).url()


def _most_comparable(collectivity: Collectivity, code: str, size: int) -> list[Hit]:
    request = SearchRequest(
        locale=code,
        filters={"type": ("case",)},
        collectivity=collectivity,
        sort=Sort.COMPARABILITY,
        page_size=size,
    )
    hits = service.search(request).hits
    # Without a reason in words, a score alone makes nothing comparable.
    return [hit for hit in hits if hit.comparison and hit.comparison.reasons]


def _score(hit: Hit) -> float:
    return (hit.comparison.score or 0.0) if hit.comparison else 0.0


def _within(collectivity: Collectivity) -> Q:
    here = Q(collectivity=collectivity.pk)
    if collectivity.kind in GROUPINGS:
        return here | Q(collectivity__parent=collectivity.pk)
    if collectivity.kind == Kind.DEPARTEMENT:
        return here | _in_departments([collectivity.code])
    if collectivity.kind == Kind.REGION:
        return here | _in_regions([collectivity.code])
    return here


def _near(collectivity: Collectivity) -> Q:
    if collectivity.kind == Kind.REGION:
        return NOWHERE
    if collectivity.kind == Kind.DEPARTEMENT:
        return _in_regions(collectivity.region_codes)
    near = _in_departments(collectivity.department_codes)
    if collectivity.parent_id:
        near |= Q(collectivity=collectivity.parent_id)
        near |= Q(collectivity__parent=collectivity.parent_id)
    return near


def _in_departments(codes: Sequence[str]) -> Q:
    return _any(Q(collectivity__department_codes__has=code) for code in codes)


def _in_regions(codes: Sequence[str]) -> Q:
    return _any(Q(collectivity__region_codes__has=code) for code in codes)


def _any(conditions: Iterable[Q]) -> Q:
    """Return a condition that holds when one of these does, and never when there is none."""
    return reduce(or_, conditions, NOWHERE)


def _keys(where: Q) -> list[UUID]:
    """Return the translation keys of the cases whose collectivités meet a condition, newest first."""
    roles = CaseCollectivity.objects.filter(where)
    entries = open_cases().filter(page__in=roles.values("page"))
    newest = entries.order_by(F("updated_at").desc(nulls_last=True), "page")
    return list(dict.fromkeys(newest.values_list("page__translation_key", flat=True)))


def _practices(
    keys: Sequence[UUID], cases: Mapping[UUID, CaseStudyPage], filters: Mapping[str, Sequence[str]]
) -> Practices:
    state = SearchAddress(filters={name: tuple(values) for name, values in filters.items()})
    return Practices(
        cases=[cases[key] for key in keys[:PRACTICES_SHOWN] if key in cases],
        keys=frozenset(keys),
        url=state.url() if any(filters.values()) else "",
    )


def _search_within(collectivity: Collectivity) -> dict[str, Sequence[str]]:
    if collectivity.kind == Kind.DEPARTEMENT:
        return {"departement": [collectivity.code]}
    if collectivity.kind == Kind.REGION and not collectivity.valid_until:
        return {"region": [collectivity.code]}
    return {}


def _search_near(collectivity: Collectivity) -> dict[str, Sequence[str]]:
    if collectivity.kind == Kind.DEPARTEMENT:
        return {"region": collectivity.region_codes}
    return {"departement": collectivity.department_codes}
