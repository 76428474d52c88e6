"""What is new, sent once, to those who asked."""

import io
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction

from casestudies.models import CaseStudyIndexPage
from search.alerts.mail import stop_url
from search.alerts.sending import PERIOD, SETTLING, claim, new_pages, send_news
from search.indexing import index_pages
from search.models import SearchAlert
from search.types import MAX_PAGE_SIZE
from tests.factories import (
    CaseStudyPageFactory,
    CollectivityFactory,
    MethodPageFactory,
    StandardPageFactory,
    home,
    index,
)
from tests.search.ui.pages import get_page, hit_titles

from .conftest import follow

pytestmark = pytest.mark.django_db


def later(**more: float) -> datetime:
    """Return a time at which all that is published now has settled."""
    return timezone.now() + SETTLING + timedelta(minutes=1) + timedelta(**more)


def told(alert: SearchAlert, now: datetime | None = None) -> list[str]:
    return [page.title for page in new_pages(alert, (now or later()) - SETTLING)]


def test_a_message_says_what_is_new_and_why(client: Client, content: SimpleNamespace):
    follow("q=guichet&pour=46A42&theme=accueil")
    assert send_news(later()) == {"sent": 1}
    [message] = mail.outbox
    assert message.to == ["lou@example.org"]
    assert message.subject.startswith("1 nouveauté\u00a0:")
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    for text in (message.body, html):
        assert content.bus.title in text
        assert content.hall.title not in text
        assert f"http://localhost:8000{content.bus.url}" in text
        assert "Mots cherchés" in text
        assert "Accueil du public" in text
        assert "Cahors" in text
        assert "100" in text
        assert "vous l’avez demandé le" in text
        assert "/recherche/alertes/arreter/" in text
    assert content.bus.summary in message.body
    assert "habitants &amp; revient" in html
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = urlsplit(message.extra_headers["List-Unsubscribe"].strip("<>")).path
    assert client.post(stop).status_code == 200
    assert not SearchAlert.objects.exists()


def test_its_links_lead_to_the_search_newest_first(client: Client, content: SimpleNamespace):
    follow("theme=accueil")
    send_news(later())
    [line] = [line for line in mail.outbox[0].body.splitlines() if "/recherche/?" in line]
    parts = urlsplit(line)
    assert parts.query == "tri=recent&theme=accueil"
    titles = hit_titles(get_page(client, f"{parts.path}?{parts.query}"))
    assert titles == [content.hall.title, content.bus.title]


def test_only_pages_first_published_since_are_told(content: SimpleNamespace):
    alert = follow()
    past = timezone.now() - timedelta(days=3)
    Page.objects.filter(pk=content.bus.pk).update(first_published_at=past)
    content.bus.refresh_from_db()
    content.bus.save_revision().publish()  # changed today, published long ago
    assert told(alert) == [content.hall.title]


def test_a_page_is_told_once(content: SimpleNamespace):
    follow()
    assert send_news(later()) == {"sent": 1}
    assert send_news(later(days=8)) == {"empty": 1}
    MethodPageFactory(title="Entretien")
    Page.objects.filter(title="Entretien").update(first_published_at=later())
    assert send_news(later(days=8)) == {"empty": 1}, "it changed before what was told"
    page = Page.objects.get(title="Entretien").specific
    Page.objects.filter(pk=page.pk).update(
        first_published_at=later(days=7), last_published_at=later(days=7)
    )
    index_pages([page])
    assert send_news(later(days=8)) == {"sent": 1}
    assert "Entretien" in mail.outbox[-1].body
    assert content.bus.title not in mail.outbox[-1].body
    assert len(mail.outbox) == 2


def test_nothing_new_sends_nothing(content: SimpleNamespace):
    follow("q=introuvable")
    alert = follow(address="late@example.org")
    SearchAlert.objects.filter(pk=alert.pk).update(confirmed_at=timezone.now())
    assert send_news(later()) == {"empty": 2}
    assert mail.outbox == []
    assert not SearchAlert.objects.exclude(last_sent_at=None).exists()


def test_once_a_week_at_most(content: SimpleNamespace):
    alert = follow()
    SearchAlert.objects.filter(pk=alert.pk).update(last_sent_at=timezone.now() - timedelta(days=2))
    assert send_news(later()) == {}
    SearchAlert.objects.filter(pk=alert.pk).update(last_sent_at=timezone.now() - PERIOD)
    assert send_news(later()) == {"sent": 1}


def test_a_page_just_published_waits(content: SimpleNamespace):
    follow()
    assert send_news(timezone.now()) == {"empty": 1}
    assert send_news(later()) == {"sent": 1}


def test_what_is_not_confirmed_is_not_sent(content: SimpleNamespace):
    SearchAlert.objects.create(address="lou@example.org", language="fr", query="")
    assert send_news(later()) == {}
    assert mail.outbox == []


def test_drafts_restricted_pages_and_other_languages_are_never_told(content: SimpleNamespace):
    french, english = follow(), follow(language="en")
    CaseStudyPageFactory(title="Un brouillon", live=False)
    StandardPageFactory(parent=home("en"), title="A library")
    hidden = CaseStudyPageFactory(title="Réservé")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    content.hall.unpublish()
    assert told(french) == [content.bus.title]
    assert "A library" in told(english)
    assert not {content.bus.title, "Réservé", "Un brouillon"} & set(told(english))
    send_news(later())
    english_message = next(m for m in mail.outbox if m.body.startswith("Hello,"))
    assert "http://localhost:8000/en/search/alerts/stop/" in english_message.body
    assert "http://localhost:8000/en/" in english_message.body


