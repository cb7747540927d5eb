"""What a statement says, as a proposition: rules and network weighed against each other."""

from typing import NamedTuple, get_args

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
RELATION_CREDIT = 0.3  # of probability, for the relation that the rules read
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
    relation = _likeliest(seen, rule)
    if relation is None:
        return None
    ruled = rule.proposition if rule is not None and rule.proposition.relation == relation else None
    subject = _subject(saying, ruled, annotated, evidence)
    object_ = ruled.object if ruled else None
    if relation != "carried_out":
        linked = evidence.said("object", cue)
        object_ = _phrase(linked[0][0], annotated) if linked else object_
    if subject is None and object_ is None:
        return None
    return Proposition(
        relation=relation,
        negated=ruled.negated if ruled else saying.kind == "deny",
        subject=subject,
        object=object_,
        place=ruled.place if ruled else None,
        direction=ruled.direction if ruled else None,
    )


def _subject(
    saying: Saying, ruled: Proposition | None, annotated: Annotated, evidence: Evidence
) -> Phrase | None:
    """Return who is said to act: the accused, else whom the network links, else the speaker."""
    speaker, accused = saying.speaker, saying.accused
    if accused is not None:
        return Phrase(text=accused.name, spans=accused.spans)
    himself = Phrase(text=speaker.name, spans=speaker.spans) if speaker is not None else None
    span = other_party(saying.cue, None if saying.kind in _OF_ONESELF else speaker, evidence)
    if span is None:
        known = ruled.subject if ruled else None
        return known or (himself if saying.kind in _OF_ONESELF else None)
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


def _likeliest(seen: CueMention, rule: Related | None) -> Relation | None:
    likely = dict(seen.relations)
    if rule is not None:
        known = rule.proposition.relation
        likely[known] = likely.get(known, 0.0) + RELATION_CREDIT
    likely["none"] = likely.get("none", 0.0) + NONE_CREDIT
    best = max(RELATIONS, key=lambda name: likely.get(name, 0.0))
    return best if likely.get(best, 0.0) > likely["none"] else None
