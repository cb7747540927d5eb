"""Killed, injured and abducted: the figures of the reports, held against the gold ones."""

from collections.abc import Sequence
from math import inf

from accordingto.domain import Claimed, Count, Event
from accordingto.scoring.figures import Counts, Name, added, both, share
from accordingto.scoring.overlap import Pairs, pair_off, same_origin

TOLLS = ("killed", "injured", "abducted")
TOLERANCE = 0.1  # of the gold figure

Toll = Claimed[Count]
Tolls = Sequence[Toll]


def toll_counts(gold: Sequence[Event], read: Sequence[Event], pairs: Pairs) -> dict[Name, Counts]:
    """Return the counts of one report; ``pairs`` are the events that are one.

    A figure belongs to its event: those of an event that was not found are missed, those of an
    event that is not there are false. "of found events" leaves both out.
    """
    found = dict(pairs)
    extra = set(range(len(read))) - set(found.values())
    sheets = []
    for name in TOLLS:
        for i, event in enumerate(gold):
            own = _stated(event, name)
            if i in found:
                other = _stated(read[found[i]], name)
                sheets += [_counts(name, "", own, other), _counts(name, _OF_FOUND, own, other)]
            else:
                sheets += [_counts(name, "", own, ()), _counts(name, _OF_FOUND, (), ())]
        sheets += [_counts(name, "", (), _stated(read[j], name)) for j in sorted(extra)]
    return added([_blank(), *sheets])


_OF_FOUND = " of found events"


def _blank() -> dict[Name, Counts]:
    """Return every name without a count, so that each report gives the same names in order."""
    blank = (_counts(name, where, (), ()) for name in TOLLS for where in ("", _OF_FOUND))
    return {key: Counts() for sheet in blank for key in sheet}


def _stated(event: Event, name: str) -> Tolls:
    return [toll for toll in getattr(event, name) if toll.value is not None]


def _counts(name: str, where: str, gold: Tolls, read: Tolls) -> dict[Name, Counts]:
    pairs = pair_off(gold, read, _likeness)
    exact = sum(is_exact(gold[i].value, read[j].value) for i, j in pairs)
    n = {"found": len(read), "gold": len(gold)}
    counts = {
        Name("events", f"{name}{where}, exact"): both(exact, **n),
        Name("events", f"{name}{where}, with tolerance"): both(len(pairs), **n),
    }
    if where:
        told = sum(same_origin(gold[i].according_to, read[j].according_to) for i, j in pairs)
        counts[Name("events", f"{name}: according to whom", "share")] = share(told, len(pairs))
    return counts


def _likeness(gold: Toll, read: Toll) -> float | None:
    if not is_close(gold.value, read.value):
        return None
    told = same_origin(gold.according_to, read.according_to)
    return 2 * is_exact(gold.value, read.value) + told


def is_exact(gold: Count | None, read: Count | None) -> bool:
    """Return whether two counts have the same bounds, and both or neither leave somebody out."""
    if gold is None or read is None:
        return False
    return (gold.low, gold.high, gold.others) == (read.low, read.high, read.others)


def is_close(gold: Count | None, read: Count | None) -> bool:
    """Return whether the ranges overlap, or their nearest ends differ by 10 % of the gold one.

    >>> def count(low, high): return Count(low=low, high=high, text="")
    >>> is_close(count(5, None), count(7, 7)), is_close(count(30, 30), count(27, 27))
    (True, True)
    >>> is_close(count(30, 30), count(26, 26))
    False
    """
    if gold is None or read is None:
        return False
    (low, high), (first, last) = _range(gold), _range(read)
    nearest = high if high < first else low
    return max(low, first) - min(high, last) <= TOLERANCE * nearest


def _range(count: Count) -> tuple[float, float]:
    return count.low or 0, inf if count.high is None else count.high
