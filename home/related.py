"""What studies show on the pages of other apps."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from common.pages import localized
from common.registry import RelatedSection

from .models import StudyCase, StudyPage


def studies_of_case(case: Page, request: HttpRequest) -> RelatedSection:
    """Return every live study that looked at a case, whatever the languages of the two pages.

    Each has the `note` of what it looked at there.
    """
    rows = StudyCase.objects.filter(case__translation_key=case.translation_key)
    note = rows.filter(page=OuterRef("pk")).values("note")[:1]
    keys = rows.values("page__translation_key")
    studies = StudyPage.objects.annotate(note=Subquery(note))
    found = localized(StudyPage, keys, case.locale, studies)
    return RelatedSection(
        heading=_("Studied in"),
        anchor="etudes",
        items=sorted(found.values(), key=lambda study: (study.published_on, study.title)),
        template="home/_studies_of_case.html",
    )
