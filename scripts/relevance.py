"""Measures how relevant the answers of each search engine are: relevance.py [--validation] [--worst N]

The demonstration is loaded into temporary databases, SQLite's then PostgreSQL's. Elasticsearch is
asked too when ELASTICSEARCH_URL says where it is.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure on each database, with the options of the command line."""
    parser = argparse.ArgumentParser(description="Measure the relevance of each search engine.")
    parser.add_argument("--validation", action="store_true", help="the validation set too")
    parser.add_argument(
        "--worst",
        type=int,
        default=0,
        metavar="N",
        help="show the N worst answers to tuning queries",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="relevance-") as name:
        folder = Path(name)
        _measure({"DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}"}, folder, options)
        with postgres.server() as address:
            # Elasticsearch answers the same whatever the database: once is enough.
            _measure({"DATABASE_URL": address, "ELASTICSEARCH_URL": ""}, folder, options)


def _measure(values: dict[str, str], folder: Path, options: argparse.Namespace) -> None:
    environment = {
        **os.environ,
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "SEARCH_ENGINE": "database",
        **values,
    }
    code = (
        "from tests.relevance.run import main; "
        f"main(validation={options.validation}, worst={options.worst})"
    )
    for arguments in (
        ("migrate", "-v0"),
        ("load_collectivities", "-v0"),
        ("load_demo", "-v0"),
        ("compile_catalogues", "-v0"),
        ("shell", "--no-imports", "-c", code),
    ):
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        # What a step tells goes aside: only the tables are printed.
        output = None if arguments[0] == "shell" else sys.stderr
        subprocess.run(command, env=environment, check=True, stdout=output)


if __name__ == "__main__":
    main()
