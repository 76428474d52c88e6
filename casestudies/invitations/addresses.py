"""Reads the list of people that an editor pastes."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

LINE = re.compile(r"(?:(?P<name>[^<>]*)<(?P<named>[^<>\s]+)>|(?P<bare>[^<>\s]+))")
LONGEST_NAME, LONGEST_ADDRESS = 150, 254
MOST_PEOPLE = 200


@dataclass(frozen=True)
class Person:
    """Someone to invite.

    Attributes:
        address: In lower case.
        name: "" when only the address was given.
    """

    address: str
    name: str


@dataclass(frozen=True)
class WrongLine:
    """A line that cannot be read.

    Attributes:
        number: Its place, from 1 on.
        text: What it says.
        reason: What is wrong, translated.
    """

    number: int
    text: str
    reason: str


def read_people(text: str) -> tuple[list[Person], list[WrongLine]]:
    """Return the people of a list, one a line, each address once, and the lines that are wrong."""
    people: dict[str, Person] = {}
    wrong = []
    for number, line in _lines(text):
        person, reason = _read(line)
        if person is None:
            wrong.append(WrongLine(number, line, reason))
        else:
            people.setdefault(person.address, person)
    return list(people.values()), wrong


def _lines(text: str) -> Iterator[tuple[int, str]]:
    # Lists pasted from messages hold characters that nobody sees, and that make another address.
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    for number, line in enumerate(seen.splitlines(), start=1):
        if stripped := line.strip().rstrip(",;").strip():
            yield number, stripped


def _read(line: str) -> tuple[Person | None, str]:
    found = LINE.fullmatch(line)
    if found is None:
        return None, _("Give one address, or a name and an address: Jeanne Martin <j@example.org>.")
    address = (found["named"] or found["bare"]).lower()
    name = " ".join((found["name"] or "").strip().strip('"').split())
    if len(name) > LONGEST_NAME or not name.isprintable():
        return None, _("This name cannot be kept: shorten it.")
    try:
        validate_email(address)
    except ValidationError:
        return None, _("This is not an e-mail address.")
    # Django accepts "a b"@example.org, which mail servers read in their own ways.
    if '"' in address or len(address) > LONGEST_ADDRESS:
        return None, _("This is not an e-mail address.")
    return Person(address, name), ""
