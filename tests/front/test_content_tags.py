from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

from common.footnotes import Footnotes


def render(source: str, **context: Any) -> str:
    return Template("{% load content %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "amount", "date"),
    [
        ("fr", "168\u202f000\u00a0€", "décembre 2017"),
        ("en", "€168,000", "December 2017"),
    ],
)
def test_facts_are_shown_as_the_language_writes_them(language: str, amount: str, date: str) -> None:
    with override(language):
        assert render("{{ 168000|euros }}") == amount
        assert render("{{ '2017-12'|partial_date }}") == date
        assert render("{{ '2017'|partial_date }}{{ ''|partial_date }}") == "2017"


def test_index_letters_ignore_accents() -> None:
    assert render("{{ 'Écoute'|initial }}{{ 'œuvre'|initial }}{{ ''|initial }}") == "EO"


def test_blocks_are_grouped_by_runs_of_one_type() -> None:
    stream = [SimpleNamespace(block_type=kind) for kind in ("text", "step", "step", "text")]
    source = "{% for kind, blocks in stream|runs %}{{ kind }}{{ blocks|length }} {% endfor %}"
    assert render(source, stream=stream) == "text1 step2 text1 "


def test_leading_collectivities_leave_partners_out() -> None:
    roles = [SimpleNamespace(role=r, collectivity=r.upper()) for r in ("lead", "partner", "lead")]
    assert render("{{ roles|leading|join:',' }}", roles=roles) == "LEAD,LEAD"


def test_text_without_notes_is_left_alone() -> None:
    assert render("{% with_notes text %}", text="<b> [1]") == "&lt;b&gt; [1]"
    assert render("{% with_notes text %}", text=mark_safe("<b>a</b> [1]")) == "<b>a</b> [1]"


def test_text_with_notes_is_linked_and_escaped_once() -> None:
    notes = Footnotes([{"label": "1", "text": "Une note"}])
    shown = render("{% with_notes text %}", text="a & b [1]", notes=notes)
    assert shown.startswith("a &amp; b<sup")
    assert 'href="#note-1"' in shown
