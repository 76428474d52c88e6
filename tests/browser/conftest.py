"""Chromium, the site it visits, and the tabs that tests open."""

import os
import shutil
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from .server import RunningSite, running_site
from .tab import Tab

PATIENCE = 20_000
FLAGS = [
    # Root, as in a container, has no sandbox to put Chromium in.
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
    *("--disable-background-networking", "--disable-component-update", "--disable-gpu"),
    *("--disable-quic", "--disable-sync", "--no-first-run"),
]


class OpenTab(Protocol):
    """Open a tab of a given width; the other options are Playwright's own of a context."""

    def __call__(self, width: int = 1280, **options: Any) -> Tab: ...


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the system's Chromium; without one, skip, but fail in CI."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path:
        return path
    reason = "No Chromium: install Debian's package chromium, or name one in CHROMIUM"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Start the site; pytest-xdist's processes each serve the same folder."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with running_site(folder / "site") as site:
        yield site


# One a module: while Playwright runs, Django takes the thread for an asynchronous one and refuses
# the database to the other modules' tests.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Start Chromium."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_tab(browser: Browser, site: RunningSite) -> Iterator[OpenTab]:
    """Give a function that opens tabs; whatever any of them minded fails the test at its end."""
    tabs: list[Tab] = []

    def open_(width: int = 1280, **options: Any) -> Tab:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(PATIENCE)
        tabs.append(Tab(context.new_page(), site.address))
        return tabs[-1]

    yield open_
    for tab in tabs:
        tab.page.context.close()
    assert [problem for tab in tabs for problem in tab.problems] == []
