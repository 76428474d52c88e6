"""Any search as a feed, as a feed reader reads it."""

import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from search.alerts.feed import ENTRIES
from search.indexing import index_pages
from search.types import FACETS
from tests.factories import CaseStudyPageFactory, MethodPageFactory, StandardPageFactory, home
from tests.search.ui.pages import search

pytestmark = pytest.mark.django_db

FEED = "/recherche/flux/"
ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "http://localhost:8000"


def get_feed(client: Client, query: str = "", url: str = FEED) -> ET.Element:
    response = client.get(f"{url}?{query}", REMOTE_ADDR=next(_visitors))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)


# Each request comes from somewhere else: the limit has its own test.
_visitors = (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in range(1 << 24))


def entries(feed: ET.Element, name: str = "title") -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") or "" for entry in feed.iter(f"{ATOM}entry")]


def links(element: ET.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def publish_at(page: Page, when: datetime) -> None:
    Page.objects.filter(pk=page.pk).update(first_published_at=when, last_published_at=when)
    index_pages([page])


def test_it_holds_what_the_search_finds_newest_first(client: Client, content: SimpleNamespace):
    publish_at(content.bus, timezone.now() - timedelta(days=1))
    assert entries(get_feed(client)) == [content.hall.title, content.bus.title]
    assert entries(get_feed(client, "theme=acces-aux-droits")) == [content.bus.title]
    assert entries(get_feed(client, "q=hall")) == [content.hall.title]
    publish_at(content.hall, timezone.now() - timedelta(days=2))
    assert entries(get_feed(client, "tri=titre")) == [content.bus.title, content.hall.title]
    publish_at(content.hall, timezone.now())
    assert entries(get_feed(client, "tri=titre")) == [content.hall.title, content.bus.title]


def test_an_entry_says_what_a_reader_needs(client: Client, content: SimpleNamespace):
    when = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)
    publish_at(content.bus, when)
    feed = get_feed(client, "q=bus")
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert links(entry) == {"alternate": f"{BASE}{content.bus.url}"}
    assert entry.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated", "")) == when
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}published", "")) == when
    assert entry.findtext(f"{ATOM}summary") == "Le guichet va vers les habitants &amp; revient."
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "fr"
    assert "bus" in feed.findtext(f"{ATOM}title", "")
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated", "")) == when
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Co-construire"


def test_an_entry_keeps_its_id_when_its_page_moves(client: Client, content: SimpleNamespace):
    before = get_feed(client, "q=bus")
    content.bus.slug = "autrement"
    content.bus.save_revision().publish()
    after = get_feed(client, "q=bus")
    assert entries(before, "id") == entries(after, "id")
    assert links(after.find(f"{ATOM}entry"))["alternate"].endswith("/autrement/")  # type: ignore[arg-type]
    assert len(set(entries(get_feed(client), "id"))) == 2


def test_it_says_its_own_address_in_canonical_order(client: Client, content: SimpleNamespace):
    asked = "theme=accueil&page=4&q=bus&tri=titre&utm_source=lettre&pour=46A42"
    found = links(get_feed(client, asked))
    kept = "q=bus&pour=46A42&theme=accueil"
    assert found == {"self": f"{BASE}{FEED}?{kept}", "alternate": f"{BASE}/recherche/?{kept}"}


def test_the_readers_collectivity_says_how_comparable(client: Client, content: SimpleNamespace):
    assert "100" in entries(get_feed(client, "q=bus&pour=46A42"), "summary")[0]
    assert "100" not in entries(get_feed(client, "q=bus"), "summary")[0]


def test_each_language_has_its_own(client: Client, content: SimpleNamespace):
    StandardPageFactory(parent=home("en"), title="A library")
    french, english = get_feed(client), get_feed(client, url="/en/search/feed/")
    assert "A library" not in entries(french)
    assert "A library" in entries(english)
    assert content.bus.title not in entries(english)
    assert english.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "en"
    page = next(e for e in english.iter(f"{ATOM}entry") if e.findtext(f"{ATOM}title") != "Home")
    assert links(page)["alternate"].startswith(f"{BASE}/en/")


