"""What `make run` says when it cannot go on, and what it leaves alone."""

import ast
import os
import socket
import stat
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Return the module scripts/run.py, its data in a folder of its own."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.syspath_prepend(str(SCRIPTS))
    monkeypatch.delitem(sys.modules, "run", raising=False)
    for name in ("ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)
    import run

    return run


def start(**values: str) -> subprocess.CompletedProcess[str]:
    """Run `make run`'s script, which must stop by itself."""
    return subprocess.run(
        [sys.executable, SCRIPTS / "run.py"],
        env={**os.environ, **values},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_an_old_python_can_read_the_first_script():
    source = (SCRIPTS / "with_python.py").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 6)).body


def test_an_old_python_is_told_so(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import with_python

    monkeypatch.setattr(with_python, "PROBE", "import sys; sys.exit(1)")
    with pytest.raises(SystemExit) as stop:
        with_python.main()
    version = ".".join(str(part) for part in sys.version_info[:3])
    assert version in str(stop.value)
    assert "3.11" in str(stop.value)


def test_a_suitable_python_is_given_the_script():
    command = [sys.executable, SCRIPTS / "with_python.py", "-c", "print('started')"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "started\n"


def test_a_taken_port_is_named_and_nothing_is_done(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = start(PORT=str(port), VAR_DIR=str(tmp_path / "var"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"Port {port} is taken" in done.stderr
    assert list((tmp_path / "var").iterdir()) == []


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 80"])
def test_a_port_must_be_a_number(port, tmp_path):
    done = start(PORT=port, VAR_DIR=str(tmp_path / "var"))
    assert done.returncode == 1
    assert "PORT must be a number" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    # A file where a folder is needed stops even the administrator, as a read-only disk does.
    (tmp_path / "file").touch()
    done = start(VAR_DIR=str(tmp_path / "file" / "var"), PORT="0" * 3 + "8999")
    assert done.returncode == 1
    assert f"Cannot write in {tmp_path / 'file' / 'var'}" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_values_of_the_site_are_made_once_and_kept(run):
    run.check_writable(run.VAR)
    first = run.site_environment(8000, is_dev=False)
    content = run.ENV_FILE.read_text()
    assert stat.S_IMODE(run.ENV_FILE.stat().st_mode) == 0o600
    assert run.site_environment(8000, is_dev=False) == first
    assert run.ENV_FILE.read_text() == content
    assert len(run.read("SECRET_KEY", {})) >= 50
    assert run.read("ALLOWED_HOSTS", {}) == "localhost,127.0.0.1"


@pytest.mark.parametrize(
    ("name", "value"), [("SEARCH_ENGINE", "elasticsearch"), ("EMAIL_URL", "smtp://localhost")]
)
def test_work_goes_on_in_the_background_where_there_is_some(run, monkeypatch, name, value):
    for variable in ("SEARCH_ENGINE", "EMAIL_URL", "BACKGROUND_WORK"):
        monkeypatch.delenv(variable, raising=False)
    run.check_writable(run.VAR)
    assert "BACKGROUND_WORK" not in run.site_environment(8000, is_dev=False)
    monkeypatch.setenv(name, value)
    assert run.site_environment(8000, is_dev=False)["BACKGROUND_WORK"] == "1"


@pytest.mark.long
def test_an_environment_whose_filling_was_stopped_is_made_anew(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import environment

    folder = tmp_path / "venv"
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "FOLDER", folder)
    monkeypatch.setattr(environment, "PYTHON", folder / "bin" / "python")
    (tmp_path / "lock.txt").touch()
    venv.create(folder)
    environment.install("lock.txt")
    assert (folder / "installed-lock.txt").exists()
    assert list(folder.glob("lib/python*/site-packages/pip"))


def test_the_base_address_follows_the_port_on_ones_own_machine_only(run, monkeypatch):
    run.check_writable(run.VAR)
    assert run.site_environment(8000, is_dev=False)["BASE_URL"] == "http://localhost:8000"
    assert run.site_environment(9000, is_dev=False)["BASE_URL"] == "http://localhost:9000"
    monkeypatch.setenv("BASE_URL", "https://cas.example.org")
    assert run.site_environment(9000, is_dev=False)["BASE_URL"] == "https://cas.example.org"


def test_the_set_up_runs_again_when_a_file_it_reads_changed(run, monkeypatch, tmp_path):
    folder = tmp_path / "project" / "home"
    folder.mkdir(parents=True)
    monkeypatch.setattr(run, "ROOT", tmp_path / "project")
    monkeypatch.setattr(run, "INPUTS", ("home",))
    (folder / "content.toml").write_text("a")
    before = run.digest_of_inputs("")
    (folder / "compiled.pyc").write_text("a")
    assert run.digest_of_inputs("") == before
    assert run.digest_of_inputs("another database") != before
    (folder / "content.toml").write_text("b")
    assert run.digest_of_inputs("") != before


def test_two_pips_install_all_that_the_lock_names_between_them(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import environment

    monkeypatch.setattr(environment, "FOLDER", tmp_path)
    lock = SCRIPTS.parent / "requirements.txt"
    parts = [path.read_text() for path in environment._parts(lock)]
    counts = [part.count("==") for part in parts]
    assert sum(counts) == lock.read_text().count("==")
    assert abs(counts[0] - counts[1]) <= 1
    lines = [line for part in parts for line in part.splitlines() if line]
    assert sorted(lines) == sorted(lock.read_text().splitlines())
