"""A real Elasticsearch of its own, without a container engine.

    elasticsearch_node.py COMMAND [ARGUMENT…]   run a command whose ELASTICSEARCH_URL points to it
    elasticsearch_node.py                       serve on port 9200 (or PORT) until Ctrl-C

The node keeps its data in a temporary folder, listens on the loopback only, asks for no password
and stops with the command.
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from elasticsearch_install import VERSION, install, java_home, obstacle
from postgres import UNPRIVILEGED, free_port, give
from progress import step

# On a machine that is busy; 11 s on one that is not.
LONGEST_START = 300
HEAP = "512m"
SETTINGS = {
    "network.host": "127.0.0.1",
    "xpack.security.enabled": False,
    "node.name": "node",
    # A developer's disk is often nearly full: indices would turn read-only.
    "cluster.routing.allocation.disk.threshold_enabled": False,
    # Otherwise it asks its maker's servers which models of language they offer.
    "xpack.inference.elastic.authorization.enabled": False,
}


class Node:
    """One server and its folder; several may form a cluster.

    Raises RuntimeError when Maven or a JDK is missing.
    """

    def __init__(self, folder: Path, port: int, **settings: Any) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._folder = folder
        self._settings = SETTINGS | {"http.port": port} | settings
        if reason := obstacle():
            raise RuntimeError(reason)
        self._home = install()
        self._launcher: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Return the process id of the server."""
        return int((self._folder / "pid").read_text())

    def launch(self) -> None:
        """Start the server without waiting for it."""
        self._write_configuration()
        values = {
            **os.environ,
            "ES_HOME": str(self._home),
            "ES_PATH_CONF": str(self._folder / "config"),
            "ES_TMPDIR": str(self._folder / "tmp"),
            "ES_DISTRIBUTION_TYPE": "zip",
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP} {os.environ.get('ES_JAVA_OPTS', '')}",
            "JAVA": f"{java_home()}/bin/java",
            "JAVA_TYPE": "ES_JAVA_HOME",
        }
        # The artifact has no start script for Unix: this is what that one runs.
        classes = self._home / "lib" / "tools" / "server-launcher" / "*"
        command = [values["JAVA"], "-cp", str(classes)]
        command += ["org.elasticsearch.server.launcher.ServerLauncher"]
        command += ["--pidfile", str(self._folder / "pid")]
        with (self._folder / "output").open("wb") as output:
            self._launcher = subprocess.Popen(
                [*UNPRIVILEGED, *command],
                cwd=self._home,
                env=values,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # The launcher and its server get signals together, and no Ctrl-C from the terminal.
                start_new_session=True,
            )

    def wait(self, nodes: int = 1) -> None:
        """Wait until it serves in a cluster of that size. Raises RuntimeError when it does not."""
        wanted = f"/_cluster/health?wait_for_status=yellow&wait_for_nodes={nodes}&timeout=1s"
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end and self._launcher and self._launcher.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                # An error, before there is a master, says nothing of it.
                if self.get(wanted).get("timed_out") is False:
                    return
            time.sleep(0.2)
        output = (self._folder / "output").read_text(errors="replace")
        self.kill()
        raise RuntimeError(f"Elasticsearch did not start:\n{output[-5000:]}")

    def start(self) -> None:
        """Start the server on its port, with the data it had, and wait until it serves."""
        self.launch()
        self.wait()

    def restart_empty(self) -> None:
        """Start the server again on its port, without any of its data."""
        self.kill()
        shutil.rmtree(self._folder / "data")
        self.start()

    def kill(self) -> None:
        """End the server at once, as a power cut would, and wait until its port is free."""
        if self._launcher is None:
            return
        self._signal(signal.SIGKILL)
        self._launcher.wait()
        self._launcher = None
        with contextlib.suppress(OSError, http.client.HTTPException):
            while self.get("/"):
                time.sleep(0.05)

    def freeze(self) -> None:
        """Stop the server from answering: connections open, and nothing comes."""
        self._signal(signal.SIGSTOP)
        # A thread that has not stopped yet could still answer.
        while not all(map(_is_stopped, Path(f"/proc/{self.pid}/task").iterdir())):
            time.sleep(0.01)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal(signal.SIGCONT)

    def serve(self) -> None:
        """Wait until the server ends by itself."""
        if self._launcher:
            self._launcher.wait()

    def get(self, path: str) -> Any:
        """Return the server's answer to a path, read from JSON. Raises OSError, HTTPException."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.closing(connection):
            connection.request("GET", path)
            return json.load(connection.getresponse())

    def _signal(self, number: signal.Signals) -> None:
        if self._launcher:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._launcher.pid, number)

    def _write_configuration(self) -> None:
        """Write the configuration, and let the account of the server own the folder."""
        values = {
            **self._settings,
            "path.data": str(self._folder / "data"),
            "path.logs": str(self._folder / "logs"),
        }
        shutil.copytree(self._home / "config", self._folder / "config", dirs_exist_ok=True)
        # JSON is YAML.
        (self._folder / "config" / "elasticsearch.yml").write_text(json.dumps(values, indent=1))
        for name in ("data", "logs", "tmp"):
            (self._folder / name).mkdir(exist_ok=True)
        for path in (self._folder, *self._folder.rglob("*")):
            give(path)


def _is_stopped(thread: Path) -> bool:
    """Tell whether a thread, a folder of /proc, is stopped by a signal, or gone."""
    with contextlib.suppress(FileNotFoundError):
        return "State:\tT" in (thread / "status").read_text()
    return True


@contextlib.contextmanager
def node(port: int = 0) -> Iterator[Node]:
    """Start a node, on a free port unless one is given; stop it and forget its data afterwards.

    Raises RuntimeError when Maven or a JDK is missing, or when it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="elasticsearch-") as name:
        alone = {"discovery.type": "single-node", "transport.port": free_port()}
        server = Node(Path(name), port or free_port(), **alone)
        try:
            with step("Starting Elasticsearch"):
                server.start()
            yield server
        finally:
            server.kill()


