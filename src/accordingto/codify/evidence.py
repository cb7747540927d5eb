"""What the network sees of a text's events and statements, by the words it is about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from accordingto.codify.triggers import Hit
from accordingto.domain import Annotated, CueMention, Event, LinkName, PartyMention, Span

Key = tuple[int, int]


class Evidence:
    """What fillers, hits and cues are by themselves and to each other, as probabilities."""

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
        self._cues = {_key(cue): cue for cue in annotated.cues}
        self._parties = annotated.parties

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

    def cue(self, cue: Span | None) -> CueMention | None:
        """Return what the network makes of the words that introduce a statement."""
        return self._cues.get(_key(cue)) if cue is not None else None

    def about(self, cue: Span, event: Event) -> float:
        """Return how likely a cue introduces something about an event."""
        scores = self._to.get(("about", _key(cue)), {})
        touched = (
            score
            for (start, end), score in scores.items()
            if any(t.start < end and start < t.end for t in event.trigger)
        )
        return max(touched, default=0.0)

    def said(self, name: LinkName, cue: Span) -> Sequence[tuple[Span, float]]:
        """Return the parties of what a cue introduces, the likeliest first."""
        return likeliest(self._to.get((name, _key(cue)), {}))

    def certainties(self, span: Span) -> Mapping[str, float]:
        """Return how sure it is that these words name who was behind an event."""
        party = self._party(span)
        return party.certainties if party is not None else {}

    def effects(self, span: Span) -> Mapping[str, float]:
        """Return what became of those whom these words name, should they be victims."""
        party = self._party(span)
        return party.effects if party is not None else {}

    def _party(self, span: Span) -> PartyMention | None:
        """Return the party of the same words, else the longest that touches them."""
        touching = [p for p in self._parties if p.touches(span)]
        same = next((p for p in touching if _key(p) == _key(span)), None)
        return same or max(touching, key=lambda p: p.end - p.start, default=None)


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
