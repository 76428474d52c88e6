"""Brings the groups of the roles to what the table says."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from typing import Any

from django.apps import apps as current_apps
from django.db import transaction
from wagtail.models import GroupPagePermission, Page

from .roles import ROOT, PageRights, RoleRights


@transaction.atomic
def apply_roles(table: Sequence[RoleRights], apps: Any = current_apps) -> list[str]:
    """Give each role's group what the table says, no more and no less.

    People stay where they are, and no other group is touched.

    Args:
        table: The roles.
        apps: Where the models are: a migration has its own.

    Returns:
        What was changed, a line each.
    """
    return [line for rights in table for line in _apply(rights, apps)]


def grant_on_page(page: Page, table: Iterable[RoleRights]) -> None:
    """Give the groups of the roles what the table says of a page that was just made."""
    for rights in table:
        actions = _actions_on(page, rights.pages)
        group = _group(rights.key, current_apps) if actions else None
        if group is not None:
            for action in sorted(actions):
                permission = _permission(f"wagtailcore.{action}_page", current_apps)
                GroupPagePermission.objects.get_or_create(
                    group=group, page_id=page.pk, permission=permission
                )


def _apply(rights: RoleRights, apps: Any) -> Iterator[str]:
    group = _group(rights.key, apps)
    if group is None:
        group = _make_group(rights, apps)
        yield f"{group.name}: made"
    wanted = {name: _permission(name, apps) for name in rights.permissions}
    had = {f"{row.content_type.app_label}.{row.codename}": row for row in _permissions_of(group)}
    group.permissions.add(*(wanted[name] for name in wanted.keys() - had.keys()))
    group.permissions.remove(*(had[name] for name in had.keys() - wanted.keys()))
    changes = chain(
        _difference(had.keys(), wanted.keys()),
        _on_pages(group, rights.pages, apps),
        _on_files(group, rights.files, apps),
    )
    for change in changes:
        yield f"{group.name}: {change}"


def _group(key: str, apps: Any) -> Any:
    role = apps.get_model("accounts", "Role").objects.filter(key=key).first()
    return role.group if role else None


def _make_group(rights: RoleRights, apps: Any) -> Any:
    """Make the group of a role, beside one that an installation gave the same name."""
    groups = apps.get_model("auth", "Group").objects
    names = chain([rights.group], (f"{rights.group} {number}" for number in count(2)))
    group = groups.create(name=next(n for n in names if not groups.filter(name=n).exists()))
    apps.get_model("accounts", "Role").objects.create(key=rights.key, group=group)
    return group


def _permission(name: str, apps: Any) -> Any:
    app, _, codename = name.partition(".")
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get(content_type__app_label=app, codename=codename)


def _permissions_of(group: Any) -> Any:
    return group.permissions.select_related("content_type")


def _difference(had: Iterable[Any], wanted: Iterable[Any]) -> Iterator[str]:
    """Say what is gained and lost, in an order that does not change."""
    before, after = set(had), set(wanted)
    yield from (f"+ {thing}" for thing in sorted(after - before))
    yield from (f"- {thing}" for thing in sorted(before - after))


def _on_pages(group: Any, pages: Sequence[PageRights], apps: Any) -> Iterator[str]:
    rows = apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group=group)
    had = {(row.page_id, row.permission.codename): row for row in rows.select_related("permission")}
    wanted = {
        (page.pk, f"{action}_page"): page
        for page in _pages_named(pages, apps)
        for action in _actions_on(page, pages)
    }
    for pk, codename in wanted.keys() - had.keys():
        permission = _permission(f"wagtailcore.{codename}", apps)
        rows.create(group=group, page_id=pk, permission=permission)
    for key in had.keys() - wanted.keys():
        had[key].delete()
    return _difference(*([f"{name} on page {pk}" for pk, name in keys] for keys in (had, wanted)))


def _pages_named(pages: Sequence[PageRights], apps: Any) -> Iterator[Any]:
    """Yield the pages that the rights speak of, once each."""
    every_page = apps.get_model("wagtailcore", "Page").objects.select_related(
        "content_type", "locale"
    )
    for page_type in {rule.page_type for rule in pages}:
        if page_type == ROOT:
            yield from every_page.filter(depth=1)
        else:
            app, _, model = page_type.lower().partition(".")
            yield from every_page.filter(content_type__app_label=app, content_type__model=model)


def _actions_on(page: Any, pages: Sequence[PageRights]) -> set[str]:
    kind = f"{page.content_type.app_label}.{page.content_type.model}"
    return {
        action
        for rule in pages
        if (page.depth == 1 if rule.page_type == ROOT else rule.page_type.lower() == kind)
        and rule.language in {"", page.locale.language_code}
        for action in rule.actions
    }


def _on_files(group: Any, files: Sequence[str], apps: Any) -> Iterator[str]:
    rows = apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group=group)
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    wanted = {_permission(name, apps).pk: name for name in files}
    had = {}
    for row in rows.select_related("permission__content_type"):
        name = f"{row.permission.content_type.app_label}.{row.permission.codename}"
        if row.collection_id == root.pk and row.permission_id in wanted:
            had[name] = row
        else:
            row.delete()
            yield f"- {name} on collection {row.collection_id}"
    for pk, name in wanted.items():
        if name not in had:
            rows.create(group=group, collection=root, permission_id=pk)
            yield f"+ {name}"
