"""Citations as people write them, in the active language: APA (7th) and Chicago (17th)."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .citation import Citation

# Beyond this many authors APA names the first ones and the last, Chicago the first ones only.
APA_MOST, CHICAGO_MOST, CHICAGO_SHOWN = 20, 10, 7
ENDINGS = (".", "?", "!", "…")


def apa(citation: Citation) -> SafeString:
    """Return a citation in the manner of the APA, its title in italics."""
    kind = citation.kind
    if citation.version:
        kind = _("%(kind)s, version %(number)s") % {"kind": kind, "number": citation.version}
    return format_html(
        "{} ({}). <i>{}</i> [{}]. {}. {}",
        _ended(_apa_authors([name.with_initials for name in citation.authors])),
        _apa_date(citation.published_on),
        citation.title,
        kind,
        citation.site,
        citation.url,
    )


def chicago(citation: Citation) -> str:
    """Return a citation in the manner of the Chicago Manual of Style, for a bibliography."""
    parts = [
        _ended(_chicago_authors(citation)),
        _chicago_title(citation.title),
        f"{citation.site}.",
        _chicago_version(citation),
        f"{citation.url}.",
    ]
    return " ".join(parts)


def _ended(text: str) -> str:
    """Return a text with a full stop, unless it ends with one or another mark."""
    return text if text.endswith(ENDINGS) else f"{text}."


def _apa_authors(names: Sequence[str]) -> str:
    if len(names) > APA_MOST:
        return f"{', '.join(names[: APA_MOST - 1])}, … {names[-1]}"
    if len(names) == 1:
        return names[0]
    # A comma before "&" in English, none before "et" in French.
    return _("%(names)s, & %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _apa_date(day: date | None) -> str:
    if day is None:
        return _("n.d.")
    return f"{day.year}, {date_format(day, 'MONTH_DAY_FORMAT')}"


def _chicago_authors(citation: Citation) -> str:
    first, *others = citation.authors
    names = [first.inverted, *(name.direct for name in others)]
    if len(names) > CHICAGO_MOST:
        return _("%(names)s, et al.") % {"names": ", ".join(names[:CHICAGO_SHOWN])}
    if not others:
        return names[0]
    return _("%(names)s, and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _chicago_title(title: str) -> str:
    # In English the full stop stands inside the marks, in French outside.
    if title.endswith(ENDINGS):
        return pgettext("citation of a title that ends with a mark", "“%(title)s”") % {
            "title": title
        }
    return pgettext("citation", "“%(title)s.”") % {"title": title}


def _chicago_version(citation: Citation) -> str:
    if citation.published_on is None:
        return _("n.d.")
    # Months in full, where the site's own format shortens them in English.
    day = date_format(citation.published_on, pgettext("date in a citation", "F j, Y"))
    if citation.version is None:
        return _("Published %(date)s.") % {"date": day}
    values = {"number": citation.version, "date": day}
    return _("Version %(number)s, published %(date)s.") % values
