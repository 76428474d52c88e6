"""The pages and places that the tests of the suggestions share."""

from tests.search.ui.conftest import _french, content, lot, moselle

__all__ = ["_french", "content", "lot", "moselle"]
