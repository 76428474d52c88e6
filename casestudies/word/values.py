"""Reads dates, amounts and durations as people write them. What is not certain is not read."""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from casestudies.choices import CostBand
from collectivities.names import fold
from common.dates import PartialDate

_FRENCH = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre"),
    *("octobre", "novembre", "decembre"),
)
_ENGLISH = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MONTHS: Mapping[str, int] = {
    name[:length]: month
    for names in (_FRENCH, _ENGLISH)
    for month, name in enumerate(names, start=1)
    for length in (len(name), 4 if name in {"juillet", "juin"} else 3)
}
_MONTH_AND_YEAR = re.compile(r"(?P<month>[a-z]+) (?P<year>\d{4})")
_PERIOD = re.compile(r"^(?:de |du |from )?(?P<start>.+?) (?:a|au|to|until|-) (?P<end>.+)$")
_SINCE = re.compile(r"^(?:depuis|since|a partir de) (?:le )?(?P<start>.+)$")
_AMOUNT = re.compile(
    r"(?P<number>\d{1,3}(?:[ .]\d{3})+|\d+(?:[.,]\d{1,2})?)\s*(?P<unit>k|m)?\s*(?:€|euros?|eur)?",
    re.IGNORECASE,
)
_COVERS = re.compile(r"^\s*(?:\((?P<inside>[^()]+)\)|[:–—-]\s*(?P<after>.+)|(?P<plain>pour .+))$")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_COUNT = re.compile(
    r"(?P<number>\d{1,3}(?: \d{3})+|\d+)\s*(?:jours?|days?)?(?:[ -](?:agents?|hommes?))?",
    re.IGNORECASE,
)
_DURATION = re.compile(r"(?P<number>\d+)\s*(?P<unit>mois|months?|ans?|annees?|years?)?")
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d)?)\s*%?")
_BANDS = (
    (0, CostBand.NONE),
    (9_999, CostBand.UNDER_10K),
    (50_000, CostBand.FROM_10K),
    (200_000, CostBand.FROM_50K),
)
MAX_AMOUNT = 2_147_483_647
_is_url = URLValidator(schemes=["http", "https"])


def _plain(text: str) -> str:
    """Return the text with ordinary spaces, hyphens and no spaces around."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).replace("–", "-").replace("—", "-").strip()


def partial_date(text: str) -> str | None:
    """Return "2018" or "2018-03" for a year or a month in words or figures, None for the rest."""
    written = _plain(text)
    named = _MONTH_AND_YEAR.fullmatch(fold(written))
    if named and named["month"] in _MONTHS:
        written = f"{named['year']}-{_MONTHS[named['month']]:02d}"
    try:
        return str(PartialDate.parse(written))
    except ValueError:
        return None


def month_of_day(text: str) -> str | None:
    """Return the month of a day ("12 mars 2018", "12/03/2018"), None when it is not a day."""
    written = _plain(text)
    day = re.match(r"^(?:le )?(?:\d{1,2}|1er|1st)[ /.](?=.*\d{4}$)", written)
    return partial_date(written[day.end() :].replace(".", "/")) if day else None


def period(text: str) -> tuple[str, str] | None:
    """Return the start and the end of "mars 2018 - 2019", "de 2017 à 2019", "depuis 2018"."""
    written = _plain(text).lower().replace("à", "a")
    if since := _SINCE.match(written):
        start = partial_date(since["start"])
        return (start, "") if start else None
    spaced = re.sub(r"(?<=\d)-(?=\d{4})", " - ", written)
    if both := _PERIOD.match(spaced):
        start, end = partial_date(both["start"]), partial_date(both["end"])
        return (start, end) if start and end else None
    alone = partial_date(written)
    return (alone, "") if alone else None


def amount(text: str) -> tuple[int, str] | None:
    """Return an amount in euros and what it covers, as in "12 000 € (achat du car)"."""
    written = _plain(text)
    match = _AMOUNT.match(written)
    if match is None:
        return None
    covers = _COVERS.match(written[match.end() :]) if match.end() < len(written) else None
    if match.end() < len(written) and covers is None:
        return None
    digits = re.sub(r"[ .](?=\d{3})", "", match["number"]).replace(",", ".")
    value = Decimal(digits) * _UNITS[(match["unit"] or "").lower()]
    if value != value.to_integral_value() or value > MAX_AMOUNT:
        return None
    said = covers.group("inside", "after", "plain") if covers else ()
    return int(value), next((part.strip() for part in said if part), "")


def band(euros: int) -> str:
    """Return the band of costs that an amount is in."""
    return next((str(code) for most, code in _BANDS if euros <= most), str(CostBand.OVER_200K))


def count(text: str) -> int | None:
    """Return a number of days: "40", "40 jours", "40 jours-agent"."""
    match = _COUNT.fullmatch(_plain(text))
    return _bounded(match["number"].replace(" ", ""), MAX_AMOUNT) if match else None


def months(text: str) -> int | None:
    """Return a number of months: "18", "18 mois", "2 ans"."""
    match = _DURATION.fullmatch(fold(text))
    if match is None:
        return None
    in_years = (match["unit"] or "").startswith(("an", "y"))
    number = _bounded(match["number"], 2_000)
    return number * (12 if in_years else 1) if number is not None else None


def percent(text: str) -> Decimal | None:
    """Return a share: "45 %", "12,5"."""
    match = _PERCENT.fullmatch(_plain(text))
    share = Decimal(match[1].replace(",", ".")) if match else None
    return share if share is not None and share <= 100 else None


def url(text: str) -> str | None:
    """Return an address that a reader may follow and that fits its field, or None."""
    written = text.strip()
    try:
        _is_url(written)
    except ValidationError:
        return None
    return written if len(written) <= 500 else None


def _bounded(digits: str, most: int) -> int | None:
    number = int(digits) if len(digits) < 12 else most + 1
    return number if number <= most else None
