"""Words with a coarse part of speech, from closed word classes, endings and neighbours."""

import re
import tomllib
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
_NOUN_OR_VERB = frozenset(("report", "estimate", "claim", "blame", "fear", "demand", "deny"))
_HARMED = frozenset(("wounded", "injured", "kidnapped", "detained", "displaced"))


class Word(NamedTuple):
    """A word of a sentence: its characters ``[start, end)`` of the text, lower-cased form, tag."""

    start: int
    end: int
    low: str
    tag: Tag
    capital: bool


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


def tagged(text: str, span: Span, times: Sequence[Span]) -> tuple[Word, ...]:
    """Return the words of a span of the text; those inside ``times`` count as adverbs."""
    return _participles(_quantified(tuple(_timeless(_tagged(text, span), times))))


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
        takes_object = out[i + 1].tag in {"det", "num", "pron", "rel"} or (
            out[i + 1].low in {"responsibility", "credit"}
        )
        if out[i].low in _PLURAL_OR_VERB and out[i].tag == "verb" and not takes_object:
            out[i] = out[i]._replace(tag="noun")
        if out[i].low in _NOUN_OR_VERB and out[i - 1].tag == "noun" and takes_object:
            out[i] = out[i]._replace(tag="verb")
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
