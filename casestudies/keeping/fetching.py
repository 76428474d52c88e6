"""Visits an address that a case gives, as politely as a reader, and never inside our own network.

Whoever writes a case chooses the addresses: one that leads to a private machine must not be
visited, whatever its name resolves to, at the first step as after a redirect. The connection is
made to the very address that was checked: a name that resolves otherwise a moment later changes
nothing. Python's own client is used, which lets us hand it that connection.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

REDIRECTS = 5
TIMEOUT = 10.0
"""Seconds for a connection, and between two bytes."""
LONGEST = 30.0
"""Seconds for one answer, however slowly it comes."""
PORTS = {"http": 80, "https": 443}
# They lead to whatever IPv4 address they hold: 6to4, Teredo, NAT64.
_TUNNELS = [ipaddress.ip_network(name) for name in ("2002::/16", "2001::/32", "64:ff9b::/96")]
# What sites answer programs with where a reader sees the page.
_CLOSED_TO_PROGRAMS = {401, 402, 403, 405, 406, 429, 451, 999}


class Problem(TextChoices):
    """Why an address is no good."""

    GONE = "gone", _("The page does not exist any more")
    REFUSED = "refused", _("The site refuses the page")
    ILL = "ill", _("The site is out of order")
    UNREACHABLE = "unreachable", _("The site does not answer")
    CERTIFICATE = "certificate", _("The site's certificate is not good")
    REDIRECTS = "redirects", _("The site sends from page to page without end")
    PRIVATE = "private", _("The address is not on the public network")
    INVALID = "invalid", _("This is no address of a page")


@dataclass(frozen=True)
class Answer:
    """What a visit found: the number of the last answer, 0 without one, and the problem if any."""

    status: int = 0
    problem: str = ""


class VisitError(Exception):
    """Raised when a visit ends without a useful answer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public network."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    if isinstance(address, ipaddress.IPv6Address) and any(address in net for net in _TUNNELS):
        return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and not address.is_link_local


@dataclass(frozen=True)
class Guard:
    """Where a visit may go. The tests, whose servers are on this machine, have one of their own."""

    allows: Callable[[Address], bool] = is_public
    ports: Collection[int] = tuple(PORTS.values())


PUBLIC = Guard()


def visit(url: str, guard: Guard = PUBLIC) -> Answer:
    """Return what an address answers, after its redirects. Never raises, whatever it is."""
    try:
        return _judged(_follow(url, guard))
    except VisitError as error:
        return Answer(problem=error.problem)
    except ssl.SSLCertVerificationError:
        return Answer(problem=Problem.CERTIFICATE)
    except (OSError, http.client.HTTPException):
        return Answer(problem=Problem.UNREACHABLE)
    except (ValueError, UnicodeError):
        return Answer(problem=Problem.INVALID)


def _judged(status: int) -> Answer:
    if status in {404, 410}:
        return Answer(status, Problem.GONE)
    if status in _CLOSED_TO_PROGRAMS or status < 400:
        return Answer(status)
    return Answer(status, Problem.REFUSED if status < 500 else Problem.ILL)


def _follow(url: str, guard: Guard) -> int:
    for _step in range(REDIRECTS + 1):
        status, location = _ask("HEAD", url, guard)
        if status >= 400:
            # Many sites do not know HEAD, or answer it anyhow.
            status, location = _ask("GET", url, guard)
        if not (300 <= status < 400 and location):
            return status
        url = urljoin(url, location)
    raise VisitError(Problem.REDIRECTS)


def _ask(method: str, url: str, guard: Guard) -> tuple[int, str]:
    """Return the number of an answer and where it sends to; its body is not read."""
    parts, host, port = _read(url, guard)
    address = _resolved(host, port, guard)
    name = host if parts.scheme == "https" else ""
    with _connected(address, port, name) as link:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = link
        connection.putrequest(method, _path(parts), skip_host=True, skip_accept_encoding=True)
        shown = f"[{host}]" if ":" in host else host
        usual = port == PORTS[parts.scheme]
        connection.putheader("Host", shown if usual else f"{shown}:{port}")
        about = settings.WAGTAILADMIN_BASE_URL
        connection.putheader("User-Agent", f"Co-construire link check (+{about})")
        connection.putheader("Accept", "*/*")
        connection.putheader("Connection", "close")
        connection.endheaders()
        answer = connection.getresponse()
        status, location = answer.status, answer.getheader("Location") or ""
        connection.close()
    return status, location


def _read(url: str, guard: Guard) -> tuple[SplitResult, str, int]:
    """Return an address in parts, its host in ASCII and its port. Raises VisitError, ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise VisitError(Problem.INVALID)
    host = parts.hostname
    if not host.isascii():
        host = host.encode("idna").decode()
    port = parts.port or PORTS[parts.scheme]
    if port not in guard.ports:
        raise VisitError(Problem.PRIVATE)
    return parts, host, port


def _path(parts: SplitResult) -> str:
    # What is written as it is said: spaces and accents, as browsers take them.
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{path}?{query}" if query else path


def _resolved(host: str, port: int, guard: Guard) -> str:
    """Return the address of a host. One that has a private address among others is refused."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = [str(row[4][0]) for row in rows]
    for text in found:
        # A zone ("%eth0") only comes with what is local.
        if "%" in text or not guard.allows(ipaddress.ip_address(text)):
            raise VisitError(Problem.PRIVATE)
    return found[0]


@contextmanager
def _connected(address: str, port: int, name: str = "") -> Iterator[socket.socket]:
    """Yield a connection that ends after `LONGEST` seconds, whatever the other side does.

    With a name it is private, and the other side proves that it has that name.
    """
    link = socket.create_connection((address, port), timeout=TIMEOUT)
    if name:
        context = ssl.create_default_context()
        link = context.wrap_socket(link, server_hostname=name, do_handshake_on_connect=False)
    watch = threading.Timer(LONGEST, _end, [link])
    watch.daemon = True
    watch.start()
    try:
        if isinstance(link, ssl.SSLSocket):
            link.do_handshake()
        yield link
    finally:
        watch.cancel()
        link.close()


def _end(link: socket.socket) -> None:
    with suppress(OSError):
        # Not a TLS good-bye, which would wait for an answer.
        socket.socket.shutdown(link, socket.SHUT_RDWR)
