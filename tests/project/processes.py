"""The processes of a site that a test started, told by their folder of data."""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path


def of_site(folder: Path, text: str = "") -> list[int]:
    """Return the numbers of the live processes of the site whose command holds the text."""
    mark = f"VAR_DIR={folder}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            variables = (process / "environ").read_bytes().split(b"\0")
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if mark in variables and text in command and int(process.name) != os.getpid():
                found.append(int(process.name))
    return found


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Return once the condition holds. Raises TimeoutError when it does not within the time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)
