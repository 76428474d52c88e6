"""Loads what is missing of the demonstration content; what exists is left as it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Model
from wagtail.models import Locale, Page, Site

from casestudies.models import CaseStudyIndexPage
from collectivities.models import Collectivity
from common.models import ReferencedPage
from common.refusals import PublicationRefused
from home.models import HomePage
from methods.models import MethodPage
from search.models import SynonymGroup
from vocabulary.models import Term

from . import build, schema
from .files import CATALOGUE, Content
from .mistakes import ContentError, Mistake
from .translations import originals, translate
from .walk import ONLY, walk, walk_cases

ENGLISH = "en"


class Loader:
    """Loads a checked content; `added` holds what was created."""

    def __init__(self, content: Content, progress: Callable[[str], None]) -> None:
        self.content = content
        self.progress = progress
        self.context = build.Context()
        self.added: list[Model] = []

    @transaction.atomic
    def load(self) -> list[Model]:
        """Create what is missing, all of it or nothing, and return it.

        Raises ContentError if what editors made meanwhile stands in the way.
        """
        home = _home()
        walk(self.content, self.context, home, self._keep)
        self._link_methods()
        self._fill_home(home)
        for english in Locale.objects.filter(language_code=ENGLISH):
            self._translate(english)
            context = self.context.localized(english)
            index = context[CaseStudyIndexPage][ONLY]
            if index.locale_id == english.pk and index.live:
                walk_cases(self.content.english_cases, context, index, self._keep)
        return self.added

    def _keep(self, entry: schema.Entry | None, built: Any, parent: Page | None = None, /) -> Any:
        found = _existing(built, parent)
        if found is not None:
            return found
        with _named(built, entry):
            if parent is None:
                built.save()
            else:
                built.live = False
                parent.add_child(instance=built)
                built.save_revision().publish()
        self.progress(str(built))
        self.added.append(built)
        return built

    def _link_methods(self) -> None:
        added = {page.pk for page in self.added if isinstance(page, MethodPage)}
        for entry in self.content.methods:
            page = self.context[MethodPage][entry.reference]
            if page.pk in added and entry.next_methods:
                with _named(page, entry):
                    build.set_children(
                        page, "next_methods", build.next_methods(entry, self.context)
                    )
                    page.save_revision().publish()

    def _fill_home(self, home: HomePage) -> None:
        if home.hero_title or home.latest_revision_id:
            return
        with _named(home, self.content.home):
            build.fill_home(home, self.content.home, self.context)
            home.save_revision().publish()

    def _translate(self, english: Locale) -> None:
        for original in originals(self.content, self.context):
            if original.has_translation(english):
                continue
            # Pages were published on other copies of them.
            fresh = type(original)._default_manager.get(pk=original.pk)
            if _is_reachable(fresh, english):
                with _named(fresh, file=CATALOGUE):
                    self.added.append(translate(fresh, english, self.content.memory))
                self.progress(f"{fresh} → {ENGLISH}")


def _home() -> HomePage:
    site = Site.objects.filter(is_default_site=True).first()
    root = site.root_page.specific if site else None
    if not isinstance(root, HomePage):
        message = "the default site does not open with a home page"
        raise ContentError([Mistake("-", "-", message)])
    return root


def _existing(built: Any, parent: Page | None) -> Any:
    """Return what stands for an object already: itself, or what has its name or its address."""
    rows = type(built)._default_manager
    if isinstance(built, Collectivity):
        return rows.filter(ref=built.ref).first()
    if isinstance(built, SynonymGroup):
        return rows.filter(locale=built.locale, title=built.title).first()
    if isinstance(built, Term):
        rows = rows.filter(locale=built.locale)
        by_key = rows.filter(translation_key=built.translation_key)
        return by_key.first() or rows.filter(slug=built.slug).first()
    if type(built) in build.INDEXES:
        return rows.child_of(parent).first()
    return _existing_page(built, parent)


def _existing_page(built: Any, parent: Any) -> Any:
    rows = type(built)._default_manager
    found = rows.filter(translation_key=built.translation_key, locale=parent.locale).first()
    if found is None and isinstance(built, ReferencedPage):
        others = rows.exclude(translation_key=built.translation_key)
        found = others.filter(reference=built.reference).first()
    if found is None:
        found = Page.objects.child_of(parent).filter(slug=built.slug).specific().first()
    return found


def _is_reachable(original: Any, locale: Locale) -> bool:
    """Tell whether a translation can be shown: a page needs its own parent in that language."""
    if not isinstance(original, Page):
        return True
    is_top = isinstance(original, HomePage)
    return original.live and (is_top or original.get_parent().has_translation(locale))


@contextmanager
def _named(built: Model, entry: schema.Entry | None = None, file: str = "-") -> Iterator[None]:
    """Say of what it was that the site or the database refused something."""
    try:
        yield
    except (ValidationError, PublicationRefused, DatabaseError) as error:
        message = f"“{built}” cannot be loaded: {'; '.join(_reasons(error))}"
        mistake = entry.mistake("-", message) if entry else Mistake(file, "-", message)
        raise ContentError([mistake]) from error


def _reasons(error: Exception) -> list[str]:
    if isinstance(error, ValidationError):
        return error.messages
    return [str(error)]
