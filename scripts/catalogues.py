"""Check the French catalogue against the strings of the code, or bring it up to them (--update).

Needs GNU gettext's xgettext and msgmerge, which Django's makemessages runs.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402
import polib  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

LANGUAGE = "fr"
CATALOGUE = Path(LANGUAGE) / "LC_MESSAGES" / "django.po"
Key = tuple[str | None, str, str | None]
IGNORED = [".venv", "locale", "var", "tests", "scripts", "docs", "node_modules"]


def extract(folder: Path) -> None:
    """Bring the catalogue under `folder` up to the strings of the code."""
    (folder / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    with override_settings(LOCALE_PATHS=[folder]):
        call_command(
            "makemessages",
            locale=[LANGUAGE],
            ignore_patterns=IGNORED,
            add_location="file",
            no_wrap=True,
            verbosity=0,
        )


def read(path: Path) -> dict[Key, polib.POEntry]:
    """Return the entries in use of a catalogue; none when it does not exist."""
    entries = polib.pofile(str(path)) if path.exists() else []
    return {(e.msgctxt, e.msgid, e.msgid_plural): e for e in entries if not e.obsolete}


def problems(kept: dict[Key, polib.POEntry], wanted: dict[Key, polib.POEntry]) -> list[str]:
    """Return what the kept catalogue lacks or has too much, given the strings of the code."""
    lines = [f"missing: {_show(wanted[key])}" for key in wanted.keys() - kept.keys()]
    for key, entry in kept.items():
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if key not in wanted:
            lines.append(f"no longer used: {_show(entry)}")
        elif entry.fuzzy:
            lines.append(f"fuzzy: {_show(entry)}")
        elif not texts or not all(texts):
            lines.append(f"untranslated: {_show(entry)}")
    return sorted(lines)


def _show(entry: polib.POEntry) -> str:
    places = ", ".join(sorted({place for place, _line in entry.occurrences}))
    return f"{entry.msgid!r} ({places})"


def check() -> None:
    """Exit with the list of problems, if any."""
    kept = read(settings.LOCALE_PATHS[0] / CATALOGUE)
    with tempfile.TemporaryDirectory() as name:
        extract(Path(name))
        lines = problems(kept, read(Path(name) / CATALOGUE))
    if lines:
        sys.exit("French catalogue (make messages adds the new strings):\n  " + "\n  ".join(lines))
    print(f"French catalogue: {len(kept)} strings, all translated.")


if __name__ == "__main__":
    django.setup()
    if "--update" in sys.argv[1:]:
        extract(settings.LOCALE_PATHS[0])
    else:
        check()
