"""What the terminal shows: tables that fit 80 columns, from the values of the ledger."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

import msgspec
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from accordingto.domain import (
    Claimed,
    Count,
    Document,
    Event,
    Holder,
    Incident,
    Reading,
    Refused,
    Source,
    Span,
    Statement,
)
from accordingto.errors import AccordingToError

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


# --------------------------------------------------------------------------- words for values


def toll(count: Count | None) -> str:
    """Write a count as low–high; "not stated" is not zero.

    >>> toll(Count(low=5, high=None, text="at least five"))
    '5 or more'
    """
    if count is None:
        return "not stated"
    if count.low is None:
        return f"up to {count.high}"
    if count.high is None:
        return f"{count.low} or more"
    return str(count.low) if count.low == count.high else f"{count.low}–{count.high}"


def chain(sources: Iterable[Source], publisher: str | None = None) -> str:
    """Write a chain of sources, publisher first: "AFP ← police spokesman X"."""
    names = [f"{s.role} {s.name}" if s.role else s.name for s in sources]
    whole = ([publisher] if publisher else []) + names
    return " ← ".join(dict.fromkeys(whole)) if names else f"{publisher or 'the report'} itself"


def holder_line(holder: Holder) -> str:
    """Write who holds a position."""
    line = chain(holder.according_to, holder.publisher or "unnamed publisher")
    marks: list[str] = [holder.certainty] if holder.certainty != "fact" else []
    marks += [] if holder.independent else ["copy"]
    marks += [holder.published[:10]] if holder.published else ["undated"]
    return f"{line} ({', '.join(marks)})"


def place_words(claimed: Claimed[Any]) -> str:
    """Write a place, or why there is none."""
    place = claimed.value
    return f"not placed: {claimed.why}" if place is None else f"{place.name}, {place.country_name}"


def _short(identifier: str) -> str:
    """Return the part of an id that ``accordingto show`` needs."""
    return identifier.rpartition("-")[2][:8]


# --------------------------------------------------------------------------- tables


def incident_table(incidents: Sequence[Incident]) -> RenderableType:
    """One row an incident, with what its sources disagree about."""
    if not incidents:
        return Text("No incidents yet. Read reports with: accordingto add PATH")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "date", "place", "killed", "sources", "disagreement"):
        table.add_column(name, overflow="fold")
    for i in incidents:
        s = i.summary
        place = f"{s.place.name}, {s.place.country}" if s.place else "not placed"
        table.add_row(
            f"{_short(i.id)}\n{escape(i.kind.replace('_', ' '))}",
            f"{s.date.first}\n{s.date.precision}" if s.date else "not dated",
            escape(place),
            toll(s.killed),
            f"{s.n_independent}" + (f" of {s.n_documents}" if s.n_documents > 1 else ""),
            escape(", ".join(s.disagreements)) or "-",
        )
    return table


def disagreement_table(incidents: Sequence[Incident]) -> RenderableType:
    """One block an incident: each disputed field, its values, and who holds which."""
    blocks: list[RenderableType] = []
    for incident in incidents:
        table = Table(box=None, pad_edge=False, show_header=False)
        for _ in range(3):
            table.add_column(overflow="fold")
        for field in incident.summary.disagreements:
            for position in incident.fields.get(field, ()):
                holders = "\n".join(escape(holder_line(h)) for h in position.holders)
                table.add_row(field.replace("_", " "), escape(position.text), holders)
        blocks += [Text(incident.summary.title, style="bold"), table, Text("")]
    return Group(*blocks) if blocks else Text("No disagreements between independent sources.")


def event_table(events: Sequence[tuple[Event, Document]]) -> RenderableType:
    """One row an event of a report."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "date", "place", "who to whom", "killed", "report"):
        table.add_column(name, overflow="fold")
    for event, document in events:
        date = event.date.value.first if event.date.value else "not dated"
        who = ", ".join(p.name for p in event.perpetrators) or "not named"
        whom = ", ".join(p.name for p in (*event.victims, *event.targets)) or "not named"
        table.add_row(
            f"{_short(event.id)}\n{event.kind.replace('_', ' ')}",
            date,
            escape(place_words(event.place)),
            escape(f"{who} → {whom}"),
            "; ".join(toll(c.value) for c in event.killed) or "not stated",
            escape(document.publisher or document.uri),
        )
    return table if events else Text("No events yet. Read reports with: accordingto add PATH")


def statement_table(statements: Sequence[tuple[Statement, Document]]) -> RenderableType:
    """One row a statement: who says what, through whom."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "who", "what"):
        table.add_column(name, overflow="fold")
    for statement, document in statements:
        words = " … ".join(span.cut(document.text) for span in statement.content)
        table.add_row(
            f"{_short(statement.id)}\n{statement.kind.replace('_', ' ')}",
            escape(_speaker_chain(statement, document)),
            escape(" ".join(words.split())),
        )
    return table if statements else Text("No statements yet. Read reports: accordingto add PATH")


def refused_table(refusals: Sequence[Refused]) -> RenderableType:
    """One row for each thing that was not read."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("kind", "what", "why"):
        table.add_column(name, overflow="fold")
    for refused in refusals:
        table.add_row(refused.kind, escape(refused.what), escape(refused.why))
    return table if refusals else Text("Nothing was refused.")


