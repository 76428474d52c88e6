"""Progress lines of the scripts: what is being done, then how many seconds it took."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(label: str) -> Iterator[None]:
    """Print the label with a running count of seconds (a terminal), or once done (a log)."""
    start = time.monotonic()
    done = threading.Event()
    is_terminal = sys.stdout.isatty()

    def show(end: str) -> None:
        print(f"\r{label}… {time.monotonic() - start:.0f} s", end=end, flush=True)

    def count() -> None:
        while not done.wait(1):
            show("")

    print(f"{label}…", end="", flush=True)
    if is_terminal:
        threading.Thread(target=count, daemon=True).start()
    try:
        yield
    finally:
        done.set()
        if is_terminal:
            show("\n")
        else:
            print(f" {time.monotonic() - start:.1f} s", flush=True)
