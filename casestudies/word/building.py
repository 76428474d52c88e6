"""Makes a draft case study of what a document fills, with what is named in it found."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Orderable

from casestudies.forms import credit_beginner
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from casestudies.publication import ends_before_start

from .naming import Directory
from .placement import Fate, Item, Placement
from .saving import ImageSaver
from .vocabulary import FACTS, NAMED, SECTIONS, STORY

_REFERENCES = NAMED | {"collectivities": "collectivity"}


@transaction.atomic
def build_draft(
    placement: Placement, parent: CaseStudyIndexPage, user: Any, file_name: str
) -> CaseStudyPage:
    """Save a draft under the list of cases and return it; the placement's report is completed.

    The caller has checked that this user may add a case there. What is named and not found is set
    aside, and so is an end before the start, which a draft may not have.
    """
    _set_impossible_end_aside(placement)
    page = CaseStudyPage(locale=parent.locale, owner=user, live=False)
    children = _children(placement, Directory(parent.locale))
    saver = ImageSaver(placement, user)
    if placement.cover is not None:
        page.cover_image = saver.save(placement.cover, "")
        page.cover_alt = placement.cover.alt[:250]
    for name in STORY:
        setattr(page, name, _stream(placement.story.get(name, []), saver))
    for name, value in placement.fields.items():
        setattr(page, name, value)
    page.title = page.title or _title_of(file_name)
    for name, rows in children.items():
        getattr(page, name).set(rows)
    credit_beginner(page, user)
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page


def _title_of(file_name: str) -> str:
    stem = file_name.rsplit("/", 1)[-1].removesuffix(".docx").strip()
    return stem[:255] or _("Imported case study")


def _set_impossible_end_aside(placement: Placement) -> None:
    fields = placement.fields
    end = fields.get("ended_on", "")
    if ends_before_start(fields.get("started_on", ""), end):
        del fields["ended_on"]
        label = FACTS.label("ended_on")
        _set_aside(placement, label, f"{label} : {end}", _("The end is before the start."))


def _set_aside(placement: Placement, where: str, text: str, why: str) -> None:
    placement.set_aside(STORY[0], where, f"<p>{escape(text)}</p>")
    placement.say(text, where, Fate.TO_SORT, why)


def _children(placement: Placement, directory: Directory) -> dict[str, Sequence[Orderable]]:
    """Return the rows of each child relation, in order."""
    children: dict[str, Sequence[Orderable]] = {}
    for relation, rows in placement.rows.items():
        model = CaseStudyPage._meta.get_field(relation).related_model
        found = [values for row in rows for values in _found(relation, row, placement, directory)]
        unique = found if relation not in _REFERENCES else _each_once(found, _REFERENCES[relation])
        children[relation] = [
            model(sort_order=position, **values) for position, values in enumerate(unique)
        ]
    return children


def _found(
    relation: str, row: dict[str, Any], placement: Placement, directory: Directory
) -> list[dict[str, Any]]:
    """Return a row with what it names in the place of the name; nothing when it is not found."""
    column = _REFERENCES.get(relation)
    if column is None:
        return [row]
    things = directory.find(column, row[column])
    if not things:
        where = FACTS.label("leads") if relation == "collectivities" else SECTIONS.label(relation)
        said = " | ".join(str(value) for key, value in row.items() if value and key != "phase")
        why = _("The site has nothing, or several things, of this name: choose it in the form.")
        _set_aside(placement, where, said, why)
    return [{**row, column: thing} for thing in things]


def _each_once(rows: list[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    return list({row[column].pk: row for row in reversed(rows)}.values())[::-1]


def _stream(items: Sequence[Item], saver: ImageSaver) -> list[dict[str, Any]]:
    """Return the raw data of a part of the story; an image that is refused leaves its caption."""
    stream = []
    for item in items:
        block = _figure(item, saver) if item.type == "figure" else item
        if block is not None:
            stream.append({"type": block.type, "value": block.value, "id": str(uuid4())})
    return stream


def _figure(item: Item, saver: ImageSaver) -> Item | None:
    image, caption = item.value["image"], item.value["caption"]
    saved = saver.save(image, caption)
    if saved is None:
        kept = " – ".join(filter(None, [caption, image.alt]))
        return Item("text", f"<p>{escape(kept)}</p>") if kept else None
    told = {"image": saved.pk, "alt_text": image.alt[:255], "decorative": False}
    return Item("figure", {"image": told, "caption": caption})
