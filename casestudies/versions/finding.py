"""Which case, and which version of it, a short address leads to."""

from wagtail.models import Locale

from casestudies.models import CaseStudyPage, CaseVersion
from common.pages import localized, public


def find_case(reference: str, locale: Locale) -> CaseStudyPage | None:
    """Return the public case of an identifier, in a language or else in another.

    One that it had when a version was published leads to it too, unless it is another's by now.
    """
    for keys in (
        public(CaseStudyPage.objects.filter(reference=reference)).values("translation_key"),
        CaseVersion.objects.filter(reference=reference).values("page__translation_key"),
    ):
        found = localized(CaseStudyPage, keys, locale)
        if found:
            return next(iter(found.values()))
    return None


def find_version(reference: str, number: int, locale: Locale) -> CaseVersion | None:
    """Return a version of a public case of one language, with its page and its revision."""
    case = find_case(reference, locale)
    if case is None or case.locale_id != locale.pk:
        return None
    version = case.versions.filter(number=number).select_related("revision").first()
    if version:
        version.page = case
    return version
