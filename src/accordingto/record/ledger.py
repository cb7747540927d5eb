"""The only writer: appends entries and keeps the tables folded, each call one transaction."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from accordingto.domain import (
    Entry,
    Incident,
    Judgement,
    Reading,
    Refused,
)
from accordingto.errors import LedgerError
from accordingto.ids import content_id
from accordingto.record import chain, folds
from accordingto.record.checks import body_json, check_reading, text_digest
from accordingto.record.folds import Body, ReadingBody, SupersededBody
from accordingto.record.schema import clear_errors, open_writable
from accordingto.record.search import signatures

Signature = tuple[int, ...]

# How long a second writer waits for the first: a joining of some thousand incidents is one
# transaction of seconds, a reading one of milliseconds.
WAIT_S = 30.0


class Ledger:
    """A ledger open for writing; a context manager. Use one per thread.

    When a call returns, what it added is on the disk; when it raises, or the process is killed,
    nothing of the call is in the ledger.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path, *, wait_s: float = WAIT_S) -> "Ledger":
        """Open the ledger at ``path``, making it when the file is missing or empty.

        Args:
            path: The file; its folder must exist.
            wait_s: Seconds that a call waits for another writer.

        Raises:
            LedgerError: When the file is no ledger, of a newer version, or cannot be written.
        """
        return cls(path, open_writable(path, wait_s=wait_s))

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was added stays."""
        with clear_errors(self.path):
            self._connection.close()

    def has(self, document_id: str) -> bool:
        """Return whether the document was added before."""
        return self.digest_of(document_id) is not None

    def digest_of(self, document_id: str) -> str | None:
        """Return the SHA-256 of the document's source bytes; None when it is not in the ledger."""
        with clear_errors(self.path):
            row = self._connection.execute(
                "SELECT sha256 FROM documents WHERE document_id = ?", (document_id,)
            ).fetchone()
        return row[0] if row else None

    def signatures(self) -> Iterator[tuple[str, Signature]]:
        """Yield each stored signature with its document's id, oldest first."""
        with clear_errors(self.path):
            yield from signatures(self._connection)

    def add_reading(
        self, reading: Reading, *, at: str, provenance: str, signature: Signature | None = None
    ) -> Entry | None:
        """Append a reading; None when the same document is there already.

        Args:
            reading: Every span must lie in the document's text.
            at: When, as an ISO date-time.
            provenance: What made the reading (program, resources), usually JSON.
            signature: The text's MinHash, to find near copies in later runs.

        Raises:
            LedgerError: When a value has no words in the text, an id occurs twice, or another
                document has the same id.
        """
        known = {} if signature is None else {reading.document.id: signature}
        entries = self.add_readings([reading], at=at, provenance=provenance, signatures=known)
        return entries[0] if entries else None

    def add_readings(
        self,
        readings: Iterable[Reading],
        *,
        at: str,
        provenance: str,
        signatures: Mapping[str, Signature] | None = None,
    ) -> list[Entry]:
        """Append a batch in one transaction: all of it or, on an error, nothing.

        Returns:
            The entries appended; documents that are there already get none.

        Raises:
            LedgerError: As for ``add_reading``.
        """
        marks = signatures or {}
        appended = []
        with self._transaction():
            for reading in readings:
                document = reading.document
                if self._same_document(reading):
                    continue
                check_reading(reading)
                body = ReadingBody(
                    reading=reading,
                    text_sha256=text_digest(document.text),
                    signature=marks.get(document.id),
                )
                appended.append(
                    self._append("reading", document.id, body, at=at, provenance=provenance)
                )
        return appended

    def add_refused(self, refused: Refused, *, at: str, provenance: str) -> Entry | None:
        """Append what was not read and why; None when the same refusal is there already."""
        key = content_id("refused", refused.kind, refused.what, refused.why)
        with self._transaction():
            if self._last_body("refused", key) is not None:
                return None
            return self._append("refused", key, refused, at=at, provenance=provenance)

    def add_judgement(self, judgement: Judgement, *, provenance: str) -> Entry | None:
        """Append what a person decided; None when it is the last judgement on its target already.

        Whether the judgement fits its target is ``review.decisions``' business.
        """
        with self._transaction():
            if self._last_body("judgement", judgement.target) == body_json(judgement):
                return None
            return self._append(
                "judgement", judgement.target, judgement, at=judgement.at, provenance=provenance
            )

    def add_incidents(
        self, incidents: Sequence[Incident], *, at: str, provenance: str
    ) -> list[Entry]:
        """Append what changed since the last joining, in one transaction.

        An incident that is the same gets no entry. One that is no longer among ``incidents`` gets
        an entry of kind ``superseded``, naming the incidents that hold its events now.

        Args:
            incidents: The whole joining, each id once; members are events of the ledger.

        Raises:
            LedgerError: When an id occurs twice or a member is no event of the ledger.
        """
        new = {incident.id: incident for incident in incidents}
        if len(new) != len(incidents):
            raise LedgerError("A joining names an incident twice. Join again with one of each id.")
        with self._transaction():
            current = self._incidents()
            changes: list[tuple[str, str, Body]] = []
            for incident_id, body in current.items():
                if incident_id not in new:
                    changes.append(("superseded", incident_id, _superseded(body, incidents)))
            for incident in incidents:
                if current.get(incident.id) != body_json(incident):
                    changes.append(("incident", incident.id, incident))
            return [
                self._append(kind, key, change, at=at, provenance=provenance)
                for kind, key, change in changes
            ]

    def rebuild(self) -> int:
        """Fold every table again from the entries, in one transaction; return how many entries.

        Raises:
            LedgerError: When an entry cannot be read; the tables then stay as they are.
        """
        with self._transaction():
            return folds.rebuild(self._connection, chain.entries(self._connection))

    # ----------------------------------------------------------------------- the inside

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with clear_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def _append(self, kind: str, key: str, body: Body, *, at: str, provenance: str) -> Entry:
        sequence, previous = chain.last(self._connection)
        entry = chain.chained(
            sequence=sequence + 1,
            kind=kind,
            key=key,
            body=body_json(body),
            at=at,
            provenance=provenance,
            previous=previous,
        )
        try:
            self._connection.execute(
                f"INSERT INTO entries ({chain.COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                chain.row_of(entry),
            )
            folds.fold(self._connection, entry, body)
        except (sqlite3.IntegrityError, OverflowError) as error:
            raise LedgerError(
                f"{self.path}: {kind} {key} does not fit the ledger ({error}). Check that its ids "
                "are its own, its events are in the ledger and its numbers below 2^63."
            ) from error
        return entry

    def _same_document(self, reading: Reading) -> bool:
        known = self.digest_of(reading.document.id)
        if known is not None and known != reading.document.sha256:
            raise LedgerError(
                f"{self.path}: the ledger already has another text with the id "
                f"{reading.document.id!r}. Give this one its own id and add it again."
            )
        return known is not None

    def _last_body(self, kind: str, key: str) -> str | None:
        row = self._connection.execute(
            "SELECT body FROM entries WHERE kind = ? AND key = ? ORDER BY sequence DESC LIMIT 1",
            (kind, key),
        ).fetchone()
        return row[0] if row else None

    def _incidents(self) -> dict[str, str]:
        rows = self._connection.execute(
            "SELECT incident_id, body FROM incidents JOIN entries ON sequence = entry"
            " ORDER BY sequence"
        )
        return dict(rows.fetchall())


def rebuild(path: Path) -> int:
    """Fold every table of the ledger at ``path`` again from its entries; return how many.

    Raises:
        LedgerError: When there is no ledger, or an entry cannot be read.
    """
    if not path.exists():
        raise LedgerError(f"{path}: there is no ledger. Make one with `accordingto add`.")
    with Ledger.open(path) as ledger:
        return ledger.rebuild()


def _superseded(body: str, incidents: Sequence[Incident]) -> SupersededBody:
    incident = folds.decode(body, Incident)
    members = set(incident.members)
    into = tuple(other.id for other in incidents if members.intersection(other.members))
    return SupersededBody(incident=incident.id, into=into)
