"""Keep `manage.py work` going beside the server: start it again when it dies, end it with the server.

The server starts this in a session of its own, so that only the server is told of Ctrl-C.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

MANAGE = Path(__file__).resolve().parents[1] / "manage.py"
SHORTEST_PAUSE, LONGEST_PAUSE = 1, 60
"""Seconds before it is started again; doubled each time that it dies young."""
LONGEST_END = 10


def main() -> None:
    """Work until the server stops us, or is no more."""
    server = os.getppid()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    pause = SHORTEST_PAUSE
    while True:
        started = time.monotonic()
        code = work(server)
        if time.monotonic() - started > LONGEST_PAUSE:
            pause = SHORTEST_PAUSE
        message = f"manage.py work ended ({code}): it is started again in {pause} s"
        print(message, file=sys.stderr, flush=True)
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def work(server: int) -> int:
    """Return how the work ended. Raises KeyboardInterrupt when the server is no more."""
    process = subprocess.Popen([sys.executable, MANAGE, "work"])
    try:
        while True:
            try:
                return process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                # A server that was killed could tell nobody.
                if os.getppid() != server:
                    raise KeyboardInterrupt from None
    finally:
        process.terminate()
        try:
            process.wait(LONGEST_END)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit()
