"""The real Elasticsearch of the tests: how its Java is found, and what can happen to the node."""

import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import elasticsearch_install
import elasticsearch_node
import pytest
import system_packages
from elasticsearch_node import Node

from tests.nodes import own_node, without_node

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "elasticsearch_node.py"
FULL = "java.base jdk.attach jdk.incubator.vector"


@pytest.fixture(autouse=True)
def no_java(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Let the unit tests see no JDK but their own; the real node takes the machine's."""
    if request.node.get_closest_marker("site"):
        return
    for name in ("ES_JAVA_HOME", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(elasticsearch_install, "_JVMS", tmp_path / "jvm")


def make_jdk(folder: Path, version: str = "21.0.7", modules: str = FULL) -> Path:
    """Make a folder that looks like a JDK."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "java").touch()
    (folder / "release").write_text(
        f'IMPLEMENTOR="Somebody"\nJAVA_VERSION="{version}"\nMODULES="{modules}"\nSOURCE=""\n'
    )
    return folder


@pytest.mark.parametrize("version", ["21", "21.0.7", "25.0.3"])
def test_a_full_recent_jdk_is_found(tmp_path, version):
    jdk = make_jdk(tmp_path / "jvm" / "some", version)
    assert elasticsearch_install.java_home() == jdk


@pytest.mark.parametrize(
    ("version", "modules"),
    [
        ("17.0.15", FULL),
        ("1.8.0_402", FULL),
        ("", FULL),
        ("25.0.3", "java.base jdk.attach"),
        ("25.0.3", "java.base jdk.incubator.vector"),
        ("25.0.3", "java.base jdk.attached jdk.incubator.vectors"),
    ],
)
def test_an_old_or_trimmed_one_is_not(tmp_path, version, modules):
    make_jdk(tmp_path / "jvm" / "some", version, modules)
    assert elasticsearch_install.java_home() is None


def test_a_folder_without_java_is_not(tmp_path):
    (make_jdk(tmp_path / "jvm" / "some") / "bin" / "java").unlink()
    (tmp_path / "jvm" / "empty").mkdir()
    assert elasticsearch_install.java_home() is None


def test_the_environment_is_asked_first_and_may_be_wrong(tmp_path, monkeypatch):
    found = make_jdk(tmp_path / "jvm" / "found")
    monkeypatch.setenv("JAVA_HOME", str(make_jdk(tmp_path / "old", "17.0.15")))
    monkeypatch.setenv("ES_JAVA_HOME", str(tmp_path / "nowhere"))
    assert elasticsearch_install.java_home() == found
    monkeypatch.setenv("JAVA_HOME", str(make_jdk(tmp_path / "general")))
    assert elasticsearch_install.java_home() == tmp_path / "general"
    monkeypatch.setenv("ES_JAVA_HOME", str(make_jdk(tmp_path / "special")))
    assert elasticsearch_install.java_home() == tmp_path / "special"


@pytest.fixture
def no_maven(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take Elasticsearch and Maven away."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path))


def test_what_is_missing_is_said(tmp_path, no_maven):
    with pytest.raises(RuntimeError, match="ES_JAVA_HOME"):
        Node(tmp_path, 9200)
    make_jdk(tmp_path / "jvm" / "some")
    with pytest.raises(RuntimeError, match="apt-get install maven"):
        Node(tmp_path, 9200)


def test_maven_is_no_longer_needed_once_fetched(tmp_path, no_maven):
    make_jdk(tmp_path / "jvm" / "some")
    home = tmp_path / "cache" / "co-construire" / f"elasticsearch-{elasticsearch_install.VERSION}"
    home.mkdir(parents=True)
    assert elasticsearch_install.obstacle() == ""
    assert elasticsearch_install.install() == home


def test_the_packages_to_install_follow(tmp_path, no_maven):
    assert {"maven", "openjdk-21-jdk-headless"} <= set(system_packages.missing())
    make_jdk(tmp_path / "jvm" / "some")
    missing = system_packages.missing()
    assert "maven" in missing
    assert not set(system_packages.JDKS) & set(missing)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Make an archive that holds Elasticsearch among other things."""
    path = tmp_path / "application.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("application-1/bin/run.sh", "no")
        file.writestr("application-1/elasticsearch/lib/server.jar", "yes")
        file.writestr("application-1/lib/elasticsearch/other.jar", "no")
    return path


def test_only_elasticsearch_is_unpacked(tmp_path, archive):
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    elasticsearch_install.unpack(archive, digest, tmp_path / "unpacked")
    files = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(map(str, files)) == ["application.zip", "unpacked/lib/server.jar"]


def test_another_archive_is_refused(tmp_path, archive):
    with pytest.raises(RuntimeError, match=r"application\.zip is not the expected one"):
        elasticsearch_install.unpack(archive, "0" * 64, tmp_path / "unpacked")
    assert not (tmp_path / "unpacked").exists()


@pytest.mark.parametrize("port", ["http", "0", "65536"])
def test_a_port_must_be_a_number(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match="PORT must be a number"):
        elasticsearch_node.read_port()


def test_a_taken_port_is_said(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(SystemExit, match=f"Port {port} cannot be used"):
            elasticsearch_node.read_port()


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    """Start a node that these tests freeze and kill."""
    with own_node() as server:
        yield server


@pytest.mark.site
def test_it_is_a_real_node_of_the_version_that_was_asked(node):
    assert node.get("/")["version"]["number"] == elasticsearch_install.VERSION
    assert node.get("/_cluster/health")["status"] in {"yellow", "green"}
    modules = {
        module["name"] for module in node.get("/_nodes/plugins")["nodes"].popitem()[1]["modules"]
    }
    assert {"analysis-common", "aggregations", "lang-painless", "reindex"} <= modules


@pytest.mark.site
def test_it_does_not_run_as_root_and_its_process_is_known(node):
    assert node.get("/_nodes/_local/process")["nodes"].popitem()[1]["process"]["id"] == node.pid
    assert Path(f"/proc/{node.pid}").stat().st_uid != 0


@pytest.mark.site
def test_it_listens_on_this_machine_only(node):
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", node.port))


@pytest.mark.site
def test_a_frozen_node_takes_connections_and_answers_nothing_until_it_thaws(node):
    node.freeze()
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=2)
    try:
        connection.request("GET", "/")
        with pytest.raises(TimeoutError):
            connection.getresponse()
    finally:
        connection.close()
        node.thaw()
    node.wait()
    assert node.get("/")["tagline"]


@pytest.mark.site
def test_a_killed_node_refuses_and_starts_again_on_its_port_without_its_data(node):
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=60)
    connection.request("PUT", "/kept")
    assert connection.getresponse().status == 200
    connection.close()
    assert "kept" in node.get("/kept")
    node.kill()
    with pytest.raises(ConnectionRefusedError):
        node.get("/")
    node.restart_empty()
    assert node.get("/kept")["status"] == 404


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that every account may enter, unlike pytest's."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.site
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_without_a_command_it_serves_until_it_is_stopped(end, tmp_path, open_folder):
    if reason := elasticsearch_install.obstacle():
        without_node(reason)
    values = {**os.environ, "PORT": str(elasticsearch_node.free_port()), "TMPDIR": str(open_folder)}
    with (tmp_path / "output").open("wb") as output:
        served = subprocess.Popen(
            [sys.executable, SCRIPT], env=values, stdout=output, stderr=subprocess.STDOUT
        )
    limit = time.monotonic() + elasticsearch_node.LONGEST_START
    while served.poll() is None and time.monotonic() < limit:
        if "Ctrl-C" in (tmp_path / "output").read_text():
            break
        time.sleep(0.2)
    served.send_signal(end)
    assert served.wait(timeout=30) == 128 + end
    text = (tmp_path / "output").read_text()
    assert f"answers on http://127.0.0.1:{values['PORT']}" in text
    assert "Traceback" not in text
    # The data went, and nothing listens any more.
    assert list(open_folder.iterdir()) == []
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.1", int(values["PORT"])))


@pytest.mark.site
def test_a_command_is_given_the_address_and_gives_its_code():
    if reason := elasticsearch_install.obstacle():
        without_node(reason)
    ask = "import os, urllib.request as r; print(r.urlopen(os.environ['ELASTICSEARCH_URL']).read())"
    command = [sys.executable, SCRIPT, sys.executable, "-c", f"{ask}; raise SystemExit(3)"]
    values = {**os.environ, "no_proxy": "*"}
    done = subprocess.run(command, env=values, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert elasticsearch_install.VERSION in done.stdout
    assert "Starting Elasticsearch" in done.stdout


@pytest.mark.site
def test_nodes_form_a_cluster_that_outlives_one_of_them():
    if reason := elasticsearch_install.obstacle():
        without_node(reason)
    with elasticsearch_node.cluster(3) as nodes:
        assert nodes[0].get("/_cluster/health")["number_of_nodes"] == 3
        nodes[0].kill()
        nodes[1].wait(2)
        assert nodes[1].get("/_cluster/health")["number_of_nodes"] == 2
