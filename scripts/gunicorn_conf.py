"""The application server of a small installation: one process, so that its caches agree."""

import os
import subprocess
import sys
from pathlib import Path

from gunicorn.arbiter import Arbiter

wsgi_app = "config.wsgi"
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
preload_app = True
control_socket_disable = True
# Any address gives a page: Django itself says which part of a long one it ignored.
limit_request_line = 0
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()

_background: "list[subprocess.Popen[bytes]]" = []


def when_ready(server: Arbiter) -> None:
    """Print the address once it answers; start what works in the background where it is needed."""
    print(os.environ.get("GREETING", ""), flush=True)
    if os.environ.get("BACKGROUND_WORK") == "1":
        manage = Path(__file__).resolve().parents[1] / "manage.py"
        _background.append(subprocess.Popen([sys.executable, str(manage), "work"]))


def on_exit(server: Arbiter) -> None:
    """Stop what works in the background."""
    for process in _background:
        process.terminate()
        process.wait()
