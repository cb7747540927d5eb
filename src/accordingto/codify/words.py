"""Words of a sentence with a coarse part of speech, and the noun phrases they make.

No parser: closed word classes and endings are enough to find who stands before and behind a verb
of violence in news prose, upper case or mixed, and they cost microseconds.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from accordingto.codify.tags import NOMINAL, Tag, Word, tagged, word_list
from accordingto.domain import Span

__all__ = ["Clause", "Phrase", "Tag", "Word", "word_list"]


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
        self.words = tagged(text, span, times)
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
