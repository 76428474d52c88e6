"""compose.yaml and the Dockerfile say what the code, the settings and the README say.

No container engine runs here: these tests hold what can be read, and run the build's own commands.
"""

import os
import re
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import healthcheck
import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "compose.yaml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
OF_THE_SITE = ("setup", "site", "worker")
NODES = ("elasticsearch-1", "elasticsearch-2", "elasticsearch-3")


def copied() -> list[tuple[str, str]]:
    """Return what the image copies, each with where it goes."""
    pairs = []
    for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE):
        *sources, target = line.split()
        pairs += [(source, target) for source in sources]
    return pairs


def image_environment() -> dict[str, str]:
    """Return the variables that the image sets."""
    lines = re.findall(r"^ENV (.+)$", DOCKERFILE, re.MULTILINE)
    return dict(pair.split("=", 1) for line in lines for pair in line.split())


def test_every_service_is_there():
    assert set(SERVICES) == {"postgres", *NODES, *OF_THE_SITE}


def test_only_the_site_is_published_and_on_this_machine_only():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"site": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_the_databases_are_on_the_inner_network_only():
    assert yaml.safe_load(COMPOSE)["networks"]["inside"] == {"internal": True}
    for name in ("postgres", *NODES):
        assert SERVICES[name]["networks"] == ["inside"]


def test_nodes_form_one_cluster_that_the_site_knows_and_none_shares_its_data():
    names = ",".join(NODES)
    for name in NODES:
        values = SERVICES[name]["environment"]
        assert values["node.name"] == name
        assert values["discovery.seed_hosts"] == values["cluster.initial_master_nodes"] == names
        assert SERVICES[name]["volumes"] == [f"{name}:/usr/share/elasticsearch/data"]
    urls = ",".join(f"http://{name}:9200" for name in NODES)
    for name in OF_THE_SITE:
        assert SERVICES[name]["environment"]["ELASTICSEARCH_URL"] == urls


def test_nodes_are_of_the_minor_version_of_the_client():
    client = re.search(
        r"^elasticsearch==(\d+\.\d+)\.", (ROOT / "requirements.txt").read_text(), re.MULTILINE
    )
    assert client is not None
    for name in NODES:
        assert SERVICES[name]["image"].startswith(f"elasticsearch:{client[1]}.")


def test_volumes_and_services_that_are_named_exist():
    volumes = yaml.safe_load(COMPOSE)["volumes"]
    for service in SERVICES.values():
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(volumes)
        assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_readers_are_served_without_elasticsearch():
    assert set(SERVICES["site"]["depends_on"]) == {"setup"}
    assert set(SERVICES["setup"]["depends_on"]) == {"postgres"}


def test_each_variable_is_in_the_readme_or_has_a_default_or_says_what_it_is():
    table = set(re.findall(r"`([A-Z_]+)`", (ROOT / "README.md").read_text()))
    found = re.findall(r"\$\{(\w+)(?::([-?])(.*?))?\}", COMPOSE)
    assert len(found) == COMPOSE.count("$")
    for name, kind, text in found:
        assert name in table or (kind and text), name


def test_the_site_reads_every_variable_it_is_given():
    sources = [*(ROOT / "site" / "config" / "settings").glob("*.py")]
    sources.append(ROOT / "scripts" / "gunicorn_conf.py")
    text = "".join(path.read_text() for path in sources)
    read = set(re.findall(r"(?:env(?:\.\w+)?|environ\.get|address)\(\"([A-Z_]+)\"", text))
    # Python's own, Django's and gunicorn's.
    read |= {"PYTHONUNBUFFERED", "PYTHONPATH", "DJANGO_SETTINGS_MODULE", "FORWARDED_ALLOW_IPS"}
    for name in OF_THE_SITE:
        assert set(SERVICES[name]["environment"]) <= read
    assert set(image_environment()) <= read


@pytest.mark.parametrize("name", OF_THE_SITE)
def test_the_commands_exist(name):
    command = " ".join(SERVICES[name].get("command", []))
    asked = set(re.findall(r"manage\.py,? (\w+)", command))
    assert asked <= set(get_commands())
    assert bool(asked) == (name != "site")


def test_what_the_image_copies_exists_and_is_sent():
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    assert rules[1] == "*"
    sent = {rule[1:] for rule in rules if rule.startswith("!")}
    assert {source for source, _ in copied()} == sent
    for source, _ in copied():
        assert (ROOT / source).exists(), source


def test_the_image_runs_as_an_ordinary_account():
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["site"]
    after = DOCKERFILE.partition("USER site")[2]
    assert "RUN" not in after
    assert "CMD" in after


@pytest.mark.site
def test_what_the_image_copies_is_enough_to_build_it(tmp_path):
    app = tmp_path / "app"
    app.mkdir()
    for source, target in copied():
        if (ROOT / source).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.mo")
            shutil.copytree(ROOT / source, app / target, ignore=ignored)
        elif target.endswith("/"):
            (app / target).mkdir(exist_ok=True)
            shutil.copy(ROOT / source, app / target)
        else:
            shutil.copy(ROOT / source, app / target)
    values = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for name, value in image_environment().items():
        moved = value.replace("/app", str(app)).replace("/srv", str(tmp_path))
        values[name] = moved.replace("/var/lib", str(tmp_path))
    build = re.search(r"^RUN (export .+)$", DOCKERFILE, re.MULTILINE)
    assert build is not None
    done = subprocess.run(
        ["sh", "-c", f"{build[1]} && python -c 'import config.wsgi; import gunicorn'"],
        cwd=app,
        env=values,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "static" / "staticfiles.json").is_file()
    assert list((app / "site" / "locale").rglob("*.mo"))


class OnlyItsName(BaseHTTPRequestHandler):
    """Answers /healthz/ under one host name, as Django does."""

    def do_GET(self) -> None:
        is_well = self.path == "/healthz/" and self.headers["Host"] == "cas.example.org"
        self.send_response(200 if is_well else 400)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    ("base", "message"),
    [("https://cas.example.org", ""), ("https://other.example.org", "/healthz/ answered 400")],
)
def test_the_health_check_asks_under_the_name_of_the_site(monkeypatch, base, message):
    server = HTTPServer(("127.0.0.1", 0), OnlyItsName)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(healthcheck, "PORT", server.server_port)
    monkeypatch.setenv("BASE_URL", base)
    try:
        if message:
            with pytest.raises(SystemExit, match=message):
                healthcheck.main()
        else:
            healthcheck.main()
    finally:
        server.shutdown()
        server.server_close()


def test_the_health_check_fails_when_nothing_answers(monkeypatch):
    monkeypatch.setattr(healthcheck, "PORT", 1)
    monkeypatch.setenv("BASE_URL", "https://cas.example.org")
    with pytest.raises(SystemExit, match="refused"):
        healthcheck.main()
