"""From the search page to an alert, and out of it, as a reader does it."""

import re
from datetime import timedelta
from email.message import EmailMessage
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.alerts import subscriptions
from search.alerts.tokens import CONFIRMATION_TIME, confirmation_token, stop_token
from search.alerts.views import ASKED_BY_A_VISITOR_IN_AN_HOUR, SENT_TO_AN_ADDRESS_IN_A_DAY
from search.models import SearchAlert
from tests.factories import home
from tests.search.ui.pages import problems, search

from .conftest import follow

pytestmark = pytest.mark.django_db
ASK = "/recherche/alertes/"


def parsed(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def submit(client: Client, url: str, follow_links: bool = True, **typed: str) -> HttpResponse:
    """Open a page and send its only POST form, as a browser does: its token, its fields."""
    page = parsed(client.get(url))
    form = page.select_one("main form[method=post]")
    assert form is not None
    hidden = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    return client.post(str(form.get("action") or url), {**hidden, **typed}, follow=follow_links)


def ask(client: Client, query: str = "", address: str = "lou@example.org", **extra) -> HttpResponse:
    return client.post(f"{ASK}?{query}", {"address": address}, **extra)


def link_in(message: EmailMessage, word: str) -> str:
    """Return the path of the only link of a message whose address has a word."""
    [found] = re.findall(rf"https?://\S+/{word}/\S+", str(message.body))
    assert found.startswith("http://localhost:8000/")
    return urlsplit(found).path


@pytest.fixture
def strict() -> Client:
    """A browser: the server asks it for the tokens of its forms."""
    return Client(enforce_csrf_checks=True)


def test_the_whole_way(strict: Client, content: SimpleNamespace):
    entrance = search(strict, q="bus", theme="accueil", tri="titre", page="1")
    [link] = entrance.select(".search-follow a[href*=alertes]")
    page = parsed(strict.get(link["href"]))
    assert problems(page) == []
    assert "bus" in page.select_one(".alert-words").get_text()
    assert "Accueil du public" in page.select_one(".alert-words").get_text()

    response = submit(strict, link["href"], address="  Lou@Example.org ")
    assert response.status_code == 200
    assert problems(parsed(response)) == []
    assert "lou" not in parsed(response).get_text().lower()
    alert = SearchAlert.objects.get()
    assert (alert.address, alert.language) == ("lou@example.org", "fr")
    assert alert.query == "q=bus&theme=accueil"
    assert alert.confirmed_at is None
    [message] = mail.outbox
    assert message.to == ["lou@example.org"]
    assert "bus" in message.subject
    assert "Accueil du public" in message.body

    confirm = link_in(message, "confirmer")
    waiting = parsed(strict.get(confirm))
    assert problems(waiting) == []
    alert.refresh_from_db()
    assert alert.confirmed_at is None, "a program that checks mail follows links"
    on = submit(strict, confirm)
    assert problems(parsed(on)) == []
    alert.refresh_from_db()
    assert alert.confirmed_at is not None

    stop = link_in(message, "arreter")
    assert problems(parsed(strict.get(stop))) == []
    assert SearchAlert.objects.exists()
    stopped = submit(strict, stop)
    assert problems(parsed(stopped)) == []
    assert not SearchAlert.objects.exists()
    assert strict.get(stop).status_code == 200
    assert strict.get(confirm).status_code == 404


def test_readers_who_only_search_receive_no_cookie(client: Client, content: SimpleNamespace):
    assert not client.get("/recherche/?q=bus").cookies


def test_without_its_token_the_form_is_refused(strict: Client, content: SimpleNamespace):
    assert ask(strict).status_code == 403
    assert strict.post(f"{ASK}confirmer/{confirmation_token(follow())}/").status_code == 403
    assert mail.outbox == []


def test_one_click_stops_it_without_cookie_or_token(strict: Client, content: SimpleNamespace):
    ask(Client(), "q=bus")
    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = urlsplit(headers["List-Unsubscribe"].strip("<>")).path
    posted = {"data": "List-Unsubscribe=One-Click"}
    kind = "application/x-www-form-urlencoded"
    first = strict.post(url, **posted, content_type=kind)
    assert first.status_code == 200
    assert not SearchAlert.objects.exists()
    assert strict.post(url, **posted, content_type=kind).status_code == 200


def test_a_search_without_any_criterion_can_be_followed(client: Client, content: SimpleNamespace):
    assert ask(client).status_code == 302
    assert SearchAlert.objects.get().query == ""
    assert "tout ce qui est publié" in mail.outbox[0].subject


def test_it_is_in_the_language_of_the_page(client: Client, content: SimpleNamespace):
    home("en")
    client.post("/en/search/alerts/?q=bus", {"address": "lou@example.org"})
    assert SearchAlert.objects.get().language == "en"
    [message] = mail.outbox
    assert message.body.startswith("Hello,")
    assert link_in(message, "confirm").startswith("/en/search/alerts/confirm/")


def test_the_same_search_twice_is_one_row(client: Client, content: SimpleNamespace):
    ask(client, "q=bus&theme=accueil&tri=titre")
    ask(client, "theme=accueil&page=3&q=bus&utm_source=lettre", "LOU@example.org")
    assert SearchAlert.objects.count() == 1
    assert len(mail.outbox) == 2
    client.post(link_in(mail.outbox[0], "confirmer"))
    assert SearchAlert.objects.get().confirmed_at


def test_known_and_unknown_addresses_are_answered_alike(client: Client, content: SimpleNamespace):
    follow("q=bus", "known@example.org")
    for number in range(subscriptions.MAX_ALERTS):
        follow(f"q={number}", "full@example.org")
    names = ("new", "known", "full")
    answers = [ask(client, "q=bus", f"{name}@example.org", follow=True) for name in names]
    pages = {re.sub(rb"csrf\w+", b"", answer.content) for answer in answers}
    assert len(pages) == 1
    assert {answer.status_code for answer in answers} == {200}
    new, known, full = mail.outbox
    assert "confirmer" in new.body
    assert "confirmer" not in known.body
    assert link_in(known, "arreter")
    assert full.body.count("/arreter/") == subscriptions.MAX_ALERTS
    rows = SearchAlert.objects.filter(address="full@example.org")
    assert rows.count() == subscriptions.MAX_ALERTS


def test_a_full_reader_may_still_confirm_what_waits(client: Client, content: SimpleNamespace):
    for number in range(subscriptions.MAX_ALERTS):
        follow(f"q={number}")
    SearchAlert.objects.filter(query="q=3").update(confirmed_at=None, created_at=timezone.now())
    ask(client, "q=3")
    assert "confirmer" in mail.outbox[0].body


def test_what_nobody_confirms_is_erased(client: Client, content: SimpleNamespace, monkeypatch):
    ask(client, "q=bus")
    kept = follow("q=hall")
    token = link_in(mail.outbox[0], "confirmer")
    late = timezone.now() + CONFIRMATION_TIME + timedelta(seconds=2)
    assert subscriptions.purge_expired(timezone.now() + timedelta(days=2)) == 0
    monkeypatch.setattr("django.core.signing.time.time", late.timestamp)
    assert client.get(token).status_code == 404
    assert client.post(token).status_code == 404
    assert subscriptions.purge_expired(late) == 1
    assert list(SearchAlert.objects.all()) == [kept]


def test_asking_again_gives_time_again(client: Client, content: SimpleNamespace):
    ask(client, "q=bus")
    old = timezone.now() - timedelta(days=2)
    SearchAlert.objects.update(created_at=old)
    ask(client, "q=bus")
    assert subscriptions.purge_expired(old + timedelta(days=4)) == 0


def test_a_link_does_one_thing_to_one_alert(client: Client, content: SimpleNamespace):
    mine, other = follow("q=bus"), follow("q=hall", "other@example.org")
    assert client.post(f"{ASK}arreter/{confirmation_token(mine)}/").status_code == 404
    assert client.post(f"{ASK}confirmer/{stop_token(mine)}/").status_code == 404
    value, signature = stop_token(mine).split(".")
    forged = f"{other.pk.hex}.{signature}"
    assert client.post(f"{ASK}arreter/{forged}/").status_code == 404
    assert client.post(f"{ASK}arreter/{value}.{signature[:-1]}/").status_code == 404
    assert SearchAlert.objects.count() == 2
    assert client.post(f"{ASK}arreter/{stop_token(mine)}/").status_code == 200
    assert list(SearchAlert.objects.all()) == [other]


def test_an_old_link_does_not_confirm_a_later_alert(client: Client, content: SimpleNamespace):
    ask(client, "q=bus")
    old = link_in(mail.outbox[0], "confirmer")
    client.post(link_in(mail.outbox[0], "arreter"))
    ask(client, "q=bus")
    assert client.post(old).status_code == 404
    assert SearchAlert.objects.get().confirmed_at is None


def test_confirming_again_changes_nothing(client: Client, content: SimpleNamespace):
    ask(client, "q=bus")
    link = link_in(mail.outbox[0], "confirmer")
    client.post(link)
    first = SearchAlert.objects.get().confirmed_at
    client.post(link)
    assert SearchAlert.objects.get().confirmed_at == first


def test_an_address_is_written_to_a_few_times_a_day(client: Client, content: SimpleNamespace):
    answers = [ask(client, f"q={n}") for n in range(SENT_TO_AN_ADDRESS_IN_A_DAY + 1)]
    refused = answers.pop()
    assert {answer.status_code for answer in answers} == {302}
    assert refused.status_code == 429
    assert problems(parsed(refused)) == []
    assert parsed(refused).select_one("[role=alert]").get_text(strip=True)
    assert len(mail.outbox) == SENT_TO_AN_ADDRESS_IN_A_DAY
    assert ask(client, "q=autre", "other@example.org").status_code == 302


def test_a_visitor_asks_a_few_times_an_hour(client: Client, content: SimpleNamespace):
    limit = ASKED_BY_A_VISITOR_IN_AN_HOUR
    statuses = [ask(client, "", f"n{n}@example.org").status_code for n in range(limit + 1)]
    assert statuses == [302] * limit + [429]
    assert len(mail.outbox) == limit
    elsewhere = ask(client, "", "n@example.org", REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


class Unreachable:
    """A mail server that nobody answers at."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        pass

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError


def test_a_message_that_cannot_leave_is_said(client: Client, content: SimpleNamespace, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    answer = ask(client, "q=bus")
    assert answer.status_code == 503
    assert parsed(answer).select_one("[role=alert]").get_text(strip=True)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "lou",
        "lou@",
        "lou@example.org\nBcc: eve@example.org",
        "lou@example.org\r\nBcc: eve@example.org",
        "lou@example.org, eve@example.org",
        "lou@example.org;eve@example.org",
        "<lou@example.org>",
        '"eve@example.org, "@example.org',
        '"\x01"@example.org',
        "lou\x00@example.org",
        "lou@exa\x00mple.org",
        "lou @example.org",
        "l" * 10_000 + "@example.org",
        "lou@" + "e" * 10_000 + ".org",
        "lou@" + "e." * 5_000 + "org",
        "lou@example.org\u2028",
        "ｌｏｕ@example.org",
    ],
)
def test_what_is_no_address_is_refused(client: Client, content: SimpleNamespace, address: str):
    answer = ask(client, "q=bus", address)
    page = parsed(answer)
    if answer.status_code == 302:
        # Spaces at the ends are not part of what was typed.
        assert address.strip() == "lou@example.org"
        return
    assert answer.status_code == 200
    assert problems(page) == []
    assert page.select_one("#alert-error").get_text()
    assert mail.outbox == []
    assert not SearchAlert.objects.exists()


PATIENT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ADDRESSES = st.one_of(
    st.emails(),
    st.text(max_size=80),
    st.tuples(st.text(max_size=30), st.text(max_size=30)).map("@".join),
)


@PATIENT
@example(address="lou@münchen.example.org")
@example(address="lou@[127.0.0.1]")
@given(address=ADDRESSES)
def test_anything_typed_is_written_to_alone_or_refused(
    client: Client, content: SimpleNamespace, address: str
):
    cache.clear()
    mail.outbox.clear()
    SearchAlert.objects.all().delete()
    answer = ask(client, "q=bus", address.encode(errors="replace").decode())
    if answer.status_code == 200:
        assert mail.outbox == []
        assert not SearchAlert.objects.exists()
        return
    assert answer.status_code == 302
    [message] = mail.outbox
    assert message.recipients() == [SearchAlert.objects.get().address]
    headers = message.message()
    assert headers.get_all("To") == [headers["To"]]
    assert headers["Bcc"] is headers["Cc"] is None


@PATIENT
@given(token=st.one_of(st.text(min_size=1, max_size=200), st.just("a" * 10_000)))
def test_any_token_is_refused(client: Client, content: SimpleNamespace, token: str):
    path = quote(token, safe="", errors="replace")
    for verb in ("confirmer", "arreter"):
        for answer in (client.get(f"{ASK}{verb}/{path}/"), client.post(f"{ASK}{verb}/{path}/")):
            # A token that has a slash, or is one, is no address at all, or another page.
            assert answer.status_code in {301, 302, 404, 405}


@PATIENT
@given(query=st.text(max_size=80), value=st.text(max_size=250))
def test_any_query_string_can_be_looked_at_and_followed(
    client: Client, content: SimpleNamespace, query: str, value: str
):
    cache.clear()
    raw = f"{quote(query, safe='=&;+', errors='replace')}&q={quote(value, errors='replace')}"
    page = parsed(client.get(f"{ASK}?{raw}"))
    assert problems(page) == []
    SearchAlert.objects.all().delete()
    answer = ask(client, raw, "lou@example.org", follow=True)
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        alert = SearchAlert.objects.get()
        # What is kept means the same search when it is read again.
        page = parsed(client.get(f"{ASK}?{alert.query}"))
        assert page.select_one("main form")["action"] == (
            f"{ASK}?{alert.query}" if alert.query else ASK
        )


def test_a_search_too_long_to_keep_is_refused(client: Client, content: SimpleNamespace):
    answer = ask(client, "q=" + quote("🙂" * 200))
    assert answer.status_code == 400
    assert problems(parsed(answer)) == []
    assert not SearchAlert.objects.exists()


def test_too_many_parameters_are_answered(client: Client, content: SimpleNamespace):
    assert client.get(f"{ASK}?{'a&' * 20_000}").status_code == 200
    assert client.get(f"{ASK}demandee/?{'a&' * 20_000}").status_code == 200
