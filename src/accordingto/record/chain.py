"""The chain: each entry's digest covers its fields and the digest of the entry before it."""

import json
import sqlite3
from collections.abc import Iterator

import msgspec

from accordingto.domain import Entry
from accordingto.ids import digest

START = "0" * 64  # what the first entry names as its previous
COLUMNS = "sequence, kind, key, body, at, provenance, previous, sha256"


def chained(
    *, sequence: int, kind: str, key: str, body: str, at: str, provenance: str, previous: str
) -> Entry:
    """Return the entry with its digest."""
    entry = Entry(
        sequence=sequence,
        kind=kind,
        key=key,
        body=body,
        at=at,
        provenance=provenance,
        previous=previous,
        sha256="",
    )
    return msgspec.structs.replace(entry, sha256=digest_of(entry))


def digest_of(entry: Entry) -> str:
    """Return the SHA-256 of the entry's canonical JSON: sorted keys, no blanks, ASCII only."""
    names = ("sequence", "kind", "key", "body", "at", "provenance", "previous")
    fields = {name: getattr(entry, name) for name in names}
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return digest(canonical.encode())


def last(connection: sqlite3.Connection) -> tuple[int, str]:
    """Return the sequence and the digest of the last entry; 0 and START for none."""
    row = connection.execute(
        "SELECT sequence, sha256 FROM entries ORDER BY sequence DESC LIMIT 1"
    ).fetchone()
    return (row[0], row[1]) if row else (0, START)


def entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Yield every entry, first to last, reading as it goes."""
    for row in connection.execute(f"SELECT {COLUMNS} FROM entries ORDER BY sequence"):
        yield entry_of(row)


def entry_of(row: tuple[int, str, str, str, str, str, str, str]) -> Entry:
    """Return the entry of a row of ``COLUMNS``."""
    sequence, kind, key, body, at, provenance, previous, sha256 = row
    return Entry(
        sequence=sequence,
        kind=kind,
        key=key,
        body=body,
        at=at,
        provenance=provenance,
        previous=previous,
        sha256=sha256,
    )


def row_of(entry: Entry) -> tuple[str | int, ...]:
    """Return the entry as a row of ``COLUMNS``."""
    return msgspec.structs.astuple(entry)
