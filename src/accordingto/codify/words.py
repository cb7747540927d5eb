"""Words of a sentence with a coarse part of speech, and the noun phrases they make.

No parser: closed word classes and endings are enough to find who stands before and behind a verb
of violence in news prose, upper case or mixed, and they cost microseconds.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from accordingto.domain import Span

Tag = Literal[
    "det",
    "prep",
    "conj",
    "aux",
    "verb",
    "ing",
    "adv",
    "pron",
    "rel",
    "num",
    "poss",
    "noun",
    "punct",
]
NOMINAL: frozenset[Tag] = frozenset(("det", "num", "poss", "noun"))
_TOKEN = re.compile(
    r"\d[\d,.]*\d%?|\d+(?:st|nd|rd|th)?%?|(?:[^\W\d_]\.){2,}|"
    r"[^\W_]+(?:[-'’][^\W_]+)*(?:\.(?=[ \n][^\W\d_]))?|--|\S"
)
_POSSESSIVE = re.compile(r"[’'][sS]$|(?<=[sS])[’']$")


# Participles that stand before a noun as often as they make a verb.
_PLURAL_OR_VERB = frozenset(("attacks", "claims", "reports", "notes", "wounds", "kills"))
_HARMED = frozenset(("wounded", "injured", "kidnapped", "detained", "displaced"))


class Word(NamedTuple):
    """A word of a sentence: its characters ``[start, end)`` of the text, lower-cased form, tag."""

    start: int
    end: int
    low: str
    tag: Tag
    capital: bool


class Phrase(NamedTuple):
    """A noun phrase: words ``[first, last]`` of a sentence, ``head`` its main word."""

    first: int
    last: int
    head: int


class Clause:
    """A sentence's words and base noun phrases, ready for questions about neighbours."""

    def __init__(self, text: str, span: Span, *, times: Sequence[Span] = ()) -> None:
        self.text = text
        self.span = span
        tagged = tuple(_timeless(_tagged(text, span), times))
        self.words = _participles(_quantified(tagged))
        self.phrases = tuple(_phrases(self.words))
        self._firsts = [phrase.first for phrase in self.phrases]
        self._starts = [word.start for word in self.words]

    def phrase_from(self, i: int) -> Phrase | None:
        """Return the base noun phrase that starts exactly at word ``i``."""
        k = bisect_left(self._firsts, i)
        found = self.phrases[k] if k < len(self.phrases) else None
        return found if found is not None and found.first == i else None

    def phrase_with(self, i: int) -> Phrase | None:
        """Return the base noun phrase that holds word ``i``."""
        return next((p for p in self.phrases if p.first <= i <= p.last), None)

    def phrase_before(self, i: int) -> Phrase | None:
        """Return the base noun phrase that ends right before word ``i``."""
        return next((p for p in self.phrases if p.last == i - 1), None)

    def word_at(self, offset: int) -> int:
        """Return the index of the word that holds or follows the character ``offset``."""
        k = bisect_left(self._starts, offset)
        if k < len(self.words) and self.words[k].start == offset:
            return k
        return max(0, k - 1)

    def low(self, i: int) -> str:
        """Return word ``i`` in lower case, or "" outside the sentence."""
        return self.words[i].low if 0 <= i < len(self.words) else ""

    def tag(self, i: int) -> Tag:
        """Return the tag of word ``i``; outside the sentence is punctuation."""
        return self.words[i].tag if 0 <= i < len(self.words) else "punct"

    def cut(self, first: int, last: int) -> str:
        """Return the text of words ``first`` to ``last``."""
        return self.text[self.words[first].start : self.words[last].end]

    def span_of(self, first: int, last: int) -> Span:
        """Return the span of words ``first`` to ``last``."""
        return Span(start=self.words[first].start, end=self.words[last].end)


@cache
def word_list(kind: str) -> frozenset[str]:
    """Return a list of ``words.toml``."""
    return frozenset(_table()[kind])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


@cache
def _closed() -> dict[str, Tag]:
    """Return the tag of each word that has only one; later lists win."""
    order: tuple[tuple[str, Tag], ...] = (
        ("adverbs", "adv"),
        ("irregular_verbs", "verb"),
        ("pronouns", "pron"),
        ("prepositions", "prep"),
        ("determiners", "det"),
        ("numbers", "num"),
        ("conjunctions", "conj"),
        ("auxiliaries", "aux"),
        ("relatives", "rel"),
        ("not_verbs", "noun"),
    )
    tags: dict[str, Tag] = dict.fromkeys(_table()["clause_openers"], "conj")
    for kind, tag in order:
        tags |= dict.fromkeys(_table()[kind], tag)
    return tags


def _tagged(text: str, span: Span) -> Iterator[Word]:
    previous: Tag = "punct"
    mixed_case = not span.cut(text).isupper()
    for start, end in _tokens(text, span):
        surface = text[start:end]
        low = surface.casefold().replace("’", "'")
        tag = _tag(
            low, previous, text, end, is_capital=surface[0].isupper() and surface != surface.upper()
        )
        if surface == "US" and mixed_case:
            tag = "noun"  # the country, not the pronoun
        yield Word(start, end, low, tag, surface[0].isupper())
        previous = tag


def _timeless(words: Iterable[Word], times: Sequence[Span]) -> Iterator[Word]:
    """Make the words of a time adverbs: "gunmen Wednesday killed" has one phrase, not two."""
    for word in words:
        in_time = any(time.start <= word.start < time.end for time in times)
        yield word._replace(tag="adv") if in_time else word


