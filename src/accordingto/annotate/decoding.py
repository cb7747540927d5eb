"""From tags to spans: the likeliest labels of a text's words, and the spans they make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accordingto.networks import Floats, Tagged

# "Zealand's" is two words: the mean over the pieces of both would lose the name.
WORD = re.compile(r"\w+(?:(?:[-&./]|['’](?!s\b))\w+)*", re.UNICODE)
OUTER = " \t\r\n\f\v\u00a0\u200b.,;:!?\"'()[]{}<>“”‘’«»…—–-`*_|/\\"


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Characters ``[start, end)`` under ``label``; ``score`` is the pieces' mean probability."""

    start: int
    end: int
    label: str
    score: float


class Decoder:
    """One text's tags made spans.

    Words are runs of pieces; a word's BIO label is decided by its first piece.
    """

    def __init__(self, tagged: Tagged) -> None:
        self.tagged = tagged
        self.text, self.pieces = tagged.text, tagged.pieces
        starts = self.pieces[:, 0]
        joined = np.zeros(len(starts), dtype=bool)
        for match in WORD.finditer(self.text):
            first, last = np.searchsorted(starts, match.span())
            joined[first + 1 : last] = True
        self.first = np.flatnonzero(~joined)
        self.last = np.append(self.first[1:], len(starts))

    def spans(self, head: str, *, outside: float = 0.0) -> list[TaggedSpan]:
        """Decode a BIO head into spans of whole words, in order, none overlapping.

        Args:
            head: A head whose labels are "O", "B-x", "I-x" and so on.
            outside: Added to the log probability of O; above 0 finds less, below 0 more.
        """
        if not len(self.tagged):
            return []
        labels, probabilities = self.tagged.labels[head], self.tagged.heads[head]
        scores = np.log(np.maximum(self._pooled(probabilities), 1e-9))
        scores[:, labels.index("O")] += outside
        path = _best_path(scores, labels)
        found = (
            self._span(first, last, label, probabilities, labels)
            for first, last, label in _runs(path, labels)
        )
        return [span for span in found if span is not None]

    def pieces_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the pieces ``[first, last)`` that share a character with ``[start, end)``."""
        first = int(np.searchsorted(self.pieces[:, 1], start, side="right"))
        return first, max(first, int(np.searchsorted(self.pieces[:, 0], end)))

    def _pooled(self, probabilities: Floats) -> Floats:
        """Average a word's pieces, B- and I- alike: only its first piece can begin a span."""
        pooled = probabilities[self.first].astype(np.float32)
        sums = np.add.reduceat(probabilities, self.first, axis=0)
        means = sums / (self.last - self.first)[:, None]
        kinds = means[:, 1::2] + means[:, 2::2]
        begins = pooled[:, 1::2] / np.maximum(pooled[:, 1::2] + pooled[:, 2::2], 1e-9)
        pooled[:, 0] = means[:, 0]
        pooled[:, 1::2], pooled[:, 2::2] = kinds * begins, kinds * (1.0 - begins)
        return pooled

    def _span(
        self, first: int, last: int, label: str, probabilities: Floats, labels: tuple[str, ...]
    ) -> TaggedSpan | None:
        """Cut words ``[first, last)`` free of outer space and punctuation; None if none is left."""
        one, end = int(self.first[first]), int(self.last[last - 1])
        start, stop = int(self.pieces[one, 0]), int(self.pieces[end - 1, 1])
        while start < stop and _is_outer(self.text[start]):
            start += 1
        while start < stop and _is_outer(self.text[stop - 1]):
            stop -= 1
        if start == stop:
            return None
        columns = [labels.index(f"B-{label}"), labels.index(f"I-{label}")]
        score = float(probabilities[one:end, columns].sum(axis=1).mean())
        return TaggedSpan(start, stop, label, min(score, 1.0))


def _is_outer(character: str) -> bool:
    return character.isspace() or character in OUTER


def _best_path(scores: Floats, labels: tuple[str, ...]) -> list[int]:
    """Find the likeliest sequence in which I-x follows only B-x or I-x (Viterbi)."""
    legal = _legal(labels)
    begin = np.where([label.startswith("I-") for label in labels], -np.inf, 0.0)
    best = scores[0] + begin
    back = np.zeros(scores.shape, dtype=np.int64)
    for at in range(1, len(scores)):
        ways = best[:, None] + legal
        back[at] = ways.argmax(axis=0)
        best = ways.max(axis=0) + scores[at]
    path = [int(best.argmax())]
    for at in range(len(scores) - 1, 0, -1):
        path.append(int(back[at, path[-1]]))
    return path[::-1]


def _legal(labels: tuple[str, ...]) -> NDArray[np.float64]:
    """Return 0 where the column's label may follow the row's, else minus infinity."""
    allowed = [[not new.startswith("I-") or old[2:] == new[2:] for new in labels] for old in labels]
    return np.where(np.array(allowed), 0.0, -np.inf)


def _runs(path: Sequence[int], labels: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield ``(first, last, kind)`` of each span of a legal path, over words ``[first, last)``."""
    start: int | None = None
    for at, number in enumerate([*path, labels.index("O")]):
        label = labels[number] if at < len(path) else "O"
        if start is not None and not label.startswith("I-"):
            yield start, at, labels[path[start]][2:]
            start = None
        if label.startswith("B-"):
            start = at
