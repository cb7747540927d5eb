"""The values of one marked report: what its entries say of the words they mark."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeVar

from accordingto.codify.ontology import Ontology
from accordingto.domain import (
    Claimed,
    Count,
    DatePrecision,
    DateRange,
    Document,
    Effect,
    Event,
    Mention,
    Participant,
    Phrase,
    Place,
    Proposition,
    Resolved,
    Source,
    SourceKind,
    Span,
    Statement,
)
from accordingto.ground.gazetteer import Gazetteer
from accordingto.ground.places import as_place
from accordingto.ids import content_id, digest
from accordingto.scoring.names import name_in
from accordingto.scoring.reports import (
    MarkedEvent,
    MarkedStatement,
    Report,
    Thing,
    ValueLine,
    chain_line,
    proposition_line,
    value_line,
)
from accordingto.scoring.written import count_of, date_of, place_of

T = TypeVar("T")
NOT_ANNOTATED = "actors are not annotated"
_SOURCES: dict[str, SourceKind] = {
    "official": "official",
    "state_force": "official",
    "government": "official",
    "armed_group": "group",
    "organisation": "group",
}


class Meaning:
    """Makes the values of one report from its marks and entries."""

    def __init__(
        self, report: Report, identity: str, ontology: Ontology, gazetteer: Gazetteer
    ) -> None:
        self.report = report
        self.text, self.spans = report.marked
        self._identity = identity
        self._ontology = ontology
        self._gazetteer = gazetteer
        handles = [*report.things, *report.places, *report.times]
        self._groups = {handle: group for group, handle in enumerate(handles)}

    @cached_property
    def document(self) -> Document:
        """The report without its marks."""
        story, original = self._identity.split("/")[0], self.report.copy_of
        return Document(
            id=self._identity,
            uri=self._identity,
            publisher=self.report.publisher,
            title=self.report.title,
            authors=(),
            published=self.report.published,
            language="en",
            text=self.text,
            sha256=digest(self.text.encode()),
            n_characters=len(self.text),
            n_characters_read=len(self.text),
            copy_of=f"{story}/{original}" if original else None,
        )

    # ------------------------------------------------------------------ things

    def thing(self, handle: str) -> Thing:
        """Return a party; a country or town that acts is its government."""
        if handle in self.report.things:
            return self.report.things[handle]
        if handle in self.report.places:
            return Thing(
                kind="government", name=self.spans[handle][0].cut(self.text), label="place"
            )
        raise KeyError(handle)

    def name(self, handle: str) -> str:
        """Return its name, or its first words without an article."""
        known = self.thing(handle).name
        words = self.spans[handle][0].cut(self.text)
        return known or re.sub(r"^(?:the|an?)\s+", "", words, flags=re.IGNORECASE)

    def nearest(self, handle: str, to: Span) -> Span:
        """Return the handle's mark closest to other words, an earlier one rather than a later."""
        return min(
            self.spans[handle],
            key=lambda s: (max(0, to.start - s.end, s.start - to.end), s.start > to.start),
        )

    def source(self, handle: str, to: Span) -> Source:
        """Return a link of a chain, with its words nearest to what it says."""
        thing = self.thing(handle)
        alone: SourceKind = "person" if thing.kind == "person" and thing.name else "unnamed"
        return Source(
            name=self.name(handle),
            kind=thing.source or _SOURCES.get(thing.kind, alone),
            role=thing.role,
            spans=(self.nearest(handle, to),),
            group=self._groups[handle],
            actor=Resolved(why=NOT_ANNOTATED),
        )

    def chain(self, handles: tuple[str, ...], to: Span) -> tuple[Source, ...]:
        """Return a chain, who passed it on first."""
        return tuple(self.source(handle, to) for handle in handles)

    def mentions(self) -> Iterator[Mention]:
        """Yield every name and time; a place or time with what it means."""
        for handle, thing in self.report.things.items():
            for span in self.spans[handle]:
                found = span if thing.label == "nationality" else name_in(span, self.text, thing)
                if thing.label is not None and found is not None:
                    yield Mention(
                        start=found.start,
                        end=found.end,
                        label=thing.label,
                        group=self._groups[handle],
                    )
        for handle in self.report.places:
            for s in self.spans[handle]:
                group, place = self._groups[handle], self._place(handle, near=False)
                yield Mention(start=s.start, end=s.end, label="place", group=group, place=place)
        for handle in self.report.times:
            for s in self.spans[handle]:
                group, date = self._groups[handle], self._date(handle, s)
                yield Mention(start=s.start, end=s.end, label="time", group=group, date=date)

    def _place(self, handle: str, *, near: bool) -> Resolved[Place]:
        where = place_of(self.report.places[handle])
        if where.number is None:
            return Resolved(why="the gazetteer does not have it")
        candidate = self._gazetteer.by_id(where.number)
        if candidate is None:
            raise ValueError(f"the gazetteer has no place {where.number} ({handle})")
        return Resolved(value=as_place(candidate, near=near or where.is_around))

    def _date(self, handle: str, span: Span) -> Resolved[DateRange]:
        found: tuple[str, str, DatePrecision] | None = date_of(self.report.times[handle])
        if found is None:
            return Resolved(why="the text does not say from which day to count")
        first, last, precision = found
        words = span.cut(self.text)
        return Resolved(value=DateRange(first=first, last=last, precision=precision, text=words))

    # ------------------------------------------------------------------ events

    def event(self, name: str, event: MarkedEvent) -> Event:
        """Return an event with its values, each with its chain."""
        trigger = tuple(sorted(self.spans[name], key=lambda s: s.start))
        kind = self._ontology.kind(event.kind)
        default = chain_line(event.by or "-")
        first = f"{trigger[0].start}-{trigger[0].end}"

        def where(handle: str, _: Span) -> Resolved[Place]:
            return self._place(handle, near=event.near)

        return Event(
            id=content_id("event", self._identity, event.kind, first),
            kind=event.kind,
            codes=kind.codes,
            stage=event.stage,
            clarity=event.clarity,
            background=event.background,
            trigger=trigger,
            date=self._claimed(event.date, default, self._date, what="date"),
            place=self._claimed(event.place, default, where, what="place"),
            perpetrators=self._participants(event.perpetrators, default),
            targets=self._participants(event.targets, default),
            victims=self._participants(event.victims, default),
            means=self._participants(event.means, default),
            killed=self._counts(event.killed, default),
            injured=self._counts(event.injured, default),
            abducted=self._counts(event.abducted, default),
            according_to=self.chain(default, trigger[0]),
        )

    def _claimed(
        self,
        written: str | None,
        default: tuple[str, ...],
        resolve: Callable[[str, Span], Resolved[T]],
        *,
        what: str,
    ) -> Claimed[T]:
        if written is None:
            return Claimed(why=f"the text gives no {what} for it")
        line = value_line(written)
        spans = self.spans[line.handles[0]]
        resolved = resolve(line.handles[0], spans[0])
        return Claimed(
            value=resolved.value,
            why=resolved.why,
            spans=spans,
            according_to=self.chain(_chain(line, default), spans[0]),
            certainty=line.certainty,
        )

    def _participants(
        self, lines: tuple[str, ...], default: tuple[str, ...]
    ) -> tuple[Participant, ...]:
        found = [
            (handle, value_line(line)) for line in lines for handle in value_line(line).handles
        ]
        return tuple(self.participant(handle, line, default) for handle, line in found)

    def participant(
        self, handle: str, line: ValueLine, default: tuple[str, ...] = ()
    ) -> Participant:
        """Return a thing in its part."""
        thing, spans = self.thing(handle), self.spans[handle]
        if line.rest and line.rest not in Effect.__args__:  # type: ignore[attr-defined]
            raise ValueError(f"{line.rest!r} is no effect ({handle})")
        return Participant(
            name=self.name(handle),
            named=thing.name is not None,
            spans=spans,
            kind=thing.kind,
            group=self._groups[handle],
            actor=Resolved(why=NOT_ANNOTATED),
            number=count_of(thing.number, spans[0].cut(self.text)) if thing.number else None,
            effect=line.rest or None,  # type: ignore[arg-type]
            according_to=self.chain(_chain(line, default), spans[0]),
            certainty=line.certainty,
        )

    def _counts(
        self, lines: tuple[str, ...], default: tuple[str, ...]
    ) -> tuple[Claimed[Count], ...]:
        counts = []
        for line in map(value_line, lines):
            spans = tuple(self.spans[handle][0] for handle in line.handles)
            count = count_of(line.rest, " and ".join(span.cut(self.text) for span in spans))
            chain = self.chain(_chain(line, default), spans[0])
            counts.append(
                Claimed(value=count, spans=spans, according_to=chain, certainty=line.certainty)
            )
        return tuple(counts)

    # ------------------------------------------------------------------ statements

    def statement(self, name: str, marked: MarkedStatement, events: dict[str, Event]) -> Statement:
        """Return a statement with its chain, what it is about and what it says."""
        content = tuple(sorted(self.spans[name], key=lambda s: s.start))
        cue = self.spans.get(f"{name}.cue", (None,))[0]
        first = cue or content[0]
        chain = self.chain(chain_line(marked.by or "-"), first)
        kind = marked.kind
        blamed = value_line(marked.accused) if marked.accused else None
        return Statement(
            id=content_id("statement", self._identity, kind, f"{first.start}-{first.end}"),
            kind=kind,
            voice="attributed" if chain else "document",
            speaker=chain[-1] if chain else None,
            according_to=chain[:-1],
            cue=cue,
            content=content,
            about=tuple(events[event].id for event in marked.about),
            accused=self.participant(blamed.handles[0], blamed) if blamed else None,
            proposition=self._proposition(marked.proposition, content[0]),
            date=self._said_on(marked.when, first),
            venue=self._phrase((marked.venue,) if marked.venue else (), first),
            addressee=self._phrase((marked.to,) if marked.to else (), first),
        )

    def _said_on(self, handle: str | None, to: Span) -> Claimed[DateRange]:
        if handle is None:
            return Claimed(why="no date is given for the statement")
        span = self.nearest(handle, to)
        date = self._date(handle, span)
        return Claimed(value=date.value, why=date.why, spans=(span,))

    def _phrase(self, handles: tuple[str, ...], to: Span) -> Phrase | None:
        if not handles:
            return None
        spans = tuple(self.nearest(handle, to) for handle in handles)
        return Phrase(text=", ".join(span.cut(self.text) for span in spans), spans=spans)

    def _proposition(self, line: str | None, to: Span) -> Proposition | None:
        if line is None:
            return None
        said = proposition_line(line)
        return Proposition(
            relation=said.relation,
            negated=said.negated,
            subject=self._phrase(said.subject, to),
            object=self._phrase(said.object, to),
            place=self._phrase(said.place, to),
            direction=self._phrase(said.direction, to),
        )


def _chain(line: ValueLine, default: tuple[str, ...]) -> tuple[str, ...]:
    return default if line.chain is None else line.chain
