"""The signed links of the messages: each does one thing, to one alert."""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer, TimestampSigner

from search.models import SearchAlert

CONFIRMATION_TIME = timedelta(days=3)


def confirmation_token(alert: SearchAlert) -> str:
    """Return what confirms an alert, for `CONFIRMATION_TIME`."""
    return _confirmation().sign(alert.pk.hex)


def stop_token(alert: SearchAlert) -> str:
    """Return what stops an alert, as long as it lasts."""
    return _stop().sign(alert.pk.hex)


def id_to_confirm(token: str) -> UUID | None:
    """Return the alert that a token confirms, None when it is forged or too old."""
    try:
        return UUID(_confirmation().unsign(token, max_age=CONFIRMATION_TIME))
    except BadSignature:
        return None


def id_to_stop(token: str) -> UUID | None:
    """Return the alert that a token stops, None when it is forged."""
    try:
        return UUID(_stop().unsign(token))
    except BadSignature:
        return None


def _confirmation() -> TimestampSigner:
    return TimestampSigner(sep=".", salt="search.alerts.confirm")


def _stop() -> Signer:
    return Signer(sep=".", salt="search.alerts.stop")
