"""Whom an accusation is against, as a Participant."""

import re
from collections.abc import Sequence

from accordingto.codify.kinds import head_words
from accordingto.codify.parties import proper
from accordingto.codify.propositions import Related
from accordingto.codify.words import word_list
from accordingto.domain import Mention, Participant, ParticipantKind, Quotation, Span, StatementKind

# "accused / T / of C", "blamed / T / for C", "blamed C on / T"
TARGET = re.compile(
    r"\s*(?P<t>[^.;]{1,120}?)(?:\s+(?i:for|over|as|with|responsible)\b|"
    r"\s+(?i:of)\s+(?=(?i:\w+ing)\b|[a-z])|,|;|$)"
)
PASSIVE = re.compile(r"(?:of|for|over)\b", re.IGNORECASE)  # "X was accused / of C"
N_TARGET_WORDS = 12
ON_TARGET = re.compile(r"\bon\s+(?P<t>(?:the\s+)?[^,;.]{2,80})$")
WORDS_OF_KIND: tuple[tuple[ParticipantKind, str], ...] = (
    ("government", r"\b(?:government|regime|administration|authorities|junta|ministry)\b"),
    ("state_force", r"\b(?:army|police|military|troops|forces|navy|soldiers|security services?)\b"),
    (
        "armed_group",
        r"\b(?:militants?|rebels?|insurgents?|guerrillas?|militias?|fighters|"
        r"group|gunmen|front|brigades?|ISIS(?:-\w+)?|Taliban|Islamic State|Al[- ]Qaeda)\b",
    ),
    ("official", r"\b(?:president|minister|governor|mayor|general|commander|official)\b"),
)


def accused_of(
    text: str,
    quotation: Quotation | None,
    kind: StatementKind,
    related: Related | None,
    mentions: Sequence[Mention],
    *,
    linked: Span | None = None,
) -> Participant | None:
    """Return the party an accusation names.

    That is its cue's object, else the party that the network links to it, else who acts in its
    proposition.
    """
    if kind != "accuse":
        return None
    span = object_of_cue(text, quotation) if quotation is not None else None
    span = span or linked
    if span is not None:
        return _participant(text, (span,), mentions, span.cut(text))
    subject = related.proposition.subject if related is not None else None
    if subject is not None and subject.spans:
        return _participant(text, subject.spans, mentions, subject.text)
    return None


def is_unknown(name: str) -> bool:
    """Return whether a party is called no more than "gunmen" or "unknown attackers".

    >>> is_unknown("unknown armed men"), is_unknown("armed men of the Dawn Brigade")
    (True, False)
    """
    heads = head_words(name)
    return bool(heads) and heads[-1] in word_list("unknown_doers") and not re.search(r"[A-Z]", name)


def object_of_cue(text: str, quotation: Quotation) -> Span | None:
    """Return T of "accused T of C" and "blamed C on T"."""
    cue = quotation.cue
    if cue is None:
        return None
    words = cue.cut(text)
    if not re.search(r"accus|blam|held|hold|charg|implicat", words, re.IGNORECASE):
        return None
    content = next((s for s in quotation.content if s.start >= cue.end), None)
    if content is None or PASSIVE.match(text, content.start):
        return next((s for s in quotation.content if s.end <= cue.start), None)
    if re.search(r"blam", words, re.IGNORECASE):
        on = ON_TARGET.search(text, content.start, content.end)
        if on is not None:
            return Span(start=on.start("t"), end=on.end("t"))
    found = TARGET.match(text, cue.end, content.end)
    if found is None or len(found["t"].split()) > N_TARGET_WORDS:
        return None
    return Span(start=found.start("t"), end=found.end("t"))


def _participant(
    text: str, spans: tuple[Span, ...], mentions: Sequence[Mention], words: str
) -> Participant:
    inside = [m for m in proper(mentions, text) if any(s.touches(m) for s in spans)]
    name = re.sub(r"^(?:the|a|an)\s+|\s*\([^)]*\)?$", "", words, flags=re.IGNORECASE).strip()
    name = " ".join((name or words).split())
    return Participant(
        name=name,
        named=bool(inside),
        spans=spans,
        kind=_kind(words, inside),
        group=inside[0].group if len(inside) == 1 else None,
        certainty="accused",
    )


def _kind(words: str, inside: Sequence[Mention]) -> ParticipantKind:
    for kind, pattern in WORDS_OF_KIND:
        if re.search(pattern, words, re.IGNORECASE):
            return kind
    labels = {m.label for m in inside}
    if "person" in labels:
        return "person"
    if "organisation" in labels:
        return "organisation"
    return "government" if labels else "unknown"
