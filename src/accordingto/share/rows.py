"""Tables on the terminal that fit 80 columns, and the words for their values."""

from collections.abc import Iterable, Sequence
from typing import Any

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
    Refused,
    Source,
    Statement,
)


def toll(count: Count | None) -> str:
    """Write a count; "not stated" is not zero."""
    return "not stated" if count is None else count.limits


def chain(sources: Iterable[Source], publisher: str | None = None) -> str:
    """Write a chain of sources, publisher first: "AFP ← police spokesman X"."""
    names = [source.titled for source in sources]
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


def short(identifier: str) -> str:
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
            f"{short(i.id)}\n{escape(i.kind.replace('_', ' '))}",
            f"{s.date.first}\n{s.date.precision}" if s.date else "not dated",
            escape(place),
            toll(s.killed),
            f"{s.n_independent}" + (f" of {s.n_documents}" if s.n_documents > 1 else ""),
            escape(", ".join(s.disagreements)) or "-",
        )
    return table


# A disagreement about who did it lies in what is claimed, blamed and denied.
FIELDS_OF = {"responsibility": ("claims", "accusations", "denials")}


def disagreement_table(incidents: Sequence[Incident]) -> RenderableType:
    """One block an incident: each disputed field, its values, and who holds which."""
    blocks: list[RenderableType] = []
    for incident in incidents:
        table = Table(box=None, pad_edge=False, show_header=False)
        for _ in range(3):
            table.add_column(overflow="fold")
        for field in incident.summary.disagreements:
            for name in FIELDS_OF.get(field, (field,)):
                for position in incident.fields.get(name, ()):
                    holders = "\n".join(
                        dict.fromkeys(escape(holder_line(h)) for h in position.holders)
                    )
                    table.add_row(name.replace("_", " "), escape(position.text), holders)
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
            f"{short(event.id)}\n{event.kind.replace('_', ' ')}",
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
            f"{short(statement.id)}\n{statement.kind.replace('_', ' ')}",
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
