"""Install the system programs that the whole test suite needs, through apt-get where we may.

Chromium drives the pages, PostgreSQL is the second database, gettext finds what to translate, Maven
fetches Elasticsearch and a JDK runs it.
"""

import os
import shutil
import subprocess
import sys

import elasticsearch_install
import postgres

# Each distribution has some of them; any does.
JDKS = ("openjdk-21-jdk-headless", "openjdk-25-jdk-headless", "temurin-21-jdk", "temurin-25-jdk")


def missing() -> list[str]:
    """Return the Debian packages whose programs are not there."""
    packages = []
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        packages.append("chromium")
    if postgres.programs() is None:
        packages.append("postgresql")
    if not (shutil.which("xgettext") and shutil.which("msgmerge")):
        packages.append("gettext")
    if elasticsearch_install.needs_maven():
        packages.append("maven")
    if elasticsearch_install.java_home() is None:
        packages.append(jdk())
    return packages


def jdk() -> str:
    """Return the first JDK that this machine's package lists know, or else the first we know."""

    def is_known(name: str) -> bool:
        show = ["apt-cache", "show", name]
        return subprocess.run(show, capture_output=True, check=False).returncode == 0

    has_lists = shutil.which("apt-cache") is not None
    return next((name for name in JDKS if has_lists and is_known(name)), JDKS[0])


def apt_get(arguments: list[str]) -> None:
    """Run apt-get; exits when it fails."""
    command = ["apt-get", "-qq", *arguments]
    values = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(command, env=values, stdout=subprocess.DEVNULL, check=False).returncode:
        sys.exit(f"{' '.join(command)} failed: see the message above.")


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
            "A JDK elsewhere than in /usr/lib/jvm: ES_JAVA_HOME=/its/folder make test\n"
            "`make check` runs everything that needs none of them."
        )
    apt_get(["update"])
    # The new lists may know another JDK.
    packages = missing()
    print(f"Installing {', '.join(packages)} with apt-get…", flush=True)
    apt_get(["install", "-y", "--no-install-recommends", *packages])
    if left := missing():
        sys.exit(f"apt-get installed {', '.join(left)}, yet the programs are not found.")


if __name__ == "__main__":
    main()
