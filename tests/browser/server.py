"""The site as `make run` starts it, with its data in a folder of the tests."""

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
# The first start sets everything up, on a machine that may be busy.
LONGEST_START = 300
# What a developer's shell says of another database or address must not reach this site.
KEPT_VARIABLES = {"HOME", "LANG", "PATH", "TMPDIR"}


@dataclass(frozen=True)
class RunningSite:
    """Where the site answers, and where it says who may sign in."""

    address: str
    folder: Path

    def sign_in(self, role: str) -> tuple[str, str]:
        """Return the address and password of a demonstration account. Raises LookupError."""
        for line in (self.folder / "sign-ins.txt").read_text("utf-8").splitlines():
            label, _, pair = line.partition(": ")
            if label == role:
                email, _, password = pair.partition(" / ")
                return email, password
        raise LookupError(role)

    def manage(self, *arguments: str, **values: str) -> str:
        """Run a command of the site, as a scheduler does; return what it printed."""
        environment = _environment(self.folder) | {
            "BASE_URL": self.address,
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "ENV_FILE": str(self.folder / "env"),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
            **values,
        }
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        ).stdout


@contextmanager
def running_site(folder: Path, **values: str) -> Iterator[RunningSite]:
    """Start the site and stop it at the end. Raises RuntimeError when it does not answer.

    Several processes may share the folder: the first one sets it up, the others find it ready.
    `values` go into its environment.
    """
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        port = _free_port()
        log = folder / f"server-{port}.log"
        server = _start(folder, port, log, values)
        try:
            _wait_until_it_answers(server, port, log)
        except BaseException:
            _stop(server)
            raise
    try:
        yield RunningSite(f"http://localhost:{port}", folder)
    finally:
        _stop(server)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def copy_site(site: RunningSite, folder: Path) -> None:
    """Copy the data of a site, running or not, into a folder that must not exist."""
    shutil.copytree(site.folder, folder, ignore=shutil.ignore_patterns("db.sqlite3*", "*.log"))
    with (
        closing(sqlite3.connect(site.folder / "db.sqlite3")) as source,
        closing(sqlite3.connect(folder / "db.sqlite3")) as target,
    ):
        source.backup(target)


def _start(
    folder: Path, port: int, log: Path, changes: dict[str, str]
) -> "subprocess.Popen[bytes]":
    values = _environment(folder) | {"PORT": str(port)} | changes
    command = [sys.executable, str(ROOT / "scripts" / "run.py")]
    with log.open("wb") as output:
        return subprocess.Popen(
            command, cwd=ROOT, env=values, stdout=output, stderr=subprocess.STDOUT
        )


def _environment(folder: Path) -> dict[str, str]:
    values = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT_VARIABLES or name.startswith("PIP_")
    }
    return values | {"VAR_DIR": str(folder)}


def _wait_until_it_answers(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + LONGEST_START
    while server.poll() is None and time.monotonic() < end:
        with suppress(URLError, ConnectionError), urlopen(f"http://localhost:{port}/healthz/"):
            return
        time.sleep(0.2)
    raise RuntimeError(f"The site does not answer on port {port}:\n{log.read_text()}")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
