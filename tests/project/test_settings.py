"""Production refuses to start without what keeps it safe, and follows its base address."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "BASE_URL": "https://cas.example.org",
}
SHOWN = (
    "ALLOWED_HOSTS",
    "CSRF_COOKIE_SECURE",
    "DEBUG",
    "ELASTICSEARCH_PREFIX",
    "ELASTICSEARCH_URL",
    "LOGGING",
    "SEARCH_ENGINE",
    "SECURE_HSTS_SECONDS",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "WAGTAILADMIN_BASE_URL",
)


def load(**values: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process with these variables only; print some."""
    script = (
        "import json, config.settings.production as s;"
        f"print(json.dumps({{name: getattr(s, name) for name in {SHOWN}}}))"
    )
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**kept, **values},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", sorted(COMPLETE))
@pytest.mark.parametrize("value", [None, "", " ", " , "])
def test_a_missing_value_is_named(missing, value):
    values = {**COMPLETE, missing: value or ""}
    if value is None:
        del values[missing]
    run = load(**values)
    assert run.returncode != 0
    last_line = run.stderr.splitlines()[-1]
    assert missing in last_line
    assert not any(name in last_line for name in COMPLETE if name != missing)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("BASE_URL", "cas.example.org"), ("BASE_URL", "https://cas.example.org/sub")),
        *(("BASE_URL", "https://cas.example.org?a=b"), ("BASE_URL", "https://cas.example.org:x")),
        *(("BASE_URL", "https://me:secret@cas.example.org"), ("BASE_URL", "ftp://example.org")),
        *(("DATABASE_URL", "secret"), ("DATABASE_URL", "mysql://u:secret@host/name")),
        *(
            ("DATABASE_URL", "postgres://u:secret@host"),
            ("DATABASE_URL", "postgres://u:secret@h:x/n"),
        ),
        *(("CACHE_URL", "secret"), ("EMAIL_URL", "secret"), ("EMAIL_URL", "smtp://u:secret@h:x")),
        *(("HSTS_SECONDS", "a year"), ("PROXY_COUNT", "two"), ("ELASTICSEARCH_TIMEOUT", "long")),
        *(("LOG_LEVEL", "loud"), ("ENV_FILE", "/nowhere/env"), ("ENV_FILE", "/")),
    ],
)
def test_a_wrong_value_is_named_and_no_password_is_shown(name, value):
    run = load(**{**COMPLETE, name: value})
    assert run.returncode != 0
    last_line = run.stderr.splitlines()[-1]
    assert f"ImproperlyConfigured: {name} " in last_line
    assert "secret" not in last_line


def test_spaces_and_empty_items_around_values_are_no_part_of_them():
    values = {"ALLOWED_HOSTS": " a.example.org, ,b.example.org,", "LOG_LEVEL": "info"}
    found = json.loads(
        load(**{**COMPLETE, **values, "BASE_URL": " https://a.example.org/ "}).stdout
    )
    assert found["ALLOWED_HOSTS"] == ["a.example.org", "b.example.org"]
    assert found["WAGTAILADMIN_BASE_URL"] == "https://a.example.org"


def test_the_embedded_engine_needs_no_cluster():
    found = json.loads(load(**COMPLETE).stdout)
    assert found["SEARCH_ENGINE"] == "database"
    assert found["ELASTICSEARCH_URL"] == ""


def test_elasticsearch_is_told_its_address_by_the_environment():
    urls = "https://one.example.org:9200,https://two.example.org:9200"
    values = {"SEARCH_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": urls}
    found = json.loads(load(**COMPLETE, **values).stdout)
    assert found["SEARCH_ENGINE"] == "elasticsearch"
    assert found["ELASTICSEARCH_URL"] == urls
    assert found["ELASTICSEARCH_PREFIX"] == "co-construire-"


@pytest.mark.parametrize("url", [{}, {"ELASTICSEARCH_URL": ""}])
def test_elasticsearch_without_an_address_is_refused(url):
    run = load(**COMPLETE, SEARCH_ENGINE="elasticsearch", **url)
    assert run.returncode != 0
    last_line = run.stderr.splitlines()[-1]
    assert "ELASTICSEARCH_URL" in last_line
    assert not any(name in last_line for name in COMPLETE)


@pytest.mark.parametrize("name", ["", "elastic", "Elasticsearch", "sqlite"])
def test_an_unknown_engine_is_refused(name):
    run = load(**COMPLETE, SEARCH_ENGINE=name)
    assert run.returncode != 0
    last_line = run.stderr.splitlines()[-1]
    assert "SEARCH_ENGINE" in last_line
    assert repr(name) in last_line


def test_over_https_everything_is_secure():
    found = json.loads(load(**COMPLETE).stdout)
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1"]
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["WAGTAILADMIN_BASE_URL"] == "https://cas.example.org"


def test_over_http_one_can_sign_in():
    found = json.loads(load(**{**COMPLETE, "BASE_URL": "http://localhost:8000/"}).stdout)
    assert found["SECURE_SSL_REDIRECT"] is False
    assert found["SESSION_COOKIE_SECURE"] is False
    assert found["CSRF_COOKIE_SECURE"] is False
    assert found["SECURE_HSTS_SECONDS"] == 0
    assert found["WAGTAILADMIN_BASE_URL"] == "http://localhost:8000"


def test_values_can_come_from_a_file_and_the_environment_wins(tmp_path):
    file = tmp_path / "env"
    file.write_text("".join(f"{name}={value}\n" for name, value in COMPLETE.items()))
    found = json.loads(load(ENV_FILE=str(file), BASE_URL="http://localhost:9000").stdout)
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1"]
    assert found["WAGTAILADMIN_BASE_URL"] == "http://localhost:9000"
