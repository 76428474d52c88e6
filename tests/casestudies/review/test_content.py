"""What makes two versions read the same, without a database."""

import json

import pytest

from casestudies.review.content import contact_of, fingerprint, reviewed

TEXT = '<p data-block-key="a1b2c">Un bus.</p>'
CONTENT = {
    "pk": 5,
    "title": "Un bus",
    "summary": "",
    "slug": "un-bus",
    "live": False,
    "latest_revision": 12,
    "last_verified_on": None,
    "cost_amount": 0,
    "contact_name": "Paul",
    "contact_role": "",
    "contact_email": "paul@example.org",
    "contact_consent": False,
    "limits": TEXT,
    "problem": json.dumps([{"type": "text", "value": TEXT, "id": "0000-1111"}]),
    "sources": [{"pk": 3, "page": 5, "sort_order": 0, "title": "Le Monde", "locale": 1}],
    "wagtail_admin_comments": [{"pk": 1, "text": "À revoir"}],
}


def stream(value: str) -> str:
    return json.dumps([{"type": "text", "value": value, "id": "2222"}])


SAME = [
    {"latest_revision": 13, "live": True, "draft_title": "Un bus", "slug": "un-autre"},
    {"limits": "<p>Un bus.</p>"},
    {"problem": stream("<p>Un bus.</p>")},
    {"sources": [{"pk": None, "page": 5, "sort_order": 1, "title": "Le Monde", "publisher": ""}]},
    {"wagtail_admin_comments": []},
    {"contact_consent": True, "contact_name": "Jeanne"},
    {"new_field": "", "new_rows": []},
]
OTHER = [
    {"title": "Un car"},
    {"limits": "<p>Un car.</p>"},
    {"problem": stream("<p>Un car.</p>")},
    {"problem": json.dumps([{"type": "callout", "value": TEXT}])},
    {"cost_amount": None},
    {"sources": []},
    {"sources": [{"title": "Le Monde"}, {"title": "La Croix"}]},
    {"summary": "[pas du JSON"},
]


@pytest.mark.parametrize("changes", SAME, ids=str)
def test_what_reads_the_same(changes):
    assert fingerprint(CONTENT | changes) == fingerprint(CONTENT)


@pytest.mark.parametrize("changes", OTHER, ids=str)
def test_what_reads_otherwise(changes):
    assert fingerprint(CONTENT | changes) != fingerprint(CONTENT)


def test_the_order_of_rows_is_read():
    rows = [{"title": "Le Monde"}, {"title": "La Croix"}]
    there, back = CONTENT | {"sources": rows}, CONTENT | {"sources": rows[::-1]}
    assert fingerprint(there) != fingerprint(back)


def test_the_content_itself_is_left_alone():
    before = json.dumps(CONTENT)
    assert reviewed(CONTENT)["title"] == "Un bus"
    assert json.dumps(CONTENT) == before


def test_the_contact_of_a_version():
    assert contact_of(CONTENT) == ("Paul", "", "paul@example.org")
    assert contact_of({"contact_name": "", "contact_email": None}) == ()
