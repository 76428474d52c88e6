"""The groups of the roles: made once, brought to the table, never beyond their own rights."""

import io
from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from accounts.granting import apply_roles
from accounts.models import Role, User
from accounts.roles import role_table
from casestudies.models import CaseStudyIndexPage
from home.models import HomePage
from tests.factories import home, index

pytestmark = pytest.mark.django_db


def run():
    out = io.StringIO()
    call_command("apply_roles", stdout=out)
    return out.getvalue().splitlines()


def group(key):
    return Role.objects.get(key=key).group


def page_rights(key):
    rows = GroupPagePermission.objects.filter(group=group(key))
    return {(row.page.specific_class, row.permission.codename) for row in rows}


def everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (
            *(Group, Group.permissions.through, User.groups.through, Role),
            *(GroupPagePermission, GroupCollectionPermission),
        )
    ]


def test_the_migration_made_what_the_table_says():
    assert run() == ["Nothing to change."]
    assert set(Role.objects.values_list("key", "group__name")) == {
        (rights.key, rights.group) for rights in role_table()
    }


def test_wagtails_own_groups_are_as_it_made_them():
    rows = GroupPagePermission.objects.filter(group__role=None)
    rights = set(rows.values_list("group__name", "permission__codename"))
    of_editors = {("Editors", f"{action}_page") for action in ("add", "change")}
    moderating = ("add", "change", "publish", "lock", "unlock")
    assert rights == of_editors | {("Moderators", f"{action}_page") for action in moderating}


def test_a_second_time_changes_nothing():
    run()
    before = everything()
    assert run() == ["Nothing to change."]
    assert everything() == before


def test_what_was_taken_comes_back_and_what_was_added_goes():
    editors = group("editor")
    editors.permissions.remove(Permission.objects.get(codename="add_theme"))
    editors.permissions.add(Permission.objects.get(codename="delete_user"))
    pages = GroupPagePermission.objects.filter(group=editors)
    pages.get(permission__codename="publish_page").delete()
    other = GroupCollectionPermission.objects.filter(group=editors).first()
    other.delete()
    name = f"{other.permission.content_type.app_label}.{other.permission.codename}"
    root = Page.get_first_root_node().pk
    assert run() == [
        "Éditeurs: + vocabulary.add_theme",
        "Éditeurs: - accounts.delete_user",
        f"Éditeurs: + publish_page on page {root}",
        f"Éditeurs: + {name}",
    ]
    assert run() == ["Nothing to change."]


def test_people_and_other_groups_are_left_alone():
    user = User.objects.create_user("jeanne@example.org")
    own = Group.objects.create(name="Stagiaires")
    own.permissions.add(Permission.objects.get(codename="delete_user"))
    user.groups.set([own, group("editor")])
    run()
    assert set(user.groups.all()) == {own, group("editor")}
    assert own.permissions.get().codename == "delete_user"


def test_a_group_of_the_same_name_is_not_taken_over():
    group("tutor").delete()
    own = Group.objects.create(name="Tuteurs")
    assert run()[0] == "Tuteurs 2: made"
    assert not own.permissions.exists()
    assert group("tutor").name == "Tuteurs 2"


def test_a_renamed_group_keeps_its_role():
    Group.objects.filter(role__key="tutor").update(name="Mentors")
    assert run() == ["Nothing to change."]


def test_rights_follow_new_pages():
    assert page_rights("contributor") == set()
    french = index(CaseStudyIndexPage, "Études de cas")
    assert page_rights("contributor") == {(CaseStudyIndexPage, "add_page")}
    english = home("en")
    index(CaseStudyIndexPage, "Case studies", english)
    assert GroupPagePermission.objects.get(group=group("contributor")).page_id == french.pk
    assert page_rights("translator-en") == {
        (HomePage, f"{action}_page") for action in ("add", "change", "publish")
    }
    assert run() == ["Nothing to change."]


def test_rights_on_a_page_that_is_no_longer_named_go():
    page = index(CaseStudyIndexPage, "Études de cas")
    table = [replace(rights, pages=()) for rights in role_table() if rights.key == "contributor"]
    assert apply_roles(table) == [f"Élèves: - add_page on page {page.pk}"]


def test_the_migration_goes_back_and_forth():
    migration = import_module("home.migrations.0003_roles")
    migration.remove_groups(apps, None)
    assert not Role.objects.exists()
    assert set(Group.objects.values_list("name", flat=True)) == {"Editors", "Moderators"}
    # The real apps are complete: only the groups are made again.
    apply_roles(migration.TABLE)
    later = import_module("home.migrations.0004_keeping_rights")
    later.grant(apps, None)
    assert run() == ["Nothing to change."]
    later.withdraw(apps, None)
    assert not later.rights(apps).filter(group__isnull=False).exists()
    later.grant(apps, None)
    assert run() == ["Nothing to change."]
