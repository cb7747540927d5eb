"""Each field of an incident as positions: every value that anybody gives, and who gives it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from accordingto.domain import (
    Certainty,
    Claimed,
    Count,
    DateRange,
    Holder,
    Participant,
    Place,
    Position,
    Source,
    Span,
    Statement,
)
from accordingto.link.features import Member
from accordingto.link.names import folded

# Statements that are fields of their own, under these names.
STATEMENTS = {
    "claim_responsibility": "claims",
    "accuse": "accusations",
    "deny": "denials",
    "confirm": "confirmations",
}
_LONGEST_TEXT = 240


class Held(Struct, frozen=True, kw_only=True):
    """A value of a field, what it is equal by, its wording, and one who holds it."""

    key: Any
    value: Any
    text: str
    holder: Holder


def fields_of(members: Sequence[Member]) -> dict[str, tuple[Position, ...]]:
    """Return the positions of each field that anybody says something about.

    Positions are in the order in which they were first published, those without a date last.
    """
    found: dict[str, list[Held]] = {}
    for member in members:
        for field, held in _held(member):
            found.setdefault(field, []).append(held)
    return {field: _positions(held) for field, held in found.items()}


def _positions(held: Iterable[Held]) -> tuple[Position, ...]:
    grouped: dict[bytes, list[Held]] = {}
    for one in sorted(held, key=lambda h: _when(h.holder)):
        grouped.setdefault(msgspec.json.encode(one.key, order="sorted"), []).append(one)
    return tuple(
        Position(value=same[0].value, text=same[0].text, holders=tuple(one.holder for one in same))
        for same in grouped.values()
    )


def _when(holder: Holder) -> tuple[bool, str, str, str]:
    return holder.published is None, holder.published or "", holder.document, holder.event


def _held(member: Member) -> Iterator[tuple[str, Held]]:
    event = member.event
    yield "kind", _plain(member, event.kind)
    yield "stage", _plain(member, event.stage)
    if event.date.value is not None:
        yield "date", _date(member, event.date, event.date.value)
    if event.place.value is not None:
        yield "place", _place(member, event.place, event.place.value)
    for field in ("killed", "injured", "abducted"):
        for claim in getattr(event, field):
            if claim.value is not None:
                yield field, _count(member, claim, claim.value)
    for field in ("perpetrators", "targets", "victims", "means"):
        for participant in getattr(event, field):
            yield field, _participant(member, participant)
    for statement in member.reading.statements:
        if event.id in statement.about and statement.kind in STATEMENTS:
            yield STATEMENTS[statement.kind], _statement(member, statement)


def _holder(
    member: Member,
    *,
    according_to: tuple[Source, ...] = (),
    certainty: Certainty = "fact",
    spans: tuple[Span, ...] = (),
) -> Holder:
    document = member.reading.document
    return Holder(
        document=document.id,
        event=member.id,
        publisher=document.publisher,
        published=document.published,
        according_to=according_to,
        certainty=certainty,
        spans=spans,
        independent=document.copy_of is None,
    )


def _plain(member: Member, value: str) -> Held:
    event = member.event
    holder = _holder(member, according_to=event.according_to, spans=event.trigger)
    return Held(key=value, value=value, text=value.replace("_", " "), holder=holder)


def _claim_holder(member: Member, claim: Claimed[Any]) -> Holder:
    return _holder(
        member,
        according_to=claim.according_to or member.event.according_to,
        certainty=claim.certainty,
        spans=claim.spans,
    )


def _date(member: Member, claim: Claimed[DateRange], value: DateRange) -> Held:
    shown = {"first": value.first, "last": value.last, "precision": value.precision}
    return Held(key=shown, value=shown, text=value.text, holder=_claim_holder(member, claim))


def _place(member: Member, claim: Claimed[Place], value: Place) -> Held:
    shown = msgspec.to_builtins(value)
    return Held(
        key=value.gazetteer_id, value=shown, text=value.name, holder=_claim_holder(member, claim)
    )


def _count(member: Member, claim: Claimed[Count], value: Count) -> Held:
    shown = {"low": value.low, "high": value.high, "others": value.others}
    return Held(key=shown, value=shown, text=value.text, holder=_claim_holder(member, claim))


def _participant(member: Member, participant: Participant) -> Held:
    actor = participant.actor.value
    number = participant.number
    shown = {
        "name": participant.name,
        "kind": participant.kind,
        "named": participant.named,
        "actor": actor.id if actor is not None else None,
        "number": {"low": number.low, "high": number.high} if number is not None else None,
        "effect": participant.effect,
    }
    holder = _holder(
        member,
        according_to=participant.according_to or member.event.according_to,
        certainty=participant.certainty,
        spans=participant.spans,
    )
    same = [_same_name(participant), participant.effect]
    return Held(key=same, value=shown, text=participant.name, holder=holder)


def _same_name(participant: Participant) -> str:
    actor = participant.actor.value
    return (
        f"actor {actor.id}" if actor is not None else folded(participant.name) or participant.name
    )


def _statement(member: Member, statement: Statement) -> Held:
    accused, speaker, said = statement.accused, statement.speaker, statement.proposition
    shown = {
        "statement": statement.id,
        "speaker": speaker.name if speaker is not None else None,
        "accused": accused.name if accused is not None else None,
        "actor": accused.actor.value.id if accused and accused.actor.value else None,
        "relation": said.relation if said is not None else None,
        "negated": said.negated if said is not None else False,
    }
    holder = _holder(
        member,
        according_to=(*statement.according_to, *((speaker,) if speaker is not None else ())),
        certainty=_certainty(statement),
        spans=statement.content or ((statement.cue,) if statement.cue is not None else ()),
    )
    key = [shown[name] for name in ("speaker", "accused", "relation", "negated")]
    return Held(key=key, value=shown, text=_wording(member, statement), holder=holder)


def _certainty(statement: Statement) -> Certainty:
    if statement.kind == "deny":
        return "denied"
    if statement.kind != "accuse":
        return "claimed" if statement.kind == "claim_responsibility" else "fact"
    official = statement.speaker is not None and statement.speaker.kind == "official"
    return "accused_by_authorities" if official else "accused"


def _wording(member: Member, statement: Statement) -> str:
    spans = statement.content or ((statement.cue,) if statement.cue is not None else ())
    text = " … ".join(span.cut(member.reading.document.text) for span in spans)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"
