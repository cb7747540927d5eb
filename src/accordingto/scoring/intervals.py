"""How sure the figures are: what they would be on other stories of the same making."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import numpy as np
import numpy.typing as npt

from accordingto.scoring.figures import Counts, Name, Sheet, added, value

DRAWS = 1000
_TAILS = (2.5, 97.5)

Array = npt.NDArray[np.float64]


def intervals(
    stories: Sequence[Sheet], *, random: Random, draws: int = DRAWS
) -> dict[Name, tuple[float, float] | None]:
    """Return the 95 % interval of every figure, by drawing stories with replacement.

    Whole stories are drawn, since the reports of one are alike. The interval is that of the middle
    95 % of the draws in which there is something to measure, widened to hold the figure itself.

    Args:
        stories: The counts of each story; the same names in all that have any.
        random: Where chance comes from; the same seed gives the same intervals.
        draws: How often as many stories as there are are drawn, 1 or more.
    """
    total = added(stories)
    names = list(total)
    if not names:
        return {}
    table = np.array([[s.get(name, Counts()) for name in names] for s in stories], dtype=float)
    drawn = np.tensordot(_times(len(stories), draws, random), table, axes=1)
    values = _values(drawn)
    return {n: _interval(values[:, i], value(total[n])) for i, n in enumerate(names)}


def _times(n_stories: int, draws: int, random: Random) -> Array:
    """Return how often each story comes in each draw. Shape: ``(draws, n_stories)``."""
    times = np.zeros((draws, n_stories))
    for row in times:
        for story, n in Counter(random.choices(range(n_stories), k=n_stories)).items():
            row[story] = n
    return times


def _values(counts: Array) -> Array:
    """Return the values of many counts, NaN where there is nothing to measure.

    Shape: ``(draws, names, 4)`` to ``(draws, names)``.
    """
    right, found, met, gold = np.moveaxis(counts, -1, 0)
    p = np.divide(right, found, out=np.zeros_like(right), where=found > 0)
    r = np.divide(met, gold, out=np.zeros_like(met), where=gold > 0)
    mean = np.divide(2 * p * r, p + r, out=np.zeros_like(p), where=p * r > 0)
    return np.where((found > 0) | (gold > 0), mean, np.nan)


def _interval(drawn: Array, measured: float | None) -> tuple[float, float] | None:
    if measured is None:
        return None
    known = drawn[~np.isnan(drawn)]
    low, high = np.percentile(known, _TAILS) if known.size else (measured, measured)
    return min(float(low), measured), max(float(high), measured)
