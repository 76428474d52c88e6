"""Translates the demonstration, through what wagtail-localize's own screens store."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from home.models import HomePage
from methods.models import MethodIndexPage, MethodPage
from vocabulary.models import Audience, Organisation, Skill, Theme

from .build import Context
from .files import Content

TRANSLATED_METHOD = "immersion"
TRANSLATED_CASE = "carte-blanche-grand-cahors"


def originals(content: Content, context: Context) -> Iterator[Any]:
    """Yield what is translated, each after what it needs: words, then parents, then pages."""
    cases = [case for case in content.cases if case.reference == TRANSLATED_CASE]
    bodies = {
        link.organisation for case in [*cases, *content.english_cases] for link in case.partners
    }
    for model in (Theme, Audience, Skill):
        yield from context[model].values()
    yield from (body for slug, body in context[Organisation].items() if slug in bodies)
    for model in (HomePage, CaseStudyIndexPage, MethodIndexPage):
        yield from context[model].values()
    for model, reference in ((MethodPage, TRANSLATED_METHOD), (CaseStudyPage, TRANSLATED_CASE)):
        if reference in context[model]:
            yield context[model][reference]


def translate(original: models.Model, locale: Locale, memory: Mapping[str, str]) -> Any:
    """Create and return the translation of an object, a draft if the memory lacks a string."""
    source, _ = TranslationSource.update_or_create_from_instance(original)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    complete = True
    for segment in StringSegment.objects.filter(source=source).select_related("string"):
        text = memory.get(segment.string.data)
        complete = complete and text is not None
        if text is not None:
            StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=locale,
                defaults={"data": text, "tool_name": "Co-construire"},
            )
    # Words have no drafts; wagtail-localize publishes pages on commit, later than we need them.
    translation.save_target(publish=not isinstance(original, Page))
    target = translation.get_target_instance()
    if complete and isinstance(target, Page):
        target.latest_revision.publish()
    return target
