"""The checker of pages can fail: each fault that it looks for is found."""

import pytest

from .html import faults

GOOD = (
    '<!DOCTYPE html><html lang="fr" dir="ltr"><head><title>Un titre</title></head>'
    "<body><main><h1>Un titre</h1>{}</main></body></html>"
)


def test_nothing_is_found_in_a_good_page() -> None:
    assert faults(GOOD.format("<h2>Une partie</h2><ul><li>Un point</li></ul>")) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<div>", "closes another tag"),
        ("<p><div></div></p>", "inside <p>"),
        ("<ul><p>a</p></ul>", "directly inside <ul>"),
        ("<ul></ul>", "an empty <ul>"),
        ("<h3>Trop bas</h3>", "h1 then h3"),
        ("<h1>Encore</h1>", "2 <h1>"),
        ('<p id="a">a</p><p id="a">b</p>', "id a 2 times"),
        ('<img src="/a.png">', "no alt"),
        ('<input id="a" name="a">', "a field without a label"),
        ('<section aria-labelledby="b"><h2>a</h2></section>', "names nothing"),
        ('<a href="#b">b</a>', "leads nowhere"),
        ('<a href="/b"><span></span></a>', "nothing to read"),
        ('<script src="https://cdn.example.org/a.js"></script>', "asks a third party"),
        ('<img alt="" src="//cdn.example.org/a.png">', "asks a third party"),
        ("<nav><a href='/'>a</a></nav>", "not told apart"),
        ("<svg></svg>", "read aloud"),
    ],
)
def test_each_fault_is_found(html: str, fault: str) -> None:
    assert any(fault in found for found in faults(GOOD.format(html)))


def test_a_page_needs_its_language_and_its_direction() -> None:
    assert "<html> lacks its language or its direction" in faults(
        GOOD.format("").replace(' dir="ltr"', "")
    )
