"""Whatever the query string holds, the page answers, and says what it ignored."""

from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.types import FACETS

from .pages import hit_titles, notices, problems, search, search_url

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NAMES = st.sampled_from(["q", "pour", "pour_texte", "tri", "page", *FACETS, "autre", "q[]", ""])
NASTY = st.sampled_from(
    [
        '"',
        "'",
        "l'",
        "*",
        "-",
        "(",
        "a OR",
        "NEAR(a b)",
        "title:x",
        "a AND NOT",
        "%",
        "\\",
        "\x00",
        "a\x00b",
        "\ud7ff",
        "é" * 300,
        "-1",
        "0",
        "1e9",
        "9" * 40,
        "٣",
        "²",
        "comparabilite",
        "recent",
        "46042",
        "dep-46",
        "../..",
        "<script>",
        "{{ 7 }}",
        "%(x)s",
        "theme",
        "2018",
        "case",
        " ",
        "",
    ]
)
VALUES = st.one_of(NASTY, st.text(max_size=60))
RAW = st.one_of(
    st.binary(max_size=80).map(lambda raw: "".join(f"%{byte:02x}" for byte in raw)),
    st.text(alphabet="qpourt=&;%+#?f0\"'[]", max_size=80).map(lambda raw: quote(raw, "=&;%+")),
)
PATIENT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def on_each_engine(content: SimpleNamespace, each_engine: Callable[[], None]) -> None:
    """The pages of `content`, searched on one engine, then on the other."""
    each_engine()


@PATIENT
@given(pairs=st.lists(st.tuples(NAMES, VALUES), max_size=8))
def test_any_parameters_give_a_page(client: Client, on_each_engine: None, pairs):
    query = "&".join(
        f"{quote(name, errors='replace')}={quote(value, errors='replace')}" for name, value in pairs
    )
    response = client.get(f"{search_url()}?{query}")
    assert response.status_code == 200


@PATIENT
@given(raw=RAW)
def test_any_bytes_give_a_page(client: Client, on_each_engine: None, raw: str):
    assert client.get(search_url(), QUERY_STRING=raw).status_code == 200


@PATIENT
@given(text=st.text(max_size=40))
def test_any_words_come_back_safely(client: Client, on_each_engine: None, text: str):
    page = search(client, q=text.encode(errors="replace").decode())
    assert problems(page) == []


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "innovation " * 1400,
        "q=" + "x" * 15_000,
        "&".join(f"theme=t{n}" for n in range(1800)),
        "page=" + "9" * 15_000,
        "pour=" + "4" * 15_000,
        "pour_texte=" + "a" * 15_000,
        "a" * 15_000,
    ],
)
def test_fifteen_thousand_characters_are_answered_and_said(
    client: Client, on_each_engine: None, query: str
):
    response = client.get(search_url(), QUERY_STRING=query.replace(" ", "+"))
    assert response.status_code == 200
    assert b"search-notices" in response.content
    assert len(response.content) < 200_000


def test_too_many_parameters_are_answered(client: Client, on_each_engine: None):
    response = client.get(search_url(), QUERY_STRING="a&" * 20_000)
    assert response.status_code == 200
    assert b"search-notices" in response.content


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"theme": "inconnu"}, "inconnu"),
        ({"theme": ["accueil", "inconnu"]}, "inconnu"),
        ({"type": "recette"}, "recette"),
        ({"annee": "demain"}, "demain"),
        ({"region": "999"}, "999"),
        ({"tri": "hasard"}, "hasard"),
        ({"page": "-3"}, "-3"),
        ({"page": "deux"}, "deux"),
        ({"pour": "99999"}, "99999"),
        ({"pour": "4\x006"}, "4 6"),
        ({"themes": "accueil"}, "themes"),
        ({"tri": ["titre", "recent"]}, "tri"),
    ],
)
def test_what_was_ignored_is_said(client: Client, content: SimpleNamespace, query, said: str):
    page = search(client, **query)
    assert said in notices(page)
    assert len(hit_titles(page)) >= 2


@pytest.mark.parametrize(
    "query",
    [
        {"q": "bus", "theme": "accueil", "tri": "recent", "page": "1", "utm_source": "lettre"},
        {"q": "", "pour": "", "pour_texte": "", "tri": "", "page": "", "theme": ""},
    ],
)
def test_nothing_is_said_when_nothing_was_ignored(
    client: Client, content: SimpleNamespace, query: dict[str, str]
):
    assert notices(search(client, **query)) == ""


@pytest.mark.parametrize("raw", ["q=%ff%fe", "q=bus%00", "q=%ed%a0%80"])
def test_unreadable_characters_are_said(client: Client, content: SimpleNamespace, raw: str):
    response = client.get(search_url(), QUERY_STRING=raw)
    assert response.status_code == 200
    assert b"search-notices" in response.content


def test_a_known_value_without_hits_is_kept(client: Client, content: SimpleNamespace):
    page = search(client, phase="sustain")
    assert notices(page) == ""
    assert hit_titles(page) == []
