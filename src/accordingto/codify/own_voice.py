"""What a page accuses somebody of in its own voice: a relation between two named parties."""

from collections.abc import Sequence

from accordingto.codify.accused import accused_of
from accordingto.codify.circumstances import NO_DATE
from accordingto.codify.parties import proper
from accordingto.codify.propositions import Related, relations, table
from accordingto.domain import Annotated, Claimed, Span, Statement
from accordingto.ids import content_id

OWN_VOICE_SCORE = 0.6


def own_voice(annotated: Annotated, attributed: Sequence[Statement]) -> list[Statement]:
    taken = [s for statement in attributed for s in (*statement.content, statement.cue) if s]
    made = []
    for sentence in annotated.sentences:
        span = Span(start=sentence.start, end=sentence.end)
        for related in relations(annotated.document.text, span, annotated.mentions):
            if not any(s.touches(related.trigger) for s in taken) and _accuses(annotated, related):
                made.append(_asserted(annotated, related, span))
                break
    return made


def _accuses(annotated: Annotated, related: Related) -> bool:
    """Return whether a relation is an accusation between two named parties, one of them armed."""
    proposition = related.proposition
    if not related.accuses or proposition.subject is None or proposition.object is None:
        return False
    named = proper(annotated.mentions, annotated.document.text)
    subject = [m for m in named for s in proposition.subject.spans if s.touches(m)]
    other = [m for m in named for s in proposition.object.spans if s.touches(m)]
    if not subject or not other or proposition.relation == "directs":
        return False
    if proposition.relation in {"shelters", "colludes_with"}:
        return True
    armed, harmless = table().armed, table().harmless
    if armed.search(proposition.object.text):
        return True
    if harmless.search(proposition.object.text) or harmless.search(proposition.subject.text):
        return False
    states = any(m.label in {"place", "nationality"} for m in subject)
    return states and all(m.label == "organisation" for m in other)


def _asserted(annotated: Annotated, related: Related, sentence: Span) -> Statement:
    text, cue = annotated.document.text, related.trigger
    end = sentence.end - (text[sentence.end - 1] in ".!?")
    content = Span(start=sentence.start, end=max(end, sentence.start + 1))
    return Statement(
        id=content_id("statement", annotated.document.id, "accuse", f"{cue.start}-{cue.end}"),
        kind="accuse",
        voice="document",
        speaker=None,
        according_to=(),
        cue=cue,
        content=(content,),
        accused=accused_of(text, None, "accuse", related, annotated.mentions),
        proposition=related.proposition,
        date=Claimed(why=NO_DATE),
        confidence=OWN_VOICE_SCORE,
    )
