# mypy: disable-error-code="no-untyped-def"
"""Run another script with Python 3.11 or newer: python3 scripts/with_python.py SCRIPT [ARGUMENT…]

Kept to the syntax of Python 3.6, so that an old one can still say what is missing.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NAMES = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"]
PROBE = "import sys, venv, ensurepip; sys.exit(sys.version_info[:2] < (%d, %d))" % OLDEST


def is_suitable(path):
    """Tell whether the interpreter at `path` is recent enough and can make virtual environments."""
    run = subprocess.run(
        [path, "-c", PROBE], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return run.returncode == 0


def find_python():
    """Return the path of a suitable interpreter, this one first, or None."""
    found = [sys.executable] + [shutil.which(name) for name in NAMES]
    return next((path for path in found if path and is_suitable(path)), None)


def main():
    python = find_python()
    if python is None:
        version = "%d.%d.%d" % sys.version_info[:3]
        wanted = "%d.%d" % OLDEST
        sys.exit(
            "Il faut Python {wanted} ou plus récent, avec venv : python3 est ici le {version}.\n"
            "Python {wanted} or newer, with venv, is needed: python3 is {version} here.\n"
            "Debian, Ubuntu: apt install python3 python3-venv".format(
                wanted=wanted, version=version
            )
        )
    os.execv(python, [python, *sys.argv[1:]])


if __name__ == "__main__":
    main()
