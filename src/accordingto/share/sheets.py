"""One incident, event, statement or document on the terminal, with its sentences."""

import re

import msgspec
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from accordingto.domain import Event, Holder, Incident, Reading, Span, Statement
from accordingto.share.rows import (
    event_table,
    holder_line,
    refused_table,
    short,
    statement_table,
)


def incident_page(incident: Incident, readings: dict[str, Reading]) -> RenderableType:
    """One incident: positions with their holders and sentences, and why it was joined."""
    parts: list[RenderableType] = [Text(incident.summary.title, style="bold"), Text(incident.id)]
    for field, positions in incident.fields.items():
        table = Table(box=None, pad_edge=False, title=field.replace("_", " "), title_justify="left")
        table.add_column("value", overflow="fold", min_width=14)
        table.add_column("according to", overflow="fold")
        for position in positions:
            lines = dict.fromkeys(_held(holder, readings) for holder in position.holders)
            table.add_row(escape(position.text), "\n".join(lines))
        parts += [Text(""), table]
    parts += [Text(""), Text("joined because", style="italic"), *_joins(incident)]
    return Group(*parts)


def _joins(incident: Incident) -> list[RenderableType]:
    if not incident.why:
        return [Text("one report only")]
    return [
        Text(
            f"{short(j.left)} + {short(j.right)}  {j.score:.2f}  "
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
