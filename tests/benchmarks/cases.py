"""Generated, varied French case studies, the same for the same seed. Never part of the site.

Words are drawn from the demonstration content with the frequency they have there, so that common
and rare words are as common and as rare as in real pages; places are real collectivités.
"""

import random
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page

from casestudies.choices import CostBand, EvidenceLevel, Stage
from casestudies.models import CaseStudyIndexPage
from collectivities.models import Collectivity
from collectivities.profile import band_of
from common.documents import SearchDocument
from methods.choices import Phase
from search.documents import build
from search.indexing import write_entries
from search.models import SearchState

CONTENT = Path(__file__).parents[2] / "home" / "demo" / "fr"
THEMES = [f"theme-{number}" for number in range(14)]
METHODS = [f"methode-{number}" for number in range(15)]
BATCH_SIZE = 2_000
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MARKUP = re.compile(r"<[^>]+>|https?://\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Words:
    """Draws words as often as the demonstration content uses them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        texts = (path.read_text() for path in sorted(CONTENT.rglob("*.toml")))
        self.counts = Counter(_WORD.findall(_MARKUP.sub(" ", "\n".join(texts))))
        self._words = list(self.counts)
        self._weights = list(accumulate(self.counts.values()))

    def text(self, length: int) -> str:
        """Return a text of that many words."""
        return " ".join(self.random.choices(self._words, cum_weights=self._weights, k=length))


def generate(size: int, seed: int = 2019) -> None:
    """Create `size` live French cases with their entries under the list of cases.

    The pages are bare rows: the search reads nothing else of them, and its entries are made by the
    same function as those of real pages.
    """
    words = Words(seed)
    places = list(Collectivity.objects.filter(population__gt=0).order_by("ref"))
    locale = Locale.objects.get(language_code="fr")
    # Below the home page, every menu of every page would list them.
    cases = CaseStudyIndexPage.objects.get(locale=locale)
    content_type = ContentType.objects.get_for_model(Page)
    first = cases.numchild + 1
    for start in range(first, first + size, BATCH_SIZE):
        numbers = range(start, min(start + BATCH_SIZE, first + size))
        pages = [_page(number, cases, locale, content_type, words.text(8)) for number in numbers]
        with transaction.atomic():
            SearchState.lock()
            Page.objects.bulk_create(pages)
            documents = ((page, _document(page, words, places)) for page in pages)
            write_entries({page.pk: build(document, page) for page, document in documents}, {})
            SearchState.touch()
    Page.objects.filter(pk=cases.pk).update(numchild=first + size - 1)


def _page(number: int, parent: Page, locale: Locale, content_type: ContentType, title: str) -> Page:
    return Page(
        path=parent.path + _step(number),
        depth=parent.depth + 1,
        title=title[:255],
        draft_title=title[:255],
        slug=f"generated-{number}",
        url_path=f"{parent.url_path}generated-{number}/",
        content_type=content_type,
        locale=locale,
        translation_key=uuid.uuid4(),
        live=True,
    )


def _step(number: int) -> str:
    digits = ""
    for _ in range(4):
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits


def _document(page: Page, words: Words, places: list[Collectivity]) -> SearchDocument:
    draw = words.random
    # Practices gather in the larger places, though not only there.
    leads = [max(draw.sample(places, 3), key=_population), *_sometimes(draw, places)]
    return SearchDocument(
        type="case",
        title=page.title,
        summary=words.text(35),
        body="\n".join([words.text(draw.randint(250, 800)), *(lead.name for lead in leads)]),
        facets={
            "theme": draw.sample(THEMES, draw.randint(1, 3)),
            "methode": draw.sample(METHODS, draw.randint(0, 3)),
            "phase": draw.sample(Phase.values, draw.randint(0, 3)),
            "territoire": sorted({lead.kind for lead in leads}),
            "strate": sorted({band_of(_population(lead)) for lead in leads}),
            "region": sorted({code for lead in leads for code in lead.region_codes}),
            "departement": sorted({code for lead in leads for code in lead.department_codes}),
            "stade": [draw.choice(Stage.values)],
            "cout": [draw.choice(CostBand.values)],
            "preuve": draw.sample(EvidenceLevel.values, draw.randint(0, 2)),
            "annee": [str(draw.randint(2008, 2026))],
        },
        lead_collectivities=[lead.pk for lead in leads],
        updated_at=datetime(2026, 1, 1, tzinfo=UTC) - timedelta(hours=draw.randint(0, 50_000)),
    )


def _sometimes(draw: random.Random, places: list[Collectivity]) -> Iterator[Collectivity]:
    if draw.random() < 0.2:
        yield draw.choice(places)


def _population(place: Collectivity) -> int:
    return place.population or 0
