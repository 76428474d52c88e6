"""Covers drawn for case studies that have no image: building blocks, the same for ever."""

import hashlib
from dataclasses import dataclass
from zlib import crc32

COLUMNS, ROWS, UNIT = 8, 4, 40
TONES = 6
INKS = 3

# Each shape fills a square of one unit from its corner, in relative path commands.
_SHAPES = (
    "",
    "h40v40h-40z",
    "h40a40 40 0 0 1 -40 40z",
    "h40v40a40 40 0 0 1 -40 -40z",
    "v40h40a40 40 0 0 0 -40 -40z",
    "m40 0v40h-40a40 40 0 0 1 40 -40z",
    "m0 20a20 20 0 0 1 40 0z",
    "m20 0a20 20 0 0 1 0 40a20 20 0 0 1 0 -40z",
)


@dataclass(frozen=True)
class Cover:
    """A drawing: `paths` outlines each ink, `tone` names its colours in the stylesheet."""

    tone: int
    paths: tuple[str, ...]
    width: int = COLUMNS * UNIT
    height: int = ROWS * UNIT


def draw_cover(reference: str, theme: str = "") -> Cover:
    """Draw the cover of a case; cases of one theme share their colours. Deterministic."""
    paths = ["" for _ in range(INKS)]
    # 32 bytes, one for each square.
    for square, byte in enumerate(hashlib.sha256(reference.encode()).digest()):
        row, column = divmod(square, COLUMNS)
        shape = _SHAPES[byte % len(_SHAPES)]
        if shape:
            paths[byte // len(_SHAPES) % INKS] += f"M{column * UNIT} {row * UNIT}{shape}"
    return Cover(tone=crc32(theme.encode()) % TONES + 1, paths=tuple(paths))
