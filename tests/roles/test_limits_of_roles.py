"""What the walk does not reach: forged forms, choosers, names of people, cost (Wagtail 8.0.1)."""

import json

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import (
    Comment,
    GroupPagePermission,
    Locale,
    Page,
    PageSubscription,
    WorkflowState,
)
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import translate_object

from accounts.models import Role, User
from accounts.roles import CONTRIBUTOR, EDITOR, TUTOR
from casestudies.models import CaseAuthor, Contributor
from casestudies.permissions import page_policy, sees_everything
from tests.factories import CaseStudyPageFactory, MethodPageFactory
from tests.roles.probes import case_data
from tests.roles.world import SECRET, TRANSLATOR, build, fresh, own_draft

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def world():
    return build()


@pytest.fixture
def student(client, world):
    user = world.people[CONTRIBUTOR]
    client.force_login(user)
    return user


def edit(client, case, **values):
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    return client.post(address, case_data(case) | nested_form_data(values), follow=True)


def rich_link(pk) -> str:
    """Return a rich text, as the editor's form posts it, with a link to a page."""
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": pk, "url": "/x/"}}
    block = {"key": "a", "text": "ici", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
             "entityRanges": [{"offset": 0, "length": 3, "key": 0}]}  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def forged(world, name: str) -> dict:
    """Return what a form posted by hand would say of a hidden page or person."""
    hidden = world.cases["hidden"]
    stranger = hidden.owner.contributor
    return {
        "page": {"adapted_from": hidden.pk},
        "person": {"authors": inline_formset([{"contributor": stranger.pk}])},
        "link": {"limits": rich_link(hidden.pk)},
        "link in a story": {"problem": streamfield([("text", rich_link(hidden.pk))])},
        "link in disguise": {
            "limits": rich_link(f" {hidden.pk}").replace(
                '"entityMap": {', '"entity\\u004dap": {"9": {}, "8": [], '
            )
        },
    }[name]


@pytest.mark.parametrize("name", ["page", "person", "link", "link in a story", "link in disguise"])
@pytest.mark.parametrize("title", ["Mon étude", ""])
def test_a_form_that_names_what_is_hidden_is_refused(client, world, student, name, title):
    """Even one that is wrong elsewhere, and would be shown again with titles and names."""
    case = own_draft(world, CONTRIBUTOR)
    response = edit(client, case, **forged(world, name), title=title)
    assert SECRET not in response.content.decode().lower()
    assert response.redirect_chain
    latest = fresh(case).get_latest_revision_as_object()
    assert latest.adapted_from_id is None
    assert SECRET not in str(latest.authors.all())
    assert str(world.cases["hidden"].pk) not in str(latest.limits)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[case.pk])
    client.post(preview, case_data(case) | nested_form_data(forged(world, name)))
    assert SECRET not in client.get(preview).content.decode().lower()


def test_what_an_editor_named_stays(client, world, student):
    case = own_draft(world, CONTRIBUTOR)
    case.adapted_from = world.cases["hidden"]
    case.limits = f'<p><a linktype="page" id="{world.cases["hidden"].pk}">ici</a></p>'
    case.authors.set([CaseAuthor(contributor=world.cases["hidden"].owner.contributor)])
    case.save_revision()
    values = {"adapted_from": case.adapted_from_id, "limits": rich_link(world.cases["hidden"].pk)}
    edit(client, case, **values, title="Un autre titre")
    assert fresh(case).get_latest_revision_as_object().title == "Un autre titre"


@pytest.mark.parametrize("odd", ["+{}", "0_{}", "1e0", "9" * 30, "9" * 5_000])
def test_a_link_whose_number_is_odd_is_refused(client, world, student, odd):
    """Python reads the first two as the page's, which the form would then tell the address of."""
    case = own_draft(world, CONTRIBUTOR)
    edit(client, case, limits=rich_link(odd.format(world.cases["hidden"].pk)))
    assert not fresh(case).get_latest_revision_as_object().limits


def test_what_is_published_and_known_is_named(client, world, student):
    case = own_draft(world, CONTRIBUTOR)
    values = {"adapted_from": world.cases["published"].pk, "title": "Un autre titre"}
    edit(client, case, **values, limits=rich_link(world.cases["published"].pk))
    latest = fresh(case).get_latest_revision_as_object()
    assert (latest.title, latest.adapted_from) == ("Un autre titre", world.cases["published"])


def names_offered(client) -> set[str]:
    response = client.get(reverse("wagtailsnippetchoosers_casestudies_contributor:choose"))
    html = response.json()["html"]
    return {name for name in Contributor.objects.values_list("name", flat=True) if name in html}


