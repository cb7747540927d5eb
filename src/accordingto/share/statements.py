"""The table of statements: a row for each thing somebody is said to have said."""

from collections.abc import Iterable, Iterator

from accordingto.domain import Document, Proposition, Reading, Source, Statement
from accordingto.share import wording
from accordingto.share.cells import Row, columns, columns_of_date
from accordingto.share.events import columns_of_document

COLUMNS = (
    *("statement_id", "kind", "voice", "speaker", "speaker_role", "speaker_kind", "speaker_actor"),
    *("according_to", "cue", "content", "about_events", "accused", "accused_actor"),
    *("relation", "negated", "subject", "object", "relation_place", "direction"),
    *("date_first", "date_last", "date_precision", "date_text", "venue", "addressee", "checks"),
    *("confidence", "sentence"),
    *("document_id", "uri", "publisher", "title", "published", "copy_of"),
)


def rows(readings: Iterable[Reading]) -> Iterator[Row]:
    """Yield a row a statement, in the order of the readings."""
    for reading in readings:
        for statement in reading.statements:
            yield _row(statement, reading.document)


def _row(statement: Statement, document: Document) -> Row:
    spans = (*((statement.cue,) if statement.cue else ()), *statement.content)
    return {
        "statement_id": statement.id,
        "kind": statement.kind,
        "voice": statement.voice,
        **_speaker(statement.speaker),
        "according_to": _chain(statement, document),
        "cue": wording.words((statement.cue,) if statement.cue else (), document.text),
        "content": wording.words(statement.content, document.text),
        "about_events": list(statement.about),
        **_accused(statement),
        **_proposition(statement.proposition),
        **columns_of_date(statement.date.value),
        **columns(statement.venue, venue="text"),
        **columns(statement.addressee, addressee="text"),
        "checks": [f"{check.about}: {check.finding}" for check in statement.checks],
        "confidence": statement.confidence,
        "sentence": wording.sentences(sorted(spans, key=lambda s: s.start), document.text),
        **columns_of_document(document),
    }


def _speaker(speaker: Source | None) -> Row:
    actor = speaker.actor.value if speaker and speaker.actor else None
    return {
        **columns(speaker, speaker="name", speaker_role="role", speaker_kind="kind"),
        **columns(actor, speaker_actor="id"),
    }


def _chain(statement: Statement, document: Document) -> str:
    """Write the whole chain, the speaker being its origin."""
    passed_on = statement.according_to
    speaker = statement.speaker
    whole = (*passed_on, speaker) if speaker and speaker not in passed_on else passed_on
    return wording.chain(whole, publisher=document.publisher)


def _accused(statement: Statement) -> Row:
    accused = statement.accused
    actor = accused.actor.value if accused else None
    return {**columns(accused, accused="name"), **columns(actor, accused_actor="id")}


def _proposition(said: Proposition | None) -> Row:
    return {
        **columns(said, relation="relation", negated="negated"),
        **columns(said and said.subject, subject="text"),
        **columns(said and said.object, object="text"),
        **columns(said and said.place, relation_place="text"),
        **columns(said and said.direction, direction="text"),
    }
