"""What a statement says, as a proposition: rules and network weighed against each other."""

from typing import get_args

from accordingto.codify.evidence import Evidence
from accordingto.codify.parties import as_phrase
from accordingto.codify.propositions import Related
from accordingto.domain import (
    Annotated,
    CueMention,
    LinkName,
    Phrase,
    Proposition,
    Relation,
    Source,
    Span,
    StatementKind,
)

RELATIONS: tuple[Relation, ...] = get_args(Relation)
RELATION_CREDIT = 0.3  # of probability, for the relation that the rules read
_OF_ONESELF = frozenset(("claim_responsibility", "deny"))


def asserted(
    cue: Span | None,
    kind: StatementKind,
    rule: Related | None,
    speaker: Source | None,
    annotated: Annotated,
    evidence: Evidence,
) -> Proposition | None:
    """Return what is said of whom, or None where it says of nobody what he does to another.

    Args:
        cue: The words that introduce the statement.
        kind: Of the statement.
        rule: What the rules read in its content.
        speaker: Who says it; a claim or denial is of himself unless it names another.
        annotated: The document.
        evidence: What the network makes of it. Where it has not seen the cue, the rules decide.
    """
    seen = evidence.cue(cue)
    if seen is None or cue is None:
        return rule.proposition if rule is not None else None
    relation = _likeliest(seen, rule)
    if relation is None:
        return None
    ruled = rule.proposition if rule is not None and rule.proposition.relation == relation else None
    subject = _linked("subject", cue, annotated, evidence) or (ruled.subject if ruled else None)
    object_ = ruled.object if ruled else None
    if relation != "carried_out":
        object_ = _linked("object", cue, annotated, evidence) or object_
    if subject is None and speaker is not None and kind in _OF_ONESELF:
        subject = Phrase(text=speaker.name, spans=speaker.spans)
    if subject is None and object_ is None:
        return None
    return Proposition(
        relation=relation,
        negated=ruled.negated if ruled else kind == "deny",
        subject=subject,
        object=object_,
        place=ruled.place if ruled else None,
        direction=ruled.direction if ruled else None,
    )


def _likeliest(seen: CueMention, rule: Related | None) -> Relation | None:
    likely = dict(seen.relations)
    if rule is not None:
        known = rule.proposition.relation
        likely[known] = likely.get(known, 0.0) + RELATION_CREDIT
    best = max(RELATIONS, key=lambda name: likely.get(name, 0.0))
    return best if likely.get(best, 0.0) > likely.get("none", 0.0) else None


def _linked(name: LinkName, cue: Span, annotated: Annotated, evidence: Evidence) -> Phrase | None:
    found = evidence.said(name, cue)
    if not found:
        return None
    return as_phrase(annotated.document.text, found[0][0], annotated.mentions)
