"""What is held on one person is given to them and erased, and no model is forgotten."""

import io
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, Revision
from wagtail.users.models import UserProfile
from wagtail_localize.models import TranslationSource

from accounts.models import Role, User
from accounts.roles import CONTRIBUTOR
from casestudies.models import (
    CaseAuthor,
    CaseStudyPage,
    CollectivityReview,
    Confirmation,
    Contributor,
    Invitation,
    Promotion,
    PromotionTutor,
    ReplicationReport,
    ReviewOverride,
    ReviewRemark,
)
from casestudies.word.placement import Line
from casestudies.word.report import keep_report, last_report
from common import personal
from common.personal import Fate, fields_to_know, known_fields
from search.models import SearchAlert
from tests.factories import CaseStudyPageFactory

EMAIL, NAME = "lou.petit@example.org", "Lou Petit"


def run(name: str, *args: str) -> str:
    out = io.StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


def test_every_field_that_leads_to_a_person_is_known():
    """A new model with an address or an account: say in `personal.py` of its app what becomes of it."""
    assert fields_to_know() - set(known_fields()) == set()


def test_what_is_known_exists():
    for model, name in known_fields():
        apps.get_model(model)._meta.get_field(name)


def test_a_field_that_nobody_knows_is_found(monkeypatch):
    monkeypatch.setattr(personal, "_fields", dict(list(known_fields().items())[1:]))
    [missing] = known_fields().keys() ^ fields_to_know()
    assert missing


def test_what_goes_with_the_account_does_so():
    """The database does what the registry says of it."""
    goes = {models.CASCADE, models.SET_NULL, models.DO_NOTHING}
    for (label, name), field in known_fields().items():
        if field.fate is Fate.WITH_ACCOUNT:
            relation = apps.get_model(label)._meta.get_field(name)
            assert relation.remote_field.on_delete in goes


@pytest.fixture
def lou(db) -> User:
    """Someone of whom everything that can be held is held."""
    now = timezone.now()
    promotion = Promotion.objects.create(name="Simone Veil", year=2024, locale_id=1)
    user = User.objects.create_user(EMAIL, "x", first_name="Lou", last_name="Petit")
    user.groups.add(Role.objects.get(key=CONTRIBUTOR).group)
    log(instance=user, action="wagtail.edit", user=user)
    profile = UserProfile.get_for_user(user)
    profile.avatar.save("lou.png", ContentFile(b"x"))
    author = Contributor.objects.create(name=NAME, promotion=promotion, user=user)
    log(instance=author, action="wagtail.create", user=user)
    case = CaseStudyPageFactory(
        title="Un bus", owner=user, authors=[CaseAuthor(contributor=author)],
        contact_name=NAME, contact_email="Lou.Petit@example.org", contact_consent=True,
    )  # fmt: skip
    TranslationSource.get_or_create_from_instance(case)
    draft = case.get_latest_revision_as_object()
    draft.contact_role = "Directrice"
    draft.save_revision(user=user)
    Invitation.objects.create(
        email=EMAIL, name=NAME, role=CONTRIBUTOR, promotion=promotion, language="fr", digest="d",
        invited_by=user,
    )  # fmt: skip
    SearchAlert.objects.create(address=EMAIL, language="fr", query="q=bus")
    ReplicationReport.objects.create(case=case, who="Ailleurs", note="Aussi.", email=EMAIL)
    Confirmation.objects.create(
        case=case, digest="e", is_for_editors=True, closed_at=now, decided_by=user
    )
    review = CollectivityReview.objects.create(
        page=case, content=case.serializable_data(), fingerprint="f", email=EMAIL, language="fr",
        digest="g", expires_at=now, answered_at=now, answered_by=NAME, verdict="approve",
        comment="Rien à redire.", sent_by=user,
    )  # fmt: skip
    ReviewRemark.objects.create(review=review, passage="Un bus", comment="Deux bus.")
    ReviewOverride.objects.create(page=case, reason="Absent.", decided_by=user, name=NAME)
    Client().force_login(user)
    return user


def tells(text: str) -> list[str]:
    """Return the rows of the whole database that hold a text."""
    return [
        f"{model._meta.label} {row}"
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values()
        if text.lower() in str(row).lower()
    ]


def test_an_export_has_everything(lou):
    held = json.loads(run("export_person", EMAIL.upper()))
    assert {
        "accounts.User.email", "casestudies.Invitation.email", "search.SearchAlert.address",
        "casestudies.ReplicationReport.email", "casestudies.Confirmation.decided_by",
        "contacts of cases", "credits", "sessions", "wagtailcore.Page.owner",
        "wagtailcore.Revision.user", "wagtailusers.UserProfile.user", "casestudies.Contributor.user",
        "history of the account", "reviews", "casestudies.ReviewOverride.decided_by",
    } <= held.keys()  # fmt: skip
    assert held["search.SearchAlert.address"][0]["query"] == "q=bus"
    assert {row["contact_role"] for row in held["contacts of cases"]} == {"", "Directrice"}
    assert held["reviews"][0]["remarks"][0]["comment"] == "Deux bus."
    text = json.dumps(held)
    assert lou.password not in text
    assert "digest" not in text


def test_a_dry_run_says_and_changes_nothing(lou):
    before = [list(model._base_manager.values()) for model in apps.get_models()]
    said = run("erase_person", EMAIL)
    assert "accounts.User: 1 deleted" in said
    assert "--yes" in said
    assert [list(model._base_manager.values()) for model in apps.get_models()] == before
    lou.refresh_from_db()
    assert lou.wagtail_userprofile.avatar.storage.exists(lou.wagtail_userprofile.avatar.name)


