"""How a case is cited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casestudies.versions.addresses import citation_url, short_url, version_url

from .citation import Citation, one_line
from .names import Name, read_name
from .records import FORMATS, bibtex
from .styles import apa, chicago

if TYPE_CHECKING:
    from casestudies.models import CaseStudyPage, CaseVersion, Contributor


@dataclass(frozen=True, kw_only=True)
class CitationBox:
    """What the page of a case offers to who cites it.

    Attributes:
        citation: What is cited.
        short_url: The address that leads to the case, whatever its version.
        apa: In the manner of the APA.
        chicago: In the manner of Chicago.
        bibtex: As an entry of BibTeX.
        downloads: Label and address of each format.
    """

    citation: Citation
    short_url: str
    apa: SafeString
    chicago: str
    bibtex: str
    downloads: Sequence[tuple[str, str]]


def citation_of(
    page: "CaseStudyPage", version: "CaseVersion | None", authors: "Sequence[Contributor]"
) -> Citation:
    """Return what a citation of a version of a case says; a case without author is the editors'."""
    names = [read_name(one_line(author.name)) for author in authors]
    number = version.number if version else None
    return Citation(
        key=f"{page.reference}-v{number}" if number else page.reference,
        authors=names or [Name(_("The editors"))],
        title=one_line(page.title),
        kind=_("Case study"),
        site=settings.WAGTAIL_SITE_NAME,
        published_on=_published_on(page, version),
        version=number,
        url=version_url(page, number) if number else short_url(page),
        language=str(page.locale.language_code),
        summary=one_line(page.summary),
    )


def citation_box(
    page: "CaseStudyPage", version: "CaseVersion | None", authors: "Sequence[Contributor]"
) -> CitationBox | None:
    """Return how to cite a case, or None for one that is not published: it leads nowhere yet."""
    if not (page.live and page.reference):
        return None
    citation = citation_of(page, version, authors)
    return CitationBox(
        citation=citation,
        short_url=short_url(page),
        apa=apa(citation),
        chicago=chicago(citation),
        bibtex=bibtex(citation),
        downloads=[
            (known.label, citation_url(page, citation.version, extension))
            for extension, known in FORMATS.items()
        ],
    )


def _published_on(page: "CaseStudyPage", version: "CaseVersion | None") -> date | None:
    moment = version.published_at if version else page.last_published_at
    return timezone.localtime(moment).date() if moment else None
