"""The addresses that stay: of a case, whatever its place and name, and of each of its versions."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import override

from common.addresses import whole_address

if TYPE_CHECKING:
    from casestudies.models import CaseStudyPage


def short_url(page: "CaseStudyPage") -> str:
    """Return the whole address that leads to a case, in its language."""
    return _full(page, "short_address", page.reference)


def version_url(page: "CaseStudyPage", number: int) -> str:
    """Return the whole address of a version of a case, in its language."""
    return _full(page, "version", page.reference, number)


def citation_url(page: "CaseStudyPage", number: int | None, extension: str) -> str:
    """Return the path of the citation of a version, or of a case that has none."""
    numbers = [] if number is None else [number]
    return _path(page, "citation", page.reference, *numbers, extension)


def _full(page: "CaseStudyPage", view: str, *parts: str | int) -> str:
    return whole_address(_path(page, view, *parts))


def _path(page: "CaseStudyPage", view: str, *parts: str | int) -> str:
    with override(page.locale.language_code):
        return reverse(f"casestudies:{view}", args=parts)
