"""What every test starts from: compiled catalogues, French, an empty cache."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import translation

from common.catalogues import compile_catalogues

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    # Workers of pytest-xdist would write the same files at the same time.
    if not hasattr(config, "workerinput"):
        compile_catalogues([ROOT / "site" / "locale"])


def pytest_collection_finish() -> None:
    # What is imported by now stays: looking through it again and again takes time for nothing.
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(autouse=True)
def clean_slate() -> Iterator[None]:
    """Undo what a request leaves behind in its thread and in the cache (Wagtail's site roots)."""
    cache.clear()
    yield
    translation.deactivate()
    cache.clear()
