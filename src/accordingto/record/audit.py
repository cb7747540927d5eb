"""Reading a whole ledger again: is everything still as it was written?"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from accordingto.domain import Entry, Incident, Value, spans_of
from accordingto.errors import LedgerError
from accordingto.ids import digest
from accordingto.record import chain, compare, folds
from accordingto.record.folds import Body, ReadingBody
from accordingto.record.schema import DAMAGE, create, open_read_only

N_STRUCTURE = 20  # lines of SQLite's own check; the tables say the rest in words


class Finding(Value, frozen=True):
    """Something that is not as it was written; ``sequence`` is the entry it concerns, if known."""

    sequence: int | None
    subject: str
    problem: str


def verify(path: Path) -> Iterator[Finding]:
    """Yield what is wrong with the ledger at ``path``, as it is found; nothing for a sound one.

    The file's structure, the schema with its guards, the chain, every document's digest, every
    span, and every table against the entries folded again into a temporary database. Memory does
    not grow with the ledger. What cannot be seen from within: that the newest entries were cut
    off with all their rows, or the whole chain was forged; for that, keep ``View.head``.

    Raises:
        LedgerError: When the file is no ledger, or one of another version.
    """
    try:
        opened = open_read_only(path)
    except LedgerError as error:
        if not isinstance(error.__cause__, DAMAGE):
            raise
        problem = f"cannot be opened, so no entry can be read: {error.__cause__}. Restore a copy"
        yield Finding(sequence=None, subject="file", problem=problem)
        return
    with closing(opened) as ledger, closing(sqlite3.connect("")) as replica:
        ledger.text_factory = replica.text_factory = bytes
        ledger.execute("BEGIN")  # what others add meanwhile is not part of this check
        yield from _structure(ledger)
        create(replica)
        for name, problem in compare.schemas(ledger, replica):
            yield Finding(sequence=None, subject=name, problem=problem)
        broken: set[int] = set()
        replica.execute("BEGIN")
        for finding in _entries(ledger, replica):
            if finding.sequence is not None:
                broken.add(finding.sequence)
            yield finding
        for difference in compare.tables(ledger, replica, except_entries=broken):
            yield Finding(
                sequence=difference.entry, subject=difference.row, problem=difference.problem
            )


def _structure(ledger: sqlite3.Connection) -> Iterator[Finding]:
    try:
        for (line,) in ledger.execute(f"PRAGMA integrity_check({N_STRUCTURE})"):
            said = line.decode(errors="replace")
            if said != "ok":
                yield Finding(sequence=None, subject="file", problem=said)
    except DAMAGE as error:
        yield Finding(sequence=None, subject="file", problem=str(error))


def _entries(ledger: sqlite3.Connection, replica: sqlite3.Connection) -> Iterator[Finding]:
    """Check every entry and fold it into the replica."""
    sequence, accepted = 0, {chain.START}
    for stored in _stored(ledger):
        if isinstance(stored, Finding):
            yield stored
            sequence, accepted = stored.sequence or sequence, set()
            continue
        if stored.sequence != sequence + 1:
            problem = f"is missing: entry {stored.sequence} comes after entry {sequence}"
            yield Finding(sequence=sequence + 1, subject="entry", problem=problem)
        elif accepted and stored.previous not in accepted:
            yield _of(stored, "does not follow from the entry before it: the chain is broken here")
        computed = chain.digest_of(stored)
        if computed != stored.sha256:
            yield _of(stored, "is not what was written: its digest is another one")
        # Either digest may be the damaged one; that entry has its finding, the next needs none.
        sequence, accepted = stored.sequence, {stored.sha256, computed}
        yield from _content(stored, replica)


def _content(entry: Entry, replica: sqlite3.Connection) -> Iterator[Finding]:
    try:
        body = folds.body_of(entry)
    except LedgerError as error:
        yield _of(entry, str(error))
        return
    yield from (_of(entry, problem) for problem in _problems(body, replica))
    replica.execute("SAVEPOINT entry")
    try:
        folds.fold(replica, entry, body)
    except (*DAMAGE, LedgerError, ValueError, OverflowError) as error:
        replica.execute("ROLLBACK TO entry")
        yield _of(entry, f"cannot be folded into the tables ({error})")
    replica.execute("RELEASE entry")


def _problems(body: Body, replica: sqlite3.Connection) -> Iterator[str]:
    if isinstance(body, ReadingBody):
        if digest(body.reading.document.text.encode()) != body.text_sha256:
            yield "the document's text is not the text that was read: its digest is another one"
        yield from _outside(body.reading, len(body.reading.document.text))
    elif isinstance(body, Incident):
        for positions in body.fields.values():
            for holder in (holder for position in positions for holder in position.holders):
                n_characters = _n_characters(replica, holder.document)
                if n_characters is None:
                    yield f"the document {holder.document} is not in the ledger"
                else:
                    yield from _outside(holder, n_characters)


def _outside(value: Value, n_characters: int) -> Iterator[str]:
    for span in spans_of(value):
        if span.end > n_characters:
            yield f"span [{span.start}, {span.end}) lies outside its text of {n_characters}"


def _n_characters(replica: sqlite3.Connection, document_id: str) -> int | None:
    row = replica.execute(
        "SELECT text FROM documents WHERE document_id = ?", (document_id,)
    ).fetchone()
    return len(row[0].decode()) if row else None


def _of(entry: Entry, problem: str) -> Finding:
    return Finding(sequence=entry.sequence, subject=f"{entry.kind} {entry.key}", problem=problem)


# --------------------------------------------------------------------------- damaged pages


def _stored(ledger: sqlite3.Connection) -> Iterator[Entry | Finding]:
    """Yield each entry, or what makes it unreadable; go on behind a page that cannot be read."""
    sequence = 0
    while True:
        try:
            for row in _rows_after(ledger, sequence):
                yield _entry(row, sequence + 1)
                sequence = row[0]
        except DAMAGE as error:
            behind = _next_readable(ledger, sequence + 1)
            upto = "to the end" if behind is None else f"to {behind - 1}"
            problem = f"cannot be read, nor what follows {upto}: {error}"
            yield Finding(sequence=sequence + 1, subject="entry", problem=problem)
            if behind is None:
                return
            sequence = behind - 1
        else:
            return


def _rows_after(ledger: sqlite3.Connection, sequence: int) -> Iterable[tuple[int, ...]]:
    query = f"SELECT {chain.COLUMNS} FROM entries NOT INDEXED WHERE sequence > ? ORDER BY sequence"
    return ledger.execute(query, (sequence,))


def _next_readable(ledger: sqlite3.Connection, damaged: int) -> int | None:
    for sequence in range(damaged + 1, _last_known(ledger) + 1):
        try:
            query = f"SELECT {chain.COLUMNS} FROM entries WHERE sequence = ?"
            if ledger.execute(query, (sequence,)).fetchone():
                return sequence
        except DAMAGE:
            continue
    return None


def _last_known(ledger: sqlite3.Connection) -> int:
    """Return the highest sequence that the entries or a table still name."""
    known = 0
    for column, table in (("sequence", "entries"), ("entry", "documents"), ("entry", "incidents")):
        try:
            found = ledger.execute(f"SELECT max({column}) FROM {table}").fetchone()[0]
        except DAMAGE:
            continue
        known = max(known, found if isinstance(found, int) else 0)
    return known


def _entry(row: tuple[object, ...], expected: int) -> Entry | Finding:
    sequence, *texts = row
    try:
        decoded = [text.decode() if isinstance(text, bytes) else text for text in texts]
        return msgspec.convert(
            dict(zip(Entry.__struct_fields__, [sequence, *decoded], strict=True)), Entry
        )
    except (UnicodeDecodeError, msgspec.ValidationError) as error:
        number = sequence if isinstance(sequence, int) else expected
        return Finding(sequence=number, subject="entry", problem=f"holds no text ({error})")