def test_a_language_that_is_closed_has_none(client: Client, content: SimpleNamespace):
    assert client.get("/en/search/feed/").status_code == 404


def test_drafts_and_restricted_pages_are_never_in_it(client: Client, content: SimpleNamespace):
    CaseStudyPageFactory(title="Un brouillon de bus", live=False)
    content.hall.unpublish()
    assert entries(get_feed(client)) == [content.bus.title]
    PageViewRestriction.objects.create(
        page=content.bus.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )
    assert entries(get_feed(client)) == []


def test_it_stops_at_the_newest(
    client: Client, content: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
):
    assert ENTRIES == 30
    monkeypatch.setattr("search.alerts.feed.ENTRIES", 2)
    latest = MethodPageFactory()
    assert entries(get_feed(client)) == [latest.title, content.hall.title]


@pytest.mark.parametrize("query", ["", "q=introuvable"])
def test_it_is_fetched_again_only_when_it_changed(
    client: Client, content: SimpleNamespace, query: str
):
    url = f"{FEED}?{query}"
    first = client.get(url)
    assert "public" in first["Cache-Control"]
    assert "max-age" in first["Cache-Control"]
    assert "Vary" not in first
    assert not first.cookies
    again = client.get(url, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    CaseStudyPageFactory(title="Un titre introuvable")
    changed = client.get(url, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_page_that_leaves_changes_it_too(client: Client, content: SimpleNamespace):
    first = client.get(FEED)
    content.hall.unpublish()
    assert "Last-Modified" not in first
    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_only_reading_is_allowed(client: Client):
    assert client.post(FEED).status_code == 405
    assert client.head(FEED).status_code == 200


def test_a_visitor_in_a_hurry_is_told_to_wait(
    client: Client, content: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    assert {client.get(FEED).status_code for _ in range(60)} == {200}
    refused = client.get(FEED)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert "no-store" in refused["Cache-Control"]
    assert client.get(FEED, REMOTE_ADDR="192.0.2.1").status_code == 200


def test_the_search_page_leads_to_it(client: Client, content: SimpleNamespace):
    page = search(client, q="bus", tri="titre", page="1")
    link = page.select_one('head link[type="application/atom+xml"]')
    assert link is not None
    assert link["rel"] == ["alternate"]
    assert link["href"] == f"{FEED}?q=bus"
    shown = page.select_one('main a[type="application/atom+xml"]')
    assert shown is not None
    assert shown["href"] == link["href"]
    assert shown.get_text() == "Flux Atom"


def queries(client: Client, query: str) -> int:
    client.get(f"{FEED}?{query}")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{FEED}?{query}").status_code == 200
    return len(captured)


@pytest.mark.long
@pytest.mark.parametrize("query", ["", "q=guichet&theme=accueil&pour=46A42"])
def test_its_queries_do_not_grow(client: Client, content: SimpleNamespace, query: str):
    small = queries(client, query)
    for number in range(12):
        CaseStudyPageFactory(title=f"Un guichet {number}", with_themes=[content.welcome])
    assert queries(client, query) <= small <= 15


PATIENT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = st.sampled_from(["q", "pour", "pour_texte", "tri", "page", *FACETS, "autre", "q[]", ""])


@PATIENT
@given(pairs=st.lists(st.tuples(NAMES, st.text(max_size=60)), max_size=6))
def test_any_query_string_gives_a_feed(client: Client, content: SimpleNamespace, pairs):
    query = "&".join(
        f"{quote(name, errors='replace')}={quote(value, errors='replace')}" for name, value in pairs
    )
    feed = get_feed(client, query)
    own = urlsplit(links(feed)["self"])
    # What it calls its own address gives the same feed.
    assert links(get_feed(client, own.query)) == links(feed)


@PATIENT
@given(raw=st.binary(max_size=80))
def test_any_bytes_give_a_feed(client: Client, content: SimpleNamespace, raw: bytes):
    get_feed(client, "".join(f"%{byte:02x}" for byte in raw))
    get_feed(client, "q=" + "".join(f"%{byte:02x}" for byte in raw))


def test_too_many_parameters_give_a_feed(client: Client, content: SimpleNamespace):
    get_feed(client, "a&" * 20_000)
