"""The messages: plain words, and in each a link that stops them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from common.addresses import whole_address
from common.mail import write
from search.models import SearchAlert
from search.presentation import in_words
from search.types import Sort

from .news import News, stored_search
from .tokens import CONFIRMATION_TIME, confirmation_token, stop_token

MAIL = "search/alerts/mail"
PAGES_SHOWN = 30


def confirmation(alert: SearchAlert) -> EmailMultiAlternatives:
    """Return the message that asks its reader to confirm an alert."""
    with override(alert.language):
        link = reverse("search:alert_confirm", args=[confirmation_token(alert)])
        context = {"confirm_url": whole_address(link), "days": CONFIRMATION_TIME.days}
        return _about(alert, "confirm", _("Confirm your alert: %(words)s"), context)


def already_followed(alert: SearchAlert) -> EmailMultiAlternatives:
    """Return the message for a search that its reader follows already."""
    with override(alert.language):
        return _about(alert, "already", _("You already follow this search: %(words)s"), {})


def too_many(address: str, language: str, alerts: Iterable[SearchAlert]) -> EmailMultiAlternatives:
    """Return the message for a reader who follows as many searches as they may."""
    with override(language):
        followed = [{"words": words_of(alert), "stop_url": stop_url(alert)} for alert in alerts]
        subject = _("You follow many searches already")
        return write(f"{MAIL}/full", subject, address, {"followed": followed}, has_html=False)


def news(alert: SearchAlert, pages: Sequence[News]) -> EmailMultiAlternatives:
    """Return the message that tells of new pages."""
    with override(alert.language):
        state, _labels = stored_search(alert.query)
        context = {
            "pages": pages[:PAGES_SHOWN],
            "count": len(pages),
            "more": len(pages) - PAGES_SHOWN,
            "search_url": whole_address(state.changed(sort=Sort.NEWEST).url()),
        }
        subject = ngettext(
            "%(count)s new page: %(words)s", "%(count)s new pages: %(words)s", len(pages)
        )
        return _about(alert, "news", subject, context, with_html=True)


def words_of(alert: SearchAlert) -> str:
    """Return what an alert follows, in the active language."""
    return in_words(*stored_search(alert.query))


def stop_url(alert: SearchAlert) -> str:
    """Return the address that stops an alert."""
    return whole_address(reverse("search:alert_stop", args=[stop_token(alert)]))


def _about(
    alert: SearchAlert,
    template: str,
    subject: str,
    context: Mapping[str, Any],
    *,
    with_html: bool = False,
) -> EmailMultiAlternatives:
    words, stop = words_of(alert), stop_url(alert)
    context = {**context, "alert": alert, "words": words, "stop_url": stop}
    subject %= {"words": words, "count": context.get("count")}
    return write(
        f"{MAIL}/{template}",
        subject,
        alert.address,
        context,
        has_html=with_html,
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
