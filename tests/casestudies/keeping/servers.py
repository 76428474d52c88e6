"""Real servers on this machine, for what the site asks of others."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from casestudies.keeping.fetching import Guard

Reply = tuple[int, dict[str, str]]
ON_THIS_MACHINE = Guard(allows=lambda address: address.is_loopback, ports=range(1, 65536))


class Server:
    """A web server that answers as `replies` says, and remembers what it was asked."""

    def __init__(self, replies: dict[str, Any], tls: Path | None = None) -> None:
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                server.asked.append((self.command, self.path, dict(self.headers)))
                reply = replies.get(
                    f"{self.command} {self.path}", replies.get(self.path, (404, {}))
                )
                status, headers = reply
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()

            do_GET = do_HEAD = answer  # noqa: N815 - as Python's server calls them

            def log_message(self, *args: object) -> None:
                pass

        self.httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls)
            self.httpd.socket = context.wrap_socket(self.httpd.socket, server_side=True)
        self.port = self.httpd.server_address[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"


@contextmanager
def serving(replies: dict[str, Any], tls: Path | None = None) -> Iterator[Server]:
    server = Server(replies, tls)
    thread = threading.Thread(target=server.httpd.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.httpd.shutdown()
        server.httpd.server_close()


@contextmanager
def dripping(send: Callable[[socket.socket], None]) -> Iterator[int]:
    """Yield the port of a server that does with its first connections what it likes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                link, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=_quietly, args=[send, link], daemon=True).start()

    threading.Thread(target=run, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def _quietly(send: Callable[[socket.socket], None], link: socket.socket) -> None:
    try:
        send(link)
    except OSError:
        pass
    finally:
        link.close()