def test_erasing_leaves_no_address_and_the_published_name(
    lou, client, django_capture_on_commit_callbacks
):
    avatar = UserProfile.get_for_user(lou).avatar
    name, storage = avatar.name, avatar.storage
    with django_capture_on_commit_callbacks(execute=True):
        said = run("erase_person", EMAIL, "--yes")
    assert "credits: the name stays" in said
    assert "1 stay signed" in said
    # What the collectivité answered stays, without whoever answered for it.
    review = CollectivityReview.objects.get()
    assert (review.email, review.answered_by, review.verdict) == ("", "", "approve")
    assert "add --yes" not in said
    assert tells(EMAIL) == []
    assert not storage.exists(name)
    case = CaseStudyPage.objects.get(title="Un bus")
    assert (case.live, case.owner, case.contact_consent) == (True, None, False)
    assert NAME in client.get(case.url).content.decode()
    assert not User.objects.filter(pk=lou.pk).exists()
    assert not ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(lou.pk)
    ).exclude(label="")
    # The texts of the versions are what they were.
    draft = case.get_latest_revision_as_object()
    assert (draft.title, draft.contact_role, draft.contact_name) == ("Un bus", "", "")
    assert run("erase_person", EMAIL, "--yes") == "Nothing is held on this address.\n"
    assert json.loads(run("export_person", EMAIL)) == {}


def test_a_name_is_withdrawn_when_its_person_asks(lou, client):
    run("erase_person", EMAIL, "--yes", "--without-credits")
    # But the decisions that the person signed as an editor.
    assert [row for row in tells(NAME) if "ReviewOverride" not in row] == []
    page = client.get(CaseStudyPage.objects.get(title="Un bus").url).content.decode()
    assert "Auteur retiré" in page
    assert NAME not in page


def test_a_name_under_which_nothing_was_published_goes(lou):
    CaseStudyPage.objects.get(title="Un bus").delete()
    CaseStudyPageFactory(live=False, authors=[CaseAuthor(contributor=lou.contributor)])
    said = run("erase_person", EMAIL, "--yes")
    assert "credits: the name of 1 is replaced" in said
    # But the decisions that the person signed as an editor.
    assert [row for row in tells(NAME) if "ReviewOverride" not in row] == []


def test_the_name_stays_on_an_older_version_that_credits_it(lou):
    case = CaseStudyPage.objects.get(title="Un bus")
    case.get_latest_revision().publish()
    case.refresh_from_db()
    case.authors.set([CaseAuthor(contributor=Contributor.objects.create(name="Autre"))])
    case.title = "Un autre bus"
    case.save_revision().publish()
    assert "credits: the name stays" in run("erase_person", EMAIL, "--yes")
    assert Contributor.objects.filter(name=NAME).exists()


@pytest.mark.parametrize("names", [{}, {"first_name": "Lou", "last_name": "Petit"}])
def test_a_tutor_leaves_no_name_in_the_history(db, names):
    user = User.objects.create_user(EMAIL, "x", **names)
    promotion = Promotion.objects.create(name="Simone Veil", year=2024, locale_id=1)
    tutor = PromotionTutor.objects.create(user=user, promotion=promotion)
    log(instance=tutor, action="wagtail.create")
    assert "history of the tutor" in json.loads(run("export_person", EMAIL))
    assert "history of the tutor: emptied in 1" in run("erase_person", EMAIL, "--yes")
    assert tells(EMAIL) + tells(NAME) == []


def test_a_report_of_an_import_keeps_no_contact(db):
    case = CaseStudyPageFactory()
    lines = [
        Line(source=f"Contact | {NAME}", where=""),
        Line(source=f"Courriel | {EMAIL}", where=""),
    ]
    keep_report(case, None, "etude.docx", lines)
    assert f"Courriel | {EMAIL}" in run("export_person", EMAIL)
    assert "reports of imports: emptied in 1" in run("erase_person", EMAIL, "--yes")
    assert tells(EMAIL) + tells(NAME) == []
    assert last_report(case).placed == []


def test_nobody_else_is_touched(lou):
    other = User.objects.create_user("other.lou.petit@example.org", "x")
    SearchAlert.objects.create(address=other.email, language="fr", query="")
    case = CaseStudyPageFactory(
        contact_name="Autre", contact_email=other.email, contact_consent=True
    )
    run("erase_person", EMAIL, "--yes")
    assert User.objects.filter(pk=other.pk).exists()
    assert SearchAlert.objects.get().address == other.email
    case.refresh_from_db()
    assert case.contact_email == other.email
    assert Revision.objects.filter(content__contact_email=other.email).exists()


def test_an_address_in_a_text_is_said(db):
    case = CaseStudyPageFactory(limits=f"<p>Écrire à {EMAIL}.</p>")
    said = run("erase_person", EMAIL, "--yes")
    assert f"page {case.pk} still has the address" in said
    assert EMAIL in Page.objects.get(pk=case.pk).specific.limits


def test_someone_without_an_account_is_found_too(db):
    CaseStudyPageFactory(contact_name=NAME, contact_email=EMAIL, contact_consent=True)
    asked = timezone.now() - timedelta(days=1)
    SearchAlert.objects.create(address=EMAIL, language="fr", query="", created_at=asked)
    assert set(json.loads(run("export_person", EMAIL))) >= {
        "contacts of cases", "search.SearchAlert.address",
    }  # fmt: skip
    run("erase_person", f" {EMAIL} ", "--yes")
    assert tells(EMAIL) == []


def test_nothing_is_held_on_a_stranger(db):
    assert run("erase_person", "nobody@example.org") == "Nothing is held on this address.\n"
