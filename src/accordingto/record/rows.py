"""Values as rows of plain tables: readable columns, named after the values in ``domain``."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from accordingto.domain import (
    Claimed,
    Count,
    Document,
    Event,
    Incident,
    Judgement,
    Mention,
    Participant,
    Position,
    Refused,
    Statement,
)
from accordingto.record import wording
from accordingto.record.wording import Cell


class Row(NamedTuple):
    """One row of a table, without the column ``entry`` that the fold adds."""

    table: str
    cells: dict[str, Cell]


def document_row(document: Document, *, text_sha256: str, added_at: str) -> Row:
    """Return the document with its text; authors stand in one cell, separated by "; "."""
    cells: dict[str, Cell] = {
        "document_id": document.id,
        "authors": "; ".join(document.authors),
        "text_sha256": text_sha256,
        "added_at": added_at,
    }
    for name in _DOCUMENT_FIELDS:
        cells[name] = getattr(document, name)
    return Row("documents", cells)


_DOCUMENT_FIELDS = (
    "publisher",
    "title",
    "published",
    "language",
    "uri",
    "copy_of",
    "n_characters",
    "n_characters_read",
    "sha256",
    "text",
)


def event_rows(event: Event, document: Document) -> Iterator[Row]:
    """Yield the event, then its participants and its claimed values."""
    yield Row("events", _event(event, document))
    for role, participants in _participants(event):
        for position, participant in enumerate(participants):
            key: dict[str, Cell] = {"event_id": event.id, "role": role, "position": position}
            yield Row("participants", key | _participant(participant))
    for field, claims in _claims(event):
        for position, claimed in enumerate(claims):
            key = {"event_id": event.id, "field": field, "position": position}
            yield Row("claims", key | _claim(claimed, document.text))


def _event(event: Event, document: Document) -> dict[str, Cell]:
    return {
        "event_id": event.id,
        "document_id": document.id,
        "kind": event.kind,
        "stage": event.stage,
        "clarity": event.clarity,
        "background": int(event.background),
        "words": wording.words(event.trigger, document.text),
        **wording.date(event.date.value),
        "date_precision": event.date.value.precision if event.date.value else None,
        "why_no_date": event.date.why,
        **wording.place(event.place.value),
        "country": event.place.value.country if event.place.value else None,
        "place_precision": event.place.value.precision if event.place.value else None,
        "why_no_place": event.place.why,
        **{role: wording.names(participants) for role, participants in _participants(event)},
        "killed": wording.tolls(event.killed),
        "injured": wording.tolls(event.injured),
        "abducted": wording.tolls(event.abducted),
        "according_to": wording.chain(event.according_to),
        "confidence": event.confidence,
        **msgspec.structs.asdict(event.codes),
        **wording.extent(event.trigger),
    }


def _participants(event: Event) -> list[tuple[str, tuple[Participant, ...]]]:
    roles = ("perpetrators", "targets", "victims", "means")
    return [(role, getattr(event, role)) for role in roles]


def _claims(event: Event) -> list[tuple[str, Sequence[Claimed[object]]]]:
    fields = ("killed", "injured", "abducted")
    tolls = [(field, getattr(event, field)) for field in fields]
    return [("date", (event.date,)), ("place", (event.place,)), *tolls]


def _participant(participant: Participant) -> dict[str, Cell]:
    actor, number = participant.actor.value, participant.number
    return {
        "name": participant.name,
        "named": int(participant.named),
        "kind": participant.kind,
        "actor_id": actor.id if actor else None,
        "actor": actor.name if actor else None,
        **wording.limits(number, "number_"),
        "effect": participant.effect,
        "according_to": wording.chain(participant.according_to),
        "certainty": participant.certainty,
        "confidence": participant.confidence,
        **wording.extent(participant.spans),
    }


def _claim(claimed: Claimed[object], text: str) -> dict[str, Cell]:
    value = claimed.value
    return {
        "value": wording.shown(value),
        **wording.limits(value if isinstance(value, Count) else None),
        "why_no_value": claimed.why,
        "words": wording.words(claimed.spans, text),
        "according_to": wording.chain(claimed.according_to),
        "certainty": claimed.certainty,
        "confidence": claimed.confidence,
        **wording.extent(claimed.spans),
    }


def statement_rows(statement: Statement, document: Document) -> Iterator[Row]:
    """Yield the statement, then the events it is about."""
    yield Row("statements", _statement(statement, document))
    for position, event_id in enumerate(statement.about):
        cells: dict[str, Cell] = {"statement_id": statement.id, "position": position}
        yield Row("statement_events", cells | {"event_id": event_id})


def _statement(statement: Statement, document: Document) -> dict[str, Cell]:
    speaker, proposition = statement.speaker, statement.proposition
    actor = speaker.actor.value if speaker and speaker.actor else None
    cue = (statement.cue,) if statement.cue else ()
    return {
        "statement_id": statement.id,
        "document_id": document.id,
        "kind": statement.kind,
        "voice": statement.voice,
        "speaker": speaker.name if speaker else None,
        "speaker_role": speaker.role if speaker else None,
        "speaker_kind": speaker.kind if speaker else None,
        "speaker_actor": actor.name if actor else None,
        "according_to": wording.chain(statement.according_to),
        "cue": wording.words(cue, document.text) if cue else None,
        "content": wording.words(statement.content, document.text),
        "accused": statement.accused.name if statement.accused else None,
        "relation": proposition.relation if proposition else None,
        "negated": int(proposition.negated) if proposition else None,
        "subject": wording.phrase(proposition.subject) if proposition else None,
        "object": wording.phrase(proposition.object) if proposition else None,
        **wording.date(statement.date.value),
        "venue": wording.phrase(statement.venue),
        "addressee": wording.phrase(statement.addressee),
        "checks": " ".join(check.finding for check in statement.checks) or None,
        "confidence": statement.confidence,
        **wording.extent((*cue, *statement.content)),
    }


def mention_row(mention: Mention, position: int, document: Document) -> Row:
    """Return the mention with what it was resolved to, or why it was not."""
    resolved = (mention.actor, mention.place, mention.date)
    actor = mention.actor.value if mention.actor else None
    return Row(
        "mentions",
        {
            "document_id": document.id,
            "position": position,
            "words": mention.cut(document.text),
            "label": mention.label,
            "mention_group": mention.group,
            "score": mention.score,
            "actor_id": actor.id if actor else None,
            "actor": actor.name if actor else None,
            **wording.place(mention.place.value if mention.place else None),
            **wording.date(mention.date.value if mention.date else None),
            "why_not_known": "; ".join(r.why for r in resolved if r and r.why) or None,
            "span_start": mention.start,
            "span_end": mention.end,
        },
    )


def refusal_row(refused: Refused, position: int, *, document_id: str | None, at: str) -> Row:
    """Return what was refused; ``document_id`` is None for a whole input."""
    cells: dict[str, Cell] = {"position": position, "document_id": document_id, "at": at}
    cells |= {"kind": refused.kind, "what": refused.what, "why": refused.why}
    return Row("refusals", cells)


def judgement_row(judgement: Judgement) -> Row:
    """Return the judgement; its value stands as JSON."""
    cells: dict[str, Cell] = dict(msgspec.structs.asdict(judgement))
    return Row("judgements", cells | {"value": wording.as_json(judgement.value)})


def incident_rows(incident: Incident) -> Iterator[Row]:
    """Yield the incident, its members and joins, and its positions with their holders."""
    key: dict[str, Cell] = {"incident_id": incident.id}
    yield Row("incidents", key | _incident(incident))
    for position, event_id in enumerate(incident.members):
        yield Row("members", key | {"event_id": event_id, "position": position})
    for position, why in enumerate(incident.why):
        cells: dict[str, Cell] = {"left_event": why.left, "right_event": why.right}
        cells |= {
            "score": why.score,
            "parts": wording.as_json(why.parts),
            "judgement": why.judgement,
        }
        yield Row("joins", key | {"position": position} | cells)
    for field, positions in incident.fields.items():
        for number, held in enumerate(positions):
            yield from _position(held, key | {"field": field, "position": number})


def _incident(incident: Incident) -> dict[str, Cell]:
    summary = incident.summary
    return {
        "kind": incident.kind,
        "title": summary.title,
        **wording.date(summary.date),
        "date_precision": summary.date.precision if summary.date else None,
        **wording.place(summary.place),
        "country": summary.place.country if summary.place else None,
        **wording.limits(summary.killed, "killed_"),
        **wording.limits(summary.injured, "injured_"),
        "n_documents": summary.n_documents,
        "n_independent": summary.n_independent,
        "n_disagreements": len(summary.disagreements),
        "disagreements": "; ".join(summary.disagreements) or None,
        "rule": summary.rule,
    }


def _position(position: Position, key: dict[str, Cell]) -> Iterator[Row]:
    cells: dict[str, Cell] = {"value": wording.as_json(position.value), "words": position.text}
    yield Row("positions", key | cells | {"n_holders": len(position.holders)})
    for number, holder in enumerate(position.holders):
        held: dict[str, Cell] = {
            "holder": number,
            "document_id": holder.document,
            "event_id": holder.event,
            "publisher": holder.publisher,
            "published": holder.published,
            "according_to": wording.chain(holder.according_to),
            "certainty": holder.certainty,
            "independent": int(holder.independent),
            **wording.extent(holder.spans),
        }
        yield Row("holders", key | held)
