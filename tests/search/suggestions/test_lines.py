"""Texts found by how their words begin: the same as looking at each, in the promised order."""

from hypothesis import given
from hypothesis import strategies as st

from search.suggestions.lines import Lines

WORDS = st.text(alphabet="ab", min_size=1, max_size=3)
TEXTS = st.lists(WORDS, max_size=4).map(" ".join)


def begins(text: str, phrase: str) -> bool:
    return f" {text}".find(f" {phrase}") >= 0


@given(
    texts=st.lists(TEXTS, max_size=8),
    words=st.lists(WORDS, min_size=1, max_size=3),
    limit=st.integers(1, 9),
)
def test_it_finds_what_looking_at_each_text_finds(texts, words, limit) -> None:
    phrase = " ".join(words)
    every = list(range(len(texts)))
    ranked = [line for line in every if texts[line].startswith(phrase)]
    ranked += [line for line in every if begins(texts[line], phrase)]
    ranked += [line for line in every if all(begins(texts[line], word) for word in words)]
    found = Lines(zip(texts, every, strict=True)).find(phrase, words, limit)
    assert found == list(dict.fromkeys(ranked))[:limit]


def test_the_words_that_count_may_stand_apart() -> None:
    lines = Lines([("accueil des usagers", 1), ("un accueil", 2), ("reaccueil usagers", 3)])
    assert lines.find("usagers les acc", ["usagers", "acc"], 9) == [1]
    assert lines.find("les acc", ["acc"], 9) == [1, 2]
    assert lines.find("accueil des u", ["accueil", "u"], 1) == [1]
