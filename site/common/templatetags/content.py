"""How facts and stories are shown: dates, amounts, notes, covers, languages."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from common.covers import Cover, draw_cover
from common.dates import PartialDate
from common.footnotes import Footnotes

register = template.Library()


@register.filter
def partial_date(text: str) -> str:
    """Show a stored partial date in words: "2017-12" becomes "décembre 2017"."""
    return PartialDate.parse(text).display() if text else ""


@register.filter
def euros(amount: int) -> str:
    """Show an amount as the active language writes it: "168 000 €", "€168,000"."""
    return _("€%(amount)s") % {"amount": intcomma(amount)}


@register.filter
def initial(name: str) -> str:
    """Return the letter under which a name stands in an index: É under E, Œ under O."""
    return slugify(name.casefold().replace("œ", "oe").replace("æ", "ae"))[:1].upper()


@register.filter
def leading(roles: Iterable[Any]) -> list[Any]:
    """Return the collectivités that led, out of those that took part."""
    return [row.collectivity for row in roles if row.role == "lead"]


@register.filter
def runs(stream: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Group the blocks of a stream that follow one another and are of one type."""
    return [(kind, list(run)) for kind, run in groupby(stream, lambda block: block.block_type)]


@register.simple_tag
def footnotes_of(values: Iterable[Mapping[str, Any]]) -> Footnotes:
    """Return the notes of a page, which `with_notes` looks for under the name `notes`."""
    return Footnotes(values)


@register.simple_tag(takes_context=True)
def with_notes(context: template.Context, text: Any) -> Any:
    """Show a text with the calls of its page's notes made links; `notes` comes from the context."""
    notes = context.get("notes")
    return notes.link(text) if isinstance(notes, Footnotes) else text


@register.simple_tag
def drawn_cover(reference: str, theme: str = "") -> Cover:
    """Return the drawing that stands for a missing cover image."""
    return draw_cover(reference, theme or "")


@register.simple_tag(takes_context=True)
def other_language(context: template.Context, shown: Page) -> str:
    """Return the language of a page listed on a page of another language, else ""."""
    around: Any = context.get("page")
    if isinstance(around, Page) and around.locale_id == shown.locale_id:
        return ""
    code = str(shown.locale.language_code)
    return "" if code == get_language() else code
