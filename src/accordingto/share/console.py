"""What ``accordingto show`` prints: which table or sheet a word or an id asks for."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import msgspec
from rich.console import RenderableType

from accordingto.domain import Document, Event, Incident, Reading, Refused, Statement
from accordingto.errors import AccordingToError
from accordingto.share.rows import (
    disagreement_table,
    event_table,
    incident_table,
    refused_table,
    statement_table,
)
from accordingto.share.sheets import document_page, incident_page, value_page

TABLES = ("incidents", "disagreements", "events", "statements", "refused")


class NothingFound(AccordingToError):
    """What the user asked to see is not in the ledger."""


class View(Protocol):
    """What these tables need of ``record.views.View``."""

    def readings(self) -> Iterator[Reading]: ...
    def reading(self, document_id: str) -> Reading | None: ...
    def incidents(self) -> list[Incident]: ...
    def refusals(self) -> list[Refused]: ...
    def find(self, id_prefix: str) -> list[tuple[str, str]]: ...


def shown(view: View, what: str) -> tuple[Any, RenderableType]:
    """Return what ``accordingto show WHAT`` prints, as JSON values and as a table.

    Raises:
        NothingFound: When no table and no single id begins with ``what``.
    """
    if what == "incidents":
        incidents = view.incidents()
        return msgspec.to_builtins(incidents), incident_table(incidents)
    if what == "disagreements":
        disputed = [i for i in view.incidents() if i.summary.disagreements]
        return msgspec.to_builtins(disputed), disagreement_table(disputed)
    if what == "refused":
        refusals = view.refusals()
        return msgspec.to_builtins(refusals), refused_table(refusals)
    if what in ("events", "statements"):
        return _across_readings(view, what)
    return _one(view, what)


def _across_readings(view: View, what: str) -> tuple[Any, RenderableType]:
    readings = list(view.readings())
    if what == "events":
        events = [(event, r.document) for r in readings for event in r.events]
        return _rows(events), event_table(events)
    statements = [(statement, r.document) for r in readings for statement in r.statements]
    return _rows(statements), statement_table(statements)


def _rows(pairs: Sequence[tuple[Any, Document]]) -> list[dict[str, Any]]:
    return [{"document": d.id} | msgspec.to_builtins(value) for value, d in pairs]


def _one(view: View, prefix: str) -> tuple[Any, RenderableType]:
    found = view.find(prefix)
    if len(found) != 1:
        many = ", ".join(name for _, name in found[:5])
        why = f"it could be {many} …; give more of the id" if found else "no id begins so"
        raise NothingFound(f"{prefix}: {why}. Tables are: {', '.join(TABLES)}.")
    kind, name = found[0]
    readings = {r.document.id: r for r in view.readings()}
    if kind == "incident":
        incident = next(i for i in view.incidents() if i.id == name)
        return msgspec.to_builtins(incident), incident_page(incident, readings)
    if kind == "document":
        return msgspec.to_builtins(readings[name]), document_page(readings[name])
    for reading in readings.values():
        values: list[Event | Statement] = [*reading.events, *reading.statements]
        for value in values:
            if value.id == name:
                return msgspec.to_builtins(value), value_page(value, reading)
    raise NothingFound(f"{prefix}: it is no longer in the ledger's tables.")
