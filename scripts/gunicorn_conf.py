"""The application server of a small installation: one process, so that its caches agree."""

import os
import subprocess
import sys
from pathlib import Path

from gunicorn.arbiter import Arbiter

wsgi_app = "config.wsgi"
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or "8")
preload_app = True
control_socket_disable = True
# Any address gives a page, and gunicorn's highest bound, 8,190, is below the longest that forms
# make. Unbounded costs little memory but time (16 MB: 95 s of a processor): a proxy bounds it.
limit_request_line = 0
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()

_background: "list[subprocess.Popen[bytes]]" = []


def when_ready(server: Arbiter) -> None:
    """Print the address once it answers; start what works in the background where it is needed."""
    print(os.environ.get("GREETING", ""), flush=True)
    if os.environ.get("BACKGROUND_WORK") == "1":
        script = Path(__file__).with_name("background.py")
        _background.append(subprocess.Popen([sys.executable, str(script)], start_new_session=True))


def on_exit(server: Arbiter) -> None:
    """Stop what works in the background."""
    for process in _background:
        process.terminate()
        process.wait()
