"""Victims named in a sentence of their own: "The victim, Ana Ruiz, ...", "he was shot dead"."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from accordingto.codify.fillers import Filler
from accordingto.codify.grouping import Draft
from accordingto.codify.ontology import Ontology
from accordingto.codify.patterns import effect_of
from accordingto.codify.syntax import is_passive, verb_of
from accordingto.codify.triggers import Hit
from accordingto.domain import Annotated, Count, Effect, Mention, Span, Statement

_HARMED: tuple[tuple[Effect, str], ...] = (
    ("death", r"dead|killed|slain|deceased|fatalities|murdered"),
    ("injury", r"wounded|injured"),
    ("abducted", r"abducted|kidnapped|hostages|missing|captives"),
)
# What may stand between "the victim" and the name: "was named by his family as".
_LINK = (
    r"(?:,\s*|\s+(?:was|were|is|are|has\s+been|have\s+been|had\s+been)\s+"
    r"(?:(?:later\s+)?(?:named|identified)\s+(?:by\s+[^.;,]{2,40}?\s+)?as\s+)?)(?:the\s+)?"
    r"(?:[a-z][\w-]*\s+){0,3}(?:[A-Z][a-z]{1,3}\.?\s+)?$"
)
_VICTIM = re.compile(rf"\b(?:the|a)\s+(?:\w+\s+)?(?:victim|dead\s+man|dead\s+woman){_LINK}", re.I)
_NAMED = re.compile(
    r"\b(?:victims?|man|woman|boy|girl|driver|soldier|officer|guard|child|dead|student|teacher|"
    r"farmer|trader)\b[^.;]{0,25}\b(?:named|identified)\s+(?:by\s+[^.;]{2,40}?\s+)?as\s+"
    r"(?:[A-Z][a-z]{1,3}\.?\s+)?$"
)
_AMONG = re.compile(
    r"\b(?P<list>among|one\s+of|two\s+of)\s+(?:the|those|them)\s+(?:[\w-]+\s+){0,2}?(?P<how>"
    + "|".join(words for _, words in _HARMED)
    + r"|victims)\s+(?:was|were|is|are)\s+(?:(?:[a-z][\w-]*|[A-Z][a-z]{1,3}\.)\s+){0,4}$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?P<who>he|she)\s+(?:was|had\s+been|has\s+been)\s+(?:\w+ly\s+)?$", re.I)
N_LOOK = 110  # characters before a name in which such words stand


class Victim(NamedTuple):
    """A named victim, and where the words that make it one stand."""

    cue: Span
    filler: Filler


def named_victims(
    annotated: Annotated,
    drafts: Sequence[Draft],
    ontology: Ontology,
    statements: Sequence[Statement],
) -> Iterator[Victim]:
    """Yield the people whom a sentence names as victims, or a pronoun stands for."""
    text = annotated.document.text
    people = [m for m in annotated.mentions if m.label == "person"]
    for person in people:
        sentence = annotated.sentence_at(person.start)
        start = max(person.start - N_LOOK, sentence.start if sentence else 0)
        effect = _harm_before(text, start, person.start)
        if effect is not None:
            yield Victim(person, _filler(person, person, text, effect[0]))
    for hit in (t.hit for d in drafts for t in d.told):
        found = _pronoun(hit, people, ontology, statements)
        if found is not None:
            yield found


def _harm_before(text: str, start: int, end: int) -> tuple[Effect | None] | None:
    """Return what the words before a name say became of it; None if they do not name a victim."""
    before = text[start:end]
    among = _AMONG.search(before)
    if among is not None:
        how = among["how"].casefold()
        return (next((e for e, words in _HARMED if re.fullmatch(words, how)), None),)
    return (None,) if _VICTIM.search(before) or _NAMED.search(before) else None


def _pronoun(
    hit: Hit, people: Sequence[Mention], ontology: Ontology, statements: Sequence[Statement]
) -> Victim | None:
    """Return whom "he" of "he was shot" stands for: the last person named who is not speaking."""
    effect = effect_of(hit, ontology)
    verb = verb_of(hit.clause, hit.first, hit.last)
    if not hit.is_verb or not is_passive(hit.clause, verb):
        return None
    text, start = hit.clause.text, hit.clause.span.start
    match = _PRONOUN.search(text, start, hit.span.start)
    if match is None or (effect is None and hit.kind.family != "violence"):
        return None
    speaking = {
        s.speaker.group
        for s in statements
        if s.speaker is not None and any(c.covers(hit.span) for c in s.content)
    }
    paragraph = text.rfind("\n\n", 0, match.start())
    before = [
        m
        for m in people
        if paragraph < m.start and m.end <= match.start() and m.group not in speaking
    ]
    if not before:
        return None
    pronoun = Span(start=match.start("who"), end=match.end("who"))
    return Victim(hit.span, _filler(before[-1], pronoun, text, effect))


def _filler(person: Mention, span: Span, text: str, effect: Effect | None) -> Filler:
    name = " ".join(person.cut(text).split())
    return Filler(
        span=Span(start=span.start, end=span.end),
        name=name,
        part="victim",
        kind="person",
        named=True,
        group=person.group,
        number=Count(low=1, high=1, text=name),
        effect=effect,
        certainty="fact",
        score=0.6,
        by_network=False,
    )
