"""The link of a collectivité: who it lets in, to what, until when, and that nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from casestudies.models import CaseTheme, CollectivityReview, ReviewRemark
from casestudies.review import views
from casestudies.review.reminders import remind_and_tell
from casestudies.review.rounds import validity
from common.tokens import digest_of
from tests.casestudies.review.conftest import CONTACT, answer, link, told
from tests.factories import ThemeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.long]
NBSP = "\N{NO-BREAK SPACE}"
# As an address may be, and no database column is.
TOO_LONG = f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.fr"
LONG = "Le bus n’est pas bleu. " * 500


@pytest.fixture
def address(story):
    return story.to_collectivity()


@pytest.fixture
def visitor():
    return Client()


def token_of(address: str) -> str:
    return address.strip("/").rpartition("/")[2]


def test_the_message(story, address):
    message = mail.outbox[-1]
    assert message.to == [CONTACT]
    assert (
        message.subject
        == "Votre avis sur «\N{NO-BREAK SPACE}Un bus\N{NO-BREAK SPACE}» avant sa publication"
    )
    assert "Tutor Martin" in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert '<html lang="fr">' in html
    assert f'href="http://localhost:8000{address}"' in html


def test_it_shows_the_version_that_was_sent_as_readers_will_see_it(story, address, visitor):
    story.edit(story.tutor, title="Un autre bus")
    html = visitor.get(address).content.decode()
    assert "<h1>Un bus</h1>" in html
    assert "Un autre bus" not in html
    story.edit(story.tutor, title="Un bus")
    answer(address)
    story.act(story.editor, "approve")
    public = visitor.get(story.now().url).content.decode()
    # The last part also gives the version that is published, and how to cite it.
    article = re.search(r'<article.*?id="sources"', public, re.DOTALL)
    shown = re.search(r'<article.*?id="sources"', html, re.DOTALL)
    # The year of the publication, and what the editor's form marks paragraphs with.
    left_out = re.compile(r', 2\d\d\d(?=, )|data-block-key="\w+"')
    assert left_out.sub("", article[0]).split() == left_out.sub("", shown[0]).split()


def test_what_it_named_and_is_gone_is_left_out(story, visitor):
    theme = ThemeFactory(name="Mobilité")
    page = story.now()
    page.themes.set([CaseTheme(theme=theme, locale=page.locale)])
    page.save_revision()
    with_theme = page.get_latest_revision().content
    address = story.to_collectivity()
    # The tutor took the theme out after it was sent, then an editor deleted it.
    CollectivityReview.objects.update(content=with_theme)
    assert "Mobilité" in visitor.get(address).content.decode()
    theme.delete()
    html = visitor.get(address).content.decode()
    assert "<h1>Un bus</h1>" in html
    assert "Mobilité" not in html
    assert remind_and_tell(timezone.now() + timedelta(days=22)) == 1
    answer(address)
    names = [story.case.pk, story.review.pk]
    shown = story.client(story.editor).get(reverse("casestudies_review_version", args=names))
    assert "<h1>Un bus</h1>" in shown.content.decode()


def test_the_link_is_not_kept(address):
    kept = CollectivityReview.objects.values().get()
    assert token_of(address) not in str(kept)
    assert kept["digest"] == digest_of(token_of(address))


def test_the_page_is_kept_from_search_engines_caches_and_other_sites(address, visitor):
    for response in (visitor.get(address), answer(address, verdict=""), answer(address)):
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]
    html = visitor.get(address).content.decode()
    assert 'name="robots" content="noindex, nofollow"' in html
    assert 'rel="canonical"' not in html


@pytest.mark.parametrize(
    "change", ["tampered", "guessed", "empty-ish", "expired", "withdrawn", "replaced"]
)
def test_a_link_that_is_not_good(story, address, visitor, change):
    reviews = CollectivityReview.objects.all()
    if change == "tampered":
        address = address[:-2] + ("A" if address[-2] != "A" else "B") + "/"
    elif change == "guessed":
        address = reverse("casestudies:review", args=["A" * 43])
    elif change == "empty-ish":
        address = reverse("casestudies:review", args=["%00"])
    elif change == "expired":
        reviews.update(expires_at=timezone.now())
    elif change == "withdrawn":
        withdrawn = reverse("casestudies_review_withdraw", args=[story.case.pk])
        story.client(story.tutor).post(withdrawn)
    else:
        story.send()
    for response in (visitor.get(address), answer(address, comment=LONG)):
        assert response.status_code == 404
        assert "Un bus" not in response.content.decode()
        assert "no-store" in response["Cache-Control"]
    # What was written is still there to be copied.
    assert LONG.strip() in response.content.decode()
    assert not reviews.filter(answered_at__isnull=False).exists()
    assert story.step == "CollectivityReviewTask"


@pytest.mark.parametrize("leaves", ["reject", "cancel"])
def test_the_link_ends_when_the_case_leaves_its_step(story, address, visitor, leaves):
    if leaves == "reject":
        story.act(story.tutor, "reject", "À reprendre.")
    else:
        story.edit(story.student, **{"action-cancel-workflow": "1"})
    assert visitor.get(address).status_code == 404


def test_everything_said_is_kept_with_its_version(
    story, address, django_capture_on_commit_callbacks
):
    values = {
        "comment": "Merci.",
        "remark-0-section": "probleme",
        "remark-0-passage": "Les habitants ne viennent plus.",
        "remark-0-comment": "Ils viennent.",
        "remark-1-correction": "Le bus est <b>vert</b>.",
    }
    with django_capture_on_commit_callbacks(execute=True):
        response = answer(address, **values)
    assert response.status_code == 302
    review = CollectivityReview.objects.get()
    assert (review.verdict, review.answered_by) == ("approve", "Jeanne Martin, DGS")
    assert timezone.now() - review.answered_at < timedelta(minutes=1)
    rows = list(review.remarks.values_list("section", "passage", "comment", "correction"))
    assert rows == [
        ("probleme", "Les habitants ne viennent plus.", "Ils viennent.", ""),
        ("", "", "", "Le bus est <b>vert</b>."),
    ]
    told = [message for message in mail.outbox if "a répondu" in message.subject]
    assert [message.to for message in told] == [[story.tutor.email]]
    screen = story.client(story.student).get(reverse("casestudies_review", args=[story.case.pk]))
    html = screen.content.decode()
    assert "Ils viennent." in html
    assert "Le bus est &lt;b&gt;vert&lt;/b&gt;." in html
    # Long after, when Wagtail has thrown that version away.
    story.edit(story.editor, title="Un autre bus")
    story.edit(story.editor, **{"action-cancel-workflow": "1"})
    call_command("purge_revisions")
    assert not Revision.objects.filter(pk=review.revision_id).exists()
    version = reverse("casestudies_review_version", args=[story.case.pk, review.pk])
    assert "<h1>Un bus</h1>" in story.client(story.tutor).get(version).content.decode()


def test_a_version_that_is_saved_over_is_kept_as_it_was_sent(story, address, visitor):
    latest = story.now().get_latest_revision()
    latest.content = latest.content | {"title": "Écrasé"}
    latest.save()
    assert "<h1>Un bus</h1>" in visitor.get(address).content.decode()
    answer(address)
    assert story.step == "CollectivityReviewTask"


def test_an_answer_is_given_once(story, address, visitor):
    answer(address, "object", comment="Non, merci.")
    response = answer(address, comment=LONG, **{"remark-0-comment": "Si, si."})
    assert response.status_code == 409
    html = response.content.decode()
    assert LONG.strip() in html
    assert "Si, si." in html
    review = CollectivityReview.objects.get()
    assert (review.verdict, review.comment) == ("object", "Non, merci.")
    assert "Non, merci." in visitor.get(address).content.decode()
    assert not ReviewRemark.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"verdict": ""},
        {"verdict": "withdrawn"},
        {"answered_by": "  "},
        {"answered_by": "x" * 201},
        {"comment": LONG},
        {"remark-0-passage": "p" * 3_001, "remark-0-comment": "Non."},
        {"remark-0-passage": "Un passage dont rien n’est dit."},
        {"remark-0-section": "moyens"},
        {"remark-0-section": "nulle-part", "remark-0-comment": "Non."},
        {"remark-1-correction": LONG},
        {"verdict": "correct"},
        {"comment": "nul\0"},
    ],
    ids="-".join,
)
def test_a_refused_answer_keeps_its_text(story, address, values):
    kept = {"remark-1-comment": "Un commentaire à garder."} if "verdict" not in values else {}
    response = answer(address, **{**kept, **values})
    assert response.status_code == 422
    html = response.content.decode()
    assert "alert-error" in html
    for text in (*kept.values(), values.get("comment", ""), values.get("remark-1-correction", "")):
        assert text.strip() in html
    assert not CollectivityReview.objects.filter(answered_at__isnull=False).exists()
    assert story.step == "CollectivityReviewTask"


def test_room_for_more_remarks_without_javascript(address):
    values = {
        "remark-1-comment": "Gardé.",
        "remark-1-section": "moyens",
        "more": "1",
        "verdict": "",
    }
    response = answer(address, **values)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<legend>Remarque") == 4
    assert "Gardé." in html
    assert '<option value="moyens" selected>' in html
    assert "alert-error" not in html
    assert answer(address, rows="9999", more="1").content.decode().count("<legend>Rem") == 4
    assert answer(address, rows="30", more="1").content.decode().count("<legend>Rem") == 30


def test_hidden_fields_change_nothing_else(story, address):
    other = story.review
    values = {"review": "1", "page": "1", "fingerprint": "0" * 64, "email": "x@example.org",
              "rows": "-1", "contact_consent": "on", "remark-0-review": "1"}  # fmt: skip
    answer(address, **values, **{"remark-0-comment": "Non."})
    review = CollectivityReview.objects.get()
    assert (review.email, review.fingerprint) == (CONTACT, other.fingerprint)
    # The case has no contact: nobody was asked.
    assert not review.contact_consent


@pytest.mark.parametrize("consents", [True, False])
def test_the_contact_is_asked(story, visitor, consents):
    contact = {"contact_name": "Jeanne Martin", "contact_email": CONTACT}
    story.edit(story.student, **contact, **{"action-submit": "1"})
    assert story.step == "TutorReviewTask"
    story.act(story.tutor, "approve")
    screen = story.client(story.tutor).get(reverse("casestudies_review", args=[story.case.pk]))
    assert f'value="{CONTACT}"' in screen.content.decode()
    story.send()
    address = link(mail.outbox[-1])
    assert "Jeanne Martin" in visitor.get(address).content.decode()
    answer(address, **({"contact_consent": "on"} if consents else {}))
    assert story.now().get_latest_revision_as_object().contact_consent is consents
    assert story.step == "PublicationTask"
    story.act(story.editor, "approve")
    assert story.now().live is consents
    if not consents:
        ticked = story.edit(
            story.editor, **contact, contact_consent="on", **{"action-publish": "1"}
        )
        assert "n’a pas accepté" in told(ticked) + ticked.content.decode()
        assert not story.now().live
        story.edit(story.editor, contact_name="", contact_email="", **{"action-publish": "1"})
        assert story.now().live


def test_a_visitor_asks_so_many_times_an_hour(address, visitor):
    for _ in range(views.VISITS_IN_AN_HOUR):
        visitor.head(reverse("casestudies:review", args=["x"]))
    assert visitor.get(address).status_code == 429


@pytest.mark.parametrize(
    "email",
    ["", "pas une adresse", "a@example.org, b@example.org", "a@b\nBcc: c@d.fr", TOO_LONG],
)
def test_it_is_sent_to_one_address(story, address, email):
    sent = len(mail.outbox)
    story.send(email=email)
    assert len(mail.outbox) == sent
    assert story.review.withdrawn_at is None


@pytest.mark.parametrize("who", ["student", "editor", "tutor"])
def test_who_may_send_and_when(story, who):
    user = getattr(story, who)
    story.send(user)
    story.submit()
    story.send(user)
    assert not CollectivityReview.objects.exists()
    story.act(story.tutor, "approve")
    story.send(user)
    assert CollectivityReview.objects.exists() is (who != "student")


def test_a_message_that_cannot_leave_is_said_and_its_link_is_worth_nothing(story, caplog):
    story.submit()
    story.act(story.tutor, "approve")
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1
    ):
        response = story.send()
    assert "n’a pas pu partir" in told(response)
    assert CONTACT not in caplog.text
    assert story.review.step == "unsent"
    story.send()
    assert story.review.step == "waiting"


def test_how_long_it_works(address):
    review = CollectivityReview.objects.get()
    assert abs(review.expires_at - review.sent_at - validity()) < timedelta(minutes=1)
