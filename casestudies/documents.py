"""What the search knows of a case study."""

from typing import TYPE_CHECKING

from collectivities.profile import band_of
from common.dates import PartialDate
from common.documents import SearchDocument
from common.text import plain_text

from .choices import CollectivityRole

if TYPE_CHECKING:
    from .models import CaseStudyPage


def case_document(page: "CaseStudyPage") -> SearchDocument:
    """Build the search document of a case study from the page and its children."""
    roles = list(page.collectivities.select_related("collectivity"))
    places = [role.collectivity for role in roles]
    method_uses = list(page.method_uses.select_related("method"))
    bands = [band_of(place.population) for place in places if place.population is not None]
    return SearchDocument(
        type="case",
        title=page.title,
        summary=page.summary,
        body=_body(page, [place.name for place in places]),
        facets={
            "theme": [link.theme.slug for link in page.themes.select_related("theme")],
            "methode": [use.method.reference for use in method_uses],
            "phase": sorted({use.phase for use in method_uses if use.phase}),
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
    )


def _body(page: "CaseStudyPage", place_names: list[str]) -> str:
    story = plain_text(
        page.problem, page.approach, page.trials, page.limits, page.conditions, page.obstacles
    )
    rows = [
        *place_names,
        *(link.theme.name for link in page.themes.select_related("theme")),
        *(link.audience.name for link in page.audiences.select_related("audience")),
        *(f"{link.skill.name} {link.note}" for link in page.skills.select_related("skill")),
        *(
            f"{link.organisation.name} {link.role}"
            for link in page.partners.select_related("organisation")
        ),
        *(f"{use.method.title} {use.how}" for use in page.method_uses.select_related("method")),
        *(result.statement for result in page.results.all()),
        *(news.note for news in page.follow_ups.all()),
        *(f"{other.who} {other.note}" for other in page.replications.all()),
        page.legal_competence,
    ]
    return "\n".join([story, *(row.strip() for row in rows if row.strip())])