def test_contributors_are_shown_to_those_who_know_them(client, world):
    stranger = world.cases["hidden"].owner.contributor
    for key, known in {
        CONTRIBUTOR: {"Contributor Martin"},
        TUTOR: {"Contributor Martin", "Fellow Martin"},
        EDITOR: {"Contributor Martin", "Fellow Martin", stranger.name},
    }.items():
        client.force_login(world.people[key])
        assert names_offered(client) == known
        for path, query in (("chosen", [stranger.pk]), ("chosen_multiple", [])):
            address = reverse(f"wagtailsnippetchoosers_casestudies_contributor:{path}", args=query)
            told = client.get(address, {"id": stranger.pk}).content.decode()
            assert (stranger.name in told) is (key == EDITOR)


def test_who_is_credited_in_public_is_known(client, world, student):
    stranger = world.cases["hidden"].owner.contributor
    CaseStudyPageFactory(leads=[world.lead], authors=[CaseAuthor(contributor=stranger)])
    assert stranger.name in names_offered(client)


def test_an_author_who_is_taken_off_sees_the_draft_no_more(client, world, student):
    case = world.cases["shared"]
    edit(client, case, title="Mon dernier mot")
    assert "Mon dernier mot" in client.get(reverse("wagtailadmin_home")).content.decode()
    case = fresh(case).get_latest_revision_as_object()
    case.authors.set([])
    case.title = f"{SECRET} encore"
    case.save_revision()
    assert SECRET not in client.get(reverse("wagtailadmin_home")).content.decode()
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    assert client.get(address).status_code == 404


def test_an_author_who_is_taken_off_is_told_of_its_comments_no_more(
    client, world, student, mailoutbox
):
    """Neither as one who edited it, nor as one who took part in the thread."""
    case = world.cases["shared"]
    comment = Comment.objects.create(page=case, user=student, contentpath="title", text="Quand ?")
    PageSubscription.objects.create(page=case, user=student, comment_notifications=True)
    PageSubscription.objects.create(page=case, user=case.owner, comment_notifications=True)

    def reply(text):
        replies = inline_formset([{"id": "", "text": text}])
        row = {"id": comment.pk, "contentpath": "title", "text": "Quand ?", "position": ""}
        comments = inline_formset([{**row, "deleted": "", "replies": replies}], initial=1)
        client.force_login(world.people[TUTOR])
        edit(client, fresh(case), title=f"Le {SECRET} commenté", comments=comments)
        return {address for message in mailoutbox for address in message.to}

    assert reply("En mai.") == {student.email, case.owner.email}
    mailoutbox.clear()
    latest = fresh(case).get_latest_revision_as_object()
    latest.authors.set([])
    latest.save_revision()
    assert reply("En juin.") == {case.owner.email}
    PageSubscription.objects.filter(user=student).delete()
    mailoutbox.clear()
    assert reply("En juillet.") == {case.owner.email}


@pytest.mark.parametrize("is_author", [True, False])
def test_who_is_taken_off_is_not_told_that_a_case_is_sent_back(
    world, student, mailoutbox, is_author
):
    case = world.cases["shared"]
    case.get_workflow().start(case, student)
    latest = fresh(case).get_latest_revision_as_object()
    if not is_author:
        latest.authors.set([])
    latest.save_revision()
    mailoutbox.clear()
    fresh(case).current_workflow_task_state.reject(user=world.people[TUTOR], comment="Non.")
    assert [message.to for message in mailoutbox] == [[student.email]] * is_author


def test_out_of_the_group_nothing_is_shared(client, world, student):
    student.groups.set([Group.objects.create(name="Autre")])
    student.user_permissions.add(*Role.objects.get(key=TUTOR).group.permissions.filter(
        codename="access_admin"
    ))  # fmt: skip
    client.force_login(student)
    address = reverse("wagtailadmin_pages:edit", args=[world.cases["shared"].pk])
    assert client.get(address).status_code == 404


def test_a_tutor_of_the_english_row_of_a_promotion_tutors_it(client, world):
    english = world.promotions[1].copy_for_translation(Locale.objects.get(language_code="en"))
    english.save()
    world.people[TUTOR].tutored_promotions.create(promotion=english)
    client.force_login(world.people[TUTOR])
    address = reverse("wagtailadmin_pages:edit", args=[world.cases["hidden"].pk])
    assert client.get(address).status_code == 200


def test_a_tutor_leaves_translations_alone(client, world):
    case = world.cases["of_promotion"]
    case.authors.set([CaseAuthor(contributor=case.owner.contributor)])
    case.save_revision().publish()
    translate_object(case, [Locale.objects.get(language_code="en")])
    client.force_login(world.people[TUTOR])
    translated = fresh(case).get_translations().get()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[translated.pk])).status_code == 404


def test_a_translator_keeps_to_the_languages_given(client, world):
    german = Locale.objects.create(language_code="de")
    english = Locale.objects.get(language_code="en")
    client.force_login(world.people[TRANSLATOR])
    case = world.cases["published"]
    address = reverse("wagtail_localize:submit_page_translation", args=[case.pk])
    client.post(address, {"locales": [german.pk]})
    client.post(address, {"locales": [english.pk, german.pk]})
    assert not case.get_translations().exists()
    client.post(address, {"locales": [english.pk]})
    assert case.get_translations().get().locale == english
    update = reverse(
        "wagtail_localize:update_translations",
        args=[TranslationSource.objects.get_for_instance(case).pk],
    )
    assert client.get(update).status_code == 200
    for page in (*case.get_ancestors().filter(depth__gt=1).specific(), case):
        translate_object(page, [german])
    assert client.get(update).status_code == 302
    client.post(update, {"publish_translations": "on"})
    assert not fresh(case).get_translations().get(locale=german).live


