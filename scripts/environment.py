"""The project's virtual environment: made once, then filled anew when a lock file changes.

From the command line: environment.py LOCK…, in this order: requirements.txt requirements-dev.txt.
"""

import ensurepip
import hashlib
import os
import re
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
    # One whose first filling was stopped may lack even pip.
    is_made = _works() and any(FOLDER.glob("installed-*"))
    if is_made and stamp.is_file() and stamp.read_text() == digest:
        return
    try:
        if not is_made:
            venv.create(FOLDER, clear=True, symlinks=os.name != "nt")
        with step(f"Installing the packages of {lock}"):
            _pip_install(ROOT / lock, is_new=not is_made)
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


def _pip_install(lock: Path, *, is_new: bool) -> None:
    """Install a lock file. Raises CalledProcessError when pip fails."""
    pip = [str(PYTHON), "-m", "pip"]
    if is_new:
        own_pip = subprocess.Popen(
            [PYTHON, "-m", "ensurepip", "--default-pip"], stdout=subprocess.DEVNULL
        )
        if wheel := _bundled_pip():
            # pip runs from Python's own wheel while the environment gets its copy: 3 s saved.
            pip = [str(PYTHON), f"{wheel}/pip"]
        elif own_pip.wait():
            raise subprocess.CalledProcessError(own_pip.returncode, own_pip.args)
    parts = _parts(lock) if is_new else [lock]
    installs = [
        subprocess.Popen([*pip, "install", *PIP_OPTIONS, "-r", str(part)]) for part in parts
    ]
    try:
        failures = [process.args for process in installs if process.wait()]
    finally:
        for process in installs:
            process.kill()
    if is_new and own_pip.wait():
        failures.append(own_pip.args)
    if failures:
        raise subprocess.CalledProcessError(1, failures[0])


def _parts(lock: Path) -> list[Path]:
    """Write the requirements of a lock file in two files; two pips halve the time, 4 s saved.

    They may only fill an empty environment together: what each installs, nobody removes.
    """
    # A requirement begins a line; its hashes and comments are indented.
    requirements = re.split(r"\n(?=[A-Za-z])", lock.read_text("utf-8"))
    paths = [FOLDER / f"part-{number}.txt" for number in (1, 2)]
    for number, path in enumerate(paths):
        path.write_text("\n".join(requirements[number::2]) + "\n", "utf-8")
    return paths


def _bundled_pip() -> Path | None:
    """Return the wheel of pip that comes with Python, where it comes with one."""
    wheels = Path(ensurepip.__file__).parent.glob("_bundled/pip-*.whl")
    return next(wheels, None)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        install(name)
