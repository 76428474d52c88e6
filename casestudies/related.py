"""What case studies show on the pages of other apps."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from common.pages import localized
from common.registry import RelatedSection

from .models import CaseMethodUse, CaseStudyPage


def cases_of_method(method: Page, request: HttpRequest) -> RelatedSection | None:
    """Return every live case that used a method, whatever the languages of the two pages."""
    uses = CaseMethodUse.objects.filter(method__translation_key=method.translation_key)
    keys = uses.values_list("page__translation_key", flat=True)
    cases = localized(CaseStudyPage, keys, method.locale, CaseStudyPage.objects.for_cards())
    how = {
        (use.page_id): use.how for use in uses.filter(page__in=[case.pk for case in cases.values()])
    }
    items = [
        {"case": case, "how": how.get(case.pk, "")}
        for case in sorted(cases.values(), key=lambda case: case.title)
    ]
    return RelatedSection(
        heading=_("The cases that used this method"),
        anchor="cas",
        items=items,
        template="casestudies/_cases_of_method.html",
    )
