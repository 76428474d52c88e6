"""Database, reference data, demonstration content, search and static files, in one process.

Every step may run again: it adds what is missing and leaves what someone edited.
"""

import gc
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

from progress import step

ROOT = Path(__file__).resolve().parents[1]
STEPS: tuple[tuple[str, str, dict[str, bool]], ...] = (
    ("Compiling the translations", "compile_catalogues", {}),
    ("Preparing the database", "migrate", {"interactive": False}),
    ("Loading the collectivités", "load_collectivities", {}),
    ("Loading the demonstration content", "load_demo", {}),
    ("Building the search", "search_reindex", {}),
    ("Giving the roles their rights", "apply_roles", {}),
    ("Making the demonstration accounts", "create_demo_accounts", {}),
)


def main() -> None:
    """Run the steps in order; exits with the first failure's message."""
    # Migrations rebuild thousands of model classes: collecting them less often saves 3 s.
    gc.set_threshold(200_000, 20, 100)
    import django
    from django.core.management import CommandError, call_command

    with step("Starting Django"):
        django.setup()
    gc.freeze()
    static = None
    if os.environ["DJANGO_SETTINGS_MODULE"].endswith("production"):
        # The other processor compresses the static files meanwhile.
        collect = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v0"]
        static = subprocess.Popen(collect)
    try:
        for label, command, options in STEPS:
            with step(label):
                call_command(command, stdout=io.StringIO(), **options)
        with step("Compressing the static files"):
            code = static.wait() if static else 0
    except CommandError as error:
        sys.exit(f"\n{error}")
    finally:
        if static:
            static.terminate()
            static.wait()
    sys.exit(code)


if __name__ == "__main__":
    # Only run.py hears of Ctrl-C; it then stops us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGTERM)
