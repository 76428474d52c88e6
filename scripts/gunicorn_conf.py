"""The application server of a small installation: one process, so that its caches agree."""

import os

from gunicorn.arbiter import Arbiter

wsgi_app = "config.wsgi"
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
preload_app = True
control_socket_disable = True
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()


def when_ready(server: Arbiter) -> None:
    """Print the address once it answers."""
    print(os.environ.get("GREETING", ""), flush=True)
