"""Measures what docs/benchmarks.md tells, and prints it as that file.

SIZES gives the numbers of cases, "1000 20000 100000" unless it says otherwise.
Everything happens in temporary folders; generated cases never reach a real site.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import elasticsearch_node
import postgres

ROOT = Path(__file__).resolve().parents[1]
SIZES = [int(size) for size in os.environ.get("SIZES", "1000 20000 100000").split()]
OUTAGE_SIZE = min(20_000, max(SIZES))
HEADER = """# Benchmarks

`make benchmark` prints this page anew. The machine is noisy: compare figures of one
run rather than trust an absolute time.
"""


def main() -> None:
    """Measure the first start, pages and searches on each database, then an outage."""
    print(HEADER)
    print(f"Machine: {os.cpu_count()} processors, Python {platform.python_version()}.\n")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        _starts(folder / "clone")
        print("\n## SQLite, and Elasticsearch\n", flush=True)
        # In a folder of its own, with the entries of SQLite: an index is made of them alone.
        with elasticsearch_node.node() as node:
            _measure(f"sqlite:///{folder / 'benchmark.sqlite3'}", folder, node.url)
        print("\n## PostgreSQL\n", flush=True)
        with postgres.server() as address:
            _measure(address, folder)
        print("\n## A node of three is lost\n", flush=True)
        with elasticsearch_node.cluster(3) as nodes:
            _lose_a_node(f"sqlite:///{folder / 'outage.sqlite3'}", folder, nodes)


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


class Site:
    """The project on a database of its own, filled with the demonstration."""

    def __init__(self, address: str, folder: Path, elasticsearch: str = "") -> None:
        self._environment = {
            **os.environ,
            "DATABASE_URL": address,
            "VAR_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "ELASTICSEARCH_URL": elasticsearch,
        }
        self.manage("migrate", "-v0")
        self.loading = [self.manage("load_collectivities", "-v0") for _ in range(2)]
        self.manage("load_demo", "-v0")
        self.manage("compile_catalogues", "-v0")

    def manage(self, *arguments: str) -> float:
        """Run a command of the project; return its seconds."""
        started = time.perf_counter()
        self._run(*arguments, stdout=sys.stderr)
        return time.perf_counter() - started

    def measure(self, module: str, call: str = "main()") -> None:
        """Let a module of `tests.benchmarks` print what it measures, in a process of its own."""
        sys.stdout.flush()
        code = f"from tests.benchmarks import {module}; {module}.{call}"
        self._run("shell", "--no-imports", "-c", code)

    def _run(self, *arguments: str, stdout: TextIO | None = None) -> None:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        subprocess.run(command, env=self._environment, check=True, stdout=stdout)


def _measure(address: str, folder: Path, elasticsearch: str = "") -> None:
    site = Site(address, folder, elasticsearch)
    first, again = site.loading
    print(f"Loading 36,376 collectivités, start-up included: {first:.1f} s; again: {again:.1f} s.")
    site.measure("pages")
    print()
    for size in SIZES:
        site.measure("search", f"fill({size})")
        site.measure("search")


def _lose_a_node(address: str, folder: Path, nodes: Sequence[elasticsearch_node.Node]) -> None:
    site = Site(address, folder, ",".join(node.url for node in nodes))
    site.measure("search", f"fill({OUTAGE_SIZE})")
    site.measure("outage")


if __name__ == "__main__":
    main()
