"""Measures what docs/benchmarks.md tells, and prints it as that file.

Everything happens in temporary folders; generated cases never reach a real site.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parents[1]
SIZES = [1_000, 20_000]
HEADER = """# Benchmarks

`make benchmark` prints this page anew. The machine is noisy: compare figures of one
run rather than trust an absolute time.
"""


def main() -> None:
    """Measure the first start, then pages and searches on each database."""
    print(HEADER)
    print(f"Machine: {os.cpu_count()} processors, Python {platform.python_version()}.\n")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        _starts(folder / "clone")
        print("\n## SQLite\n", flush=True)
        _measure(f"sqlite:///{folder / 'benchmark.sqlite3'}", folder)
        print("\n## PostgreSQL\n", flush=True)
        with postgres.server() as address:
            _measure(address, folder)


def _starts(clone: Path) -> None:
    """Time `make run` on a fresh clone, packages in pip's cache, then a second start."""
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    print("## Starts\n\n| | seconds |\n| --- | ---: |")
    for name in ("first `make run`, packages in the cache", "second"):
        print(f"| {name} | {_time_to_answer(clone):.1f} |", flush=True)


def _time_to_answer(clone: Path) -> float:
    port = postgres.free_port()
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in {"VAR_DIR", "DATABASE_URL", "PYTHONPATH", "DJANGO_SETTINGS_MODULE"}
    }
    started = time.perf_counter()
    server = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env={**environment, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while server.poll() is None and time.perf_counter() - started < 600:
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/", timeout=5):
                    return time.perf_counter() - started
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("`make run` did not answer")
    finally:
        os.killpg(server.pid, 15)
        server.wait()


def _measure(address: str, folder: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }

    def manage(*arguments: str) -> float:
        started = time.perf_counter()
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        subprocess.run(command, env=environment, check=True, stdout=sys.stderr)
        return time.perf_counter() - started

    manage("migrate", "-v0")
    first, again = (manage("load_collectivities", "-v0") for _ in range(2))
    print(f"Loading 36,376 collectivités, start-up included: {first:.1f} s; again: {again:.1f} s.")
    manage("load_demo", "-v0")
    manage("compile_catalogues", "-v0")
    sys.stdout.flush()
    for code in (
        "from tests.benchmarks.pages import main; main()",
        f"from tests.benchmarks.search import main; print(); main({SIZES})",
    ):
        command = [sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", code]
        subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
