"""Statements: which of them are found, who speaks through whom, and what they say about what."""

from collections.abc import Callable, Sequence

from accordingto.domain import Phrase, Proposition, Source, Statement
from accordingto.scoring.figures import Counts, Name, Sheet, both, share
from accordingto.scoring.overlap import same_chain, touching
from accordingto.scoring.pairing import Aligned

Judge = Callable[[Statement, Statement], bool]
Found = Sequence[tuple[Statement, Statement]]


def statement_counts(aligned: Aligned) -> Sheet:
    """Return the counts of one report's statements."""
    gold, read = aligned.gold.statements, aligned.read.statements
    found = [(gold[i], read[j]) for i, j in aligned.statements]
    n = {"found": len(read), "gold": len(gold)}
    spoken = sum(_same_speaker(one, other) for one, other in found)
    return {
        Name("statements", "found"): both(len(found), **n),
        Name("statements", "found, with the speaker"): both(spoken, **n),
        **{
            Name("statements", what, "share"): share(sum(judge(*p) for p in found), len(found))
            for what, judge in _JUDGES.items()
        },
        **_relayed(found),
        Name("statements", "about"): _about(aligned, found),
        Name("statements", "proposition"): _propositions(gold, read, found),
    }


def _same_speaker(gold: Statement, read: Statement) -> bool:
    if gold.speaker is None or read.speaker is None:
        return gold.speaker is None and read.speaker is None
    return touching(gold.speaker.spans, read.speaker.spans)


_JUDGES: dict[str, Judge] = {
    "speaker": _same_speaker,
    "kind": lambda gold, read: gold.kind == read.kind,
    "whole chain": lambda gold, read: same_chain(_chain(gold), _chain(read)),
    "voice": lambda gold, read: gold.voice == read.voice,
}


def _chain(statement: Statement) -> tuple[Source, ...]:
    """Return who passed it on and then who speaks."""
    speaker = (statement.speaker,) if statement.speaker is not None else ()
    return (*statement.according_to, *speaker)


def _relayed(found: Found) -> Sheet:
    """Count chains where somebody passed the statement on: most chains are one link long."""
    relayed = [(gold, read) for gold, read in found if gold.according_to]
    right = sum(same_chain(_chain(gold), _chain(read)) for gold, read in relayed)
    name = Name("statements", "whole chain, of relayed statements", "share")
    return {name: share(right, len(relayed))}


def _about(aligned: Aligned, found: Found) -> Counts:
    """Count the links from statements to events: right when both of its ends are one."""
    gold, read = aligned.gold, aligned.read
    same = {gold.events[i].id: read.events[j].id for i, j in aligned.events}
    right = sum(same.get(event) in other.about for one, other in found for event in set(one.about))
    n_gold = sum(len(set(statement.about)) for statement in gold.statements)
    n_read = sum(len(set(statement.about)) for statement in read.statements)
    return both(right, found=n_read, gold=n_gold)


def _propositions(gold: Sequence[Statement], read: Sequence[Statement], found: Found) -> Counts:
    right = sum(_same_proposition(a.proposition, b.proposition) for a, b in found)
    n_gold = sum(statement.proposition is not None for statement in gold)
    n_read = sum(statement.proposition is not None for statement in read)
    return both(right, found=n_read, gold=n_gold)


def _same_proposition(gold: Proposition | None, read: Proposition | None) -> bool:
    if gold is None or read is None:
        return False
    told = (gold.relation, gold.negated) == (read.relation, read.negated)
    parties = (gold.subject, read.subject), (gold.object, read.object)
    return told and all(_same_phrase(one, other) for one, other in parties)


def _same_phrase(gold: Phrase | None, read: Phrase | None) -> bool:
    if gold is None or read is None:
        return gold is None and read is None
    return touching(gold.spans, read.spans)
