"""What is wrong in the content, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """Something wrong: in which file, in which field of which entry, and what."""

    file: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.message}"


class ContentError(Exception):
    """Raised with every mistake that was found, so that they can be mended in one go."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes
