"""Words that fill a place in an event: a noun phrase made a name, a kind and a number."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from accordingto.codify.counts import count_in
from accordingto.codify.kinds import THINGS, head_words, is_listed, kind_of, singular
from accordingto.codify.words import Clause, Phrase, word_list
from accordingto.domain import Certainty, Count, Effect, Mention, ParticipantKind, Span

Part = Literal["perpetrator", "victim", "target", "means"]
_NAME_LABELS = frozenset(("person", "organisation"))
_LONGEST_NAME = 40  # characters; beyond it a mention has more than the name in it
_OF = re.compile(r"\s+(?:of|from)\s+(?:the\s+)?", re.IGNORECASE)
_POSSESSIVE_END = re.compile(r"[’']s?$")


class Filler(NamedTuple):
    """One mention of a participant; ``number`` is what this mention says of how many."""

    span: Span
    name: str
    part: Part
    kind: ParticipantKind
    named: bool
    group: int | None
    number: Count | None
    effect: Effect | None
    certainty: Certainty
    score: float
    by_network: bool


class Namer:
    """Makes fillers of noun phrases, by the names the text holds."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self._names = [m for m in mentions if m.label in _NAME_LABELS]
        self._places = [m for m in mentions if m.label in {"place"}]
        self._times = [m for m in mentions if m.label == "time"]

    def name_at(self, span: Span) -> Mention | None:
        """Return the name that ``span`` ends with, its longest if there are several."""
        inside = [m for m in self._names if m.touches(span) and m.end >= span.end]
        return max(inside, key=lambda m: m.end - m.start, default=None)

    def full_name(self, group: int) -> Mention | None:
        """Return the fullest mention of a person of the text, the first of equals."""
        same = [m for m in self._names if m.group == group and m.label == "person"]
        return max(
            same, key=lambda m: (min(m.end - m.start, _LONGEST_NAME), -m.start), default=None
        )

    def names_of(self, span: Span) -> list[Mention]:
        """Return the names in front of the last word of ``span``, or behind it after "of"."""
        behind = _OF.match(self.text, span.end)
        return [
            m
            for m in self._names
            if (span.covers(m) and m.end < span.end) or (behind and m.start == behind.end())
        ]

    def is_place(self, span: Span) -> bool:
        """Return whether ``span`` is no more than the name of a place."""
        return any(m.start <= span.start and span.end <= m.end for m in self._places)

    def filler(
        self,
        clause: Clause,
        phrase: Phrase,
        part: Part,
        *,
        effect: Effect | None = None,
        certainty: Certainty = "fact",
    ) -> Filler | None:
        """Return the phrase as a filler, or None when it names nothing that takes part."""
        bare = _bare(clause, phrase)
        whole = clause.span_of(phrase.first, phrase.last)
        if bare is None:
            return None
        span = clause.span_of(bare.first, bare.last)
        if any(time.covers(span) for time in self._times):
            return None
        wording = " ".join(span.cut(self.text).split())
        name = self.name_at(clause.span_of(bare.first, bare.head))
        kind = self._kind(wording, name) or self._kind_by_capitals(clause, bare, part)
        if kind is None and effect is not None:
            kind = "people" if is_plural(wording) or clause.tag(bare.last) == "num" else "person"
        if kind is None or (name is None and is_listed(wording, "not_participants")):
            return None
        if self.is_place(span) and name is None:
            return None
        if name is not None and name.label == "organisation" and name.start > span.start:
            before = self.text[span.start : name.start]
            if before.islower() and name.end >= span.end:  # "paramilitary / Ember Front"
                span, whole = Span(start=name.start, end=name.end), span
                wording = " ".join(span.cut(self.text).split())
        is_person = name is not None and name.label == "person"
        if is_person and name is not None:
            span = Span(start=name.start, end=name.end)
            wording = " ".join(_POSSESSIVE_END.sub("", span.cut(self.text)).split())
        return Filler(
            span=span,
            name=wording,
            part=_part(part, wording, kind),
            kind=kind,
            named=(name is not None and (is_person or name.start <= span.start))
            or self._is_name(clause, bare, name),
            group=name.group if name is not None else None,
            number=None
            if (name is not None and not is_person) or kind in {"state_force", "government"}
            else _number(whole.cut(self.text), wording, named=is_person),
            effect=effect,
            certainty=certainty,
            score=0.6,
            by_network=False,
        )

    def _kind_by_capitals(
        self, clause: Clause, phrase: Phrase, part: Part
    ) -> ParticipantKind | None:
        """Take a name that nobody has labelled for a person who suffers or a group that acts."""
        words = clause.words[phrase.first : phrase.last + 1]
        if not self._is_name(clause, phrase, None) or (part != "perpetrator" and len(words) < 2):
            return None
        return "armed_group" if part == "perpetrator" else "person"

    @staticmethod
    def _is_name(clause: Clause, phrase: Phrase, name: Mention | None) -> bool:
        words = clause.words[phrase.first : phrase.last + 1]
        wording = clause.cut(phrase.first, phrase.last)
        is_name = all(word.capital for word in words) and wording != wording.upper()
        return name is None and is_name and kind_of(wording) == "unknown"

    def _kind(self, wording: str, name: Mention | None) -> ParticipantKind | None:
        described = kind_of(wording)
        if name is None:
            return described if described != "unknown" else None
        if name.label == "person":
            return "official" if described == "official" else "person"
        if described in {"armed_group", "state_force", "government", "official", *THINGS}:
            return described
        return "armed_group" if described == "unknown" else described


def _bare(clause: Clause, phrase: Phrase) -> Phrase | None:
    """Return the phrase without article, number and hedge; None if nothing is left."""
    first = phrase.first
    while first < phrase.last and (
        clause.low(first) in word_list("dropped") or clause.tag(first) in {"num", "poss"}
    ):
        first += 1
    if clause.low(first) in word_list("dropped") and clause.low(first) not in word_list(
        "bare_people"
    ):
        return None
    if clause.tag(first) == "num" and first == phrase.last:
        return Phrase(phrase.first, phrase.last, phrase.head)
    last = phrase.last
    if clause.low(last) in {"wounded", "injured", "dead", "killed"} and last > first:
        last -= 1
    return Phrase(first, last, max(first, min(phrase.head, last)))


def _part(part: Part, wording: str, kind: ParticipantKind) -> Part:
    """A weapon is a means wherever it stands, and what is no person is a target, not a victim."""
    if is_listed(wording, "weapon") and part in {"perpetrator", "means", "victim"}:
        return "means"
    if part == "victim" and kind in THINGS:
        return "target"
    return part


def is_plural(wording: str) -> bool:
    """Return whether a phrase speaks of several."""
    heads = head_words(wording)
    if not heads:
        return False
    last = re.split(r"[\s-]", re.split(r"\s(?:of|in|from)\s", wording)[0].casefold())[-1]
    return singular(last) != last or last in {"people", "police", "others", "troops"}


def _number(whole: str, wording: str, *, named: bool) -> Count | None:
    if named:
        return Count(low=1, high=1, text=wording)
    heads = head_words(wording)
    if heads and heads[-1] in word_list("collectives"):
        return None
    return count_in(re.split(r"\s(?:of the|in|who|from)\s", whole)[0], is_plural=is_plural(wording))
