"""The statements page as values: who said what about it, and what cannot both hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from accordingto.domain import Certainty, Reading, Statement, StatementKind, Value
from accordingto.serve.notes import said
from accordingto.serve.passages import Passage, address, passages
from accordingto.serve.rows import Facet
from accordingto.serve.words import STATEMENTS, chain, short_date

MOST_SPEAKERS = 25  # in the facet; the search finds the others


class Uttered(Value, frozen=True):
    """One statement: who said it, of what kind, and the sentences it stands in."""

    id: str
    kind: StatementKind
    when: str
    speaker: str
    through: str
    accused: str
    certainty: Certainty
    relation: str
    publisher: str
    href: str
    checks: tuple[str, ...]
    passages: tuple[Passage, ...]


class Pair(Value, frozen=True):
    """Two statements face to face, and why they cannot both hold."""

    left: Uttered
    right: Uttered
    why: str


def uttered(reading: Reading) -> list[Uttered]:
    """Return a reading's statements in the order of the text."""
    return [_uttered(statement, reading) for statement in reading.statements]


def pairs(reading: Reading) -> list[Pair]:
    """Return the contradictions within one report."""
    by_id = {statement.id: statement for statement in uttered(reading)}
    return [
        Pair(left=by_id[c.statements[0]], right=by_id[c.statements[1]], why=c.why)
        for c in reading.contradictions
        if by_id.keys() >= set(c.statements)
    ]


def chosen(
    every: Iterable[Uttered], *, kind: str, speaker: str
) -> tuple[list[Uttered], dict[str, tuple[Facet, ...]]]:
    """Return the statements of a kind and a speaker, and the choices there are; "" is any."""
    held = list(every)
    kept = [u for u in held if kind in ("", u.kind) and speaker in ("", u.speaker)]
    by_kind = Counter(u.kind for u in held if speaker in ("", u.speaker))
    by_speaker = Counter(u.speaker for u in held if kind in ("", u.kind))
    return kept, {
        "kind": tuple(
            _facet(STATEMENTS[name], n, {"kind": name, "speaker": speaker}, is_on=name == kind)
            for name, n in by_kind.most_common()
        ),
        "speaker": tuple(
            _facet(name, n, {"speaker": name, "kind": kind}, is_on=name == speaker)
            for name, n in by_speaker.most_common(MOST_SPEAKERS)
        ),
    }


def _facet(name: str, n: int, query: dict[str, str], *, is_on: bool) -> Facet:
    """Make a choice; its own filter comes first in ``query`` and a second click takes it off."""
    own, *others = query.items()
    kept = {key: value for key, value in (others if is_on else [own, *others]) if value}
    href = f"/statements?{urlencode(kept)}" if kept else "/statements"
    return Facet(name=name, n_incidents=n, chosen=is_on, href=href)


def _uttered(statement: Statement, reading: Reading) -> Uttered:
    document, accused = reading.document, statement.accused
    spans = [*statement.content, *([statement.cue] if statement.cue else [])]
    given = statement.date.value
    return Uttered(
        id=statement.id,
        kind=statement.kind,
        when=short_date(given.first if given else document.published),
        speaker=_speaker(statement),
        through=chain(statement.according_to) if statement.according_to else "",
        accused=accused.name if accused else "",
        certainty=accused.certainty if accused else "fact",
        relation=said(statement.proposition).text if statement.proposition else "",
        publisher=document.publisher or "unknown publisher",
        href=f"{address(document.id)}#{statement.id}",
        checks=tuple(check.finding for check in statement.checks),
        passages=tuple(passages(document.id, document.text, spans)),
    )


def _speaker(statement: Statement) -> str:
    return chain((statement.speaker,)) if statement.speaker else "the report itself"


def all_pairs(readings: Sequence[Reading]) -> list[Pair]:
    """Return the contradictions of many reports, in their order."""
    return [pair for reading in readings for pair in pairs(reading)]
