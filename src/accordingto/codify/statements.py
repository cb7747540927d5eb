"""Who says so: every quotation made a statement, and the page's own accusations beside them."""

from collections.abc import Sequence

import msgspec

from accordingto.codify.accused import accused_of, is_unknown, object_of_cue
from accordingto.codify.asserted import Saying, asserted, other_party
from accordingto.codify.circumstances import date_of, slot
from accordingto.codify.evidence import Evidence
from accordingto.codify.own_voice import own_voice
from accordingto.codify.propositions import Controller, Related, relations
from accordingto.codify.relays import relay_of
from accordingto.codify.speakers import Speakers
from accordingto.codify.statement_kinds import (
    cue_words,
    is_negated,
    is_nobody,
    kind_by_content,
    kind_of,
    likeliest_kind,
)
from accordingto.domain import (
    Annotated,
    Mention,
    Phrase,
    Quotation,
    Source,
    Span,
    Statement,
    StatementKind,
)
from accordingto.ids import content_id

ALL_PRONOUNS = frozenset({"it", "they", "he", "she", "we", "i"})


def statements(annotated: Annotated) -> tuple[Statement, ...]:
    """Return the statements of a document, in the order of their first words.

    Attributed ones come from the quotations, with outer speakers in ``according_to``; those with
    voice "document" are accusations between named parties in the page's own words.
    """
    evidence = Evidence(annotated)
    quotations = [q for q in annotated.quotations if q.content]
    chains = _chains(annotated, quotations)
    made = [
        statement
        for i, quotation in enumerate(quotations)
        if (statement := _attributed(i, quotations, chains, annotated, evidence)) is not None
    ]
    made.extend(own_voice(annotated, made))
    unique = {statement.id: statement for statement in made}
    return tuple(sorted(unique.values(), key=lambda s: (_first(s), s.id)))


def _chains(annotated: Annotated, quotations: Sequence[Quotation]) -> list[tuple[Source, ...]]:
    """Return who each sentence names as passing its quotation on, and last its speaker."""
    speakers = Speakers(annotated)
    chains: dict[int, tuple[Source, ...]] = {}
    for i, quotation in sorted(enumerate(quotations), key=lambda pair: _order(pair[1])):
        if quotation.source is None:
            chains[i] = ()
            continue
        chains[i] = (speakers.source(quotation.source),)
        relay = relay_of(annotated, quotation)
        if relay is not None and relay.origin is not None:
            chains[i] = (*chains[i], speakers.source(relay.origin))
        elif relay is not None and relay.passed_on is not None:
            chains[i] = (speakers.source(relay.passed_on), *chains[i])
    return [chains[i] for i in range(len(quotations))]


# ---------------------------------------------------------------------- attributed statements


def _attributed(
    i: int,
    quotations: Sequence[Quotation],
    chains: Sequence[tuple[Source, ...]],
    annotated: Annotated,
    evidence: Evidence,
) -> Statement | None:
    quotation = quotations[i]
    text, mentions = annotated.document.text, annotated.mentions
    speaker = chains[i][-1] if chains[i] else None
    words = cue_words(text, quotation)
    negated = is_negated(text, quotation)
    kind = kind_of(words, speaker, negated=negated)
    if quotation.source is not None and is_nobody(quotation.source.cut(text)):
        return None
    if kind == "claim_responsibility" and negated:
        return None
    found = _proposition(text, quotation, kind, speaker, mentions)
    kind = kind_by_content(kind, text, quotation, found, speaker)
    ruled, kind = kind, likeliest_kind(kind, evidence.cue(quotation.cue))
    linked = other_party(quotation.cue, speaker, evidence)
    accused = accused_of(text, quotation, kind, found, mentions, linked=linked)
    if kind != ruled and accused is not None and is_unknown(accused.name):
        kind, accused = ruled, None  # "killed by unknown armed men": nobody is accused
    saying = Saying(quotation.cue, kind, speaker, accused, found)
    outer = _outer(i, quotations)
    chain = _without(speaker, [*(s for k in outer for s in chains[k]), *chains[i][:-1]])
    region = _frame_of(annotated, quotation)
    first = quotation.cue or quotation.content[0]
    return Statement(
        id=content_id("statement", annotated.document.id, kind, f"{first.start}-{first.end}"),
        kind=kind,
        voice="attributed",
        speaker=speaker,
        according_to=chain,
        cue=quotation.cue,
        content=quotation.content,
        accused=accused,
        proposition=asserted(saying, annotated, evidence),
        date=date_of(text, quotation, region, mentions),
        venue=slot("venue", text, region, quotation),
        addressee=slot("addressee", text, region, quotation),
        confidence=quotation.score,
    )


def _order(quotation: Quotation) -> int:
    return quotation.source.start if quotation.source else quotation.content[0].start


def _first(statement: Statement) -> int:
    spans = [*statement.content, *((statement.cue,) if statement.cue else ())]
    first: int = min(span.start for span in spans)
    return first


def _outer(i: int, quotations: Sequence[Quotation]) -> list[int]:
    """Return the quotations whose contents hold this one, the outermost first."""
    inner = quotations[i]
    mark = inner.cue or inner.content[0]
    around = [
        (-_length(other.content), k)
        for k, other in enumerate(quotations)
        if k != i
        and any(s.covers(mark) for s in other.content)
        and not any(s.covers(other.cue) for s in inner.content if other.cue)
    ]
    return [k for _, k in sorted(around)]


def _without(speaker: Source | None, chain: Sequence[Source]) -> tuple[Source, ...]:
    """Drop from a chain who speaks anyway, and the second of two equal links."""
    kept: list[Source] = []
    for source in chain:
        names = {k.name for k in kept} | ({speaker.name} if speaker else set())
        if source.name not in names:
            kept.append(source)
    return tuple(kept)


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _frame_of(annotated: Annotated, quotation: Quotation) -> Span:
    """Return the sentence of the cue, or the words themselves when there is none."""
    at = quotation.cue or quotation.content[0]
    sentence = annotated.sentence_at(at.start)
    return Span(start=sentence.start, end=sentence.end) if sentence else at


# ---------------------------------------------------------------------- their parts


def _pronouns(speaker: Source) -> frozenset[str]:
    """Return the pronouns a speaker uses, or is given, for itself."""
    if speaker.kind in {"group", "agency", "document", "publisher"}:
        return frozenset({"it", "they", "we"})
    if speaker.kind == "official" and speaker.role is None:
        return ALL_PRONOUNS
    return frozenset({"he", "she", "i", "we", "they"})


def _proposition(
    text: str,
    quotation: Quotation,
    kind: StatementKind,
    speaker: Source | None,
    mentions: Sequence[Mention],
) -> Related | None:
    controller = None
    if speaker is not None and kind in {
        "deny",
        "claim_responsibility",
        "threaten",
        "say",
        "confirm",
        "report",
    }:
        named = Phrase(text=speaker.name, spans=speaker.spans)
        controller = Controller(named, _pronouns(speaker))
    target = object_of_cue(text, quotation) if kind == "accuse" else None
    if target is not None:
        controller = Controller(Phrase(text=target.cut(text), spans=(target,)), ALL_PRONOUNS)
    for span in quotation.content:
        found = relations(text, span, mentions, controller=controller)
        if found:
            best = next((r for r in found if not r.weak), found[0])
            return _negated_by(best) if kind == "deny" else best
    return None


def _negated_by(related: Related) -> Related:
    negated = msgspec.structs.replace(related.proposition, negated=True)
    return related._replace(proposition=negated)
