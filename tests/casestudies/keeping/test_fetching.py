"""An address is visited as a reader would, and never inside our own network."""

import ipaddress
import socket
import subprocess
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.keeping import fetching
from casestudies.keeping.fetching import PUBLIC, Answer, Problem, is_public, visit

from .servers import ON_THIS_MACHINE, dripping, serving

PRIVATE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:0:1::1",
    "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses(text):
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses(text):
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f.1/",
        "http://127.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest",
        "http://10.0.0.1/", "http://0/", "https://192.168.0.1/", "http://[fe80::1%25lo]/",
    ],
)  # fmt: skip
def test_nothing_private_is_connected_to(url, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("connected")

    monkeypatch.setattr(socket, "create_connection", refuse)
    assert visit(url).problem in {Problem.PRIVATE, Problem.INVALID, Problem.UNREACHABLE}
    assert visit(url).status == 0


@pytest.mark.parametrize(
    "url", ["http://8.8.8.8:22/", "https://8.8.8.8:8443/", "http://8.8.8.8:6379/"]
)
def test_only_the_usual_ports(url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", None)
    assert visit(url).problem == Problem.PRIVATE


@pytest.mark.parametrize(
    "url",
    [
        "", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "http://",
        "http:///x", "http://a:b@8.8.8.8/", "http://8.8.8.8:99999/", "http://[::1", "gopher://x/",
        "//8.8.8.8/", "http://" + "a" * 300 + ".example/", "http://\udcff.example/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page(url):
    assert visit(url) in {Answer(problem=Problem.INVALID), Answer(problem=Problem.UNREACHABLE)}


def test_a_name_that_resolves_otherwise_a_moment_later_changes_nothing(monkeypatch):
    """As an attacker's name server would answer: public when asked, private when connected to."""
    asked, connected = [], []

    def resolve(host, port, **kwargs):
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert visit("http://rebinding.example/").problem == Problem.UNREACHABLE
    assert (asked, connected) == (["rebinding.example"], [("93.184.216.34", 80)])


def test_a_name_with_one_private_address_among_others_is_refused(monkeypatch):
    rows = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
        for address in ("93.184.216.34", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: rows)
    monkeypatch.setattr(socket, "create_connection", None)
    assert visit("http://both.example/").problem == Problem.PRIVATE


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (200, ""), (204, ""), (304, ""), (404, Problem.GONE), (410, Problem.GONE),
        (400, Problem.REFUSED), (403, ""), (401, ""), (429, ""), (500, Problem.ILL),
        (503, Problem.ILL),
    ],
)  # fmt: skip
def test_what_answers_mean(status, problem):
    with serving({"/": (status, {})}) as server:
        assert visit(server.url, ON_THIS_MACHINE) == Answer(status, problem)
    methods = [method for method, _path, _headers in server.asked]
    assert methods == (["HEAD"] if status < 400 else ["HEAD", "GET"])


def test_who_does_not_know_head_is_asked_again():
    with serving({"HEAD /": (405, {}), "GET /": (200, {})}) as server:
        assert visit(server.url, ON_THIS_MACHINE) == Answer(200)


def test_it_says_who_it_is_and_asks_for_what_is_written():
    with serving({"/caf%C3%A9%20noir?q=%C3%A9&a=%20b": (200, {})}) as server:
        url = f"{server.url}/café%20noir?q=é&a= b#part"
        assert visit(url, ON_THIS_MACHINE) == Answer(200)
        [(_method, _path, headers)] = server.asked
        assert "Co-construire" in headers["User-Agent"]
        assert headers["Host"] == f"127.0.0.1:{server.port}"
        assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


def test_redirects_are_followed_a_few_times():
    replies = {
        "/old": (301, {"Location": "/new"}),
        "/new": (302, {"Location": "last?x=1"}),
        "/last?x=1": (200, {}),
        "/round": (302, {"Location": "/round"}),
        "/nowhere": (302, {}),
    }
    with serving(replies) as server:
        assert visit(f"{server.url}/old", ON_THIS_MACHINE) == Answer(200)
        assert visit(f"{server.url}/round", ON_THIS_MACHINE).problem == Problem.REDIRECTS
        assert visit(f"{server.url}/nowhere", ON_THIS_MACHINE) == Answer(302)
        assert len(server.asked) < 15


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:{port}/secret", "http://localhost:{port}/secret", "file:///etc/passwd"],
)
def test_a_redirect_leads_nowhere_private(target):
    """The first step is let through, as a public address is; the next one is judged by the rule."""
    with serving({"/secret": (200, {})}) as inside:
        address = target.format(port=inside.port)
        with serving({"/": (302, {"Location": address})}) as outside:
            seen = []

            def allows(found):
                seen.append(found)
                return len(seen) == 1 or is_public(found)

            guard = fetching.Guard(allows=allows, ports=range(1, 65536))
            assert visit(outside.url, guard).problem in {Problem.PRIVATE, Problem.INVALID}
        assert inside.asked == []


def test_nothing_answers():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert visit(f"http://127.0.0.1:{port}/", ON_THIS_MACHINE).problem == Problem.UNREACHABLE
    assert visit("http://no-such-host.invalid/").problem == Problem.UNREACHABLE


def test_what_is_not_http():
    for said in (
        b"hello\r\n\r\n",
        b"",
        b"HTTP/1.1 9999999999 x\r\n\r\n",
        b"HTTP/1.1 2\xff0 x\r\n\r\n",
    ):
        with dripping(lambda link, said=said: link.sendall(said)) as port:
            found = visit(f"http://127.0.0.1:{port}/", ON_THIS_MACHINE)
            assert found.problem in {
                Problem.UNREACHABLE,
                Problem.INVALID,
                Problem.REFUSED,
                Problem.ILL,
            }


def test_who_sends_a_byte_at_a_time_is_left(monkeypatch):
    monkeypatch.setattr(fetching, "LONGEST", 0.5)

    def drip(link):
        link.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(400):
            link.sendall(b"a: b\r\n")
            time.sleep(0.2)

    start = time.monotonic()
    with dripping(drip) as port:
        visit(f"http://127.0.0.1:{port}/", ON_THIS_MACHINE)
    assert time.monotonic() - start < 5


def test_a_body_is_not_read():
    def flood(link):
        link.recv(1000)
        link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
        while True:
            link.sendall(b"x" * 100_000)

    with dripping(flood) as port:
        assert visit(f"http://127.0.0.1:{port}/", ON_THIS_MACHINE) == Answer(200)


def test_a_certificate_that_nobody_vouches_for(tmp_path):
    pem = tmp_path / "own.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", pem, "-out",
         tmp_path / "cert.pem", "-days", "1", "-subj", "/CN=127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    pem.write_text(pem.read_text() + (tmp_path / "cert.pem").read_text())
    with serving({"/": (200, {})}, tls=pem) as server:
        assert visit(server.url, ON_THIS_MACHINE).problem == Problem.CERTIFICATE


def test_the_rule_in_force_lets_nothing_private_through():
    assert PUBLIC.allows is is_public
    assert set(PUBLIC.ports) == {80, 443}


@given(st.text(max_size=60))
def test_no_text_raises(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", _nothing)
        assert visit(text).problem
        assert visit(f"http://{text}").problem


def _nothing(*args, **kwargs):
    raise socket.gaierror
