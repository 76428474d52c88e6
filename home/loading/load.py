"""Loads what is missing of the demonstration content; what exists is left as it is."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from collectivities.models import Collectivity, Kind
from home.models import GlossaryPage, HomePage, StudyIndexPage, StudyPage
from methods.models import MethodIndexPage, MethodPage
from vocabulary import models as vocabulary

from . import build
from .files import Content

P = TypeVar("P", bound=Page)
Progress = Callable[[str], None]

CASE_INDEX = ("Études de cas", "etudes-de-cas", "Des expériences de collectivités, racontées.")
METHOD_INDEX = ("Méthodes", "methodes", "Comprendre, imaginer, prototyper, tester, pérenniser.")
STUDY_INDEX = ("Études", "etudes", "Les publications qui ont regardé plusieurs expériences.")
GLOSSARY = ("Glossaire", "glossaire", "Les mots du métier, expliqués simplement.")


class Loader:
    """Loads a content; `added` holds what was created."""

    def __init__(self, content: Content, progress: Progress) -> None:
        self.content = content
        self.progress = progress
        self.added: list[Model] = []
        self.french = Locale.get_default()

    def load(self) -> list[Model]:
        """Create what is missing, in the order of the references, and return it."""
        with transaction.atomic():
            self._load_vocabulary()
            self._load_collectivities()
        home = self._load_home()
        method_index = self._index(home, MethodIndexPage, *METHOD_INDEX)
        case_index = self._index(home, CaseStudyIndexPage, *CASE_INDEX)
        study_index = self._index(home, StudyIndexPage, *STUDY_INDEX)
        self._index(home, GlossaryPage, *GLOSSARY)
        self._load_methods(method_index)
        self._load_cases(case_index)
        self._each(self.content.studies, StudyPage, study_index, build.study)
        for entry in self.content.pages:
            if not home.get_children().filter(slug=entry.reference).exists():
                self._publish(home, build.plain_page(entry))
        self._fill_home(home)
        return self.added

    def _load_vocabulary(self) -> None:
        words = self.content.vocabulary
        for model, terms in (
            (vocabulary.Theme, words.themes),
            (vocabulary.Audience, words.audiences),
            (vocabulary.Skill, words.skills),
            (vocabulary.Organisation, self.content.organisations),
        ):
            for term in terms:
                self._term(model, term.slug, term.model_dump(exclude={"slug"}))
        for entry in self.content.glossary:
            values = entry.model_dump(exclude={"slug", "term"})
            self._term(vocabulary.GlossaryTerm, entry.slug, {"name": entry.term, **values})

    def _term(self, model: type[Model], slug: str, values: dict[str, Any]) -> None:
        term, created = model._default_manager.get_or_create(
            slug=slug, locale=self.french, defaults=values
        )
        if created:
            self.added.append(term)

    def _load_collectivities(self) -> None:
        kinds = {"other": Kind.OTHER, "abroad": Kind.ABROAD}
        for entry in self.content.collectivities:
            if Collectivity.objects.filter(ref=entry.ref).exists():
                continue
            values = entry.model_dump(exclude={"kind", "note"})
            row = Collectivity(kind=kinds[entry.kind], **values)
            row.full_clean()
            row.save()
            self.added.append(row)

    def _load_home(self) -> HomePage:
        root = Site.objects.get(is_default_site=True).root_page.specific
        if not isinstance(root, HomePage):
            raise TypeError("The default site does not open with a home page.")
        return root

    def _index(self, home: Page, model: type[P], title: str, slug: str, summary: str) -> P:
        page = model._default_manager.child_of(home).first()
        if page is None:
            page = model(title=title, slug=slug, summary=summary, show_in_menus=True)
            self._publish(home, page)
        return page

    def _load_methods(self, parent: Page) -> None:
        new = self._each(self.content.methods, MethodPage, parent, build.method)
        by_reference = {page.reference: page for page in MethodPage.objects.child_of(parent)}
        for entry, page in new:
            page.next_methods.set(build.next_methods(entry, by_reference))
            if entry.next_methods:
                page.save_revision().publish()

    def _load_cases(self, parent: Page) -> None:
        context = build.CaseContext.current()
        # A case that another was adapted from comes first.
        entries = sorted(self.content.cases, key=lambda entry: entry.adapted_from is not None)
        self._each(entries, CaseStudyPage, parent, lambda entry: build.case(entry, context))

    def _each(
        self, entries: Iterable[Any], model: type[P], parent: Page, make: Callable[[Any], P]
    ) -> list[tuple[Any, P]]:
        known = set(model._default_manager.values_list("reference", flat=True))
        new = []
        for entry in entries:
            if entry.reference not in known:
                page = make(entry)
                self._publish(parent, page)
                new.append((entry, page))
        return new

    def _publish(self, parent: Page, page: Page) -> None:
        page.live = False
        page.slug = page.slug or slugify(page.title)
        with transaction.atomic():
            parent.add_child(instance=page)
            page.save_revision().publish()
        self.progress(page.title)
        self.added.append(page)

    def _fill_home(self, home: HomePage) -> None:
        if home.hero_title or home.latest_revision_id:
            return
        with transaction.atomic():
            build.fill_home(home, self.content.home)
            home.save_revision().publish()
