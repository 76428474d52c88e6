"""What the search knows of a case study."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import override

from collectivities.models import Collectivity, Kind
from collectivities.profile import band_of
from common.dates import PartialDate
from common.documents import SearchDocument
from common.pages import localized
from common.text import plain_text
from methods.models import MethodPage

from .choices import CollectivityRole
from .freshness import known_true_on

if TYPE_CHECKING:
    from .models import CaseMethodUse, CaseStudyPage


def case_document(page: "CaseStudyPage") -> SearchDocument:
    """Build the search document of a case study from the page and its children."""
    roles = list(page.collectivities.select_related("collectivity"))
    places = [role.collectivity for role in roles]
    method_uses = list(page.method_uses.select_related("method"))
    # What a reader may not see of a method must not be found through its cases.
    keys = [use.method.translation_key for use in method_uses]
    methods = localized(MethodPage, keys, page.locale)
    uses = [
        (use, methods[key]) for use, key in zip(method_uses, keys, strict=True) if key in methods
    ]
    bands = [band_of(place.population) for place in places if place.population is not None]
    return SearchDocument(
        type="case",
        title=page.title,
        summary=page.summary,
        keywords=_keywords(page),
        body=_body(page, places, uses),
        facets={
            "theme": [link.theme.slug for link in page.themes.select_related("theme")],
            "methode": [method.reference for _use, method in uses],
            "phase": sorted({use.phase for use, _method in uses if use.phase}),
            "territoire": sorted({place.kind for place in places}),
            "strate": sorted(set(bands)),
            "region": sorted({code for place in places for code in place.region_codes}),
            "departement": sorted({code for place in places for code in place.department_codes}),
            "stade": [page.stage] if page.stage else [],
            "cout": [page.cost_band],
            "preuve": sorted({result.evidence for result in page.results.all()}),
            "annee": [str(PartialDate.parse(page.started_on).year)] if page.started_on else [],
        },
        lead_collectivities=[
            role.collectivity_id for role in roles if role.role == CollectivityRole.LEAD
        ],
        updated_at=page.last_published_at,
        known_on=known_true_on(page, timezone.localdate()),
    )


def _keywords(page: "CaseStudyPage") -> str:
    names = [
        *(link.theme.name for link in page.themes.select_related("theme")),
        *(link.audience.name for link in page.audiences.select_related("audience")),
        *(link.skill.name for link in page.skills.select_related("skill")),
    ]
    return "\n".join(names)


def _body(
    page: "CaseStudyPage",
    places: Sequence[Collectivity],
    uses: Sequence[tuple["CaseMethodUse", MethodPage]],
) -> str:
    story = plain_text(
        page.problem, page.approach, page.trials, page.limits, page.conditions, page.obstacles
    )
    rows = [
        *_places(places, page.locale.language_code),
        *(link.note for link in page.skills.all()),
        *(
            f"{link.organisation.name} {link.role}"
            for link in page.partners.select_related("organisation")
        ),
        *(f"{method.title} {use.how}" for use, method in uses),
        *(result.statement for result in page.results.all()),
        *(news.note for news in page.follow_ups.all()),
        *(f"{other.who} {other.note}" for other in page.replications.all()),
        page.legal_competence,
    ]
    return "\n".join([story, *(row.strip() for row in rows if row.strip())])


def _places(places: Sequence[Collectivity], language: str) -> Iterator[str]:
    """Yield the names of the places, and of what they lie in: people search for those too."""
    codes = {code for place in places for code in place.region_codes}
    regions = Collectivity.objects.filter(kind=Kind.REGION, code__in=codes, valid_until=None)
    for place in places:
        yield f"{place.name} {place.official_name} {place.location}"
        if place.country:
            # In the page's language, whatever the editor's is.
            with override(language):
                yield str(place.get_country_display())
    yield from regions.order_by("code").values_list("name", flat=True)
