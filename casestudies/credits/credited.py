"""Who is credited in public, and for which cases."""

from django.db.models import QuerySet
from wagtail.models import Locale
from wagtail.query import PageQuerySet

from casestudies.models import CaseAuthor, CaseStudyPage, Contributor, Promotion
from casestudies.querysets import CaseStudyQuerySet
from common.pages import live_pages, only_in_other_locales, public


def credited_contributors() -> QuerySet[Contributor]:
    """Return the contributors whom a public case credits; nobody else has a page."""
    return Contributor.objects.filter(pk__in=_public_credits().values("contributor"))


def credited_promotions() -> QuerySet[Promotion]:
    """Return the promotions, in every language, of whose members a public case credits one."""
    keys = _public_credits().values("contributor__promotion__translation_key")
    return Promotion.objects.filter(translation_key__in=keys)


def credits_of_author(contributor: Contributor) -> QuerySet[CaseAuthor]:
    """Return the credits of a contributor, of cases that are public or not."""
    return CaseAuthor.objects.filter(contributor=contributor)


def credits_of_promotion(promotion: Promotion) -> QuerySet[CaseAuthor]:
    """Return the credits of the members of a promotion, of cases that are public or not."""
    key = promotion.translation_key
    return CaseAuthor.objects.filter(contributor__promotion__translation_key=key)


def cases_here(rows: QuerySet[CaseAuthor], locale: Locale) -> CaseStudyQuerySet:
    """Return the public cases of these credits in one language, newest first, for cards."""
    cases = live_pages(CaseStudyPage, locale).filter(pk__in=rows.values("page"))
    return cases.for_cards().order_by("-first_published_at", "title")


def cases_elsewhere(rows: QuerySet[CaseAuthor], locale: Locale) -> PageQuerySet:
    """Return the public cases of these credits that only exist in other languages."""
    others = only_in_other_locales(CaseStudyPage, locale)
    return others.filter(pk__in=rows.values("page")).order_by("title")


def _public_credits() -> QuerySet[CaseAuthor]:
    return CaseAuthor.objects.filter(page__in=public(CaseStudyPage.objects.all()).values("pk"))
