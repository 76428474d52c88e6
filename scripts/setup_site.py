"""Database, reference data, demonstration content, search and static files, in one process.

Every step may run again: it adds what is missing and leaves what someone edited.
"""

import os
import subprocess
import sys
from pathlib import Path

from progress import step

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the steps in order; exits with the first failure's message."""
    static = None
    if os.environ["DJANGO_SETTINGS_MODULE"].endswith("production"):
        # The other processor compresses the static files meanwhile.
        command = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v0"]
        static = subprocess.Popen(command)
    import django
    from django.core.management import CommandError, call_command

    django.setup()
    try:
        call_command("compile_catalogues")
        with step("Preparing the database"):
            call_command("migrate", interactive=False, verbosity=0)
        with step("Loading the collectivités"):
            call_command("load_collectivities", verbosity=0)
        with step("Loading the demonstration content"):
            call_command("load_demo", verbosity=0)
        with step("Building the search"):
            call_command("search_reindex", verbosity=0)
        call_command("create_demo_accounts", verbosity=0)
    except CommandError as error:
        sys.exit(f"\n{error}")
    finally:
        with step("Compressing the static files"):
            code = static.wait() if static else 0
    sys.exit(code)


if __name__ == "__main__":
    main()
