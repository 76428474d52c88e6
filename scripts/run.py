"""From a fresh clone to a site that answers: `make run`, or `make dev` with --dev.

Does only what is still to do, so that a second start is quick, and never overwrites content.
"""

import fcntl
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import environment
from environment import PYTHON, ROOT

VAR = Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve()
ENV_FILE = VAR / "env"
SIGN_INS = VAR / "sign-ins.txt"
STAMP = VAR / "set-up"
# What the set-up reads: when none of it changed since the last one, there is nothing to do.
INPUTS = (
    *("requirements.txt", "scripts/setup_site.py", "accounts", "casestudies", "collectivities"),
    *("home", "methods", "search", "site"),
)


def main() -> None:
    """Set up what is missing and become the server."""
    is_dev = "--dev" in sys.argv[1:]
    port = read_port()
    check_writable(VAR)
    check_port(port)
    with only_one() as lock:
        environment.install("requirements.txt")
        values = site_environment(port, is_dev)
        had_sign_ins = SIGN_INS.exists()
        set_up(values, lock)
    values["GREETING"] = greeting(port, show_sign_ins=not had_sign_ins)
    if is_dev:
        print(values["GREETING"], flush=True)
        command = [PYTHON, ROOT / "manage.py", "runserver", f"127.0.0.1:{port}"]
    else:
        command = [PYTHON, "-m", "gunicorn", "--config", ROOT / "scripts" / "gunicorn_conf.py"]
        command += ["--bind", f"127.0.0.1:{port}", "config.wsgi"]
    os.execve(PYTHON, [str(part) for part in command], values)


def read_port() -> int:
    """Return the port asked for in PORT, 8000 by default; exits when it is not one."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        sys.exit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def check_writable(folder: Path) -> None:
    """Make the folder; exits when nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        sys.exit(
            f"Cannot write in {folder}: {error.strerror}.\n"
            "The site keeps its data there; VAR_DIR can name another folder."
        )


def check_port(port: int) -> None:
    """Exit when another program answers on the port, or when it may not be used."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen()
        except PermissionError:
            sys.exit(f"Port {port} is reserved for the administrator: try PORT=8000 make run.")
        except OSError:
            sys.exit(
                f"Port {port} is taken by another program.\n"
                f"Stop it, or choose another port: PORT={port + 1} make run"
            )


@contextmanager
def only_one() -> Iterator[int]:
    """Hold the lock of the folder of data and give its descriptor; exits when another has it."""
    with (VAR / "set-up.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(
                f"Another `make run` is setting up {VAR}.\n"
                "Wait until it is done, or stop it; VAR_DIR can name another folder."
            )
        yield lock.fileno()


def site_environment(port: int, is_dev: bool) -> dict[str, str]:
    """Return the environment of the site, made of ours and of var/env (written when missing)."""
    if not ENV_FILE.exists():
        write_private(
            ENV_FILE,
            "# Made by `make run`; the table in README.md says what can be set here.\n"
            f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
            "ALLOWED_HOSTS=localhost,127.0.0.1\n"
            f"BASE_URL=http://localhost:{port}\n"
            "SERVE_MEDIA=1\n",
        )
    values = dict(os.environ)
    values["ENV_FILE"] = str(ENV_FILE)
    values["VAR_DIR"] = str(VAR)
    values["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    values["DJANGO_SETTINGS_MODULE"] = (
        "config.settings.development" if is_dev else "config.settings.production"
    )
    if read("SEARCH_ENGINE", values) == "elasticsearch" or read("EMAIL_URL", values):
        # Set to 0 where a scheduler of one's own does the work.
        values.setdefault("BACKGROUND_WORK", "1")
    base = urlsplit(read("BASE_URL", values))
    if base.scheme == "http" and base.hostname in {"localhost", "127.0.0.1"}:
        values["BASE_URL"] = f"http://{base.hostname}:{port}"
    return values


def read(name: str, values: dict[str, str]) -> str:
    """Return a value of the environment or else of var/env, empty when neither has it."""
    if values.get(name):
        return values[name]
    lines = ENV_FILE.read_text().splitlines()
    return next((line.partition("=")[2] for line in lines if line.startswith(f"{name}=")), "")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    # Whole or not at all, should we be stopped meanwhile.
    new = path.with_name(f"{path.name}.new")
    new.touch(mode=0o600)
    new.write_text(text)
    new.rename(path)


def set_up(values: dict[str, str], lock: int) -> None:
    """Run the set-up of data and files, unless the last one read the same inputs.

    It holds the lock too, should we be killed, and is stopped when we are.
    """
    database = read("DATABASE_URL", values)
    digest = digest_of_inputs(database + values["DJANGO_SETTINGS_MODULE"])
    is_there = bool(database) or (VAR / "db.sqlite3").exists()
    if is_there and STAMP.exists() and STAMP.read_text() == digest:
        return
    script = [PYTHON, ROOT / "scripts" / "setup_site.py"]
    process = subprocess.Popen(
        script, env=values, cwd=ROOT, pass_fds=[lock], start_new_session=True
    )
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if code:
        sys.exit("The set-up failed: see the message above. `make run` goes on from there.")
    STAMP.write_text(digest)


def digest_of_inputs(salt: str) -> str:
    """Return a digest of the files that the set-up reads."""
    digest = hashlib.sha256(salt.encode())
    for name in INPUTS:
        path = ROOT / name
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.is_file() and file.suffix not in {".pyc", ".mo"}:
                digest.update(f"{file.relative_to(ROOT)}\n".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def greeting(port: int, *, show_sign_ins: bool) -> str:
    """Return what to print once the site answers."""
    lines = ["", f"Co-construire answers on http://localhost:{port} (Ctrl-C stops it)."]
    lines.append(f"Its editors sign in on http://localhost:{port}/admin/")
    if show_sign_ins and SIGN_INS.exists():
        lines += ["", SIGN_INS.read_text("utf-8")]
    else:
        lines.append(f"Demonstration sign-ins: {SIGN_INS}")
    return "\n".join(lines)


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        main()
    except KeyboardInterrupt:
        print("\nStopped. `make run` goes on from there.")
        sys.exit(128 + signal.SIGINT)
