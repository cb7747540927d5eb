"""Looking at the ledger: read only, and nothing but values comes out."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import msgspec

from accordingto.domain import (
    Document,
    Entry,
    Event,
    Incident,
    Judgement,
    Reading,
    Refused,
    Statement,
)
from accordingto.record import chain, search
from accordingto.record.folds import ReadingBody, decode
from accordingto.record.schema import clear_errors, open_read_only

T = TypeVar("T")

WITHDRAWN = "withdrawn"  # the verdict that takes back the judgement before it on the same target


def open_view(path: Path) -> "View":
    """Open the ledger at ``path`` for looking; threads may share the view.

    Raises:
        LedgerError: When there is no ledger of this version.
    """
    return View(path, open_read_only(path))


class View:
    """A ledger as it stands at each call; a context manager."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> "View":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    # ----------------------------------------------------------------------- what was read

    def reading(self, document_id: str) -> Reading | None:
        """Return how the document was read; None when it is not in the ledger."""
        return self._reading_where("document_id = ?", document_id)

    def readings(self) -> Iterator[Reading]:
        """Yield every reading, in the order in which they were added."""
        for (body,) in self._rows(_BODIES.format("documents") + " ORDER BY sequence"):
            yield decode(body, ReadingBody).reading

    def event(self, event_id: str) -> tuple[Event, Document] | None:
        """Return the event with the document that tells it."""
        reading = self._reading_where(_DOCUMENT_OF.format("event"), event_id)
        if reading is None:
            return None
        return next(e for e in reading.events if e.id == event_id), reading.document

    def statement(self, statement_id: str) -> tuple[Statement, Document] | None:
        """Return the statement with the document that reports it."""
        reading = self._reading_where(_DOCUMENT_OF.format("statement"), statement_id)
        if reading is None:
            return None
        return next(s for s in reading.statements if s.id == statement_id), reading.document

    def refusals(self) -> list[Refused]:
        """Return the inputs that were not read, oldest first.

        What was refused within a document stands in its reading.
        """
        return self._values(_REFUSED_INPUTS, Refused)

    def signatures(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield (document id, MinHash signature) of the documents that have one, oldest first."""
        with clear_errors(self.path):
            yield from search.signatures(self._connection)

    # ----------------------------------------------------------------------- what is joined

    def incidents(self) -> list[Incident]:
        """Return the incidents of the last joining, by date and then id; undated ones last."""
        return self._values(_INCIDENTS, Incident, order=_BY_DATE)

    def incident(self, incident_id: str) -> Incident | None:
        """Return the incident as it stands; None when it is unknown or was superseded."""
        found = self._values(_INCIDENTS + " WHERE incident_id = ?", Incident, incident_id)
        return found[0] if found else None

    def incidents_of(self, document_id: str) -> list[Incident]:
        """Return the incidents that the document's events belong to, by date and then id."""
        members = " WHERE incident_id IN (SELECT incident_id FROM members JOIN events"
        members += " USING (event_id) WHERE document_id = ?)"
        return self._values(_INCIDENTS + members, Incident, document_id, order=_BY_DATE)

    # ----------------------------------------------------------------------- what is decided

    def judgements(self) -> list[Judgement]:
        """Return the judgements that stand, oldest first: the last of each target and value.

        One that was withdrawn does not stand; ``judgement_history`` has them all.
        """
        standing: dict[tuple[str, bytes], Judgement] = {}
        for judgement in self.judgement_history():
            about = judgement.target, msgspec.json.encode(judgement.value, order="sorted")
            standing.pop(about, None)
            if judgement.verdict != WITHDRAWN:
                standing[about] = judgement
        return list(standing.values())

    def judgement_history(self) -> list[Judgement]:
        """Return every judgement ever made, oldest first."""
        return self._values(_BODIES.format("judgements"), Judgement)

    # ----------------------------------------------------------------------- finding

    def counts(self) -> dict[str, int]:
        """Return how many of each thing there are; ``refused`` counts whole inputs."""
        return {
            name: next(self._rows(f"SELECT count(*) FROM {counted}"))[0]
            for name, counted in _COUNTED.items()
        }

    def find(self, id_prefix: str, *, limit: int = 50) -> list[tuple[str, str]]:
        """Return (kind, id) of documents, events, statements and incidents whose id begins so.

        The kind may be left out: "3f2a" finds "event-3f2a...". An id in full is the only answer.
        """
        with clear_errors(self.path):
            return search.find_ids(self._connection, id_prefix, limit=limit)

    def search(self, text: str, *, limit: int = 200) -> list[str]:
        """Return the ids of documents with all these words in text or title, best match first.

        Words in quotation marks stand side by side. Endings and accents do not matter.
        """
        with clear_errors(self.path):
            return search.find_documents(self._connection, text, limit=limit)

    def unsure_events(self, *, below: float, limit: int) -> list[tuple[str, float]]:
        """Return (event id, confidence) of events less sure than ``below``, least sure first."""
        query = "SELECT event_id, confidence FROM events WHERE confidence < ? AND NOT background"
        return list(self._rows(query + " ORDER BY confidence, event_id LIMIT ?", below, limit))

    # ----------------------------------------------------------------------- the chain

    def head(self) -> tuple[int, str]:
        """Return the sequence and digest of the last entry; written down, it seals all before."""
        with clear_errors(self.path):
            return chain.last(self._connection)

    def history(self, key: str) -> list[Entry]:
        """Return every entry about a document, incident or target of judgements, oldest first."""
        query = f"SELECT {chain.COLUMNS} FROM entries WHERE key = ? ORDER BY sequence"
        return [chain.entry_of(row) for row in self._rows(query, key)]

    # ----------------------------------------------------------------------- the inside

    def _rows(self, query: str, *values: str | float) -> Iterator[tuple[Any, ...]]:
        with clear_errors(self.path):
            yield from self._connection.execute(query, values)

    def _values(self, query: str, kind: type[T], *values: str, order: str = "sequence") -> list[T]:
        rows = self._rows(f"{query} ORDER BY {order}", *values)
        return [decode(body, kind) for (body,) in rows]

    def _reading_where(self, condition: str, value: str) -> Reading | None:
        found = self._values(
            _BODIES.format("documents") + " WHERE " + condition, ReadingBody, value
        )
        return found[0].reading if found else None


_DOCUMENT_OF = "document_id = (SELECT document_id FROM {0}s WHERE {0}_id = ?)"
_BODIES = "SELECT body FROM {0} JOIN entries ON sequence = entry"
_INCIDENTS = _BODIES.format("incidents")
_REFUSED_INPUTS = _BODIES.format("refusals") + " WHERE document_id IS NULL"
_BY_DATE = "date_first IS NULL, date_first, incident_id"
_COUNTED = {
    "documents": "documents",
    "copies": "documents WHERE copy_of IS NOT NULL",
    "events": "events",
    "statements": "statements",
    "mentions": "mentions",
    "incidents": "incidents",
    "disputed": "incidents WHERE n_disagreements > 0",
    "refused": "refusals WHERE document_id IS NULL",
    "judgements": "judgements",
    "entries": "entries",
}
