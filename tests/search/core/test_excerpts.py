"""Excerpts: the best passage, safe to show, with the words that were found."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import clean, stems
from search.excerpts import EXCERPT_LENGTH, excerpt, highlight

FILLER = "Le territoire compte plusieurs villages dans la plaine. " * 20


def test_words_are_marked_by_stem_without_their_article() -> None:
    marked = highlight("L’innovation et les innovations", stems("innovation", "fr"), "fr")
    assert marked == "L’<mark>innovation</mark> et les <mark>innovations</mark>"


def test_english_words_are_marked_by_their_own_stems() -> None:
    assert highlight("Two cities", ["citi"], "en") == "Two <mark>cities</mark>"


def test_markup_is_escaped() -> None:
    assert highlight("<b>élu</b> & co", ["elu"], "fr") == (
        "&lt;b&gt;<mark>élu</mark>&lt;/b&gt; &amp; co"
    )


def test_the_summary_wins_when_it_says_as_much() -> None:
    found = excerpt(("Un guichet.", FILLER + "Le guichet."), ["guichet"], "fr")
    assert found == "Un <mark>guichet</mark>."


def test_the_passage_with_most_words_wins() -> None:
    body = f"Un guichet. {FILLER} Le guichet est mobile et numérique. {FILLER}"
    found = excerpt(("Rien.", body), stems("guichet mobile numérique", "fr"), "fr")
    assert "<mark>guichet</mark> est <mark>mobile</mark> et <mark>numérique</mark>" in found
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_a_passage_starts_with_its_sentence() -> None:
    found = excerpt((f"{FILLER}Ici, le guichet. {FILLER}",), ["guichet"], "fr")
    assert found.startswith("… Ici, le <mark>guichet</mark>.")


def test_without_a_match_the_beginning() -> None:
    assert excerpt(("Un résumé.", FILLER), ["absent"], "fr") == "Un résumé."
    assert excerpt(("", FILLER), [], "fr").startswith("Le territoire")
    assert excerpt(("", ""), ["absent"], "fr") == ""


TEXT = st.text(max_size=700).map(clean)
WORDS = st.text(alphabet="abcdeé '<>&\n.", max_size=700).map(clean)


@given(st.one_of(TEXT, WORDS), WORDS)
def test_highlighting_adds_nothing_but_marks(text: str, query: str) -> None:
    marked = highlight(text, stems(query, "fr"), "fr")
    assert html.unescape(re.sub("</?mark>", "", marked)) == html.unescape(html.escape(text))
    assert marked.count("<mark>") == marked.count("</mark>")


@given(st.one_of(TEXT, WORDS), st.one_of(TEXT, WORDS), WORDS)
def test_an_excerpt_is_a_short_safe_passage(summary: str, body: str, query: str) -> None:
    found = excerpt((summary, body), stems(query, "fr"), "fr")
    plain = html.unescape(re.sub("</?mark>", "", found))
    passage = plain.removeprefix("… ").removesuffix(" …")
    assert passage in summary or passage in body
    assert len(passage) <= EXCERPT_LENGTH
    assert not re.search(r"<(?!/?mark>)", found)


@given(WORDS)
def test_a_match_is_shown(text: str) -> None:
    for stem in stems(text, "fr")[:3]:
        assert "<mark>" in excerpt((text,), [stem], "fr")
