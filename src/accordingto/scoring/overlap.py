"""How much of the words two values share; every comparison of spans in this room."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from accordingto.domain import Participant, Source, Span

T = TypeVar("T")
Pairs = tuple[tuple[int, int], ...]


def characters(spans: Iterable[Span | None]) -> frozenset[int]:
    """Return the offsets of every character in the spans."""
    return frozenset(at for span in spans if span is not None for at in range(span.start, span.end))


def overlap(left: Iterable[Span | None], right: Iterable[Span | None]) -> float:
    """Return the characters that both have, as a share of those that either has, 0..1.

    >>> overlap([Span(start=0, end=4)], [Span(start=2, end=6)])
    0.3333333333333333
    """
    one, other = characters(left), characters(right)
    return len(one & other) / len(one | other) if one or other else 0.0


def touching(left: Iterable[Span], right: Sequence[Span]) -> bool:
    """Return whether any span of one shares a character with any span of the other."""
    return any(one.touches(other) for one in left for other in right)


def same_source(gold: Source, read: Source) -> bool:
    """Return whether two links are one: their words touch, or their names are equal."""
    return touching(gold.spans, read.spans) or gold.name.casefold() == read.name.casefold()


def same_chain(gold: Sequence[Source], read: Sequence[Source]) -> bool:
    """Return whether two chains have the same links in the same order."""
    return len(gold) == len(read) and all(map(same_source, gold, read))


def same_origin(gold: Sequence[Source], read: Sequence[Source]) -> bool:
    """Return whether two chains end with the same source; two empty ones, the report, do."""
    if not gold or not read:
        return not gold and not read
    return same_source(gold[-1], read[-1])


def matched(gold: Sequence[Participant], read: Sequence[Participant]) -> Pairs:
    """Pair participants off whose words touch, most shared words first."""
    return pair_off(gold, read, lambda one, other: overlap(one.spans, other.spans) or None)


def pair_off(gold: Sequence[T], read: Sequence[T], score: Callable[[T, T], float | None]) -> Pairs:
    """Return the indices of pairs, each value in one pair at most, best score first.

    ``score`` gives None for values that cannot be a pair. Of equal scores the earlier gold value
    and then the earlier read value goes first, so the same input always gives the same pairs.
    """
    scores = {
        (i, j): found
        for i, one in enumerate(gold)
        for j, other in enumerate(read)
        if (found := score(one, other)) is not None
    }
    return tuple(sorted(_greedy(scores)))


def _greedy(scores: Mapping[tuple[int, int], float]) -> Iterable[tuple[int, int]]:
    gold: set[int] = set()
    read: set[int] = set()
    for (i, j), _ in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if i not in gold and j not in read:
            gold.add(i)
            read.add(j)
            yield i, j
