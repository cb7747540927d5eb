"""A text with plain words in the place of loaded ones, and the way back to its own offsets.

Coders flip labels on loaded wording: whether men are called terrorists or fighters says who
speaks, not what was done. The network is given the plain word for all of them (loaded.toml).
"""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from accordingto.networks import Ints, Reader, Tagged

_BEGINS = re.compile(r"(?:\A|[.!?:\n])[\s\"“”'‘’(\[]*\Z")
_NAME_GOES_ON = re.compile(r"[\s-]+[A-Z]")
_N_BEFORE = 12  # characters in which a sentence's end is looked for


@dataclass(frozen=True, slots=True)
class Exchange:
    """Characters ``[start, end)`` of the plain text stand for ``[first, last)`` of the original."""

    start: int
    end: int
    first: int
    last: int


def read_plainly(text: str, reader: Reader) -> Tagged:
    """Return what the network makes of a text in plain words, at the text's own offsets."""
    plain, exchanges = plain_words(text)
    tagged = reader.read(plain)
    if not exchanges:
        return tagged
    whole = tagged.n_characters_read == len(plain)
    return replace(
        tagged,
        pieces=at_original(tagged.pieces, exchanges),
        text=text,
        n_characters_read=len(text) if whole else tagged.n_characters_read,
    )


def plain_words(text: str) -> tuple[str, tuple[Exchange, ...]]:
    """Exchange the loaded words of a text.

    >>> plain_words("Rebels killed two terrorists.")[0]
    'Militants killed two militants.'
    """
    parts: list[str] = []
    exchanges: list[Exchange] = []
    last = length = 0
    for match in _loaded().finditer(text):
        if _is_name(text, match):
            continue
        plain = _plain()[" ".join(match[0].casefold().split())]
        plain = plain.capitalize() if match[0][0].isupper() else plain
        before = text[last : match.start()]
        length += len(before)
        parts += [before, plain]
        exchanges.append(Exchange(length, length + len(plain), match.start(), match.end()))
        length, last = length + len(plain), match.end()
    return "".join([*parts, text[last:]]), tuple(exchanges)


def at_original(pieces: Ints, exchanges: tuple[Exchange, ...]) -> Ints:
    """Return pieces ``(n, 2)`` of the plain text as offsets of the original.

    Every piece of an exchanged word stands at the whole word it was put for.
    """
    ends = np.array([one.end for one in exchanges])
    # The first exchange that ends behind a piece's start: earlier ones have moved it.
    at = np.searchsorted(ends, pieces[:, 0], side="right")
    shifts = np.array([0, *(one.last - one.end for one in exchanges)])
    starts = np.array([*(one.start for one in exchanges), np.iinfo(np.int64).max])
    whole = np.array([*((one.first, one.last) for one in exchanges), (0, 0)])
    inside = pieces[:, 1] > starts[at]
    return np.where(inside[:, None], whole[at], pieces + shifts[at][:, None])


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Return whether a capital is more than that of a sentence's first word."""
    if not match[0][0].isupper():
        return False
    before = text[max(0, match.start() - _N_BEFORE) : match.start()]
    begins = match.start() == 0 or _BEGINS.search(before) is not None
    return not begins or _NAME_GOES_ON.match(text, match.end()) is not None


@cache
def _plain() -> dict[str, str]:
    table = tomllib.loads(Path(__file__).with_name("loaded.toml").read_text(encoding="utf-8"))
    return {word: plain for plain, words in table["plain"].items() for word in words}


@cache
def _loaded() -> re.Pattern[str]:
    longest_first = sorted(_plain(), key=len, reverse=True)
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
