"""Install the system programs that the whole test suite needs, through apt-get where we may.

Chromium drives the pages, PostgreSQL is the second database, gettext finds what to translate.
"""

import os
import shutil
import subprocess
import sys

import postgres


def missing() -> list[str]:
    """Return the Debian packages whose programs are not there."""
    packages = []
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        packages.append("chromium")
    if postgres.programs() is None:
        packages.append("postgresql")
    if not (shutil.which("xgettext") and shutil.which("msgmerge")):
        packages.append("gettext")
    return packages


def main() -> None:
    """Install what is missing; exits with what to do when we cannot."""
    packages = missing()
    if not packages:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(
            f"The whole test suite needs {', '.join(packages)}.\n"
            f"On Debian: sudo apt-get install {' '.join(packages)}\n"
            "Chromium elsewhere than on the path: CHROMIUM=/its/path make test\n"
            "`make check` runs everything that needs none of them."
        )
    values = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {', '.join(packages)} with apt-get…", flush=True)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        if subprocess.run(command, env=values, stdout=subprocess.DEVNULL, check=False).returncode:
            sys.exit(f"{' '.join(command)} failed: see the message above.")
    if left := missing():
        sys.exit(f"apt-get installed {', '.join(left)}, yet the programs are not found.")


if __name__ == "__main__":
    main()
