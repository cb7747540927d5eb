"""What is counted, the figures made of it, and the values that hold them."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from accordingto.domain import Score, Value

Measure = Literal["f1", "share"]


class Name(NamedTuple):
    """What a figure is of. A ``share`` is right of how many; an ``f1`` weighs found and gold."""

    layer: str
    what: str
    measure: Measure = "f1"


class Counts(NamedTuple):
    """What is added up: precision is ``right / found``, recall is ``met / gold``."""

    right: float = 0
    found: float = 0
    met: float = 0
    gold: float = 0


Sheet = Mapping[Name, Counts]


class Figure(Value, frozen=True):
    """One figure with its 95 % interval; null where there was nothing to measure.

    ``value`` is the F1 or the share. ``n_found`` and ``n_gold`` are how many the program gave and
    how many there are; of a share both are how many it is a share of.
    """

    layer: str
    what: str
    measure: Measure
    precision: Score | None
    recall: Score | None
    value: Score | None
    low: Score | None
    high: Score | None
    n_found: int
    n_gold: int


class Evaluation(Value, frozen=True):
    """Every figure of a part of the corpus, and what they were measured on."""

    n_stories: int
    n_reports: int
    n_refused: int
    draws: int
    figures: tuple[Figure, ...]


def both(right: int, *, found: int, gold: int) -> Counts:
    """Return the counts of one-to-one pairs: ``right`` of ``found`` and of ``gold``.

    >>> both(1, found=2, gold=4)
    Counts(right=1, found=2, met=1, gold=4)
    """
    return Counts(right, found, right, gold)


def share(right: float, of: float) -> Counts:
    """Return the counts of a share.

    >>> share(1, 2)
    Counts(right=1, found=2, met=1, gold=2)
    """
    return Counts(right, of, right, of)


def added(sheets: Iterable[Sheet]) -> dict[Name, Counts]:
    """Add sheets up, name by name, in the order in which the names first come."""
    total: dict[Name, Counts] = {}
    for sheet in sheets:
        for name, counts in sheet.items():
            before = total.get(name, Counts())
            total[name] = Counts(*(a + b for a, b in zip(before, counts, strict=True)))
    return total


def precision(counts: Counts) -> float | None:
    """Return how much of what was found is right, 0..1; None where nothing was found."""
    return counts.right / counts.found if counts.found else None


def recall(counts: Counts) -> float | None:
    """Return how much of the gold was found, 0..1; None where there is no gold."""
    return counts.met / counts.gold if counts.gold else None


def value(counts: Counts) -> float | None:
    """Return the harmonic mean of precision and recall, 0..1; of a share, the share.

    None where nothing was found and there was nothing to find; 0 where only one of them is so.

    >>> value(both(1, found=2, gold=2)), value(both(0, found=0, gold=3)), value(Counts())
    (0.5, 0.0, None)
    """
    p, r = precision(counts), recall(counts)
    if p is None and r is None:
        return None
    return 2 * p * r / (p + r) if p and r else 0.0


def figure(name: Name, counts: Counts, interval: tuple[float, float] | None) -> Figure:
    """Return the figure of these counts; ``interval`` is None where nothing was measured."""
    return Figure(
        layer=name.layer,
        what=name.what,
        measure=name.measure,
        precision=precision(counts),
        recall=recall(counts),
        value=value(counts),
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        n_found=round(counts.found),
        n_gold=round(counts.gold),
    )
