"""The parties around a verb: whole noun phrases, lists of them, and what a pronoun stands for."""

import re
from collections.abc import Sequence

from accordingto.codify.words import Clause
from accordingto.domain import Mention, Phrase, Span

# Between the members of a list: "the US and to some extent Israel", "Iraq, Syria and later the US".
_BETWEEN = frozenset(
    ["and", "or", "later", "also", "perhaps", "possibly", "then", "even", "later,", "as", "well"]
)
_EXTENT = ("to", "some", "extent")
_PRONOUNS = frozenset(["it", "its", "they", "them", "their", "he", "him", "his", "she", "her"])
_DESCRIPTION = re.compile(
    r"(?:the|this|that) (?:\w+ )?(?:group|movement|organi[sz]ation|militia|"
    r"faction|network|country|militants|insurgents|rebels)",
    re.IGNORECASE,
)
_TERRITORY = frozenset(["soil", "territory", "land", "side", "bases"])


def proper(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Return the mentions that are names: no times, and no small word tagged as one."""
    small = text.islower()
    return [m for m in mentions if m.label != "time" and (small or not m.cut(text).islower())]


def phrase_after(clause: Clause, i: int, *, stop: int | None = None) -> Span | None:
    """Return the party that starts at word ``i`` or just after adverbs, lists included."""
    stop = len(clause.words) if stop is None else stop
    while i < stop and clause.tag(i) in {"adv", "aux"}:
        i += 1
    last = _one(clause, i, stop)
    if last is None:
        return None
    while (following := _next_member(clause, last + 1, stop)) is not None:
        last = following
    return clause.span_of(i, last)


def _one(clause: Clause, i: int, stop: int) -> int | None:
    """Return the last word of the phrase that starts at ``i``, with its "of ..."."""
    if i >= stop:
        return None
    if clause.low(i) in _PRONOUNS and clause.phrase_from(i) is None:
        return i
    phrase = clause.phrase_with(i)
    if phrase is None:
        return i if clause.tag(i) == "ing" and clause.words[i].capital else None
    last = min(phrase.last, stop - 1)
    if clause.low(last + 1) == "of" and (inner := clause.phrase_from(last + 2)) is not None:
        last = min(inner.last, stop - 1)
    return last


def _next_member(clause: Clause, i: int, stop: int) -> int | None:
    start = i
    while i < stop and (
        clause.low(i) in _BETWEEN or clause.low(i) == "," or clause.tag(i) == "adv"
    ):
        i += 1
    if tuple(clause.low(i + k) for k in range(3)) == _EXTENT:
        i += 3
    joined = any(clause.low(k) in {"and", "or"} for k in range(start, i))
    listed = i > start and clause.low(start) == "," and _listed(clause, i)
    if i >= stop or not (joined or listed):
        return None
    last = _one(clause, i, stop)
    if last is None or clause.tag(last + 1) in {"verb", "aux"}:
        return None
    return last


def _listed(clause: Clause, i: int) -> bool:
    """Return whether a short capitalised phrase and then "and" or a comma follow."""
    phrase = clause.phrase_from(i)
    return (
        phrase is not None
        and clause.words[phrase.head].capital
        and clause.low(phrase.last + 1) in {"and", ",", "or"}
    )


def phrase_before(clause: Clause, i: int, *, start: int = 0) -> Span | None:
    """Return the party that ends before word ``i``: auxiliaries and adverbs are stepped over."""
    last = i - 1
    while last >= start and (
        clause.tag(last) in {"aux", "adv"} or clause.low(last) in {"not", "to", "been"}
    ):
        last -= 1
    if last < start:
        return None
    if clause.low(last) in {"who", "which", "that"}:
        last -= 1
        last -= clause.low(last) == ","
    if clause.low(last) in _PRONOUNS:
        return clause.span_of(last, last)
    first = _back(clause, last, start)
    while first is not None and (earlier := _previous_member(clause, first, start)) is not None:
        first = earlier
    return clause.span_of(first, last) if first is not None else None


def _back(clause: Clause, last: int, start: int) -> int | None:
    phrase = clause.phrase_with(last)
    if phrase is None or phrase.first < start:
        return None
    first = phrase.first
    if clause.low(first - 1) == "of" and (outer := clause.phrase_before(first - 1)) is not None:
        first = max(outer.first, start)
    return first


def _previous_member(clause: Clause, first: int, start: int) -> int | None:
    i = first - 1
    joined = False
    while i >= start and (
        clause.low(i) in _BETWEEN or clause.low(i) == "," or clause.tag(i) == "adv"
    ):
        joined = joined or clause.low(i) in {"and", "or"}
        i -= 1
    listed = clause.low(first - 1) == "," and any(
        clause.low(k) in {"and", "or"} for k in range(first, first + 8)
    )
    if i == first - 1 or not (joined or listed):
        return None
    if joined or listed:
        phrase = clause.phrase_before(i + 1)
        capital = (
            phrase is not None and clause.words[phrase.head].capital and clause.words[first].capital
        )
        if (
            phrase is not None
            and phrase.first >= start
            and (capital or clause.words[phrase.head].capital)
        ):
            return phrase.first
    return None


def as_phrase(
    text: str, span: Span, mentions: Sequence[Mention], *, but_not: Span | None = None
) -> Phrase:
    """Return the words as a Phrase; a pronoun or "the group" stands with what it refers to."""
    words = span.cut(text)
    refers = words.casefold() in _PRONOUNS or _DESCRIPTION.fullmatch(words)
    if refers and (meant := _meant(text, span, words.casefold(), mentions, but_not)) is not None:
        bare = re.sub(r"[’']s?$", "", meant.cut(text))
        return Phrase(text=bare, spans=(Span(start=meant.start, end=meant.start + len(bare)), span))
    return Phrase(text=words, spans=(span,))


def _meant(
    text: str, span: Span, low: str, mentions: Sequence[Mention], but_not: Span | None
) -> Mention | None:
    people = low in {"he", "him", "his", "she", "her"}
    labels = {"person"} if people else {"place"} if "country" in low else {"organisation"}
    excluded = {m.group for m in mentions if but_not is not None and m.touches(but_not)}
    before = [
        m for m in mentions if m.end <= span.start and m.label in labels and m.group not in excluded
    ]
    return before[-1] if before else None


def place_in(clause: Clause, i: int, mentions: Sequence[Mention], *, stop: int) -> Span | None:
    """Return the places after "in" from word ``i`` on, without the preposition."""
    for k in range(i, stop):
        if clause.low(k) in {"in", "inside", "across", "throughout", "within"}:
            found = phrase_after(clause, k + 1, stop=stop)
            if found and any(
                m.label in {"place", "nationality"} and m.touches(found) for m in mentions
            ):
                return found
    return None


def direction_from(
    clause: Clause, i: int, mentions: Sequence[Mention], *, stop: int
) -> Span | None:
    """Return "from P" or "from P soil" from word ``i`` on."""
    for k in range(i, stop):
        if clause.low(k) == "from" and (found := phrase_after(clause, k + 1, stop=stop)):
            placed = any(m.label in {"place", "nationality"} and m.touches(found) for m in mentions)
            if placed or any(clause.low(j) in _TERRITORY for j in range(k, min(stop, k + 5))):
                return Span(start=clause.words[k].start, end=found.end)
    return None
