"""The incident page's lists: who says who did it, the sentences, and why it is one incident."""

from collections.abc import Iterable, Mapping, Sequence

from accordingto.domain import (
    Certainty,
    Document,
    Event,
    Incident,
    Join,
    Reading,
    Statement,
    Value,
)
from accordingto.serve.passages import Passage, passages
from accordingto.serve.positions import Column
from accordingto.serve.words import chain, plain, short_date

WHO = ("claim_responsibility", "accuse", "deny", "confirm")


class Said(Value, frozen=True):
    """A claim, accusation, denial or confirmation, with who made it and where it stands."""

    when: str
    speaker: str
    kind: str
    certainty: Certainty
    accused: str
    through: str
    column: Column
    passages: tuple[Passage, ...]


class Part(Value, frozen=True):
    """One part of a match weight in bits; ``share`` is its length against the longest, 0..1."""

    name: str
    bits: float
    share: float


class Why(Value, frozen=True):
    """Why two events were joined."""

    left: str
    right: str
    score: float
    judgement: str | None
    parts: tuple[Part, ...]


def who_says(
    incident: Incident, sources: Sequence[Column], readings: Mapping[str, Reading]
) -> list[Said]:
    """Return claims, accusations and denials about the incident, in order of time."""
    members = set(incident.members)
    found = [
        _said(statement, column, readings[column.document])
        for column in sources
        if column.document in readings
        for statement in readings[column.document].statements
        if statement.kind in WHO and members & set(statement.about)
    ]
    return sorted(found, key=lambda said: (said.when or said.column.published or "9")[:10])


def _said(statement: Statement, column: Column, reading: Reading) -> Said:
    certainties: dict[str, Certainty] = {
        "claim_responsibility": "claimed",
        "accuse": "accused",
        "deny": "denied",
    }
    spans = [*statement.content, *([statement.cue] if statement.cue else [])]
    accused = statement.accused
    return Said(
        when=statement.date.value.first if statement.date.value else "",
        speaker=chain((statement.speaker,)) if statement.speaker else "the report itself",
        kind=statement.kind,
        certainty=accused.certainty if accused else certainties.get(statement.kind, "fact"),
        accused=accused.name if accused else "",
        through=chain(statement.according_to) if statement.according_to else "",
        column=column,
        passages=tuple(passages(column.document, reading.document.text, spans)),
    )


def evidence(
    incident: Incident, sources: Sequence[Column], readings: Mapping[str, Reading]
) -> list[tuple[Column, list[Passage]]]:
    """Return the sentences behind the positions, by report."""
    found = []
    for column in sources:
        reading = readings.get(column.document)
        if reading is None:
            continue
        spans = [
            s
            for held in incident.fields.values()
            for p in held
            for h in p.holders
            if h.document == column.document
            for s in h.spans
        ]
        spans += [s for e in _members(incident, [reading]) for s in e.trigger]
        found.append((column, passages(column.document, reading.document.text, spans)))
    return found


def _members(incident: Incident, readings: Iterable[Reading]) -> Iterable[Event]:
    members = set(incident.members)
    return (event for reading in readings for event in reading.events if event.id in members)


def why(incident: Incident, readings: Mapping[str, Reading]) -> list[Why]:
    """Return why the events were joined, the strongest pair first."""
    names = {event.id: _name(r.document) for r in readings.values() for event in r.events}
    return [_why(join, names) for join in sorted(incident.why, key=lambda join: -join.score)]


def _name(document: Document) -> str:
    return f"{document.publisher or 'unknown publisher'}, {short_date(document.published)}"


def _why(join: Join, names: Mapping[str, str]) -> Why:
    longest = max((abs(bits) for bits in join.parts.values()), default=1.0) or 1.0
    parts = sorted(join.parts.items(), key=lambda part: -part[1])
    return Why(
        left=names.get(join.left, join.left),
        right=names.get(join.right, join.right),
        score=join.score,
        judgement=join.judgement,
        parts=tuple(
            Part(name=plain(name), bits=bits, share=abs(bits) / longest) for name, bits in parts
        ),
    )
