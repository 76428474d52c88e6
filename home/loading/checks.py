"""Checks the whole content before anything of it is written."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import translation
from modelcluster.models import get_all_child_relations
from wagtail.models import Locale, Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from casestudies.publication import publication_errors
from home.models import HomePage

from . import build, schema
from .files import CATALOGUE, CONTENT, Content, read_files
from .mistakes import ContentError, Mistake
from .references import reference_mistakes
from .translations import originals
from .walk import walk, walk_cases

# What a page gets from its place among the others.
_PLACE = {"path", "depth", "url_path", "draft_title"}
# The fields that the files give another name.
_NAMES_IN_FILES = {"method_uses": "methods"}


def read_content(folder: Path = CONTENT) -> Content:
    """Read and check the files of a content folder; nothing is written.

    Raises ContentError, which lists the mistakes, if any file is malformed, refers to what exists
    neither in the files nor, for a collectivité, in the reference data, holds what the site would
    refuse, or lacks the English of a string. What others rest on is checked first.
    """
    content = read_files(folder)
    mistakes = list(reference_mistakes(content))
    if not mistakes:
        with translation.override("en"):
            mistakes = list(_refused(content))
    if mistakes:
        raise ContentError(mistakes)
    return content


def _refused(content: Content) -> Iterator[Mistake]:
    """Build everything as it will be loaded, save nothing, and yield what would be refused."""
    context = build.Context()
    made: list[tuple[schema.Entry, Model]] = []

    def keep(entry: schema.Entry | None, built: Any, parent: Page | None = None, /) -> Any:
        if entry is not None:
            made.append((entry, built))
        return built

    # As the first migration makes it.
    home = HomePage(slug="accueil", locale=Locale.get_default())
    walk(content, context, home, keep)
    build.fill_home(home, content.home, context)
    made.append((content.home, home))
    needed = _strings(content, context)
    walk_cases(content.english_cases, context, CaseStudyIndexPage(), keep)
    for entry, built in made:
        for field, message in _refusals(built):
            yield entry.mistake(field, message)
    yield from _translation_mistakes(content.memory, needed)


def _refusals(built: Model) -> Iterator[tuple[str, str]]:
    """Yield what the site would refuse of an object or of its children, by field."""
    yield from _invalid_fields(built)
    if isinstance(built, CaseStudyPage):
        yield from ((error.field, str(error.message)) for error in publication_errors(built))
    if isinstance(built, Page):
        for relation in get_all_child_relations(type(built)):
            name = relation.get_accessor_name()
            for position, child in enumerate(getattr(built, name).all()):
                at = f"{_NAMES_IN_FILES.get(name, name)}.{position}"
                yield from ((f"{at}.{field}", text) for field, text in _invalid_fields(child))


def _invalid_fields(built: Model) -> Iterator[tuple[str, str]]:
    # References were checked by name: what they lead to may not be saved yet.
    relations = {field.name for field in built._meta.fields if field.is_relation}
    try:
        built.clean_fields(exclude=relations | _PLACE)
        if not isinstance(built, Page):
            # Pages ask the database who has their address: loading does, too.
            built.clean()
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            yield from ((field, message) for message in messages)


def _strings(content: Content, context: build.Context) -> dict[str, Model]:
    """Return the strings that the English needs, each with a thing that has it."""
    return {
        segment.string.data: original
        for original in originals(content, context)
        for segment in extract_segments(original)
        if isinstance(segment, StringSegmentValue)
    }


def _translation_mistakes(memory: Mapping[str, str], needed: dict[str, Model]) -> Iterator[Mistake]:
    for string, original in needed.items():
        if string not in memory:
            yield Mistake(CATALOGUE, string, f"has no English, and “{original}” needs it")
            continue
        try:
            StringValue.from_translated_html(memory[string])
            validate_translation_links(string, memory[string])
        except ValueError as error:
            yield Mistake(CATALOGUE, string, str(error))
