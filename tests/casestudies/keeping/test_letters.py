"""A reader writes to the contact of a case: addresses stay hidden, nothing of it is kept."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from casestudies.keeping.forms import LetterForm, ReportForm
from casestudies.keeping.views import (
    LETTERS_ABOUT_A_CASE_IN_A_DAY,
    LETTERS_FROM_AN_ADDRESS_IN_A_DAY,
    SENT_BY_A_VISITOR_IN_AN_HOUR,
)
from casestudies.models import CaseStudyPage
from common.quiet_forms import LATEST
from tests.factories import CaseStudyPageFactory, home
from tests.search.ui.pages import problems

from .conftest import old_case, parsed, waited

pytestmark = pytest.mark.django_db
CONTACT = "claude@example.org"
TEXT = "Bonjour, comment avez-vous choisi les arrêts du bus ?"


def write_url(case: CaseStudyPage) -> str:
    return f"/etude/{case.reference}/ecrire/"


def letter(**values: str) -> dict[str, str]:
    typed = {"name": "Lou Petit", "address": "lou@example.org", "text": TEXT}
    return {**typed, "nickname": "", "opened": waited(LetterForm), **values}


def send(client: Client, case: CaseStudyPage, **values: str):
    return client.post(write_url(case), letter(**values))


def test_the_whole_way(monkeypatch):
    case = old_case(CONTACT)
    strict = Client(enforce_csrf_checks=True)
    entrance = parsed(strict.get(case.url))
    [link] = entrance.select(f'a[href="{write_url(case)}"]')
    page = parsed(strict.get(link["href"]))
    assert problems(page) == []
    hidden = {field["name"]: field["value"] for field in page.select("main input[type=hidden]")}
    later = timezone.now() + timedelta(seconds=30)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    typed = {"name": "Lou Petit", "address": "lou@example.org", "text": TEXT, "nickname": ""}
    response = strict.post(write_url(case), {**hidden, **typed}, follow=True)
    assert "Votre message est parti" in response.content.decode()
    assert problems(parsed(response)) == []
    [message] = mail.outbox
    assert (message.to, message.reply_to) == ([CONTACT], ["lou@example.org"])
    assert message.cc == message.bcc == []
    for body in (str(message.body), str(message.alternatives[0].content)):
        assert "Lou Petit" in body
        assert "comment avez-vous choisi" in body
        assert CONTACT not in body
    for html in (entrance, page, parsed(response)):
        assert CONTACT not in str(html)
    # Nothing is kept.
    for model in apps.get_models():
        for row in model._default_manager.values():
            assert "lou@example.org" not in str(row)
            assert "comment avez-vous choisi" not in str(row)


@pytest.mark.parametrize(
    "change",
    [{"contact_consent": False}, {"contact_email": "jo@example.org", "contact_name": "Jo"}],
    ids=["no consent", "someone else"],
)
def test_a_translation_knows_that_the_contact_changed(client, change):
    """Whoever translates brings it up to date later, or never."""
    case = old_case(CONTACT)
    english = home("en")
    copies = case.get_parent().copy_for_translation(english.locale)
    copies.save_revision().publish()
    copy = case.copy_for_translation(english.locale)
    copy.save_revision().publish()
    copy.refresh_from_db()
    address = f"/en/case/{case.reference}/write/"
    assert "Claude Martin" in client.get(copy.url).content.decode()
    assert client.get(address).status_code == 200
    CaseStudyPage.objects.filter(pk=case.pk).update(**change)
    html = client.get(copy.url).content.decode()
    assert "Claude Martin" not in html
    assert address not in html
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("email", "consent"), [("", True), (CONTACT, False)], ids=["no address", "no consent"]
)
def test_without_a_contact_who_agreed_there_is_no_form(client, email, consent):
    case = old_case(CONTACT)
    CaseStudyPage.objects.filter(pk=case.pk).update(contact_email=email, contact_consent=consent)
    assert write_url(case) not in client.get(case.url).content.decode()
    assert client.get(write_url(case)).status_code == 404
    assert send(client, case).status_code == 404
    assert mail.outbox == []


def test_hidden_cases_have_no_form(client):
    draft = CaseStudyPageFactory(
        live=False, contact_email=CONTACT, contact_consent=True, contact_name="Claude"
    )
    private = old_case(CONTACT)
    private.view_restrictions.create(restriction_type="login")
    for case in (draft, private):
        assert client.get(write_url(case)).status_code == 404
        assert send(client, case).status_code == 404
    home("en")
    assert client.post("/en/case/nothing/write/", letter()).status_code == 404
    assert mail.outbox == []


@pytest.mark.parametrize(
    "values",
    [
        {"address": "lou@example.org\nBcc: all@example.org"},
        {"address": "lou@example.org, other@example.org"},
        {"address": '"a b, c"@example.org'},
        {"address": "lou"},
        {"address": ""},
        {"name": ""},
        {"text": ""},
        {"text": "Court."},
        {"text": "x" * 4001},
        {"name": "n" * 101},
        {"text": TEXT + " http://a.example http://b.example https://c.example"},
        {"nickname": "Bob"},
        {"opened": ""},
        {"opened": "form:1:forged"},
    ],
)
def test_what_is_refused_is_said_and_kept_in_the_form(client, values):
    case = old_case(CONTACT)
    response = send(client, case, **values)
    assert response.status_code == 200
    page = parsed(response)
    assert page.select_one("[role=alert]").get_text(strip=True)
    assert problems(page) == []
    assert mail.outbox == []
    if "text" not in values:
        assert page.select_one("textarea").get_text() == TEXT


def test_names_and_texts_reach_no_header(client):
    case = old_case(CONTACT)
    CaseStudyPage.objects.filter(pk=case.pk).update(title="Un bus\nBcc: all@example.org")
    send(client, case, name="Lou\r\nBcc: all@example.org", text=f"{TEXT}\r\nBcc: x@example.org")
    [message] = mail.outbox
    sent = message.message()
    assert sent["Bcc"] is None
    assert set(sent.keys()) == {
        "Content-Type", "MIME-Version", "Subject", "From", "To", "Reply-To", "Date", "Message-ID",
    }  # fmt: skip
    assert message.recipients() == [CONTACT]


def test_what_was_posted_too_fast_may_be_sent_again_at_once(client, monkeypatch):
    case = old_case(CONTACT)
    opened = parsed(client.get(write_url(case))).select_one("[name=opened]")["value"]
    fast = send(client, case, opened=opened)
    assert "très rapide" in fast.content.decode()
    page = parsed(fast)
    assert page.select_one("[name=opened]")["value"] == opened
    later = timezone.now() + timedelta(seconds=4)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert send(client, case, opened=opened).status_code == 302


def test_a_form_that_was_open_for_a_week_may_be_sent_again(client, monkeypatch):
    case = old_case(CONTACT)
    opened = waited(LetterForm)
    late = timezone.now() + LATEST + timedelta(minutes=1)
    monkeypatch.setattr("django.core.signing.time.time", late.timestamp)
    response = send(client, case, opened=opened)
    assert "rien n’est perdu" in response.content.decode()
    fresh = parsed(response).select_one("[name=opened]")["value"]
    late += timedelta(seconds=10)
    monkeypatch.setattr("django.core.signing.time.time", late.timestamp)
    assert send(client, case, opened=fresh).status_code == 302


def test_the_time_of_another_form_is_not_this_ones(client):
    assert send(client, old_case(CONTACT), opened=waited(ReportForm)).status_code == 200
    assert mail.outbox == []


def test_the_trap_is_out_of_everybodys_way(client):
    page = parsed(client.get(write_url(old_case(CONTACT))))
    trap = page.select_one("[name=nickname]")
    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")
    assert trap.parent.has_attr("hidden")
    assert trap.parent["aria-hidden"] == "true"


def test_a_double_click_sends_one_letter(client):
    case = old_case(CONTACT)
    assert send(client, case).status_code == 302
    assert send(client, case).status_code == 302
    assert len(mail.outbox) == 1


def test_a_reader_writes_a_few_times_a_day(client):
    case = old_case(CONTACT)
    count = LETTERS_FROM_AN_ADDRESS_IN_A_DAY
    statuses = [send(client, case, text=f"{TEXT} {n}").status_code for n in range(count + 1)]
    assert statuses == [302] * count + [429]
    assert len(mail.outbox) == count


def test_a_visitor_and_a_case_have_their_limits(client):
    case = old_case(CONTACT)
    count = SENT_BY_A_VISITOR_IN_AN_HOUR
    statuses = [
        send(client, case, address=f"n{n}@example.org").status_code for n in range(count + 1)
    ]
    assert statuses == [302] * count + [429]
    refused = send(client, case, address="x@example.org")
    assert parsed(refused).select_one("textarea").get_text() == TEXT
    for n in range(count, LETTERS_ABOUT_A_CASE_IN_A_DAY):
        elsewhere = {"REMOTE_ADDR": f"192.0.2.{n}"}
        client.post(write_url(case), letter(address=f"n{n}@example.org"), **elsewhere)
    assert len(mail.outbox) == LETTERS_ABOUT_A_CASE_IN_A_DAY
    last = client.post(write_url(case), letter(), REMOTE_ADDR="192.0.2.99")
    assert last.status_code == 429


class Refusing:
    """A mail server that refuses everything."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        pass

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError(CONTACT)


def test_a_letter_that_cannot_leave_is_said_and_can_be_sent_again(client, settings, caplog):
    case = old_case(CONTACT)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.casestudies.keeping.test_letters.Refusing"
    response = send(client, case)
    assert response.status_code == 503
    assert parsed(response).select_one("textarea").get_text() == TEXT
    assert CONTACT not in caplog.text
    settings.EMAIL_BACKEND = backend
    assert send(client, case).status_code == 302
    assert len(mail.outbox) == 1


def test_it_is_in_the_languages_of_both(client):
    case = old_case(CONTACT)
    home("en")
    parent = case.get_parent().copy_for_translation(home("en").locale)
    parent.save_revision().publish()
    english = case.copy_for_translation(home("en").locale)
    english.save_revision().publish()
    page = client.get(f"/en/case/{case.reference}/write/")
    assert "Write to the contact" in page.content.decode()
    assert "Contact" in client.get(english.url).content.decode()
    cache.clear()
    posted = client.post(f"/en/case/{case.reference}/write/", letter())
    assert posted.status_code == 302
    assert mail.outbox[0].to == [CONTACT]
