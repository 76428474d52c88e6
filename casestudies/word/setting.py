"""A part being placed: what any part does with tables, images, facts and what has no place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .facts import FactPlacer
from .markup import rich_text, table_lines, words
from .parts import Part
from .placement import WHERE_LENGTH, Fate, Item, Placement
from .structure import Block, Image, Paragraph, Table
from .tables import facts, is_facts, kind_of, read_row
from .vocabulary import FACTS, SECTIONS, STORY_TABLES, TABLES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Setting:
    """Where one part of the document is placed.

    Attributes:
        placement: What is being filled.
        part: The part of the document.
        stream: The part of the story that takes images, and what is to be sorted.
    """

    placement: Placement
    part: Part
    stream: str

    @property
    def items(self) -> list[Item]:
        """The blocks of the story here."""
        return self.placement.story.setdefault(self.stream, [])

    @property
    def label(self) -> str:
        """The name of the part of the story that is being filled."""
        return SECTIONS.label(self.stream)

    def keep(self, blocks: Iterable[Block], why: "StrOrPromise") -> None:
        """Set blocks aside as they are, to be sorted; images are placed in the story."""
        for block in blocks:
            if isinstance(block, Image):
                self.place_image(block, "")
            elif isinstance(block, Table):
                for image in images(block):
                    self.place_image(image, "")
                self.keep_html(words([block], " | "), rich_text(table_lines(block)), why)
            else:
                self.keep_html(words([block]), rich_text([block]), why)

    def keep_html(self, source: str, html: str, why: "StrOrPromise") -> None:
        """Set rich text aside, to be sorted."""
        if not html:
            return
        found_in = self.part.heading or _("Beginning of the document")
        self.placement.set_aside(self.stream, found_in[:WHERE_LENGTH], html)
        self.placement.say(source, found_in[:WHERE_LENGTH], Fate.TO_SORT, why)

    def place_image(self, image: Image, caption: str) -> None:
        """Make an image a figure of the story."""
        self.items.append(Item("figure", {"image": image, "caption": caption}))
        self.placement.say(caption or image.alt or image.name, self.label)

    def place_fact(self, key: str, name: str, texts: Sequence[str]) -> None:
        """Fill a key fact; keep its words to be sorted when they say more than was understood."""
        source = f"{name} : {' ; '.join(texts)}" if texts else name
        why = FactPlacer(self.placement).place(key, texts) if texts else _("No value was found.")
        if why is None:
            self.placement.say(source, FACTS.label(key))
        else:
            self.keep_html(source, rich_text([Paragraph.of(source)]), why)

    def place_table(self, table: Table) -> bool:
        """Place a table of a known kind, or of key facts. Return whether it was one."""
        kind = kind_of(table, self.part.key)
        if kind is not None:
            self._rows(table, *kind)
            return True
        if is_facts(table):
            self._facts(table)
            return True
        return False

    def _rows(self, table: Table, kind: str, columns: list[str | None]) -> None:
        header = words([Table(table.rows[:1])], " | ")
        self.placement.say(header, self._label_of(kind))
        for column, cell in zip(columns, table.rows[0], strict=True):
            if column is None:
                self.keep(cell, _("No column has this name."))
            for image in images(Table(((cell,),))) if column else []:
                self.place_image(image, "")
        for row in table.rows[1:]:
            if not words([Table((row,))]) and not images(Table((row,))):
                continue
            read = read_row(kind, columns, row)
            rest = Table((row,))
            if read is None:
                kept = Table((table.rows[0], row))
                self.keep([kept], _("This row is not understood, or is too long."))
                continue
            for image in images(rest):
                self.place_image(image, "")
            if kind in STORY_TABLES:
                value = dict.fromkeys(TABLES[kind].names, "") | read
                self.items.append(Item(kind, value))
            else:
                self.placement.rows.setdefault(kind, []).append(read)
            self.placement.say(words([rest], " | "), self._label_of(kind))

    def _label_of(self, kind: str) -> str:
        return SECTIONS.label(kind) if kind in SECTIONS.names else self.label

    def _facts(self, table: Table) -> None:
        for key, name, texts, row in facts(table):
            for image in images(Table((row,))):
                self.place_image(image, "")
            if key is not None and texts:
                self.place_fact(key, name, texts)
            elif key is not None:
                self.placement.say(name, FACTS.label(key), Fate.PLACED, _("Left empty."))
            else:
                rest = rich_text(table_lines(Table((row,))))
                self.keep_html(words([Table((row,))], " | "), rest, _("No key fact has this name."))


def images(block: Block) -> list[Image]:
    """Return the images of a table, however deep; a table in a cell is looked into."""
    if isinstance(block, Image):
        return [block]
    if isinstance(block, Table):
        return [found for row in block.rows for cell in row for b in cell for found in images(b)]
    return []
