"""What a search leaves behind: a count and nothing else, and never at the reader's cost."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from collectivities.profile import PopulationBand
from search.models import SearchCount
from tests.factories import CaseStudyPageFactory, CollectivityFactory, home

from .conftest import BROWSER, counted, search

pytestmark = pytest.mark.django_db


def test_a_search_is_counted_by_its_day_words_and_filters(
    reader: Client, content: SimpleNamespace
) -> None:
    search(reader, q="Guichet", theme="accueil", type="case")
    search(reader, type="case", theme="accueil", q=" guichet ")
    assert SearchCount.objects.values().get() == {
        "id": SearchCount.objects.get().pk,
        "day": timezone.localdate(),
        "locale": "fr",
        "words": "guichet",
        "filters": "type=case&theme=accueil",
        "results": 1,
        "times": 2,
    }


def test_the_columns_are_those_documented() -> None:
    names = {field.name for field in SearchCount._meta.get_fields()}
    assert names == {"id", "day", "locale", "words", "filters", "results", "times"}


def test_nothing_of_the_reader_is_kept(reader: Client, content: SimpleNamespace) -> None:
    place = CollectivityFactory(name="Cahors", ref="46042", code="46042")
    response = reader.get(
        reverse("search:search"),
        {"q": "hall", "pour": place.ref, "tri": "comparabilite", "pour_texte": "Cahors"},
        REMOTE_ADDR="203.0.113.7",
        HTTP_REFERER="https://example.org/",
    )
    assert counted() == {("hall", ""): 1}
    assert not response.cookies
    assert not reader.cookies


def test_the_last_result_count_is_kept(reader: Client, content: SimpleNamespace) -> None:
    search(reader, q="hall")
    CaseStudyPageFactory(title="Un hall repensé")
    search(reader, q="hall")
    row = SearchCount.objects.get()
    assert (row.results, row.times) == (1, 2)


def test_each_language_has_its_own_counts(reader: Client, content: SimpleNamespace) -> None:
    home("en")
    search(reader, q="hall")
    with override("en"):
        search(reader, q="hall")
    assert set(SearchCount.objects.values_list("locale", "words")) == {
        ("fr", "hall"),
        ("en", "hall"),
    }


@pytest.mark.parametrize(
    "words",
    [
        "jean.dupont@mairie.fr",
        "le dossier de jean＠mairie.fr",
        "jean.dupont(at)mairie.fr",
        "06 12 34 56 78",
        "SIREN 217 500 016",
    ],
)
def test_what_looks_personal_is_not_counted(
    reader: Client, content: SimpleNamespace, words: str
) -> None:
    search(reader, q=words, theme="accueil")
    assert counted() == {}


@pytest.mark.parametrize(
    "query", [{}, {"q": ""}, {"q": "l'"}, {"q": '"'}, {"tri": "titre"}, {"theme": "inconnu"}]
)
def test_a_search_for_nothing_is_not_counted(
    reader: Client, content: SimpleNamespace, query: dict[str, str]
) -> None:
    search(reader, **query)
    assert counted() == {}


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)",
        "curl/8.5.0",
        "python-requests/2.32",
    ],
)
def test_robots_are_not_counted(content: SimpleNamespace, agent: str) -> None:
    search(Client(headers={"User-Agent": agent}), q="guichet")
    search(Client(), q="guichet")
    assert counted() == {}


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_REFERER": "http://testserver/pratiques-recherchees/"},
        {"HTTP_REFERER": "http://testserver/admin/reports/demand/?period=30"},
    ],
)
def test_what_no_reader_asked_for_is_not_counted(
    reader: Client, content: SimpleNamespace, header: dict[str, str]
) -> None:
    response = reader.get(reverse("search:search"), {"q": "guichet"}, **header)
    assert response.status_code == 200
    assert counted() == {}


def test_an_odd_referer_costs_nothing(reader: Client, content: SimpleNamespace) -> None:
    response = reader.get(reverse("search:search"), {"q": "guichet"}, HTTP_REFERER="http://[")
    assert response.status_code == 200
    assert counted() == {("guichet", ""): 1}


def test_only_the_first_page_counts(reader: Client) -> None:
    place = CollectivityFactory()
    for number in range(21):
        CaseStudyPageFactory(title=f"Guichet {number}", leads=[place])
    assert reader.head(reverse("search:search"), {"q": "guichet"}).status_code == 200
    search(reader, q="guichet", page="2")
    assert counted() == {}
    search(reader, q="guichet", page="1")
    assert counted() == {("guichet", ""): 1}


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("q=a%00b", "a b"),
        ("q=%ff%fe+hall", "hall"),
        ("q=" + "x" * 15_000, "x" * 100),
        ("q=" + "innovation+" * 1400, "innovation " * 8 + "innovation"),
        ("q=<script>alert(1)</script>", "script alert 1 script"),
        ("q='; DROP TABLE search_searchcount; --", "drop table search_searchcount"),
        ("q=%25s+%(x)s", "s x s"),
    ],
)
def test_hostile_words_are_counted_safely(
    reader: Client, content: SimpleNamespace, raw: str, words: str
) -> None:
    response = reader.get(reverse("search:search"), QUERY_STRING=raw.replace(" ", "+"))
    assert response.status_code == 200
    assert counted() == {(words.replace("_", " "), ""): 1}


def test_filters_without_end_are_not_counted(reader: Client, content: SimpleNamespace) -> None:
    years = [str(year) for year in range(1900, 1940)]
    search(reader, annee=years, strate=PopulationBand.values)
    assert counted() == {}
    search(reader, annee=years)
    (key,) = counted()
    assert key[1].startswith("annee=1900&annee=1901")


def test_a_count_is_one_write(
    reader: Client, content: SimpleNamespace, django_assert_num_queries
) -> None:
    # SQLite: its patience read, set and set back. PostgreSQL: a savepoint here, and its patience.
    extra = 4
    with django_assert_num_queries(_queries_of_a_robot(content) + extra):
        search(reader, q="guichet")


def _queries_of_a_robot(content: SimpleNamespace) -> int:
    from django.test.utils import CaptureQueriesContext

    robot = Client(headers={"User-Agent": f"{BROWSER} Googlebot"})
    search(robot, q="guichet")
    with CaptureQueriesContext(connection) as queries:
        search(robot, q="guichet")
    return len(queries)


def test_a_signed_in_editor_leaves_no_name(editor: Client, content: SimpleNamespace) -> None:
    editor.get(reverse("search:search"), {"q": "guichet"}, HTTP_USER_AGENT=BROWSER)
    assert counted() == {("guichet", ""): 1}
    assert User.objects.count() == 1
