"""Finding documents by words, and things by the beginning of their id."""

import re
import sqlite3
from collections.abc import Iterator

import msgspec

_TERMS = re.compile(r'"([^"]*)"|(\S+)')
_ID_COLUMNS = {
    "document": ("documents", "document_id"),
    "event": ("events", "event_id"),
    "statement": ("statements", "statement_id"),
    "incident": ("incidents", "incident_id"),
}
LAST = "\U0010ffff"  # sorts behind every character that may follow a prefix


def query_of(text: str) -> str | None:
    """Return the FTS5 query for what somebody typed: all words, and phrases in quotation marks.

    Nothing typed is an operator, so nothing is a syntax error. None when no word is left.

    >>> query_of('bridge "two others" AND (')
    '"bridge" "two others" "AND"'
    """
    terms = [phrase or word for phrase, word in _TERMS.findall(text.replace("\0", " "))]
    kept = [term.replace('"', " ") for term in terms if any(c.isalnum() for c in term)]
    return " ".join(f'"{term}"' for term in kept) or None


def find_documents(connection: sqlite3.Connection, text: str, *, limit: int) -> list[str]:
    """Return the ids of documents that hold all the words, best match first."""
    query = query_of(text)
    if query is None:
        return []
    rows = connection.execute(
        "SELECT document_id FROM documents_fts JOIN documents ON entry = documents_fts.rowid"
        " WHERE documents_fts MATCH ? ORDER BY rank, entry LIMIT ?",
        (query, limit),
    )
    return [row[0] for row in rows]


def find_ids(
    connection: sqlite3.Connection, id_prefix: str, *, limit: int
) -> list[tuple[str, str]]:
    """Return (kind, id) of everything whose id begins so; the kind may be left out of the prefix.

    An id that is given in full is the only answer. At most ``limit`` of each kind.
    """
    found: list[tuple[str, str]] = []
    for kind, (table, column) in _ID_COLUMNS.items():
        for prefix in (id_prefix, f"{kind}-{id_prefix}") if id_prefix else ():
            rows = connection.execute(
                f"SELECT {column} FROM {table} WHERE {column} >= ? AND {column} < ?"
                f" ORDER BY {column} LIMIT ?",
                (prefix, prefix + LAST, limit),
            )
            found += [(kind, row[0]) for row in rows]
    exact = [(kind, name) for kind, name in found if name == id_prefix]
    return exact or list(dict.fromkeys(found))


def signatures(connection: sqlite3.Connection) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield (document id, MinHash signature) in the order of the ledger."""
    rows = connection.execute("SELECT document_id, signature FROM signatures ORDER BY entry")
    for document_id, signature in rows:
        yield document_id, msgspec.json.decode(signature, type=tuple[int, ...])
