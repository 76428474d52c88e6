"""Makes rows of the paragraphs and the items of a part: sources, results, funders, names."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from casestudies.choices import EvidenceLevel

from . import values
from .facts import split_names
from .limits import fits, row_limit
from .markup import lines, links, words
from .parts import Part
from .setting import Setting
from .storytelling import place_blocks
from .structure import Kind, Paragraph, one_line
from .vocabulary import NAMED, SECTIONS

Rows = list[dict[str, Any]] | None

_URL = re.compile(r"https?://[^\s<>«»]+[^\s<>«».,;:!?)]")
_FUNDED = re.compile(r"^(?P<funder>.+?)\s*:\s*(?P<sum>.+)$")
_MARK = re.compile(r"^\s*[•▪◦*–—-]\s+")


def place_rows(setting: Setting) -> None:
    """Make a row of each line of a part, in the relation that it names; keep what cannot be one."""
    key = setting.part.key
    read = _READERS.get(key, _named)
    blocks = setting.part.blocks
    for paragraph in [block for block in blocks if isinstance(block, Paragraph)]:
        for line in lines(paragraph):
            rows = _rows(key, line, read)
            if rows is None:
                setting.keep([line], _("This line is not understood, or is too long."))
            elif rows:
                setting.placement.rows.setdefault(key, []).extend(rows)
                setting.placement.say(words([line]), SECTIONS.label(key))
    part = Part(key, setting.part.heading, setting.part.level)
    part.blocks = [block for block in blocks if not isinstance(block, Paragraph)]
    place_blocks(replace(setting, part=part))


def _rows(key: str, line: Paragraph, read: Callable[[str, Paragraph], Rows]) -> Rows:
    if not words([line]):
        return []
    return None if line.kind == Kind.HEADING else read(key, line)


def _named(key: str, line: Paragraph) -> Rows:
    if links([line]):
        return None
    return [{NAMED[key]: name} for name in split_names([words([line])])]


def _source(key: str, line: Paragraph) -> Rows:
    """Read "Title, publisher https://…": the address may also be that of the title's link."""
    address, text = _address_and_words(line)
    title = text.strip(" :,;–—-.()") or address
    if not title or not fits(title, row_limit(key, "title")):
        return None
    return [{"title": title, "url": address}]


def _address_and_words(line: Paragraph) -> tuple[str, str]:
    """Return the one address of a line, if there is one that fits, and its other words."""
    text = _MARK.sub("", words([line]))
    found = list(dict.fromkeys([*links([line]), *_URL.findall(text)]))
    if len(found) != 1 or values.url(found[0]) is None:
        return "", text
    rest = _MARK.sub("", words([line], without_link=found[0]))
    return found[0], one_line(rest.replace(found[0], ""))


def _result(key: str, line: Paragraph) -> Rows:
    address, text = _address_and_words(line)
    if not text or not fits(text, row_limit(key, "statement")):
        return None
    # Nobody says how solid it is: it has been told.
    return [{"statement": text, "evidence": str(EvidenceLevel.TOLD), "source_url": address}]


def _funding(key: str, line: Paragraph) -> Rows:
    match = _FUNDED.match(words([line]))
    if match is None or not fits(match["funder"], row_limit(key, "funder")):
        return None
    funder = _MARK.sub("", match["funder"])
    if (share := values.percent(match["sum"])) is not None and "%" in match["sum"]:
        return [{"funder": funder, "share_percent": share}]
    found = values.amount(match["sum"])
    if found is None or not fits(found[1], row_limit(key, "note")):
        return None
    return [{"funder": funder, "amount": found[0], "note": found[1]}]


def _replication(key: str, line: Paragraph) -> Rows:
    address, text = _address_and_words(line)
    fit = text and fits(text, row_limit(key, "who"))
    return [{"who": text, "source_url": address}] if fit else None


_READERS: dict[str, Callable[[str, Paragraph], Rows]] = {
    "sources": _source,
    "results": _result,
    "funding": _funding,
    "replications": _replication,
}
