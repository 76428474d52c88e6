"""Care of the full-text index that the migration `0002_text_index` creates."""

from django.db import DatabaseError, connection, transaction

_SQLITE_OBJECTS = {
    "search_text",
    "search_text_insert",
    "search_text_delete",
    "search_text_update",
}


def rebuild() -> None:
    """Make the text index again from the entries."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_text(search_text) VALUES ('rebuild')")
        else:
            cursor.execute("REINDEX INDEX search_text_vector")


def problems() -> list[str]:
    """Return what is wrong with the text index, in words; nothing when it is sound."""
    return _sqlite_problems() if connection.vendor == "sqlite" else _postgres_problems()


def _sqlite_problems() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'search_text%%'")
        missing = _SQLITE_OBJECTS - {name for (name,) in cursor.fetchall()}
        if missing:
            return [f"The text index misses {name}" for name in sorted(missing)]
        try:
            # With rank 1, FTS5 compares the index with the table it is made from.
            with transaction.atomic():
                cursor.execute(
                    "INSERT INTO search_text(search_text, rank) VALUES ('integrity-check', 1)"
                )
        except DatabaseError:
            return ["The text index differs from the entries (search_reindex --text-index)"]
    return []


def _postgres_problems() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'search_searchentry'")
        found = {name for (name,) in cursor.fetchall()}
    return [] if "search_text_vector" in found else ["The text index misses search_text_vector"]
