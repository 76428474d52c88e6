"""Builds what tests need. Pages are published through a revision, as editors publish them."""

from typing import Any

import factory
import wagtail_factories
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from casestudies.models import (
    CaseCollectivity,
    CaseMethodUse,
    CaseResult,
    CaseSource,
    CaseStudyIndexPage,
    CaseStudyPage,
    CaseTheme,
)
from collectivities.models import Collectivity, Kind
from home.models import GlossaryPage, HomePage, StandardPage, StudyIndexPage, StudyPage
from methods.models import MethodIndexPage, MethodPage
from vocabulary.models import Audience, GlossaryTerm, Organisation, Skill, Theme

SOURCE = "https://example.org/source"


def home(language: str = "fr") -> HomePage:
    """Return the home page of a language; another language's is created live when missing."""
    french = HomePage.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    if language == "fr":
        return french
    locale, _ = Locale.objects.get_or_create(language_code=language)
    found = HomePage.objects.filter(locale=locale).first()
    if found is None:
        found = french.copy_for_translation(locale)
        found.slug = f"home-{language}"
        found.save_revision().publish()
        found.refresh_from_db()
    return found


def index(model: type[Page], title: str, parent: Page | None = None) -> Any:
    """Return the only page of an index type under a home page, created live when missing."""
    parent = parent or home()
    found = model.objects.child_of(parent).first()
    if found is None:
        found = model(title=title, locale=parent.locale, show_in_menus=True)
        parent.add_child(instance=found)
        found.save_revision().publish()
        found.refresh_from_db()
    return found


class CollectivityFactory(DjangoModelFactory):
    """A commune of 10,000 in the Lot, unless said otherwise."""

    class Meta:
        model = Collectivity

    kind = Kind.COMMUNE
    code = factory.Sequence(lambda n: f"46{n:03d}")
    ref = factory.SelfAttribute("code")
    name = factory.Sequence(lambda n: f"Commune {n}")
    population = 10_000
    population_source = "https://example.org/population"
    department_codes = ("46",)
    region_codes = ("76",)
    is_loaded = True


class TermFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    locale = factory.LazyFunction(Locale.get_default)


class ThemeFactory(TermFactory):
    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Thème {n}")


class AudienceFactory(TermFactory):
    class Meta:
        model = Audience

    name = factory.Sequence(lambda n: f"Public {n}")


class SkillFactory(TermFactory):
    class Meta:
        model = Skill

    name = factory.Sequence(lambda n: f"Compétence {n}")


class OrganisationFactory(TermFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisme {n}")


class GlossaryTermFactory(TermFactory):
    class Meta:
        model = GlossaryTerm

    name = factory.Sequence(lambda n: f"Mot {n}")
    definition = "<p>Ce que le mot veut dire.</p>"


class PageFactory(wagtail_factories.PageFactory):
    """A page under its usual parent; live unless `live=False`."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Page {n}")
    summary = "Ce que l’on trouve ici."

    @classmethod
    def _create_instance(cls, model_class: Any, parent: Page, kwargs: Any) -> Any:
        live = kwargs.pop("live", True)
        children = {name: kwargs.pop(name) for name in list(kwargs) if name in cls.children()}
        page = model_class(live=False, locale=parent.locale, **kwargs)
        for name, rows in children.items():
            getattr(page, name).set(rows)
        # Wagtail would index what the page refers to again for each of its rows.
        with disable_reference_index_auto_update():
            parent.add_child(instance=page)
            revision = page.save_revision()
            if live:
                revision.publish()
                page.refresh_from_db()
        ReferenceIndex.create_or_update_for_object(page)
        return page

    @classmethod
    def children(cls) -> set[str]:
        """Return the names of the child relations of the model."""
        from modelcluster.models import get_all_child_relations

        model = cls._meta.get_model_class()
        return {relation.get_accessor_name() for relation in get_all_child_relations(model)}


class MethodPageFactory(PageFactory):
    class Meta:
        model = MethodPage

    parent = factory.LazyFunction(lambda: index(MethodIndexPage, "Méthodes"))
    title = factory.Sequence(lambda n: f"Méthode {n}")
    phase = "understand"


class CaseStudyPageFactory(PageFactory):
    """A publishable case: `leads` are collectivités, `with_themes` and `with_methods` rows."""

    class Meta:
        model = CaseStudyPage

    class Params:
        leads = factory.LazyFunction(lambda: [CollectivityFactory()])
        with_themes = ()
        with_methods = ()
        evidence = ()

    parent = factory.LazyFunction(lambda: index(CaseStudyIndexPage, "Études de cas"))
    title = factory.Sequence(lambda n: f"Étude de cas {n}")
    stage = "experiment"
    problem = [("text", "<p>Les habitants ne viennent plus.</p>")]
    collectivities = factory.LazyAttribute(
        lambda o: [CaseCollectivity(collectivity=lead) for lead in o.leads]
    )
    themes = factory.LazyAttribute(lambda o: [CaseTheme(theme=theme) for theme in o.with_themes])
    method_uses = factory.LazyAttribute(
        lambda o: [CaseMethodUse(method=method, phase=method.phase) for method in o.with_methods]
    )
    results = factory.LazyAttribute(
        lambda o: [CaseResult(statement="Un résultat.", evidence=level) for level in o.evidence]
    )
    sources = factory.LazyFunction(lambda: [CaseSource(title="Une source", url=SOURCE)])


class StudyPageFactory(PageFactory):
    class Meta:
        model = StudyPage

    parent = factory.LazyFunction(lambda: index(StudyIndexPage, "Études"))
    title = factory.Sequence(lambda n: f"Étude {n}")
    published_on = "2019-07"


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    parent = factory.LazyFunction(home)
    title = factory.Sequence(lambda n: f"Page simple {n}")
    body = [("text", "<h2>Un titre</h2><p>Un texte.</p>")]


def glossary() -> GlossaryPage:
    """Return the French glossary page, created live when missing."""
    return index(GlossaryPage, "Glossaire")
