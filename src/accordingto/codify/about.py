"""Which events a statement is about, and so what somebody is said to have carried out."""

from collections.abc import Mapping, Sequence

import msgspec

from accordingto.codify.evidence import Evidence
from accordingto.domain import Annotated, Event, Phrase, Proposition, Span, Statement

COVER_CREDIT = 0.3  # of probability, for an event told of in the content itself
LEAST = 0.5  # probability, with credit, that a statement is about an event
_OF_WHAT_WAS_SAID_BEFORE = frozenset(
    ("claim_responsibility", "deny", "confirm", "condemn", "accuse")
)


def about(
    statements: Sequence[Statement], events: Sequence[Event], annotated: Annotated
) -> tuple[Statement, ...]:
    """Return the statements with the ids of the events that their contents speak of.

    Where the network has looked at a statement's cue, it says of which events; words of the event
    in the content help. Else a content speaks of an event when it covers one of its triggers, and
    a claim, denial or accusation that covers none speaks of the last event before it.
    """
    evidence = Evidence(annotated)
    by_id = {event.id: event for event in events}
    made = []
    for statement in statements:
        if evidence.cue(statement.cue) is not None:
            ids = _seen(statement, events, evidence)
        else:
            ids = _covered(statement, events) or _before(statement, events)
        proposition = _of_event(statement, ids, by_id, annotated.document.text)
        made.append(msgspec.structs.replace(statement, about=ids, proposition=proposition))
    return tuple(made)


def _seen(statement: Statement, events: Sequence[Event], evidence: Evidence) -> tuple[str, ...]:
    covered = set(_covered(statement, events))
    assert statement.cue is not None
    cue = statement.cue
    return tuple(
        event.id
        for event in events
        if evidence.about(cue, event) + COVER_CREDIT * (event.id in covered) >= LEAST
    )


def _covered(statement: Statement, events: Sequence[Event]) -> tuple[str, ...]:
    return tuple(
        e.id for e in events if any(s.touches(t) for s in statement.content for t in e.trigger)
    )


def _before(statement: Statement, events: Sequence[Event]) -> tuple[str, ...]:
    """Return the last event before a statement that has to be about one."""
    refers = statement.kind != "accuse" or statement.proposition is None
    if statement.kind not in _OF_WHAT_WAS_SAID_BEFORE or not refers:
        return ()
    spans = [*statement.content, *((statement.cue,) if statement.cue else ())]
    first = min(span.start for span in spans)
    before = [
        (max(t.start for t in e.trigger), e.id)
        for e in events
        if e.trigger and not e.background and min(t.start for t in e.trigger) < first
    ]
    return (max(before)[1],) if before else ()


def _of_event(
    statement: Statement, ids: Sequence[str], events: Mapping[str, Event], text: str
) -> Proposition | None:
    """Return the proposition; what somebody carried out is the event the statement is about."""
    proposition = statement.proposition
    if proposition is None or proposition.relation != "carried_out":
        return proposition
    triggers = [trigger for i in ids for trigger in events[i].trigger]
    read = proposition.object.spans if proposition.object else ()
    if not triggers or any(s.touches(t) for s in read for t in triggers):
        return proposition
    first = statement.content[0]
    nearest = min(triggers, key=lambda t: _gap(t, first))
    others = [t for t in triggers if t != nearest]
    object_ = Phrase(text=nearest.cut(text), spans=(nearest, *others, *read))
    return msgspec.structs.replace(proposition, object=object_)


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
