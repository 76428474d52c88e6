"""Compiles the interface's translations without system packages."""

from collections.abc import Iterable
from pathlib import Path

import polib


def compile_catalogues(folders: Iterable[Path]) -> list[Path]:
    """Compile each .po file under the folders that is newer than its .mo.

    Returns the files written. Raises OSError on an unreadable or badly formed catalogue.
    """
    written = []
    for source in sorted(path for folder in folders for path in Path(folder).rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        polib.pofile(str(source)).save_as_mofile(str(target))
        written.append(target)
    return written
