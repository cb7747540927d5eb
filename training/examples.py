"""The one form every corpus is brought into, and changes to its text that keep the spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

Range = tuple[int, int]
ABBREVIATIONS = re.compile(
    r"\b(?:gen|col|lt|maj|capt|sgt|dr|mr|mrs|ms|sen|rep|gov|st|no|jr|sr|cmdr|adm|[a-z])\.$",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?][\"')\]”’]*\s+(?=\S)|\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Label:
    """Characters ``[start, end)`` carry ``kind``, one of a head's span kinds."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the sentence ``[start, end)`` tells of a ``kind`` of incident."""

    start: int
    end: int
    kind: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words ``[start, end)`` that tell of a ``kind`` of event; ``events`` are its numbers."""

    start: int
    end: int
    kind: str
    facets: frozenset[str]
    events: frozenset[int]


@dataclass(frozen=True, slots=True)
class Filler:
    """Words ``[start, end)`` with what they fill: ``fills`` holds (event's number, link).

    ``said`` holds (cue's number, link). Fillers of one ``thing`` speak of the same; None where
    that is not known. ``certainty`` is a perpetrator's, ``effect`` a victim's.
    """

    start: int
    end: int
    fills: frozenset[tuple[int, str]]
    thing: int | None = None
    said: frozenset[tuple[int, str]] = frozenset()
    certainty: str | None = None
    effect: str | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """Words ``[start, end)`` that introduce a statement; ``about`` are its events' numbers."""

    start: int
    end: int
    kind: str
    relation: str
    about: frozenset[int]


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what its corpus says about it, head by head.

    ``known[head]`` are the ranges a corpus has annotated; outside them, and inside
    ``unsure[head]``, nothing is learnt. ``relevant`` is None where the corpus cannot say;
    otherwise a window is relevant if it holds a role. ``headless`` is where the body begins.
    """

    docid: str
    corpus: str
    text: str
    spans: dict[str, list[Label]] = field(default_factory=dict)
    known: dict[str, list[Range]] = field(default_factory=dict)
    unsure: dict[str, list[Range]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    relevance_weight: float = 0.0
    body_start: int = 0
    names: dict[str, list[str]] = field(default_factory=dict)
    triggers: list[Trigger] = field(default_factory=list)
    fillers: list[Filler] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)


def sentences(text: str) -> list[Range]:
    """Cut a text into sentences, roughly; every character but outer space is in one.

    >>> sentences("Gen. Diaz left. He was shot.")
    [(0, 15), (16, 28)]
    """
    cuts, start = [], 0
    for match in SENTENCE_END.finditer(text):
        ends = match.group().startswith("\n") or not ABBREVIATIONS.search(text[: match.start() + 1])
        if ends:
            cuts.append((start, match.start() + len(match.group().rstrip())))
            start = match.end()
    if start < len(text):
        cuts.append((start, len(text)))
    return [(begin, end) for begin, end in cuts if begin < end]


def occurrences(text: str, string: str) -> list[Range]:
    """Find a string on word boundaries, with any white space between its words.

    >>> occurrences("THE FARM\\nLABOURERS", "farm labourers")
    [(4, 18)]
    """
    words = [re.escape(word) for word in string.split()]
    if not words:
        return []
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", re.IGNORECASE)
    return [match.span() for match in pattern.finditer(text)]


def overlaps(one: Range, ranges: Iterable[Range]) -> bool:
    """Say whether half-open ranges share a character."""
    return any(one[0] < end and start < one[1] for start, end in ranges)


def rewrite(example: Example, edits: Sequence[tuple[int, int, str]]) -> Example:
    """Replace ranges of the text, carrying offsets along; the first of two that overlap holds."""
    kept: list[tuple[int, int, str]] = []
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, new))
    move = _Mover(kept)
    pieces, last = [], 0
    for start, end, new in kept:
        pieces += [example.text[last:start], new]
        last = end
    spans = {
        head: [Label(*move.range(label.start, label.end), label.kind) for label in labels]
        for head, labels in example.spans.items()
    }
    return replace(
        example,
        text="".join([*pieces, example.text[last:]]),
        spans={head: [s for s in labels if s.start < s.end] for head, labels in spans.items()},
        known={head: [move.range(*r) for r in ranges] for head, ranges in example.known.items()},
        unsure={head: [move.range(*r) for r in ranges] for head, ranges in example.unsure.items()},
        verdicts=[Verdict(*move.range(v.start, v.end), v.kind, v.holds) for v in example.verdicts],
        body_start=move.range(example.body_start, len(example.text))[0],
        triggers=[_moved(trigger, move) for trigger in example.triggers],
        fillers=[_moved(filler, move) for filler in example.fillers],
        cues=[_moved(cue, move) for cue in example.cues],
    )


T = TypeVar("T", Trigger, Filler, Cue)


def _moved(part: T, move: _Mover) -> T:
    start, end = move.range(part.start, part.end)
    return replace(part, start=start, end=end)


class _Mover:
    """Maps offsets of the old text to the new one; offsets inside an edit go to its edges."""

    def __init__(self, edits: Sequence[tuple[int, int, str]]) -> None:
        self.starts = [start for start, _, _ in edits]
        self.ends = [end for _, end, _ in edits]
        self.lengths = [len(new) for _, _, new in edits]
        self.shifts = [0]
        for start, end, new in edits:
            self.shifts.append(self.shifts[-1] + len(new) - (end - start))

    def range(self, start: int, end: int) -> Range:
        return self._place(start, at_end=False), self._place(end, at_end=True)

    def _place(self, offset: int, *, at_end: bool) -> int:
        before = bisect_right(self.starts, offset - 1 if at_end else offset)
        if before and offset < self.ends[before - 1] + (1 if at_end else 0):
            new_start = self.starts[before - 1] + self.shifts[before - 1]
            return new_start + (self.lengths[before - 1] if at_end else 0)
        return offset + self.shifts[before]