def test_a_filter_that_no_longer_exists_does_not_widen_the_search(content: SimpleNamespace):
    alert = follow("theme=acces-aux-droits")
    assert told(alert) == [content.bus.title]
    content.rights.slug = "droits"
    content.rights.save()
    assert told(alert) == []


def test_new_pages_are_looked_for_beyond_the_first_hundred(content: SimpleNamespace, monkeypatch):
    assert MAX_PAGE_SIZE == 100
    monkeypatch.setattr("search.alerts.sending.MAX_PAGE_SIZE", 5)
    wanted = {MethodPageFactory().title for _ in range(12)} | {
        content.bus.title,
        content.hall.title,
    }
    titles = told(follow())
    assert set(titles) == wanted
    assert len(titles) == len(wanted)


def test_a_long_message_says_how_many_more(content: SimpleNamespace, monkeypatch):
    monkeypatch.setattr("search.alerts.mail.PAGES_SHOWN", 2)
    follow()
    MethodPageFactory()
    MethodPageFactory()
    send_news(later())
    [message] = mail.outbox
    assert message.subject.startswith("4 nouveautés")
    assert message.body.count("\n* ") == 2
    assert "Et 2 autres." in message.body
    assert message.alternatives[0][0].count("<h2>") == 2


def test_another_process_cannot_send_the_same(content: SimpleNamespace):
    alert = follow()
    mine, theirs = (SearchAlert.objects.get(pk=alert.pk) for _ in range(2))
    assert claim(mine, later())
    assert not claim(theirs, later(seconds=1))
    SearchAlert.objects.all().delete()
    assert not claim(mine, later())


class Twice(locmem.EmailBackend):
    """While a message leaves, another process sends everything."""

    inside = False

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:
        if not Twice.inside:
            Twice.inside = True
            send_news(later())
        return super().send_messages(messages)


def test_two_processes_at_once_send_each_message_once(content: SimpleNamespace, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Twice"
    Twice.inside = False
    addresses = {f"n{number}@example.org" for number in range(4)}
    for address in addresses:
        follow(address=address)
    send_news(later())
    assert Twice.inside
    assert sorted(message.to[0] for message in mail.outbox) == sorted(addresses)


class Choosy(locmem.EmailBackend):
    """A mail server that refuses one address, and that others cannot be hidden in."""

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:
        if messages[0].to == ["no@example.org"]:
            raise SMTPRecipientsRefused({"no@example.org": (550, b"no such user")})
        return super().send_messages(messages)


def test_a_refused_address_stops_nobody_and_is_tried_again(
    content: SimpleNamespace, settings, caplog: pytest.LogCaptureFixture
):
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    for address in ("a@example.org", "no@example.org", "z@example.org"):
        follow(address=address)
    assert send_news(later()) == {"sent": 2, "failed": 1}
    assert "SMTPRecipientsRefused" in caplog.text
    assert "no@example.org" not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_news(later()) == {"sent": 1}
    assert [message.to for message in mail.outbox[2:]] == [["no@example.org"]]


@pytest.fixture
def settled(content: SimpleNamespace) -> None:
    """The pages were published half an hour ago."""
    when = timezone.now() - timedelta(minutes=30)
    Page.objects.update(first_published_at=when)


def send(**options: object) -> str:
    out = io.StringIO()
    call_command("send_alerts", stdout=out, **options)
    return out.getvalue()


def test_the_command_sends_and_erases(settled: None):
    follow()
    follow("q=introuvable")
    old = timezone.now() - timedelta(days=4)
    SearchAlert.objects.create(address="x@example.org", language="fr", created_at=old)
    assert "Alerts to send: 1; with nothing new: 1." in send(dry_run=True)
    assert mail.outbox == []
    assert SearchAlert.objects.filter(last_sent_at=None).count() == 3
    out = send()
    assert "removed, not confirmed in time: 1." in out
    assert "Alerts sent: 1; with nothing new: 1." in out
    assert len(mail.outbox) == 1
    assert "Alerts sent: 0" in send()


def test_the_command_fails_when_a_message_could_not_leave(settled: None, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    follow(address="no@example.org")
    with pytest.raises(CommandError, match="1 alerts"):
        send()


def test_comparable_to_a_collectivity_that_is_gone_is_nothing(content: SimpleNamespace):
    own = CollectivityFactory(population=20_000, is_loaded=False)
    alert = follow(f"pour={own.ref}&comparables=oui")
    assert content.bus.title in told(alert)
    own.delete()
    assert told(alert) == []


def test_a_language_that_is_closed_tells_nothing_and_lets_leave(
    client: Client, content: SimpleNamespace
):
    english = home("en")
    case = CaseStudyPageFactory(
        title="A desk in a bus", parent=index(CaseStudyIndexPage, "Cases", english)
    )
    alert = follow(language="en")
    assert told(alert) == [case.title]
    english.unpublish()
    assert told(alert) == []
    with translation.override("en"):
        stop = urlsplit(stop_url(alert)).path
    assert client.get(stop).status_code == 200
    assert client.post(stop).status_code == 200
    assert not SearchAlert.objects.exists()
    assert client.get("/en/search/alerts/").status_code == 404
