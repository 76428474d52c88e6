"""What is held on one person, and how it is given to them or erased, whichever app holds it.

Each app says of its fields that hold an address, or lead to an account, what becomes of them, and
registers a store for what no field says. A test walks the models: one that is forgotten fails it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models, transaction


class Fate(Enum):
    """What erasing a person does with a field."""

    DELETE_ROW = auto()
    """The row is about this person: it goes."""
    EMPTY = auto()
    """The row stays, the field is emptied."""
    WITH_ACCOUNT = auto()
    """The database empties it, or deletes its row, when the account goes."""
    OF_A_STORE = auto()
    """A store sees to it, with what goes with it."""
    SAY = auto()
    """It stays, and is said: somebody has to change it by hand."""


@dataclass(frozen=True, kw_only=True)
class PersonalField:
    """A field that holds an address or leads to an account.

    Attributes:
        model: The label of the model that has it ("search.SearchAlert").
        name: The field.
        fate: What erasing does with it.
        shown: The fields of the row that its person is given; only which row it is without any.
    """

    model: str
    name: str
    fate: Fate
    shown: Sequence[str] = ()

    @property
    def key(self) -> tuple[str, str]:
        """The model and the field."""
        return self.model, self.name

    def rows(self, person: "Person") -> "models.QuerySet[Any]":
        """Return the rows that this field says are a person's."""
        # Not the default one, which may leave rows out.
        manager = apps.get_model(self.model)._base_manager  # noqa: SLF001
        if not apps.get_model(self.model)._meta.get_field(self.name).is_relation:
            return manager.filter(**{f"{self.name}__iexact": person.email})
        if person.user is None:
            return manager.none()
        return manager.filter(**{self.name: person.user.pk})


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone, known by an address.

    Attributes:
        email: The address, in any case.
        user: Their account, if they have one.
        without_credits: Whether their name goes from what they published too.
    """

    email: str
    user: Any = None
    without_credits: bool = False

    @classmethod
    def of(cls, email: str, *, without_credits: bool = False) -> "Person":
        """Return the person of an address, with their account."""
        user = get_user_model().objects.filter(email__iexact=email.strip()).first()
        return cls(email=email.strip(), user=user, without_credits=without_credits)


class Store(Protocol):
    """Something that holds what no field says, as the texts of versions."""

    def held(self, person: Person) -> Iterable[dict[str, Any]]:
        """Return what is held on a person."""

    def erase(self, person: Person) -> Iterable[str]:
        """Erase what is held on a person; return what was done, a line each."""


_fields: dict[tuple[str, str], PersonalField] = {}
_stores: dict[str, Store] = {}


def register_personal_field(model: str, name: str, fate: Fate, shown: Sequence[str] = ()) -> None:
    """Say what becomes of a field that holds an address or leads to an account."""
    field = PersonalField(model=model, name=name, fate=fate, shown=shown)
    _fields[field.key] = field


def register_store(name: str, store: Store) -> None:
    """Register what no field says, under the name that an export gives it."""
    _stores[name] = store


def known_fields() -> dict[tuple[str, str], PersonalField]:
    """Return what was registered, by model and field."""
    return dict(_fields)


def fields_to_know() -> set[tuple[str, str]]:
    """Return the fields of all models that hold an address or lead to an account."""
    user = get_user_model()
    return {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.EmailField)
        or "email" in field.name.lower()
        or (field.is_relation and field.related_model is user)
    }


def export(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return everything that is held on a person, by what holds it; nothing secret."""
    held: dict[str, list[dict[str, Any]]] = {}
    for field in _fields.values():
        if rows := [_shown(field, row) for row in field.rows(person).order_by("pk")]:
            held[f"{field.model}.{field.name}"] = rows
    for name, store in _stores.items():
        if found := list(store.held(person)):
            held[name] = found
    return held


@transaction.atomic
def erase(person: Person, *, dry_run: bool) -> list[str]:
    """Erase what is held on a person; return what was done, or would be, a line each.

    A dry run does it all and takes it back. Doing it again finds nothing more to do.
    """
    lines = list(_erase(person))
    if dry_run:
        transaction.set_rollback(True)
    return lines


def _erase(person: Person) -> Iterator[str]:
    for store in _stores.values():
        yield from store.erase(person)
    # Accounts last: their rows are found by them.
    fields = sorted(_fields.values(), key=lambda field: field.model == _label_of_users())
    for field in fields:
        rows = field.rows(person)
        count = rows.count() if field.fate is not Fate.WITH_ACCOUNT else 0
        if not count:
            continue
        if field.fate is Fate.DELETE_ROW:
            rows.delete()
            yield f"{field.model}: {count} deleted"
        elif field.fate is Fate.EMPTY:
            column = apps.get_model(field.model)._meta.get_field(field.name)
            rows.update(**{field.name: None if column.is_relation else ""})
            yield f"{field.model}: {field.name} emptied in {count}"
        elif field.fate is Fate.SAY:
            yield f"{field.model}: {field.name} stays in {count}, change it by hand"


def _label_of_users() -> str:
    return get_user_model()._meta.label


def _shown(field: PersonalField, row: Any) -> dict[str, Any]:
    if not field.shown:
        return {"id": row.pk, "is": str(row)}
    return {"id": row.pk, **{name: getattr(row, name) for name in field.shown}}