@contextlib.contextmanager
def cluster(size: int = 3) -> Iterator[list[Node]]:
    """Start a cluster of nodes on free ports; stop them and forget their data afterwards."""
    ports = [free_port() for _ in range(size)]
    shared = {
        "discovery.seed_hosts": [f"127.0.0.1:{port}" for port in ports],
        "cluster.initial_master_nodes": [f"node-{port}" for port in ports],
    }
    with contextlib.ExitStack() as stack:
        nodes = []
        for port in ports:
            folder = tempfile.TemporaryDirectory(prefix="elasticsearch-")
            own = {"node.name": f"node-{port}", "transport.port": port}
            nodes.append(Node(Path(stack.enter_context(folder)), free_port(), **shared, **own))
            stack.callback(nodes[-1].kill)
        with step(f"Starting {size} nodes of Elasticsearch"):
            for server in nodes:
                server.launch()
            for server in nodes:
                server.wait(size)
        yield nodes


def read_port() -> int:
    """Return the port to serve on, PORT or 9200; exits when it cannot be used."""
    text = os.environ.get("PORT") or "9200"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        sys.exit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", int(text)))
        except OSError as error:
            sys.exit(f"Port {text} cannot be used ({error.strerror}): PORT chooses another one.")
    return int(text)


def run(command: list[str]) -> int:
    """Run a command with a node of its own; return its code."""
    with node() as server:
        values = {**os.environ, "ELASTICSEARCH_URL": server.url}
        return subprocess.run(command, env=values, check=False).returncode


def serve() -> int:
    """Serve until Ctrl-C, or until the server ends by itself."""
    with node(read_port()) as server:
        print(f"Elasticsearch {VERSION} answers on {server.url} (Ctrl-C stops it).", flush=True)
        server.serve()
    print("Elasticsearch ended by itself.", file=sys.stderr)
    return 1


def main() -> None:
    """Run the command given on the command line and exit with its code, or serve without one."""
    # An exit, so that the node is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    command = sys.argv[1:]
    try:
        sys.exit(run(command) if command else serve())
    except RuntimeError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