def test_a_step_is_taken_at_the_page_that_it_is_of(client, world):
    """Not at another, through the address of a page where one may take its steps."""
    hidden, mine = world.cases["hidden"], world.cases["of_promotion"]
    states = [case.get_workflow().start(case, case.owner) for case in (hidden, mine)]
    client.force_login(world.people[TUTOR])
    for state, task in zip(states, ("Relecture du tuteur", "Avis de la collectivité"), strict=True):
        args = (mine.pk, "approve", state.current_task_state_id)
        client.post(reverse("wagtailadmin_pages:workflow_action", args=args))
        state.refresh_from_db()
        assert state.current_task_state.task.name == task


def test_a_translator_sends_no_french_case_back_through_an_english_one(client, world):
    french, english = world.cases["hidden"], world.cases["translated"]
    states = [case.get_workflow().start(case, case.owner) for case in (french, english)]
    client.force_login(world.people[TRANSLATOR])
    args = (english.pk, "reject", states[0].current_task_state_id)
    client.post(reverse("wagtailadmin_pages:workflow_action", args=args), {"comment": "Non."})
    states[0].refresh_from_db()
    assert states[0].status == WorkflowState.STATUS_IN_PROGRESS


def test_the_api_changes_no_case_that_is_being_read(client, world, student):
    case = own_draft(world, CONTRIBUTOR)
    first = case.save_revision()
    case.title = "Un autre titre"
    case.save_revision()
    case.get_workflow().start(case, student)
    address = reverse("wagtailadmin_api:pages:action", args=[case.pk, "revert_to_page_revision"])
    client.post(address, {"revision_id": first.pk}, content_type="application/json")
    assert fresh(case).get_latest_revision_as_object().title == "Un autre titre"


def test_a_group_of_an_installation_keeps_what_it_had(client, world):
    """One that works on a part of the tree sees there what it saw before."""
    user = User.objects.create_user("own@example.org", "secret")
    own = Group.objects.create(name="Rubrique")
    own.permissions.add(Role.objects.get(key=TUTOR).group.permissions.get(codename="access_admin"))
    change = GroupPagePermission.objects.filter(permission__codename="change_page").first()
    GroupPagePermission.objects.create(group=own, page=world.index, permission=change.permission)
    user.groups.add(own)
    policy = page_policy()
    below = set(
        Page.objects.descendant_of(world.index, inclusive=True).values_list("pk", flat=True)
    )
    assert set(policy.explorable_instances(user).values_list("pk", flat=True)) == below
    assert not sees_everything(user)
    client.force_login(user)
    hidden = world.cases["hidden"]
    for name in ("edit", "history", "view_draft"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[hidden.pk])
        assert client.get(address).status_code == 200
    assert client.get(reverse("wagtailadmin_reports:site_history")).status_code == 200


@pytest.mark.parametrize("key", [CONTRIBUTOR, TUTOR])
def test_the_explorer_costs_the_same_however_many_rows(client, world, key):
    client.force_login(world.people[key])
    address = reverse("wagtailadmin_explore", args=[world.index.pk])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def more(count):
        fellow = world.cases["of_promotion"].owner
        for _ in range(count):
            CaseStudyPageFactory(leads=[world.lead], owner=world.people[CONTRIBUTOR], live=False)
            CaseStudyPageFactory(leads=[world.lead], owner=fellow, live=False)
            CaseStudyPageFactory(leads=[world.lead])

    more(1)
    cost()
    few = cost()
    more(5)
    assert cost() == few


@pytest.mark.parametrize("key", [CONTRIBUTOR, TUTOR, TRANSLATOR])
def test_the_address_of_a_page_does_not_tell_its_next_title(client, world, key):
    client.force_login(world.people[key])
    renamed = world.cases["renamed"]
    for url in (renamed.url, renamed.full_url):
        data = {"external-link-chooser-url": url, "external-link-chooser-link_text": "ici"}
        told = client.post(reverse("wagtailadmin_choose_page_external_link"), data)
        assert told.json()["result"]["url"] == url
        assert SECRET not in told.content.decode().lower()


def test_a_draft_method_is_not_chosen(client, world, student):
    method = MethodPageFactory(title=f"Méthode {SECRET}", live=False)
    case = own_draft(world, CONTRIBUTOR)
    rows = inline_formset([{"method": method.pk, "phase": "", "how": ""}])
    response = edit(client, case, method_uses=rows)
    assert SECRET not in response.content.decode().lower()
    assert not fresh(case).get_latest_revision_as_object().method_uses.exists()
