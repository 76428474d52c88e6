"""What a reader makes of the weights of comparability, and its form in an address.

"taille:2,distance:0" counts size double and leaves distance out. The names are French in every
language, as the addresses of a search are; what is not said counts once.
"""

from dataclasses import dataclass, fields

from .comparability import WEIGHTS, Weights

NORMAL = 1


@dataclass(frozen=True)
class Emphasis:
    """How much each thing counts to a reader: 0 (not at all), 1 or 2 (double)."""

    size: int = NORMAL
    kind: int = NORMAL
    structure: int = NORMAL
    distance: int = NORMAL

    def weights(self) -> Weights:
        """Return the weights of the formula, so emphasised."""
        return WEIGHTS.scaled(
            size=self.size, kind=self.kind, structure=self.structure, distance=self.distance
        )

    def text(self) -> str:
        """Return the canonical form in an address; empty when everything counts once."""
        levels = ((name, getattr(self, field)) for name, field in NAMES.items())
        return ",".join(f"{name}:{level}" for name, level in levels if level != NORMAL)


EVENLY = Emphasis()
"""Everything counts once."""

# The word of an address → the field, in the order of the canonical form.
NAMES = dict(
    zip(
        ("taille", "nature", "structure", "distance"),
        (field.name for field in fields(Emphasis)),
        strict=True,
    )
)


@dataclass(frozen=True)
class Parsed:
    """The emphasis of an address, and the parts of it that say nothing and were left out."""

    emphasis: Emphasis
    ignored: tuple[str, ...] = ()


def parse(text: str) -> Parsed:
    """Read the form of an address; any text is accepted. Of two parts on one thing, the first."""
    levels: dict[str, int] = {}
    ignored = []
    for part in filter(None, map(str.strip, text.split(","))):
        read = _read(part)
        if read is None or read[0] in levels:
            ignored.append(part)
        else:
            levels[read[0]] = read[1]
    return Parsed(Emphasis(**levels), tuple(ignored))


def _read(part: str) -> tuple[str, int] | None:
    name, _colon, level = part.partition(":")
    field = NAMES.get(name)
    # int() would take other digits, spaces and signs.
    return (field, int(level)) if field and level in {"0", "1", "2"} else None
