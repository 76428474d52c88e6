"""The project's virtual environment: made once, then filled anew when a lock file changes.

From the command line: environment.py LOCK…, in this order: requirements.txt requirements-dev.txt.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from progress import step

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / ("Scripts" if os.name == "nt" else "bin") / "python"
PIP_OPTIONS = [
    "--require-hashes",
    # The lock names every package: nothing to resolve. Modules are compiled when first imported.
    *("--no-deps", "--no-compile"),
    *("--disable-pip-version-check", "--no-input", "--quiet"),
]


def install(lock: str) -> None:
    """Bring .venv to what the lock file says; nothing is run when it is there already.

    Exits with a message when the folder cannot be written or a package cannot be had.
    """
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    stamp = FOLDER / f"installed-{lock}"
    if _works() and stamp.is_file() and stamp.read_text() == digest:
        return
    try:
        if not _works():
            with step("Making the virtual environment"):
                venv.create(FOLDER, clear=True, with_pip=True, symlinks=os.name != "nt")
        with step(f"Installing the packages of {lock}"):
            command = [str(PYTHON), "-m", "pip", "install", *PIP_OPTIONS, "-r", str(ROOT / lock)]
            subprocess.run(command, check=True)
        stamp.write_text(digest)
    except OSError as error:
        sys.exit(f"Cannot write the virtual environment {FOLDER}: {error.strerror or error}.")
    except subprocess.CalledProcessError:
        sys.exit(f"The packages of {lock} could not be installed: see the message of pip above.")


def _works() -> bool:
    """Tell whether .venv holds a Python that starts and is recent enough."""
    if not PYTHON.exists():
        return False
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", probe], check=False).returncode == 0


if __name__ == "__main__":
    for name in sys.argv[1:]:
        install(name)
