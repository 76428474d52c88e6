"""Run a command against a PostgreSQL of its own: postgres.py COMMAND [ARGUMENT…]

The server lives in a temporary folder, on a free port of the loopback, and stops with the command,
whose DATABASE_URL points to it.
"""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

OLDEST = 15
_DEBIAN = Path("/usr/lib/postgresql")
# The data are thrown away: nothing needs to survive a power cut.
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=256MB")
# Neither PostgreSQL nor Elasticsearch runs as root: what their commands begin with when we are.
UNPRIVILEGED: list[str] = (
    ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
)


def programs() -> Path | None:
    """Return the folder of the newest server programs, Debian's or on the path, if any."""
    debian = {int(path.parent.parent.name): path for path in _DEBIAN.glob("*/bin/initdb")}
    if debian and max(debian) >= OLDEST:
        return debian[max(debian)].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server; give the address of its database for DATABASE_URL; stop it afterwards.

    Raises RuntimeError when no server program is installed or when it does not start.
    """
    folder = programs()
    if folder is None:
        raise RuntimeError(f"No PostgreSQL {OLDEST} or newer: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        base = Path(name)
        password, port = secrets.token_hex(16), free_port()
        (base / "password").write_text(password)
        (base / "log").touch()
        for path in (base, base / "password", base / "log"):
            give(path)
        options = [f"-h 127.0.0.1 -p {port} -k {base}", *(f"-c {value}" for value in FAST)]
        initdb: list[Path | str] = [
            folder / "initdb",
            "-D",
            base / "data",
            "-U",
            "test",
            "-E",
            "UTF8",
        ]
        initdb += ["--locale=C.UTF-8", "-A", "scram-sha-256", f"--pwfile={base / 'password'}"]
        control: list[Path | str] = [folder / "pg_ctl", "-D", base / "data", "-w", "-s"]
        try:
            _run(initdb, base)
            _run([*control, "-l", base / "log", "-o", " ".join(options), "start"], base)
        except subprocess.CalledProcessError as error:
            log = (base / "log").read_text()
            raise RuntimeError(f"PostgreSQL did not start:\n{log}") from error
        try:
            yield f"postgres://test:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], base)


def give(path: Path) -> None:
    """Let the unprivileged user own the path."""
    if UNPRIVILEGED:
        shutil.chown(path, "nobody", "nogroup")


def _run(command: list[Path | str], folder: Path) -> None:
    """Run a program of the server, as an unprivileged user when we are root."""
    subprocess.run([*UNPRIVILEGED, *command], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def free_port() -> int:
    """Return a port of the loopback that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Run the command given on the command line; exit with its code."""
    try:
        with server() as address:
            values = {**os.environ, "DATABASE_URL": address}
            code = subprocess.run(sys.argv[1:], env=values, check=False).returncode
    except RuntimeError as error:
        sys.exit(str(error))
    sys.exit(code)


if __name__ == "__main__":
    main()
