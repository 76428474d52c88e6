"""`make run` on an empty folder of data: the whole site, as a small installation has it."""

import http.cookiejar
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.server import RunningSite, running_site

RUN = [sys.executable, str(Path(__file__).resolve().parents[2] / "scripts" / "run.py")]
HOSTS = ["localhost", "127.0.0.1"]
pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Start the site in the folder that the tests of the browser use too."""
    with running_site(tmp_path_factory.getbasetemp() / "site") as site:
        yield site


def port(site: RunningSite) -> int:
    return int(site.address.rpartition(":")[2])


def environment(folder: Path, number: int) -> dict[str, str]:
    """Return our environment, changed to run a site on a port with its data in a folder."""
    values = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return values | {"VAR_DIR": str(folder), "PORT": str(number)}


def new_client() -> urllib.request.OpenerDirector:
    """Return a client that keeps cookies and follows redirects."""
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    return urllib.request.build_opener(cookies)


def get(address: str, **headers: str) -> tuple[str, dict[str, str]]:
    """Return the text and the headers of an answer of success."""
    with new_client().open(urllib.request.Request(address, headers=headers)) as response:
        assert response.status == 200
        return response.read().decode(errors="replace"), dict(response.headers)


def first_output(site: RunningSite) -> str:
    """Return what the start that set the folder up had printed."""
    outputs = (path.read_text() for path in site.folder.glob("server-*.log"))
    return next(text for text in outputs if "Preparing the database" in text)


def test_it_says_what_it_does_and_where_it_answers(site):
    output = first_output(site)
    for label in ("Preparing the database", "Loading the collectivités", "Building the search"):
        assert re.search(rf"{label}….* s$", output, re.MULTILINE)
    assert re.search(r"answers on http://localhost:\d+ ", output)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/etudes-de-cas/", "/recherche/?q=accueil", "/en/"])
def test_readers_pages_answer(site, host, path):
    text, headers = get(f"http://{host}:{port(site)}{path}")
    assert "<h1" in text
    assert headers["X-Content-Type-Options"] == "nosniff"


def raw(site: RunningSite, head: bytes) -> bytes:
    """Return the first line of the answer to a request sent as it is."""
    with socket.create_connection(("127.0.0.1", port(site)), timeout=60) as connection:
        connection.sendall(head + b"Host: localhost\r\nConnection: close\r\n\r\n")
        with connection.makefile("rb") as answer:
            return answer.readline()


@pytest.mark.parametrize(
    "words",
    [b"a" * 15_000, b"%C3%A9" * 5_000, b"a+" * 7_500, b"%FF%FE" * 20, b"%00", b"<\"'{|}^`>"],
)
def test_any_address_gets_a_page_from_the_server(site, words):
    assert raw(site, b"GET /recherche/?q=" + words + b" HTTP/1.1\r\n") == b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "header", [b"Cookie: a=\xff\xfe", b'Cookie: sessionid="\\000aaaaaaaaaa"', b"User-Agent: \x80"]
)
def test_any_bytes_in_a_header_get_a_page(site, header):
    assert raw(site, b"GET / HTTP/1.1\r\n" + header + b"\r\n") == b"HTTP/1.1 200 OK\r\n"


def test_a_nul_in_a_header_is_refused_and_the_server_goes_on(site):
    assert raw(site, b"GET / HTTP/1.1\r\nUser-Agent: a\0b\r\n").startswith(b"HTTP/1.1 400 ")
    assert raw(site, b"GET / HTTP/1.1\r\n") == b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize("path", [b"/", b"/recherche/?q=a", b"/nulle-part/", b"/healthz/"])
def test_monitors_that_ask_for_heads_leave_no_trace_in_the_log(site, path):
    [log] = site.folder.glob(f"server-{port(site)}.log")
    before = log.read_text()
    assert raw(site, b"HEAD " + path + b" HTTP/1.1\r\n").startswith(b"HTTP/1.1 ")
    assert log.read_text() == before


def test_it_answers_on_this_machine_only(site):
    with socket.socket() as other:
        other.settimeout(2)
        with pytest.raises(ConnectionRefusedError):
            other.connect(("127.0.0.2", port(site)))


def test_another_host_name_is_refused(site):
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(site.address, Host="example.org")
    assert refused.value.code == 400


def test_static_files_are_hashed_compressed_and_kept(site):
    page, _ = get(site.address)
    path = re.search(r"/static/css/site\.[0-9a-f]{12}\.css", page)
    assert path is not None
    _, headers = get(site.address + path[0], **{"Accept-Encoding": "br"})
    assert headers["Content-Encoding"] == "br"
    assert "immutable" in headers["Cache-Control"]


def test_secrets_are_for_their_owner_only(site):
    for name in ("env", "sign-ins.txt"):
        assert stat.S_IMODE((site.folder / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("host", HOSTS)
def test_each_sign_in_opens_the_admin_over_http(site, host):
    sign_ins = (site.folder / "sign-ins.txt").read_text("utf-8")
    assert sign_ins in first_output(site)
    roles = [line.partition(":")[0] for line in sign_ins.splitlines()]
    assert len(roles) >= 5
    origin = f"http://{host}:{port(site)}"
    for role in roles:
        email, password = site.sign_in(role)
        client = new_client()
        form = client.open(f"{origin}/admin/login/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert token is not None
        values = {"csrfmiddlewaretoken": token[1], "username": email, "password": password}
        data = urllib.parse.urlencode({**values, "next": "/admin/"}).encode()
        request = urllib.request.Request(f"{origin}/admin/login/", data, {"Origin": origin})
        with client.open(request) as response:
            assert response.status == 200
            assert response.url == f"{origin}/admin/", role


def test_a_taken_port_is_said(site, tmp_path):
    values = environment(tmp_path, port(site))
    busy = subprocess.run(RUN, env=values, capture_output=True, text=True, check=False)
    assert busy.returncode == 1
    assert f"Port {port(site)} is taken" in busy.stderr


def test_a_second_start_sets_nothing_up_and_ctrl_c_stops_it(site, tmp_path):
    names = ("env", "sign-ins.txt", "set-up")
    kept = [(site.folder / name).read_text() for name in names]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    log = tmp_path / "output"
    with log.open("wb") as output:
        again = subprocess.Popen(
            RUN, env=environment(site.folder, number), stdout=output, stderr=subprocess.STDOUT
        )
    end = time.monotonic() + 60
    while "Ctrl-C" not in log.read_text() and again.poll() is None and time.monotonic() < end:
        time.sleep(0.1)
    text, _ = get(f"http://localhost:{number}/")
    assert "<h1" in text
    again.send_signal(signal.SIGINT)
    assert again.wait(timeout=30) == 0, log.read_text()
    assert "…" not in log.read_text()
    assert "Traceback" not in log.read_text()
    assert kept[1] not in log.read_text()
    assert [(site.folder / name).read_text() for name in names] == kept
