"""Loads the English of the demonstration, through what wagtail-localize's own screens store."""

from collections.abc import Callable, Iterator
from typing import Any

import polib
from django.db import models, transaction
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

from . import build
from .files import CONTENT, Content

ENGLISH = "en"
CATALOGUE = CONTENT / ENGLISH / "translations.po"
TRANSLATED_METHOD = "immersion"
TRANSLATED_CASE = "carte-blanche-grand-cahors"


def load_translations(content: Content, progress: Callable[[str], None]) -> list[models.Model]:
    """Translate what the demonstration shows in English, then add what was written in English.

    A page is published only if the catalogue has all its strings. Returns what was created.
    """
    english, _ = Locale.objects.get_or_create(language_code=ENGLISH)
    catalogue = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()
    memory = {entry.msgid: entry.msgstr for entry in catalogue.translated_entries()}
    added: list[models.Model] = []
    for original in translatable_originals(content):
        if not original.has_translation(english):
            added.append(translate(original, english, memory))
            progress(f"{original} → {ENGLISH}")
    added += _load_english_cases(content, english)
    return added


def translatable_originals(content: Content) -> Iterator[Any]:
    """Yield what is translated, each after what it needs: words, then parents, then pages."""
    french = Locale.get_default()
    cases = [case for case in content.cases if case.reference == TRANSLATED_CASE]
    bodies = {
        link.organisation for case in [*cases, *content.english_cases] for link in case.partners
    }
    for model in (Theme, Audience, Skill):
        yield from model.objects.filter(locale=french).order_by("pk")
    yield from Organisation.objects.filter(locale=french, slug__in=bodies).order_by("pk")
    for model in (HomePage, CaseStudyIndexPage, MethodIndexPage):
        yield from model.objects.filter(locale=french, live=True)[:1]
    yield from MethodPage.objects.filter(locale=french, reference=TRANSLATED_METHOD, live=True)
    yield from CaseStudyPage.objects.filter(locale=french, reference=TRANSLATED_CASE, live=True)


def translate(original: models.Model, locale: Locale, memory: dict[str, str]) -> Any:
    """Create and return the translation of an object, a draft if the memory lacks a string."""
    with transaction.atomic():
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


def _load_english_cases(content: Content, english: Locale) -> list[models.Model]:
    index = CaseStudyIndexPage.objects.filter(locale=english, live=True).first()
    added: list[models.Model] = []
    if index is None:
        return added
    context = build.CaseContext.current(english)
    for entry in content.english_cases:
        if CaseStudyPage.objects.filter(reference=entry.reference).exists():
            continue
        page = build.case(entry, context)
        page.locale = english
        page.live = False
        with transaction.atomic():
            index.add_child(instance=page)
            page.save_revision().publish()
        added.append(page)
    return added
