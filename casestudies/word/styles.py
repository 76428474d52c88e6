"""What the styles and the numbering of a document say of its paragraphs."""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from collectivities.names import fold

from .structure import Kind

# The names that Word gives its own styles, whatever its language, then those that people give.
_KINDS = {
    "title": Kind.TITLE,
    "titre": Kind.TITLE,
    "subtitle": Kind.SUBTITLE,
    "sous titre": Kind.SUBTITLE,
    "quote": Kind.QUOTE,
    "intense quote": Kind.QUOTE,
    "citation": Kind.QUOTE,
    "citation intense": Kind.QUOTE,
    "quotations": Kind.QUOTE,
    "caption": Kind.CAPTION,
    "legende": Kind.CAPTION,
}
_HEADING = re.compile(r"(?:heading|titre) ([1-9])")
_LIST = re.compile(r"(?:list|liste) (bullet|number|a puces|a numeros)(?: ([2-5]))?")
_NOT_ORDERED = frozenset({"bullet", "none"})
# A style based on itself, or on one that is, must not turn round for ever.
_MAX_BASES = 20


class Styles:
    """The styles of a document and its lists."""

    def __init__(self, styles: Any, numbering: Any) -> None:
        found = [] if styles is None else styles.iter(qn("w:style"))
        self._styles = {style.get(qn("w:styleId")): style for style in found}
        self._formats = dict(_formats(numbering)) if numbering is not None else {}

    def kind(self, properties: Any) -> tuple[Kind, int, bool]:
        """Return the kind of a paragraph, its level and whether its list counts, from its `pPr`."""
        chain = [properties, *self._bases(properties, "w:pStyle")]
        for style in chain[1:]:
            name = fold(_value(style, "w:name") or "")
            if heading := _HEADING.fullmatch(name):
                return Kind.HEADING, int(heading[1]), False
            if name in _KINDS:
                return _KINDS[name], 0, False
        for node in chain:
            outline = _value(_child(node, "w:pPr"), "w:outlineLvl")
            if outline and outline.isdecimal() and int(outline) < 9:
                return Kind.HEADING, int(outline) + 1, False
        return self._list(chain) or (Kind.TEXT, 0, False)

    def is_set(self, properties: Any, name: str) -> bool:
        """Tell whether a run's `rPr`, or its character style, switches on `w:b` or `w:i`."""
        for node in [properties, *self._bases(properties, "w:rStyle")]:
            switch = _child(_child(node, "w:rPr"), name)
            if switch is not None:
                return switch.get(qn("w:val"), "true") not in {"0", "false", "off", "none"}
        return False

    def _bases(self, properties: Any, reference: str) -> Iterator[Any]:
        name = _value(properties, reference)
        for _step in range(_MAX_BASES):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = _value(style, "w:basedOn")

    def _list(self, chain: list[Any]) -> tuple[Kind, int, bool] | None:
        for node in chain:
            numbering = _child(_child(node, "w:pPr"), "w:numPr")
            number = _value(numbering, "w:numId")
            if number == "0":
                return None
            if number:
                level = _value(numbering, "w:ilvl") or "0"
                depth = min(int(level), 8) if level.isdecimal() else 0
                depth = depth or self._depth_of_style(chain)
                kind = self._formats.get((number, str(depth)), "bullet")
                return Kind.ITEM, depth, kind not in _NOT_ORDERED
        for style in chain[1:]:
            if named := _LIST.match(fold(_value(style, "w:name") or "")):
                depth = self._depth_of_style(chain)
                return Kind.ITEM, depth, named[1] in {"number", "a numeros"}
        return None

    def _depth_of_style(self, chain: list[Any]) -> int:
        """Return how deep "List Bullet 2" is; its numbering does not say."""
        for style in chain[1:]:
            if named := _LIST.match(fold(_value(style, "w:name") or "")):
                return int(named[2] or 1) - 1
        return 0


def _formats(numbering: Any) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield, by number of a list and level, how its items are marked."""
    lists = {node.get(qn("w:abstractNumId")): node for node in numbering.iter(qn("w:abstractNum"))}
    for number in numbering.iter(qn("w:num")):
        kind = lists.get(_value(number, "w:abstractNumId"))
        for level in [] if kind is None else kind.iter(qn("w:lvl")):
            key = (number.get(qn("w:numId"), ""), level.get(qn("w:ilvl"), ""))
            yield key, _value(level, "w:numFmt") or "bullet"


def _child(node: Any, name: str) -> Any:
    """Return the child of that name; properties stand for themselves."""
    if node is None or node.tag == qn(name):
        return node
    return node.find(qn(name))


def _value(node: Any, name: str) -> str | None:
    """Return the `w:val` of a child, or None."""
    child = None if node is None else node.find(qn(name))
    return None if child is None else child.get(qn("w:val"))
