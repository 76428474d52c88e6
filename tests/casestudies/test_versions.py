"""Each publication of a case is a version: numbered, kept, readable, and no leak."""

import json
from datetime import timedelta
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    PageViewRestriction,
    Revision,
    Task,
    Workflow,
    WorkflowTask,
)

from accounts.models import Role
from accounts.roles import EDITOR, TUTOR
from casestudies.choices import ReviewerRole
from casestudies.models import (
    CaseAuthor,
    CaseFollowUp,
    CaseReplication,
    CaseStudyIndexPage,
    CaseStudyPage,
    CaseTheme,
    CaseVersion,
    Contributor,
)
from tests import factories
from tests.factories import CaseStudyPageFactory, ThemeFactory
from tests.home.test_query_counts import LARGE, SMALL, a_cover, rich_case
from vocabulary.models import Theme

pytestmark = pytest.mark.django_db


def publish(case, **values):
    """Publish a case with these values, as an editor would, and return it as it is then."""
    case = CaseStudyPage.objects.get(pk=case.pk)
    for name, value in values.items():
        setattr(case, name, value)
    case.save_revision().publish()
    return CaseStudyPage.objects.get(pk=case.pk)


def numbers(case):
    return list(case.versions.order_by("number").values_list("number", flat=True))


def read(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, url
    return BeautifulSoup(response.content.decode(), "html.parser")


@pytest.fixture
def case():
    """A case of two versions."""
    case = CaseStudyPageFactory(
        title="Le premier titre", problem=[("text", "<p>Le premier récit.</p>")]
    )
    return publish(case, title="Le second titre", problem=[("text", "<p>Le second récit.</p>")])


def test_each_publication_has_its_number(case):
    assert numbers(case) == [1, 2]
    assert case.current_version.number == 2
    assert case.current_version.revision_id == case.live_revision_id
    assert case.current_version.published_at == case.last_published_at


def test_publishing_the_same_again_makes_no_version(case):
    case.save_revision().publish()
    case.get_latest_revision().publish()
    case.unpublish()
    publish(case)
    assert numbers(case) == [1, 2]


def test_the_order_in_which_a_story_is_written_down_says_nothing(case):
    revision = case.save_revision()
    (block,) = json.loads(revision.content["problem"])
    revision.content["problem"] = json.dumps([dict(reversed(block.items()))])
    revision.save()
    revision.publish()
    assert numbers(case) == [1, 2]


@pytest.mark.parametrize(
    "values",
    [
        {"slug": "ailleurs"},
        {"contact_name": "Dominique", "contact_consent": True},
        {"show_in_menus": True},
    ],
)
def test_what_is_not_said_makes_no_version(case, values):
    assert numbers(publish(case, **values)) == [1, 2]


def test_a_new_row_makes_one_version_and_saving_it_again_none(case):
    row = CaseFollowUp(date="2020", status="running")
    published = publish(case, follow_ups=[row])
    assert numbers(published) == [1, 2, 3]
    assert numbers(publish(published)) == [1, 2, 3]


def test_going_back_to_an_older_text_is_a_new_version(case):
    first = case.versions.get(number=1).revision
    first.publish()
    assert numbers(case) == [1, 2, 3]
    assert CaseStudyPage.objects.get(pk=case.pk).title == "Le premier titre"


def test_a_draft_makes_no_version(case):
    case.title = "Un brouillon"
    case.save_revision()
    assert numbers(case) == [1, 2]
    assert numbers(CaseStudyPageFactory(live=False)) == []


def test_a_purge_keeps_what_was_published_and_nothing_else(case, client):
    case.save_revision()
    case.save_revision()
    case.save_revision()
    call_command("purge_revisions")
    kept = set(case.versions.values_list("revision_id", flat=True))
    assert set(Revision.objects.for_instance(case).values_list("pk", flat=True)) == {
        *kept,
        case.get_latest_revision().pk,
    }
    assert "Le premier récit." in str(read(client, version_url(case, 1)))


def test_a_page_goes_with_its_versions(case):
    case.delete()
    assert not CaseVersion.objects.exists()
    assert not Revision.objects.for_instance(case).exists()


def test_the_whole_list_of_cases_can_be_deleted(case):
    CaseStudyIndexPage.objects.get().delete()
    assert not CaseVersion.objects.exists()


def test_what_is_live_before_the_migration_is_its_first_version(case):
    draft = CaseStudyPageFactory(live=False)
    CaseVersion.objects.all().delete()
    import_module("casestudies.migrations.0005_versions").number_what_is_live(apps, None)
    version = CaseVersion.objects.get()
    assert (version.page_id, version.number) == (case.pk, 1)
    assert version.current_of_id == case.pk
    assert version.revision_id == case.live_revision_id
    assert version.reference == case.reference
    assert numbers(draft) == []
    assert numbers(publish(case, title="Un autre titre")) == [1, 2]


# Short addresses


def version_url(case, number, language="fr"):
    prefix = "" if language == "fr" else f"/{language}"
    return f"{prefix}/c/{case.reference}/v/{number}/"


def short_url(case, language="fr"):
    return ("" if language == "fr" else f"/{language}") + f"/c/{case.reference}/"


def test_the_short_address_survives_a_move_and_a_new_name(case, client):
    assert client.get(short_url(case))["Location"] == case.url
    moved = publish(case, slug="un-tout-autre-nom", title="Un tout autre titre")
    assert moved.url.endswith("/un-tout-autre-nom/")
    response = client.get(short_url(case))
    assert (response.status_code, response["Location"]) == (302, moved.url)


def test_a_former_identifier_leads_on_until_another_case_takes_it(case, client):
    former = case.reference
    changed = publish(case, reference="un-nouvel-identifiant")
    assert client.get(f"/c/{former}/")["Location"] == changed.url
    assert "Le premier récit." in str(read(client, f"/c/{former}/v/1/"))
    other = CaseStudyPageFactory(reference=former)
    assert client.get(f"/c/{former}/")["Location"] == other.url


def test_an_older_version_says_that_it_is_one(case, client):
    response = client.get(version_url(case, 1))
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert page.h1.get_text() == "Le premier titre"
    assert "Le premier récit." in page.get_text()
    assert "Le second récit." not in page.get_text()
    notice = page.select_one(".older-version")
    assert "la version 1" in notice.get_text()
    assert notice.a["href"].endswith(case.url)
    assert page.select_one("link[rel=canonical]")["href"].endswith(case.url)
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert response["X-Robots-Tag"] == "noindex"
    assert not page.select("meta[name^=citation_], link[hreflang], meta[property]")
    assert "/c/le-premier-titre/v/1/" in page.select_one(".citation").get_text()


def test_the_address_of_the_current_version_leads_to_the_page(case, client):
    response = client.get(version_url(case, 2))
    assert (response.status_code, response["Location"]) == (302, case.url)
    page = read(client, case.url)
    assert "Version 2, publiée le" in page.get_text()
    links = [link["href"] for link in page.select(".stable-addresses a")]
    assert [link.partition("/c/")[2] for link in links] == [
        "le-premier-titre/",
        "le-premier-titre/v/2/",
    ]


def test_the_list_of_versions_leads_to_each(case, client):
    page = read(client, f"{short_url(case)}v/")
    links = [link["href"] for link in page.select(".versions a")]
    assert links == [case.url, version_url(case, 1)]


@pytest.mark.parametrize("number", [0, 3, 2**70])
def test_a_version_that_never_was_is_not_found(case, client, number):
    assert client.get(version_url(case, number)).status_code == 404
    assert client.get(f"{version_url(case, number)}citation.bib").status_code == 404


@pytest.mark.parametrize("reference", ["inconnu", "a" * 300, "0"])
def test_an_unknown_identifier_is_not_found(case, client, reference):
    for end in ("", "v/", "v/1/", "citation.bib", "v/1/citation.bib"):
        assert client.get(f"/c/{reference}/{end}").status_code == 404


def hide(case, how):
    if how == "unpublished":
        case.unpublish()
    elif how == "restricted":
        PageViewRestriction.objects.create(page=case, restriction_type="login")
    elif how == "restricted above":
        PageViewRestriction.objects.create(page=case.get_parent(), restriction_type="login")
    else:
        case.delete()


@pytest.mark.parametrize("how", ["unpublished", "restricted", "restricted above", "deleted"])
def test_nothing_of_a_hidden_case_is_read(case, client, admin_client, how):
    hide(case, how)
    for end in ("", "v/", "v/1/", "v/2/", "citation.bib", "v/1/citation.ris"):
        for reader in (client, admin_client):
            response = reader.get(f"{short_url(case)}{end}")
            assert response.status_code == 404, end
            body = response.content.decode()
            assert "Le premier" not in body
            assert "Le second" not in body


def test_a_draft_is_not_a_version(case, client):
    case.title = "zanzibar"
    case.reference = "zanzibar"
    case.save_revision()
    for url in (case.url, version_url(case, 1), version_url(case, 3), "/c/zanzibar/"):
        assert "zanzibar" not in client.get(url).content.decode().replace("/c/zanzibar/", "")
    assert client.get("/c/zanzibar/").status_code == 404


def test_each_language_has_its_own_versions(case, client):
    factories.home("en")
    english = Locale.objects.get(language_code="en")
    assert client.get(short_url(case, "en"))["Location"] == case.url
    for end in ("v/", "v/1/"):
        assert client.get(f"{short_url(case, 'en')}{end}").status_code == 404
    CaseStudyIndexPage.objects.get().copy_for_translation(english).save_revision().publish()
    translated = publish(case.copy_for_translation(english), title="The title")
    assert numbers(translated) == [1]
    assert client.get(short_url(case, "en"))["Location"] == translated.url
    assert client.get(version_url(case, 1, "en"))["Location"] == translated.url
    assert client.get(version_url(case, 2, "en")).status_code == 404
    assert client.get(short_url(case))["Location"] == case.url


def test_consent_that_ended_is_respected_by_older_versions(client):
    contact = {"contact_name": "Dominique Martin", "contact_email": "d@example.org"}
    case = CaseStudyPageFactory(**contact, contact_consent=True)
    case = publish(case, title="Autre", contact_name="", contact_email="", contact_consent=False)
    assert numbers(case) == [1, 2]
    assert "Dominique Martin" not in str(read(client, version_url(case, 1)))


def test_what_is_gone_since_is_left_out(client):
    cover = a_cover()
    image = a_cover()
    figure = {"image": {"image": image, "alt_text": "Une image", "decorative": False}}
    person = Contributor.objects.create(name="Camille Durand")
    place = factories.CollectivityFactory()
    case = CaseStudyPageFactory(
        cover_image=cover,
        problem=[("figure", figure), ("text", "<p>Un récit.</p>")],
        with_themes=[ThemeFactory(name="Un thème perdu"), ThemeFactory(name="Un thème gardé")],
        authors=[CaseAuthor(contributor=person)],
        replications=[CaseReplication(who="D’autres que nous", collectivity=place)],
    )
    kept = Theme.objects.get(name="Un thème gardé")
    lost = Theme.objects.get(name="Un thème perdu")
    case = publish(
        case, cover_image=None, problem=[("text", "<p>Un autre.</p>")],
        themes=[CaseTheme(theme=kept)], authors=[],
        replications=[],
    )  # fmt: skip
    for row in (place, cover, image, lost, person):
        row.delete()
    page = read(client, version_url(case, 1))
    assert "Un récit." in page.get_text()
    assert "Un thème gardé" in page.get_text()
    assert "Un thème perdu" not in page.get_text()
    assert "Camille" not in page.get_text()
    assert "D’autres que nous" in page.get_text()


@pytest.mark.long
def test_queries_of_an_older_version_do_not_grow_with_its_rows(client):
    def count(size):
        people = [Contributor.objects.create(name=f"Personne {n}") for n in range(size)]
        rows = [CaseAuthor(contributor=person) for person in people]
        case = publish(rich_case(size, authors=rows, cover_image=a_cover()), title="Autre")
        url = version_url(case, 1)
        read(client, url)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            read(client, url)
        return len(queries)

    small = count(SMALL)
    assert count(LARGE) <= small <= 40


# Who reviewed


class TestReviewers:
    @pytest.fixture
    def workflow(self, case):
        """The workflow of the cases: tutors, then editors."""
        workflow = Workflow.objects.create(name="Relecture")
        for order, key in enumerate((TUTOR, EDITOR)):
            task = GroupApprovalTask.objects.create(name=key)
            task.groups.add(Role.objects.get(key=key).group)
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
        return workflow

    def approve(self, case, user):
        task_state = case.current_workflow_task_state
        task_state.specific.approve(user=user)
        return CaseStudyPage.objects.get(pk=case.pk)

    def test_a_case_says_in_what_roles_it_was_reviewed(self, case, workflow, admin_user, client):
        case.title = "Relue"
        case.save_revision()
        workflow.start(case, admin_user)
        case = self.approve(self.approve(case, admin_user), admin_user)
        assert numbers(case) == [1, 2, 3]
        assert set(case.current_version.reviewed_by) == {"tutor", "editor"}
        text = read(client, case.url).select_one(".version").get_text()
        assert "Relue par\u00a0: le tutorat de la promotion, la rédaction." in text
        assert admin_user.email not in text
        assert "Relue par" not in read(client, version_url(case, 1)).select_one(".version").text

    def test_an_approval_of_another_text_is_none_of_this_one(self, case, workflow, admin_user):
        case.title = "Relue"
        case.save_revision()
        workflow.start(case, admin_user)
        case = self.approve(case, admin_user)
        case = publish(case, title="Changée après")
        assert case.current_version.reviewed_by == ()

    def test_a_type_of_task_says_for_itself_whose_approval_it_is(
        self, case, admin_user, monkeypatch
    ):
        task = Task.objects.create(name="La collectivité")
        workflow = Workflow.objects.create(name="Relecture")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        asked = []

        def reader_role(self, state):
            asked.append(state.comment)
            return ReviewerRole.COLLECTIVITY if state.comment else None

        monkeypatch.setattr(Task, "reader_role", reader_role, raising=False)
        for comment, expected in (("", ()), ("D’accord", ("collectivity",))):
            case = CaseStudyPage.objects.get(pk=case.pk)
            case.title = f"Relue {comment}"
            case.save_revision()
            workflow.start(case, admin_user)
            case.current_workflow_task_state.approve(user=admin_user, comment=comment)
            case = CaseStudyPage.objects.get(pk=case.pk)
            assert case.current_version.reviewed_by == expected
        assert asked


def test_what_waits_for_its_hour_is_no_version_yet(monkeypatch):
    case = CaseStudyPageFactory(live=False)
    hour = timezone.now() + timedelta(hours=1)
    assert numbers(publish(case, go_live_at=hour)) == []
    monkeypatch.setattr(timezone, "now", lambda: hour + timedelta(minutes=1))
    case.get_latest_revision().publish()
    version = case.versions.get()
    assert (version.number, version.published_at) == (1, timezone.now())
    # Nor is one that was published before, and taken off.
    case = CaseStudyPage.objects.get(pk=case.pk)
    case.unpublish()
    later = timezone.now() + timedelta(hours=1)
    assert numbers(publish(case, go_live_at=later, title="Plus tard")) == [1]


# Withdrawing


class TestWithdrawing:
    def change(self, client, case, number, action="withdraw_version"):
        return client.post(reverse(action, args=[case.pk, number]))

    def test_a_withdrawn_version_says_so_and_nothing_else(self, case, client, admin_client):
        assert self.change(admin_client, case, 1).status_code == 302
        response = client.get(version_url(case, 1))
        body = response.content.decode()
        assert response.status_code == 410
        assert "Le premier" not in body
        assert case.url in body
        assert client.get(f"{version_url(case, 1)}citation.bib").status_code == 404
        listed = read(client, f"{short_url(case)}v/")
        assert "(retirée)" in listed.get_text()
        self.change(admin_client, case, 1, "restore_version")
        assert "Le premier récit." in str(read(client, version_url(case, 1)))

    def test_the_current_version_is_not_withdrawn(self, case, client, admin_client):
        self.change(admin_client, case, 2)
        assert case.versions.get(number=2).withdrawn_at is None
        assert client.get(case.url).status_code == 200

    def test_it_is_for_who_publishes(self, case, client, django_user_model):
        tutor = django_user_model.objects.create_user("t@example.org", "secret")
        tutor.groups.add(Group.objects.get(role__key=TUTOR))
        client.force_login(tutor)
        assert client.get(reverse("case_versions", args=[case.pk])).status_code in {302, 403, 404}
        self.change(client, case, 1)
        assert case.versions.get(number=1).withdrawn_at is None

    def test_the_screen_lists_the_versions(self, case, admin_client):
        page = read(admin_client, reverse("case_versions", args=[case.pk]))
        assert [row.th.get_text() for row in page.select(".listing tbody tr")] == ["2", "1"]
        assert len(page.select(".listing tbody form")) == 1
        editor = read(admin_client, reverse("wagtailadmin_pages:edit", args=[case.pk]))
        assert editor.select(f'a[href="{reverse("case_versions", args=[case.pk])}"]')

    def test_only_a_form_changes_something(self, case, admin_client):
        response = admin_client.get(reverse("withdraw_version", args=[case.pk, 1]))
        assert response.status_code == 405
