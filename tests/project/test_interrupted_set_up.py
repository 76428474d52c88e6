"""A set-up that is stopped leaves nothing behind; the next one goes on from there."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import free_port

from tests.project.processes import of_site, wait_until

RUN = [sys.executable, str(Path(__file__).resolve().parents[2] / "scripts" / "run.py")]
pytestmark = pytest.mark.site


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder of data, whose processes end with the test."""
    yield tmp_path
    for left in of_site(tmp_path):
        os.kill(left, signal.SIGKILL)


def start(folder: Path) -> "subprocess.Popen[bytes]":
    """Run `make run`'s script until it prepares the database."""
    values = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    values |= {"VAR_DIR": str(folder), "PORT": str(free_port())}
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            RUN, env=values, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    wait_until(lambda: b"Preparing the database" in log.read_bytes())
    return process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_stopping_it_stops_its_parts(folder, number):
    process = start(folder)
    process.send_signal(number)
    assert process.wait(timeout=30) == 128 + signal.SIGINT
    assert of_site(folder) == []
    log = (folder / "log").read_text()
    assert "Stopped. `make run` goes on from there." in log
    assert "Traceback" not in log
    assert not (folder / "set-up").exists()


def test_another_one_says_that_the_first_goes_on_even_once_killed(folder):
    process = start(folder)
    values = {**os.environ, "VAR_DIR": str(folder), "PORT": str(free_port())}
    for _ in range(2):
        other = subprocess.run(RUN, env=values, capture_output=True, text=True)
        assert other.returncode == 1
        assert f"Another `make run` is setting up {folder}" in other.stderr
        # What it started goes on alone, and holds the lock.
        process.kill()
        process.wait()
    assert of_site(folder, "setup_site.py")