def _speaker_chain(statement: Statement, document: Document) -> str:
    if statement.voice == "document":
        return f"{document.publisher or 'the report'} itself"
    speaker = (statement.speaker,) if statement.speaker else ()
    return chain((*statement.according_to, *speaker), document.publisher)


# --------------------------------------------------------------------------- one thing


def incident_page(incident: Incident, readings: dict[str, Reading]) -> RenderableType:
    """One incident: positions with their holders and sentences, and why it was joined."""
    parts: list[RenderableType] = [Text(incident.summary.title, style="bold"), Text(incident.id)]
    for field, positions in incident.fields.items():
        table = Table(box=None, pad_edge=False, title=field.replace("_", " "), title_justify="left")
        table.add_column("value", overflow="fold", min_width=14)
        table.add_column("according to", overflow="fold")
        for position in positions:
            lines = [_held(holder, readings) for holder in position.holders]
            table.add_row(escape(position.text), "\n".join(lines))
        parts += [Text(""), table]
    parts += [Text(""), Text("joined because", style="italic"), *_joins(incident)]
    return Group(*parts)


def _joins(incident: Incident) -> list[RenderableType]:
    if not incident.why:
        return [Text("one report only")]
    return [
        Text(
            f"{_short(j.left)} + {_short(j.right)}  {j.score:.2f}  "
            + (j.judgement or ", ".join(f"{name} {bits:+.1f}" for name, bits in j.parts.items()))
        )
        for j in incident.why
    ]


def _held(holder: Holder, readings: dict[str, Reading]) -> str:
    line = f"[bold]{escape(holder_line(holder))}[/bold]"
    reading = readings.get(holder.document)
    if reading is None or not holder.spans:
        return line
    return f"{line}\n{_in_context(reading.document.text, holder.spans[0])}"


def _in_context(text: str, span: Span, around: int = 60) -> str:
    before, words, after = (
        escape(re.sub(r"\s+", " ", part))
        for part in (
            text[max(0, span.start - around) : span.start].partition(" ")[2],
            span.cut(text),
            text[span.end : span.end + around].rpartition(" ")[0],
        )
    )
    return f"…{before}[reverse]{words}[/reverse]{after}…"


def document_page(reading: Reading) -> RenderableType:
    """One report: its text, what was read in it, and what was not."""
    document = reading.document
    head = f"{document.title or document.uri}\n{document.publisher or 'publisher not known'}, "
    parts: list[RenderableType] = [
        Text(head + (document.published or "undated"), style="bold"),
        Text(f"a copy of {document.copy_of}" if document.copy_of else ""),
        Text(document.text),
        event_table([(event, document) for event in reading.events]),
        statement_table([(statement, document) for statement in reading.statements]),
    ]
    return Group(*parts, *([refused_table(reading.refused)] if reading.refused else []))


def value_page(value: Event | Statement, reading: Reading) -> RenderableType:
    """One event or statement, every field with its words."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column("field", style="bold")
    table.add_column("value", overflow="fold")
    for name, inner in msgspec.to_builtins(value).items():
        if inner not in (None, [], ""):
            words = msgspec.json.encode(inner).decode()
            table.add_row(name, escape(words))
    spans = value.trigger if isinstance(value, Event) else value.content
    shown_words = [_in_context(reading.document.text, span, 160) for span in spans[:3]]
    return Group(*shown_words, table)


# --------------------------------------------------------------------------- a run


class Tally:
    """Counts of what a run did; holds no documents, so memory stays flat."""

    def __init__(self) -> None:
        self.n_read = self.n_refused = self.n_known = 0
        self.n_events = self.n_placed = self.n_dated = 0
        self.n_statements = self.n_copies = 0

    def know(self, _: object) -> None:
        """Count an input that the ledger already has."""
        self.n_known += 1

    def add(self, outcome: Reading | Refused) -> None:
        """Count one outcome."""
        if isinstance(outcome, Refused):
            self.n_refused += 1
            return
        self.n_read += 1
        self.n_copies += outcome.document.copy_of is not None
        self.n_events += len(outcome.events)
        self.n_statements += len(outcome.statements)
        self.n_placed += sum(e.place.value is not None for e in outcome.events)
        self.n_dated += sum(e.date.value is not None for e in outcome.events)

    def lines(self, incidents: Sequence[Incident], *, ledger: str) -> list[str]:
        """Return the summary, a line each: read, found, joined."""
        n_joined = sum(i.summary.n_documents > 1 for i in incidents)
        n_disputed = sum(bool(i.summary.disagreements) for i in incidents)
        return [
            f"{self.n_read} read ({self.n_copies} copies of another text), "
            f"{self.n_known} already in the ledger, {self.n_refused} refused",
            f"{self.n_events} events ({self.n_placed} placed, {self.n_dated} dated), "
            f"{self.n_statements} statements",
            f"{len(incidents)} incidents in {ledger}: {n_joined} told by several reports, "
            f"{n_disputed} with disagreements",
        ]
