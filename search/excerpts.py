"""The passage of a page that answers a search, with the words found marked.

Words are marked by their stem, so what is marked is what was searched, on every engine.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .analysis import Token, tokens

EXCERPT_LENGTH = 240
_LEAD_IN = 60


def highlight(text: str, stems: Collection[str], locale: str) -> SafeString:
    """Return the whole text, escaped, with the words of these stems in `<mark>`."""
    return _marked(text, _found(text, stems, locale), 0, len(text))


def excerpt(texts: Iterable[str], stems: Collection[str], locale: str) -> SafeString:
    """Return the best passage of the texts, escaped, its words of these stems in `<mark>`.

    The best passage holds the most different stems, then the most words; the earlier text wins a
    tie. Without any match, the beginning of the first text.
    """
    texts = [text for text in texts if text]
    best: tuple[int, int] = (0, 0)
    chosen: tuple[str, Sequence[Token], int] | None = None
    for text in texts:
        matches = _found(text, stems, locale)
        value, start = _best_window(matches)
        if value > best:
            best, chosen = value, (text, matches, start)
        if best[0] == len(set(stems)):
            break
    if chosen is None:
        return _passage(texts[0], [], 0) if texts else SafeString("")
    return _passage(*chosen)


def _found(text: str, stems: Collection[str], locale: str) -> list[Token]:
    return list(tokens(text, locale, only=frozenset(stems))) if stems else []


def _best_window(matches: Sequence[Token]) -> tuple[tuple[int, int], int]:
    """Return ((different stems, words), start) of the best window; it starts at a match."""
    best, best_start, last = (0, 0), 0, 0
    inside: Counter[str] = Counter()
    for first, token in enumerate(matches):
        while last < len(matches) and matches[last].end - token.start <= EXCERPT_LENGTH - _LEAD_IN:
            inside[matches[last].stem] += 1
            last += 1
        value = len(inside), last - first
        if value > best:
            best, best_start = value, token.start
        if last > first:
            inside[token.stem] -= 1
            inside += Counter()
        else:
            last = first + 1
    return best, best_start


def _passage(text: str, matches: Sequence[Token], match_start: int) -> SafeString:
    if len(text) <= EXCERPT_LENGTH:
        return _marked(text, matches, 0, len(text))
    start = _start(text, match_start)
    end = _end(text, start)
    passage = _marked(text, matches, start, end)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{passage}{after}")  # noqa: S308 - escaped by _marked


def _start(text: str, match_start: int) -> int:
    """Return where to begin: the line, the sentence, or a word a little before the match."""
    earliest = max(0, match_start - _LEAD_IN)
    if earliest == 0:
        return 0
    before = text[earliest:match_start]
    for separator in ("\n", ". ", "! ", "? "):
        if (place := before.rfind(separator)) >= 0:
            return earliest + place + len(separator)
    space = before.find(" ")
    return match_start if space < 0 else earliest + space + 1


def _end(text: str, start: int) -> int:
    end = start + EXCERPT_LENGTH
    if end >= len(text):
        return len(text)
    space = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
    return space if space > start else end


def _marked(text: str, matches: Iterable[Token], start: int, end: int) -> SafeString:
    parts: list[str] = []
    done = start
    for token in matches:
        if token.start >= start and token.end <= end:
            parts += [
                escape(text[done : token.start]),
                "<mark>",
                escape(text[token.start : token.end]),
                "</mark>",
            ]
            done = token.end
    parts.append(escape(text[done:end]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above
