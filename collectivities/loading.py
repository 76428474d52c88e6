"""Brings the collectivités of the database in line with an extract, without ever deleting one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from .models import Collectivity, SearchKey, log_population
from .reference import Extract, ExtractError, ReferenceRow
from .signals import collectivities_changed

BATCH = 2000
_COLUMNS = ReferenceRow._fields[:-1]
_WRITTEN = (*_COLUMNS, "parent", "log_population", "is_loaded")

T = TypeVar("T")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class LoadReport:
    """What a load did, as references of collectivités, except the unchanged, which are counted."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    unchanged: int = 0


def load(
    extract: Extract, *, progress: Progress | None = None, rebuild_keys: bool = False
) -> LoadReport:
    """Write what differs from the extract, all or nothing.

    A loaded collectivité that the extract no longer has is kept, marked as valid until the end of
    the year before the extract's. `rebuild_keys` writes every search key again.
    Raises ExtractError when an editor's row has the reference or the code of a row of the extract.
    """
    tell = progress or _silence
    with transaction.atomic():
        _refuse_conflicts(extract.rows)
        known = _known_rows()
        created = [row for row in extract.rows if row.ref not in known]
        changed = [row for row in extract.rows if row.ref in known and known[row.ref] != row]
        vanished = _mark_vanished(known, extract)
        _write(created, changed, tell)
        if rebuild_keys:
            _rebuild_all_keys(tell)
        _announce([*(row.ref for row in changed), *vanished])
    return LoadReport(
        created=[row.ref for row in created],
        changed=[row.ref for row in changed],
        vanished=vanished,
        unchanged=len(extract.rows) - len(created) - len(changed),
    )


def _silence(label: str, done: int, total: int) -> None:
    """Report nothing."""


def _refuse_conflicts(rows: Sequence[ReferenceRow]) -> None:
    own = Collectivity.objects.filter(is_loaded=False).values_list("ref", "kind", "code")
    refs = {row.ref for row in rows}
    codes = {(row.kind, row.code) for row in rows}
    taken = [ref for ref, kind, code in own if ref in refs or (kind, code) in codes]
    if taken:
        message = _(
            "Rows added by editors have the reference or the code of a loaded one: %(refs)s."
        )
        raise ExtractError(message % {"refs": ", ".join(taken[:5])})


def _known_rows() -> dict[str, ReferenceRow]:
    loaded = Collectivity.objects.filter(is_loaded=True).order_by()
    columns = loaded.values_list(*_COLUMNS, "parent__ref")
    return {row.ref: row for row in map(ReferenceRow._make, columns.iterator(BATCH))}


def _mark_vanished(known: dict[str, ReferenceRow], extract: Extract) -> list[str]:
    present = {row.ref for row in extract.rows}
    last_day = date(extract.vintage - 1, 12, 31)
    vanished = [ref for ref, row in known.items() if ref not in present and row.valid_until is None]
    for batch in _batches(vanished):
        Collectivity.objects.filter(ref__in=batch).update(valid_until=last_day)
    return vanished


def _write(
    created: Sequence[ReferenceRow], changed: Sequence[ReferenceRow], tell: Progress
) -> None:
    done, total = 0, len(created) + len(changed)
    # Groupings first: the rows that follow name them by primary key.
    for has_parent in (False, True):
        for rows, is_new in ((created, True), (changed, False)):
            for batch in _batches([row for row in rows if bool(row.parent) == has_parent]):
                SearchKey.objects.rebuild(_save(batch, is_new=is_new), are_new=is_new)
                done += len(batch)
                tell(_("Collectivities"), done, total)


def _save(rows: Sequence[ReferenceRow], *, is_new: bool) -> list[Collectivity]:
    parents = _pks({row.parent for row in rows if row.parent})
    objects = [
        Collectivity(
            **dict(zip(_COLUMNS, row, strict=False)),
            parent_id=parents[row.parent] if row.parent else None,
            log_population=log_population(row.population),
            is_loaded=True,
        )
        for row in rows
    ]
    if is_new:
        return Collectivity.objects.bulk_create(objects, batch_size=BATCH)
    return Collectivity.objects.bulk_create(
        objects,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["ref"],
        update_fields=[name for name in _WRITTEN if name != "ref"],
    )


def _rebuild_all_keys(tell: Progress) -> None:
    rows = list(Collectivity.objects.order_by("pk"))
    done = 0
    for batch in _batches(rows):
        SearchKey.objects.rebuild(batch)
        done += len(batch)
        tell(_("Search keys"), done, len(rows))


def _announce(refs: Sequence[str]) -> None:
    pks = {pk for batch in _batches(refs) for pk in _pks(set(batch)).values()}
    if pks:
        collectivities_changed.send(sender=Collectivity, pks=pks)


def _pks(refs: set[str]) -> dict[str, int]:
    found = Collectivity.objects.filter(ref__in=refs).order_by()
    return dict(found.values_list("ref", "pk"))


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
