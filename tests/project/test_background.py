"""What works beside the server starts and stops with it, and is started again when it dies."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import free_port

from tests.project.processes import of_site, wait_until

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / "scripts" / "gunicorn_conf.py"
pytestmark = pytest.mark.site


@pytest.fixture
def server(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the server as run.py does when there is work in the background."""
    values = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "k" * 50,
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": "http://localhost",
        "BACKGROUND_WORK": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", CONFIGURATION]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{free_port()}"],
            env=values,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: of_site(tmp_path, "manage.py work"))
        yield process
    finally:
        for left in of_site(tmp_path):
            os.kill(left, signal.SIGKILL)
        process.wait()


def test_work_that_dies_is_said_and_started_again_and_ctrl_c_leaves_nothing(server, tmp_path):
    [first] = of_site(tmp_path, "manage.py work")
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: of_site(tmp_path, "manage.py work") not in ([first], []))
    assert "manage.py work ended (-9)" in (tmp_path / "log").read_text()
    # A terminal sends it to every process of the group.
    os.killpg(server.pid, signal.SIGINT)
    assert server.wait(timeout=30) == 0
    assert of_site(tmp_path) == []
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_work_ends_with_a_server_that_was_killed(server, tmp_path):
    assert of_site(tmp_path, "background.py")
    server.kill()
    server.wait()
    wait_until(lambda: not of_site(tmp_path))