_QUANTIFIERS: tuple[tuple[str, ...], ...] = (
    ("at", "least"),
    ("at", "most"),
    ("up", "to"),
    ("more", "than"),
    ("less", "than"),
    ("fewer", "than"),
    ("no", "fewer", "than"),
    ("no", "less", "than"),
    ("no", "more", "than"),
    ("as", "many", "as"),
    ("upwards", "of"),
    ("a", "total", "of"),
    ("about",),
    ("around",),
    ("over",),
    ("some",),
    ("nearly",),
    ("almost",),
    ("approximately",),
    ("roughly",),
    ("under",),
)


_OPENING = frozenset(("between", *(quantifier[0] for quantifier in _QUANTIFIERS)))


def _quantified(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Make "at least" and its like part of the phrase whose number they bound."""
    out = list(words)
    for i, word in enumerate(words):
        if word.low not in _OPENING:
            continue
        if _is_between(out[i : i + 4]):
            out[i : i + 3 : 2] = [each._replace(tag="det") for each in out[i : i + 3 : 2]]
        for quantifier in _QUANTIFIERS:
            end = i + len(quantifier)
            if _bounds(out[i : end + 1], quantifier):
                out[i:end] = [each._replace(tag="det") for each in out[i:end]]
    return tuple(out)


def _participles(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Tell by what follows: ", killing three guards" is a verb, "carried out attacks" a noun."""
    out = list(words)
    for i in range(1, len(out) - 1):
        opens = out[i - 1].tag in {"punct", "conj"} and out[i + 1].tag in {"det", "num"}
        takes_object = out[i + 1].tag in {"det", "num", "pron", "rel"}
        if out[i].low in _PLURAL_OR_VERB and out[i].tag == "verb" and not takes_object:
            out[i] = out[i]._replace(tag="noun")
        if opens and out[i].tag == "noun" and out[i].low.endswith("ing"):
            out[i] = out[i]._replace(tag="ing")
    return tuple(out)


def _is_between(words: Sequence[Word]) -> bool:
    """Return whether four words are "between 20 and 25"."""
    return [word.low for word in words[::2]] == ["between", "and"] and all(
        word.tag == "num" for word in words[1::2]
    )


def _bounds(words: Sequence[Word], quantifier: tuple[str, ...]) -> bool:
    """Return whether the words are the quantifier and a number behind it."""
    if tuple(word.low for word in words[:-1]) != quantifier:
        return False
    return words[-1].tag == "num" or (len(quantifier) > 1 and words[-1].low in {"a", "half"})


def _tokens(text: str, span: Span) -> Iterator[tuple[int, int]]:
    for match in _TOKEN.finditer(text, span.start, span.end):
        start, end = match.span()
        surface = match.group()
        ends_sentence = surface.endswith(".") and len(surface) > 2 and "." not in surface[:-1]
        if ends_sentence and surface.casefold() not in word_list("abbreviated"):
            yield start, end - 1
            yield end - 1, end
            continue
        possessive = _POSSESSIVE.search(surface)
        if possessive and possessive.start() > 0:
            yield start, start + possessive.start()
            yield start + possessive.start(), end
        else:
            yield start, end


def _tag(low: str, previous: Tag, text: str, end: int, *, is_capital: bool) -> Tag:
    if low in {"'s", "'"} and previous == "noun":
        return "poss"
    if not (low[0].isalnum()):
        return "punct"
    if low[0].isdigit():
        return "num"
    closed = _closed().get(low)
    if closed is not None and not (is_capital and previous == "noun" and closed == "verb"):
        return _in_context(closed, low, previous, text, end)
    if is_capital and previous != "punct":
        return "noun"
    return _by_ending(low, previous)


def _in_context(tag: Tag, low: str, previous: Tag, text: str, end: int) -> Tag:
    if low == "that":
        return "rel" if previous in {"noun", "verb", "ing"} else "det"
    if low in {"one", "all", "some"} and previous in {"punct", "prep", "verb", "conj"}:
        return "num" if low == "one" else "det"
    if low in _HARMED and previous not in {"det", "num", "poss", "prep", "verb", "ing"}:
        return "verb"
    if tag == "verb" and previous in {"det", "num", "poss"}:
        return "noun"
    return tag


def _by_ending(low: str, previous: Tag) -> Tag:
    before_noun = previous in {"det", "num", "poss", "prep"}
    if low.endswith("ly") and len(low) > 4 and low not in {"family", "assembly", "italy", "rally"}:
        return "adv"
    if low.endswith("ed") and len(low) > 4 and not before_noun:
        return "verb"
    if low.endswith("ing") and len(low) > 5 and previous not in {"det", "poss", "num"}:
        return "ing"
    return "noun"


_END = Word(start=0, end=0, low="", tag="punct", capital=False)


def _phrases(words: tuple[Word, ...]) -> Iterator[Phrase]:
    first: int | None = None
    for i, word in enumerate((*words, _END)):
        inside = word.tag in NOMINAL
        counted = word.tag == "num" and word.low.isalpha()
        starts = (word.tag == "det" or counted) and i > 0 and words[i - 1].tag == "noun"
        if first is not None and (not inside or starts):
            yield from _phrase(words, first, i - 1)
            first = None
        if inside and first is None and word.tag != "poss":
            first = i
    return


def _phrase(words: tuple[Word, ...], first: int, last: int) -> Iterator[Phrase]:
    while last > first and words[last].tag in {"poss", "det"}:
        last -= 1
    if words[last].tag == "det" and words[last].low not in {"others", "all", "several", "many"}:
        return
    yield Phrase(first, last, last)
