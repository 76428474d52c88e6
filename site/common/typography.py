"""French typography: the no-break spaces that a keyboard does not have."""

import re

NO_BREAK = "\u00a0"
NARROW = "\u202f"

# A number in groups of three: 104 000, but not the end of a year and a number (2018 150).
_GROUPED = re.compile(r"(?<![\d,.])\d{1,3}(?: \d{3})+(?!\d)")
# Nothing is touched inside a tag, so that addresses stay as they are.
_TAGS = re.compile(r"(<[^>]*>)")
_RULES = (
    (re.compile(r" +([;!?])"), rf"{NARROW}\1"),
    (re.compile(r" +(:)"), rf"{NO_BREAK}\1"),
    (re.compile(rf"«[ {NO_BREAK}{NARROW}]*"), f"«{NO_BREAK}"),
    (re.compile(rf"[ {NO_BREAK}{NARROW}]*»"), f"{NO_BREAK}»"),
    (re.compile(r"(?<=\d) (?=(?:%|€|M€|m²|ha\b|km\b))"), NO_BREAK),
    (re.compile(r"\bn° *(?=\d)"), f"n°{NO_BREAK}"),
    (re.compile(r"(?<=\w)'(?=[\wÀ-ÿ«])"), "’"),
)


def french(text: str) -> str:
    """Return a French text, plain or HTML, with its no-break spaces and curly apostrophes.

    Source: Imprimerie nationale, « Lexique des règles typographiques ». Idempotent.
    """
    parts = _TAGS.split(text)
    return "".join(part if part.startswith("<") else _spaced(part) for part in parts)


def _spaced(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return _GROUPED.sub(lambda number: number[0].replace(" ", NARROW), text)
