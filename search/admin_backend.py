"""Search in the admin: Wagtail's own, on the database, without its crash on a quotation mark.

On SQLite, modelsearch puts what an editor types inside quotation marks of FTS5's query language
without escaping it, so that a lone `"` in the page search or in a chooser gave an error 500.
"""

from collections.abc import Mapping
from typing import Any

from modelsearch.backends import database

_UNSEARCHABLE = str.maketrans('"\0', "  ")


def SearchBackend(params: Mapping[str, Any]) -> Any:  # noqa: N802 - the name Wagtail looks for
    """Return the search backend of the database in use, with a cleaned query."""
    plain = type(database.SearchBackend(dict(params)))

    class CleanedBackend(plain):  # type: ignore[misc, valid-type]
        def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            return super().search(_cleaned(query), *args, **kwargs)

        def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            return super().autocomplete(_cleaned(query), *args, **kwargs)

    return CleanedBackend(dict(params))


def _cleaned(query: Any) -> Any:
    return " ".join(query.translate(_UNSEARCHABLE).split()) if isinstance(query, str) else query
