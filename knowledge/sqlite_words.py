"""An index of every three letters in a row, so that SQLite finds a rare word without reading all tickets.

It is a table beside the tickets, kept by triggers. A migration that makes the ticket table anew loses
the triggers, so they are looked at after each upgrade, and the index is made anew where they were gone.
Where this SQLite has no such index, a search reads the tickets: slower, and with the same result.
"""

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import OperationalError

TABLE = "ticket_words"

_TRIGGERS = {
    "ticket_words_added": """
        AFTER INSERT ON ticket BEGIN
            INSERT INTO ticket_words (rowid, search_text) VALUES (new.id, new.search_text);
        END""",
    "ticket_words_removed": """
        AFTER DELETE ON ticket BEGIN
            INSERT INTO ticket_words (ticket_words, rowid, search_text)
            VALUES ('delete', old.id, old.search_text);
        END""",
    "ticket_words_changed": """
        AFTER UPDATE OF search_text ON ticket BEGIN
            INSERT INTO ticket_words (ticket_words, rowid, search_text)
            VALUES ('delete', old.id, old.search_text);
            INSERT INTO ticket_words (rowid, search_text) VALUES (new.id, new.search_text);
        END""",
}


def keep_words(connection: Connection) -> None:
    """Make the index, where the tables are ready for it, or make it anew where it wasn't kept."""
    if not _has_texts(connection) or set(_TRIGGERS) <= _triggers(connection):
        return
    drop_words(connection)
    try:
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE ticket_words USING fts5("
            "search_text, content='ticket', content_rowid='id', tokenize='trigram')"
        )
    except OperationalError:
        # This SQLite was built without it.
        return
    for name, rest in _TRIGGERS.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {rest}")
    connection.exec_driver_sql("INSERT INTO ticket_words (ticket_words) VALUES ('rebuild')")


def drop_words(connection: Connection) -> None:
    """Remove the index and what keeps it."""
    for name in _TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    connection.exec_driver_sql("DROP TABLE IF EXISTS ticket_words")


def _has_texts(connection: Connection) -> bool:
    tables = inspect(connection)
    if not tables.has_table("ticket"):
        return False
    return any(column["name"] == "search_text" for column in tables.get_columns("ticket"))


def _triggers(connection: Connection) -> set[str]:
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return {str(name) for (name,) in rows}
