"""The full-text index over the stems: FTS5 on SQLite, a generated tsvector on PostgreSQL.

Django remakes a SQLite table when it alters it, and its triggers are then lost: a later migration
that alters SearchEntry runs these functions again after it. `search_check` says when they miss.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE_CREATE = [
    """
    CREATE VIRTUAL TABLE search_text USING fts5(
        t_title, t_summary, t_body,
        content='search_searchentry', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
    )
    """,
    """
    CREATE TRIGGER search_text_insert AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_text(rowid, t_title, t_summary, t_body)
        VALUES (new.id, new.t_title, new.t_summary, new.t_body);
    END
    """,
    """
    CREATE TRIGGER search_text_delete AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_text(search_text, rowid, t_title, t_summary, t_body)
        VALUES ('delete', old.id, old.t_title, old.t_summary, old.t_body);
    END
    """,
    """
    CREATE TRIGGER search_text_update AFTER UPDATE ON search_searchentry
    WHEN old.id <> new.id OR old.t_title <> new.t_title
        OR old.t_summary <> new.t_summary OR old.t_body <> new.t_body
    BEGIN
        INSERT INTO search_text(search_text, rowid, t_title, t_summary, t_body)
        VALUES ('delete', old.id, old.t_title, old.t_summary, old.t_body);
        INSERT INTO search_text(rowid, t_title, t_summary, t_body)
        VALUES (new.id, new.t_title, new.t_summary, new.t_body);
    END
    """,
    "INSERT INTO search_text(search_text) VALUES ('rebuild')",
]
SQLITE_DROP = [
    "DROP TRIGGER IF EXISTS search_text_insert",
    "DROP TRIGGER IF EXISTS search_text_delete",
    "DROP TRIGGER IF EXISTS search_text_update",
    "DROP TABLE IF EXISTS search_text",
]
# `head_vector` is small enough to stay in the row: ranking thousands of matches reads it alone.
POSTGRES_CREATE = [
    """
    ALTER TABLE search_searchentry
    ADD COLUMN text_vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', t_title), 'A')
        || setweight(to_tsvector('simple', t_summary), 'B')
        || setweight(to_tsvector('simple', t_body), 'C')
    ) STORED,
    ADD COLUMN head_vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', t_title), 'A')
        || setweight(to_tsvector('simple', t_summary), 'B')
    ) STORED
    """,
    "CREATE INDEX search_text_vector ON search_searchentry USING gin (text_vector)",
]
POSTGRES_DROP = [
    "DROP INDEX IF EXISTS search_text_vector",
    """
    ALTER TABLE search_searchentry
    DROP COLUMN IF EXISTS text_vector, DROP COLUMN IF EXISTS head_vector
    """,
]


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the index and fill it from the rows that are there."""
    _execute(schema_editor, sqlite=SQLITE_CREATE, postgresql=POSTGRES_CREATE)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the index; the rows stay."""
    _execute(schema_editor, sqlite=SQLITE_DROP, postgresql=POSTGRES_DROP)


def _execute(schema_editor: BaseDatabaseSchemaEditor, **statements: list[str]) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
