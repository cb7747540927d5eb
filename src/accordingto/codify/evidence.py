"""The network's links of a text, by the triggers they lead to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from accordingto.codify.triggers import Hit
from accordingto.domain import Annotated, LinkName, Span

Key = tuple[int, int]


class Evidence:
    """How strongly fillers are linked to hits, and hits and fillers among themselves, 0..1."""

    def __init__(self, annotated: Annotated) -> None:
        self.is_there = annotated.triggers is not None
        self._to: dict[tuple[LinkName, Key], dict[Key, float]] = defaultdict(dict)
        self._same: dict[tuple[LinkName, frozenset[Key]], float] = {}
        for link in annotated.links:
            first, second = _key(link.first), _key(link.second)
            if link.name in {"same_event", "same_thing"}:
                self._same[link.name, frozenset((first, second))] = link.score
            else:
                self._to[link.name, second][first] = link.score

    def fillers(self, name: LinkName, hits: Iterable[Hit]) -> Mapping[Key, float]:
        """Return what is linked to an event by ``name``: its best score over the event's hits."""
        best: dict[Key, float] = {}
        for hit in hits:
            if hit.seen is not None:
                for filler, score in self._to.get((name, _key(hit.seen)), {}).items():
                    best[filler] = max(score, best.get(filler, 0.0))
        return best

    def same_event(self, one: Hit, other: Hit) -> float:
        """Return how likely two hits tell of one event."""
        if one.seen is None or other.seen is None:
            return 0.0
        return self._same.get(("same_event", frozenset((_key(one.seen), _key(other.seen)))), 0.0)

    def same_thing(self, one: Span, other: Span) -> float:
        """Return how likely two fillers speak of one thing; 0 for words that were not linked."""
        return self._same.get(("same_thing", frozenset((_key(one), _key(other)))), 0.0)


def likeliest(scored: Mapping[Key, float]) -> Sequence[tuple[Span, float]]:
    """Return the spans, best first, none overlapping a better one."""
    kept: list[tuple[Span, float]] = []
    for (start, end), score in sorted(scored.items(), key=lambda item: (-item[1], item[0])):
        span = Span(start=start, end=end)
        if not any(span.touches(other) for other, _ in kept):
            kept.append((span, score))
    return kept


def _key(span: Span) -> Key:
    return span.start, span.end
