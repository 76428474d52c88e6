"""Until when what a case says is known to be true, and which cases have to be confirmed.

A case is known to be true on the latest of three days: when it was last verified, its latest dated
follow-up, its first publication. A year later it is due: someone asks, and readers are told.
A date known to the month or the year counts as the last day that it may mean: a case is due only
when it certainly is. Days still to come prove nothing, and do not count.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.query import PageQuerySet

from common.dates import PartialDate

if TYPE_CHECKING:
    from .models import CaseStudyPage

VALIDITY = timedelta(days=365)


def known_true_on(page: "CaseStudyPage", today: date) -> date | None:
    """Return the latest day on which what a page says may be known to be true, None if none is."""
    follow_ups = [row.date for row in page.follow_ups.all()]
    return latest_day(page.last_verified_on, follow_ups, page.first_published_at, today)


def latest_day(
    verified_on: date | None,
    follow_ups: Iterable[str],
    published_at: datetime | None,
    today: date,
) -> date | None:
    """Return the latest of the days; follow-ups are "2017", "2017-12" or empty."""
    days = [_last_day(text) for text in follow_ups if _has_begun(text, today)]
    if verified_on and verified_on <= today:
        days.append(verified_on)
    if published_at:
        days.append(timezone.localdate(published_at))
    return max(days, default=None)


def is_due(known_on: date | None, today: date) -> bool:
    """Tell whether what was known to be true on a day has to be confirmed; nothing is not asked."""
    return known_on is not None and known_on < today - VALIDITY


def due_for_confirmation(today: date) -> PageQuerySet:
    """Return the live cases that have to be confirmed, each once: in the site's first language.

    Those that readers have in another language only are in that one.
    """
    oldest = today - VALIDITY
    # Stored as "2017" or "2017-12", which sort as text.
    may_be_recent = Q(date__gte=f"{oldest:%Y-%m}") | Q(date=f"{oldest:%Y}")
    follow_ups = apps.get_model("casestudies.CaseFollowUp").objects
    news = follow_ups.filter(may_be_recent, page=OuterRef("pk"), date__lte=f"{today:%Y-%m}")
    start = timezone.make_aware(datetime.combine(oldest, datetime.min.time()))
    # The models' own module says with this one how fresh a page is.
    pages: PageQuerySet = apps.get_model("casestudies.CaseStudyPage").objects.all()
    is_first = Q(locale__language_code=settings.LANGUAGE_CODE)
    originals = pages.filter(is_first, live=True, translation_key=OuterRef("translation_key"))
    return pages.filter(
        is_first | ~Exists(originals),
        ~Exists(news),
        first_published_at__lt=start,
        live=True,
        alias_of=None,
    ).exclude(last_verified_on__range=(oldest, today))


def _last_day(text: str) -> date:
    known = PartialDate.parse(text)
    month = known.month or 12
    return date(known.year, month, monthrange(known.year, month)[1])


def _has_begun(text: str, today: date) -> bool:
    return bool(text) and text <= f"{today:%Y-%m}"
