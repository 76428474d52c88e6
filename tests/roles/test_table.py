"""Walks the whole table of docs/roles.md through the real screens of the admin."""

import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from accounts.roles import RoleRights, role_table
from tests.roles.probes import PROBES, Visit
from tests.roles.world import KEYS, build

pytestmark = [
    pytest.mark.django_db,
    # Of Django 5.2, on the images' own form.
    pytest.mark.filterwarnings("ignore:The default scheme will be changed"),
]
DOCS = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
MARKS = {"✓": True, "–": False}


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading of the docs."""
    _, _, text = DOCS.read_text("utf-8").partition(f"## {heading}\n")
    table = re.search(r"^\|.*?(?=\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    assert table is not None
    lines = [line.strip("|").split("|") for line in table[0].splitlines()]
    return [[cell.strip() for cell in line] for line in lines if not line[0].startswith(" ---")]


def expected() -> dict[str, dict[str, bool]]:
    """Return, for each action of the docs, which roles may do it."""
    _head, *lines = rows("Who may do what")
    return {
        action: dict(zip(KEYS, (MARKS[cell] for cell in cells), strict=True))
        for action, *cells in lines
    }


@pytest.mark.site
def test_each_role_may_do_what_the_table_says_and_no_more():
    table, world = expected(), build()
    assert list(table) == list(PROBES)
    surprises = []
    for action, probe in PROBES.items():
        for key in KEYS:
            cache.clear()
            # Each attempt starts from the same world.
            with transaction.atomic():
                client = Client()
                client.force_login(world.people[key])
                ways = probe(Visit(client, world, key))
                transaction.set_rollback(True)
            wrong = [way for way, worked in ways.items() if worked is not table[action][key]]
            if wrong or not ways:
                surprises.append((action, key, wrong))
    assert surprises == [], "\n".join(map(str, surprises))


def in_words(rights: RoleRights) -> list[str]:
    """Return the row of a role in the docs' table of rights."""
    pages = "; ".join(
        f"{', '.join(rule.actions)} on {rule.page_type}"
        + (f" ({rule.language})" if rule.language else "")
        for rule in rights.pages
    )
    return [
        rights.group,
        f"`{rights.key}`",
        ", ".join(sorted(rights.permissions)),
        pages or "–",
        ", ".join(rights.files),
    ]


def test_the_docs_give_the_rights_that_the_code_gives():
    _head, *lines = rows("Rights of each group")
    assert lines == [in_words(rights) for rights in role_table()]
