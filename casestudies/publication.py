"""What publication still needs. A draft may have gaps; a published case may not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from common.dates import PartialDate
from common.models import CreditedImage
from common.refusals import PublicationRefused

from .completeness import STORY_FIELDS, completeness

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from .models import CaseStudyPage


# Where the blocks of the story hold images.
_IMAGES_IN = {"figure": "image", "gallery": "figures"}
_UNCREDITED = _("Give the author and the licence of the image: open it to change it.")
_UNDESCRIBED = _("Say what the image shows, or that it only decorates.")


@dataclass(frozen=True)
class PublicationError:
    """Something that publication still needs.

    Attributes:
        field: The field or the child relation that the editor has to mend.
        message: What is missing and what to do, translated.
        block: For a stream field, the position of the block and the field in it.
    """

    field: str
    message: "StrOrPromise"
    block: tuple[int, str] | None = None


def publication_errors(page: "CaseStudyPage") -> list[PublicationError]:
    """Return what publication of this case study still needs, in the order of the form."""
    checks = (_gaps, _contradictions, _unsourced_figures, _unfinished_images, _unsorted)
    return [error for check in checks for error in check(page)]


def refuse_unpublishable(page: "CaseStudyPage") -> None:
    """Raise PublicationRefused, naming each gap, unless the case study may be published."""
    errors = publication_errors(page)
    if errors:
        raise PublicationRefused(page, [str(error.message) for error in errors])


def _gaps(page: "CaseStudyPage") -> Iterator[PublicationError]:
    for part in completeness(page.serializable_data()).essential:
        yield PublicationError(part.field, part.request)


def _contradictions(page: "CaseStudyPage") -> Iterator[PublicationError]:
    if ends_before_start(page.started_on, page.ended_on):
        yield PublicationError("ended_on", _("The end is before the start."))
    if page.cost_amount is not None and not page.cost_covers:
        yield PublicationError("cost_covers", _("Say what the amount covers."))
    has_contact = page.contact_name or page.contact_email
    if has_contact and not page.contact_consent:
        yield PublicationError(
            "contact_consent",
            _("Ask the contact for consent and tick the box, or remove the contact."),
        )


def _unsourced_figures(page: "CaseStudyPage") -> Iterator[PublicationError]:
    for name in STORY_FIELDS:
        for position, block in enumerate(getattr(page, name)):
            if block.block_type == "key_figure" and not block.value["source_url"]:
                yield PublicationError(
                    name, _("Give the address of the figure's source."), (position, "source_url")
                )


def _unfinished_images(page: "CaseStudyPage") -> Iterator[PublicationError]:
    """Yield what is missing of the images: an import brings some without author or description."""
    if page.cover_image and not _is_credited(page.cover_image):
        yield PublicationError("cover_image", _UNCREDITED)
    for name in STORY_FIELDS:
        for position, block in enumerate(getattr(page, name)):
            if block.block_type not in _IMAGES_IN:
                continue
            figures = [block.value] if block.block_type == "figure" else block.value["figures"]
            images = [figure["image"] for figure in figures if figure["image"]]
            place = position, _IMAGES_IN[block.block_type]
            if not all(map(_is_credited, images)):
                yield PublicationError(name, _UNCREDITED, place)
            if not all(map(_is_described, images)):
                yield PublicationError(name, _UNDESCRIBED, place)


def _is_credited(image: CreditedImage) -> bool:
    return bool(image.author and image.licence)


def _is_described(image: Any) -> bool:
    return bool(image.decorative or image.contextual_alt_text)


def _unsorted(page: "CaseStudyPage") -> Iterator[PublicationError]:
    for name in STORY_FIELDS:
        for position, block in enumerate(getattr(page, name)):
            if block.block_type == "to_sort":
                yield PublicationError(
                    name,
                    _("Move what the import set aside to its place, then delete this block."),
                    (position, "content"),
                )


def ends_before_start(started_on: str, ended_on: str) -> bool:
    """Tell whether an end is certainly before a start; both "2017", "2017-12" or empty."""
    if not started_on or not ended_on:
        return False
    return PartialDate.parse(ended_on).is_before(PartialDate.parse(started_on))
