"""Goes through the content in the order of its references, to check it or to load it."""

from typing import Protocol, TypeVar

from django.db.models import Model
from wagtail.models import Locale, Page

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from collectivities.models import Collectivity
from home.models import HomePage, StudyIndexPage
from methods.models import MethodIndexPage, MethodPage

from . import build, schema
from .files import Content
from .references import in_order

# What the context calls a page that is alone of its kind.
ONLY = ""

M = TypeVar("M", bound=Model)


class Keep(Protocol):
    """Takes what was built from an entry, with its future parent, and returns what to refer to."""

    def __call__(
        self, entry: schema.Entry | None, built: M, parent: Page | None = None, /
    ) -> M: ...


def walk(content: Content, context: build.Context, home: HomePage, keep: Keep) -> None:
    """Build all but translations and the cases in English, `keep` it, and put it in the context."""
    context[HomePage][ONLY] = home
    french = Locale.get_default()
    loaded = Collectivity.objects.filter(ref__in=content.collectivity_refs())
    context[Collectivity] = {row.ref: row for row in loaded}
    for place in content.collectivities:
        context[Collectivity][place.ref] = keep(place, build.collectivity(place))
    for model, words in content.vocabulary.items():
        for word in words:
            context[model][word.slug] = keep(word, build.term(model, word, french))
    for locale in Locale.objects.filter(language_code__in=content.synonyms):
        for group in content.synonyms[locale.language_code]:
            keep(group, build.synonym_group(group, locale))
    for model in build.INDEXES:
        context[model][ONLY] = keep(None, build.index(model), home)
    for method in content.methods:
        page = keep(method, build.method(method), context[MethodIndexPage][ONLY])
        context[MethodPage][method.reference] = page
    walk_cases(content.cases, context, context[CaseStudyIndexPage][ONLY], keep)
    for study in content.studies:
        keep(study, build.study(study, context), context[StudyIndexPage][ONLY])
    for entry in content.pages:
        keep(entry, build.plain_page(entry), home)


def walk_cases(
    cases: list[schema.Case], context: build.Context, index: CaseStudyIndexPage, keep: Keep
) -> None:
    """Build the cases of one language, `keep` them, and put them in the context."""
    for case in in_order(cases):
        page = keep(case, build.case(case, context), index)
        context[CaseStudyPage][case.reference] = page
