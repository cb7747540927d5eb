"""The margin of the document page: what was made of the words beside it."""

from collections.abc import Iterable, Sequence
from typing import Any

from accordingto.domain import (
    Certainty,
    Claimed,
    Event,
    Participant,
    Proposition,
    Reading,
    Span,
    Statement,
    Value,
)
from accordingto.serve.passages import Paragraph, anchor
from accordingto.serve.words import STATEMENTS, chain, dates, plain, toll


class Fact(Value, frozen=True):
    """One value in a note; ``href`` is the fragment of its words, empty when it has none."""

    name: str
    text: str
    certainty: Certainty
    through: str
    href: str
    unknown: bool = False


class Note(Value, frozen=True):
    """An event or a statement beside the paragraph in which its words begin."""

    id: str
    layer: str
    start: int
    title: str
    href: str
    facts: tuple[Fact, ...]


class Missed(Value, frozen=True):
    """Something that was not read, placed, dated or kept."""

    kind: str
    what: str
    why: str
    href: str


def notes(reading: Reading) -> list[Note]:
    """Return a note for each event and statement, in the order of the text."""
    against = _against(reading)
    found = [
        *map(_of_event, reading.events),
        *(_of_statement(s, against.get(s.id, [])) for s in reading.statements),
    ]
    return sorted(found, key=lambda note: (note.start, note.layer))


def beside(
    paragraphs: Sequence[Paragraph], held: Iterable[Note]
) -> list[tuple[Paragraph, list[Note]]]:
    """Return each paragraph with the notes that belong at its height."""
    rows: list[tuple[Paragraph, list[Note]]] = [(p, []) for p in paragraphs]
    for note in held:
        at = [row for row in rows if row[0].start <= note.start]
        if rows:
            (at[-1] if at else rows[0])[1].append(note)
    return rows


def missed(reading: Reading) -> list[Missed]:
    """Return what the reading says it could not do, and why."""
    return [
        Missed(kind=r.kind, what=r.what, why=r.why, href=_href(r.spans)) for r in reading.refused
    ]


def _href(spans: Sequence[Span]) -> str:
    return f"#{anchor(spans[0])}" if spans else ""


def _of_event(event: Event) -> Note:
    facts = [_claimed("when", event.date, dates(event.date.value))]
    place = event.place.value
    where = f"{place.name}, {place.country_name}" if place else ""
    facts.append(_claimed("where", event.place, where))
    for name in ("killed", "injured", "abducted"):
        facts += [_claimed(name, c, toll(c.value)) for c in getattr(event, name)]
    for name, label in (
        ("perpetrators", "by"),
        ("targets", "target"),
        ("victims", "victims"),
        ("means", "with"),
    ):
        facts += [_participant(label, p) for p in getattr(event, name)]
    stage = "" if event.stage == "accomplished" else f", {event.stage}"
    older = ", mentioned in passing" if event.background else ""
    return Note(
        id=event.id,
        layer="events",
        start=event.trigger[0].start if event.trigger else 0,
        title=f"{plain(event.kind)}{stage}{older}",
        href=_href(event.trigger),
        facts=tuple(facts),
    )


def _claimed(name: str, claimed: Claimed[Any], text: str) -> Fact:
    unknown = claimed.value is None
    return Fact(
        name=name,
        text=f"not known: {claimed.why}" if unknown else text,
        certainty=claimed.certainty,
        through=chain(claimed.according_to) if claimed.according_to else "",
        href=_href(claimed.spans),
        unknown=unknown,
    )


def _participant(label: str, participant: Participant) -> Fact:
    number = f" ({toll(participant.number)})" if participant.number else ""
    effect = f", {participant.effect}" if participant.effect not in (None, "none") else ""
    return Fact(
        name=label,
        text=f"{participant.name}{number}{effect}",
        certainty=participant.certainty,
        through=chain(participant.according_to) if participant.according_to else "",
        href=_href(participant.spans),
    )


def _against(reading: Reading) -> dict[str, list[Fact]]:
    """Return, by statement, what it contradicts, with a link to the other's words."""
    words = {s.id: [*s.content, *([s.cue] if s.cue else [])] for s in reading.statements}
    found: dict[str, list[Fact]] = {}
    for contradiction in reading.contradictions:
        one, other = contradiction.statements
        for mine, theirs in ((one, other), (other, one)):
            fact = Fact(
                name="against",
                text=contradiction.why,
                certainty="fact",
                through="",
                href=_href(words.get(theirs, ())),
            )
            found.setdefault(mine, []).append(fact)
    return found


def _of_statement(statement: Statement, against: Sequence[Fact]) -> Note:
    speaker = chain((statement.speaker,)) if statement.speaker else "the report itself"
    spans = [*statement.content, *([statement.cue] if statement.cue else [])]
    through = chain(statement.according_to) if statement.according_to else ""
    facts = []
    if statement.accused:
        facts.append(_participant("accused", statement.accused))
    if statement.proposition:
        facts.append(said(statement.proposition))
    facts += [
        Fact(name=name, text=phrase.text, certainty="fact", through="", href=_href(phrase.spans))
        for name, phrase in (("where said", statement.venue), ("to", statement.addressee))
        if phrase
    ]
    facts += against
    facts += [
        Fact(name="check", text=c.finding, certainty="fact", through="", href=_href(c.spans))
        for c in statement.checks
    ]
    return Note(
        id=statement.id,
        layer="statements",
        start=min((span.start for span in spans), default=0),
        title=f"{speaker} {STATEMENTS[statement.kind]}" + (f", via {through}" if through else ""),
        href=_href(spans),
        facts=tuple(facts),
    )


def said(proposition: Proposition) -> Fact:
    """Write a proposition as one value: "the state not arms the riders"."""
    subject, told = proposition.subject, proposition.object
    negated = "not " if proposition.negated else ""
    words = [
        subject.text if subject else "somebody",
        f"{negated}{plain(proposition.relation)}",
        told.text if told else "somebody",
    ]
    spans = (subject.spans if subject else ()) or (told.spans if told else ())
    return Fact(name="that", text=" ".join(words), certainty="fact", through="", href=_href(spans))
