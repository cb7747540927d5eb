"""Entries folded into tables: what stands now is a function of what was appended."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from accordingto.domain import Entry, Incident, Judgement, Reading, Refused, Value
from accordingto.errors import LedgerError, SpanError
from accordingto.record import rows
from accordingto.record.rows import Row
from accordingto.record.schema import TABLES
from accordingto.record.wording import Cell


class ReadingBody(Value, frozen=True):
    """The body of an entry of kind ``reading``.

    ``document.sha256`` covers the source's bytes, which the ledger does not keep; so the entry
    carries the digest of the text as well. ``signature`` finds near copies in later runs.
    """

    reading: Reading
    text_sha256: str
    signature: tuple[int, ...] | None = None


class SupersededBody(Value, frozen=True):
    """The body of an entry of kind ``superseded``: the incidents that hold its events now."""

    incident: str
    into: tuple[str, ...]


T = TypeVar("T")
Body = ReadingBody | Refused | Incident | SupersededBody | Judgement

BODIES: dict[str, type[Body]] = {
    "reading": ReadingBody,
    "refused": Refused,
    "incident": Incident,
    "superseded": SupersededBody,
    "judgement": Judgement,
}


def body_of(entry: Entry) -> Body:
    """Return the value that an entry carries.

    Raises:
        LedgerError: When the entry is of no known kind or its body is not of that kind.
    """
    if entry.kind not in BODIES:
        raise LedgerError(
            f"Entry {entry.sequence} is of the unknown kind {entry.kind!r}. "
            "Run `accordingto verify` on the ledger."
        )
    try:
        return decode(entry.body, BODIES[entry.kind])
    except LedgerError as error:
        raise LedgerError(f"Entry {entry.sequence} ({entry.kind} {entry.key}): {error}") from error


def decode(body: str, kind: type[T]) -> T:
    """Return the value of a body.

    Raises:
        LedgerError: When the body is not one of that kind.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, SpanError, UnicodeError) as error:
        raise LedgerError(
            f"The body is not as it was written ({error}). Run `accordingto verify` on the ledger."
        ) from error


def fold(connection: sqlite3.Connection, entry: Entry, body: Body) -> None:
    """Bring the tables up to date with one more entry, in the caller's transaction."""
    if isinstance(body, Incident | SupersededBody):
        incident_id = body.id if isinstance(body, Incident) else body.incident
        for table in ("holders", "positions", "joins", "members", "incidents"):
            connection.execute(f"DELETE FROM {table} WHERE incident_id = ?", (incident_id,))
    tables: dict[str, list[Row]] = {}
    for row in rows_of(entry, body):
        tables.setdefault(row.table, []).append(row)
    for table, rows_of_table in tables.items():
        _insert(connection, table, rows_of_table, entry.sequence)
    if isinstance(body, ReadingBody):
        document = body.reading.document
        connection.execute(
            "INSERT INTO documents_fts (rowid, title, text) VALUES (?, ?, ?)",
            (entry.sequence, document.title, document.text),
        )


def rows_of(entry: Entry, body: Body) -> Iterator[Row]:
    """Yield the rows that an entry stands for, parents before children."""
    match body:
        case ReadingBody():
            yield from _reading_rows(body, entry)
        case Refused():
            yield rows.refusal_row(body, 0, document_id=None, at=entry.at)
        case Incident():
            yield from rows.incident_rows(body)
        case Judgement():
            yield rows.judgement_row(body)
        case SupersededBody():
            return


def rebuild(connection: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    """Empty every table and fold the entries again, in the caller's transaction.

    Returns:
        The number of entries folded.
    """
    connection.execute("INSERT INTO documents_fts (documents_fts) VALUES ('delete-all')")
    for table in reversed(TABLES):
        connection.execute(f"DELETE FROM {table}")
    n_entries = 0
    for entry in entries:
        fold(connection, entry, body_of(entry))
        n_entries += 1
    return n_entries


def _reading_rows(body: ReadingBody, entry: Entry) -> Iterator[Row]:
    reading = body.reading
    document = reading.document
    yield rows.document_row(document, text_sha256=body.text_sha256, added_at=entry.at)
    if body.signature is not None:
        signature = msgspec.json.encode(body.signature).decode()
        yield Row("signatures", {"document_id": document.id, "signature": signature})
    for event in reading.events:
        yield from rows.event_rows(event, document)
    for statement in reading.statements:
        yield from rows.statement_rows(statement, document)
    for position, contradiction in enumerate(reading.contradictions):
        left, right = contradiction.statements
        cells: dict[str, Cell] = {"document_id": document.id, "position": position}
        cells |= {"left_statement": left, "right_statement": right, "why": contradiction.why}
        yield Row("contradictions", cells)
    for position, mention in enumerate(reading.mentions):
        yield rows.mention_row(mention, position, document)
    for position, refused in enumerate(reading.refused):
        yield rows.refusal_row(refused, position, document_id=document.id, at=entry.at)


def _insert(
    connection: sqlite3.Connection, table: str, rows_of_table: list[Row], sequence: int
) -> None:
    columns = ", ".join((*rows_of_table[0].cells, "entry"))
    marks = ", ".join("?" * (len(rows_of_table[0].cells) + 1))
    connection.executemany(
        f"INSERT INTO {table} ({columns}) VALUES ({marks})",
        [(*row.cells.values(), sequence) for row in rows_of_table],
    )
