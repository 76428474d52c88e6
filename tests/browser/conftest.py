"""Chromium on the running site. A missing browser is a failure, never a skip."""

import os
import shutil
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, sync_playwright

from .server import RunningSite, running_site
from .tab import Tab

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class OpenTab(Protocol):
    """Opens a tab in a window of its own, as wide as asked, with or without JavaScript."""

    def __call__(self, width: int = 1280, *, javascript: bool = True) -> Tab: ...


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Start the whole site; the workers of pytest-xdist share its folder."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with running_site(shared / "site") as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is missing: apt-get install chromium, or set CHROMIUM to its path."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_tab(chromium: Browser, site: RunningSite) -> Iterator[OpenTab]:
    """Return what opens a tab; at the end, no tab may have met a problem."""
    tabs: list[Tab] = []

    def start(width: int = 1280, *, javascript: bool = True) -> Tab:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="fr-FR",
        )
        tabs.append(Tab(context.new_page(), site.address))
        return tabs[-1]

    yield start
    problems = [problem for tab in tabs for problem in tab.problems]
    for tab in tabs:
        tab.page.context.close()
    assert problems == []
