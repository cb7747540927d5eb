"""What a statement says, as a proposition: what the rules read, else what the network sees."""

from typing import NamedTuple, get_args

from accordingto.codify.credit import credited
from accordingto.codify.evidence import Evidence
from accordingto.codify.parties import as_phrase
from accordingto.codify.propositions import Related
from accordingto.domain import (
    Annotated,
    CueMention,
    Participant,
    Phrase,
    Proposition,
    Relation,
    Source,
    Span,
    StatementKind,
)

RELATIONS: tuple[Relation, ...] = get_args(Relation)
NONE_CREDIT = -0.4  # of probability, for no relation: the network is shy of the rest
_ONESELF = frozenset(("we", "i", "it", "they", "he", "she", "which", "who"))
_OF_ONESELF = frozenset(("claim_responsibility", "deny"))


class Saying(NamedTuple):
    """What is known of a statement so far; ``rule`` is what the rules read in its content."""

    cue: Span | None
    kind: StatementKind
    speaker: Source | None
    accused: Participant | None
    rule: Related | None


def asserted(saying: Saying, annotated: Annotated, evidence: Evidence) -> Proposition | None:
    """Return what is said of whom, or None where it says of nobody what he does to another.

    What the rules read goes first: they find few, and those exactly.
    """
    cue, rule = saying.cue, saying.rule
    seen = evidence.cue(cue)
    if seen is None or cue is None or rule is not None:
        return rule.proposition if rule is not None else None
    relation = _likeliest(seen)
    if relation is None:
        return None
    subject = _subject(saying, annotated, evidence)
    linked = evidence.said("object", cue) if relation != "carried_out" else ()
    object_ = _phrase(linked[0][0], annotated) if linked else None
    if subject is None and object_ is None:
        return None
    negated = saying.kind == "deny"
    return Proposition(relation=relation, negated=negated, subject=subject, object=object_)


def _subject(saying: Saying, annotated: Annotated, evidence: Evidence) -> Phrase | None:
    """Return who is said to act: the accused, else whom the network links, else the speaker."""
    speaker, accused = saying.speaker, saying.accused
    if accused is not None:
        return Phrase(text=accused.name, spans=accused.spans)
    himself = Phrase(text=speaker.name, spans=speaker.spans) if speaker is not None else None
    span = other_party(saying.cue, None if saying.kind in _OF_ONESELF else speaker, evidence)
    if span is None:
        return himself if saying.kind in _OF_ONESELF else None
    subject = _phrase(span, annotated)
    if himself is not None and subject.text.casefold() in _ONESELF:
        return Phrase(text=himself.text, spans=(*himself.spans, *subject.spans))
    return subject


def other_party(cue: Span | None, speaker: Source | None, evidence: Evidence) -> Span | None:
    """Return the likeliest party that a cue says does something, but for who speaks."""
    own = speaker.spans if speaker is not None else ()
    found = evidence.said("subject", cue) if cue is not None else ()
    return next((span for span, _ in found if not any(span.touches(s) for s in own)), None)


def _phrase(span: Span, annotated: Annotated) -> Phrase:
    return as_phrase(annotated.document.text, span, annotated.mentions)


def _likeliest(seen: CueMention) -> Relation | None:
    likely = credited(seen.relations, "none", NONE_CREDIT)
    best = max(RELATIONS, key=lambda name: likely.get(name, 0.0))
    return best if likely.get(best, 0.0) > likely["none"] else None
