"""What two stretches of text have to do with each other: products of what each is, as scores."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from accordingto.annotate.decoding import Decoder
from accordingto.domain import (
    CueMention,
    Link,
    LinkName,
    Mention,
    Span,
    TollMention,
    TriggerMention,
)
from accordingto.networks import Floats

Range = tuple[int, int]

LIKELY = 0.5  # where the reader's card names no threshold
# Added to the log probability of "outside", so that spans are found which codify may yet refuse.
_FILLERS_OUTSIDE = -2.0
_LEAST = 0.05  # a pair that is less likely one is not handed on
# Two spans farther apart than a window were never read together.
_MOST_PIECES_APART = 230
_SURE = 1e-3  # a role's probability counts as no nearer than this to 0 or 1
_ROLE_OF: dict[LinkName, str] = {
    "perpetrator": "perpetrator",
    "victim": "victim",
    "target": "target",
    "means": "weapon",
    "place": "place",
}
_SAID: tuple[LinkName, ...] = ("subject", "object")
_TO_CUES: tuple[LinkName, ...] = ("about", *_SAID)
_TO_EVENTS: tuple[LinkName, ...] = tuple(
    name for name in get_args(LinkName) if not name.startswith("same_") and name not in _TO_CUES
)


def links(
    decoder: Decoder,
    told: Sequence[TriggerMention],
    fillers: Mapping[LinkName, Set[Range]],
    introduced: Sequence[CueMention],
    thresholds: Mapping[str, float],
) -> tuple[Link, ...]:
    """Return which triggers tell of one event, and what names, roles and numbers are to it.

    Args:
        decoder: The text as the network read it.
        told: The words that tell of events.
        fillers: The spans that a link of each name may start at (see ``may_fill``).
        introduced: The cues of statements.
        thresholds: By the names of links; what is less likely is left out.
    """
    spans = sorted(set().union(*fillers.values()))
    ends = [*ranges_of(told), *ranges_of(introduced)]
    pooled = _Pooled(decoder, [*ends, *spans])
    events, cues_at = range(len(told)), range(len(told), len(ends))
    at = {
        name: [len(ends) + i for i, span in enumerate(spans) if span in may]
        for name, may in fillers.items()
    }
    between: list[tuple[LinkName, Sequence[int], Sequence[int]]] = [
        *((name, at[name], events) for name in _TO_EVENTS),
        ("about", events, cues_at),
        *((name, at[name], cues_at) for name in _SAID),
    ]
    return (
        *pooled.pairs("same_event", events, events, least=_LEAST),
        *pooled.pairs("same_thing", at["perpetrator"], at["perpetrator"], least=_LEAST),
        *(
            link
            for name, first, second in between
            for link in pooled.pairs(name, first, second, least=thresholds.get(name, LIKELY))
        ),
    )


def ranges_of(spans: Iterable[Span]) -> list[Range]:
    return [(span.start, span.end) for span in spans]


def may_fill(
    decoder: Decoder,
    mentions: Sequence[Mention],
    counted: Sequence[TollMention],
    sources: Sequence[Span],
) -> dict[LinkName, set[Range]]:
    """Return the spans that a link may start at: a time is no victim, and no name is a time."""
    tagged = decoder.spans("roles", outside=_FILLERS_OUTSIDE)
    towns = {(s.start, s.end) for s in tagged if s.label == "place"}
    towns |= {(m.start, m.end) for m in mentions if m.label == "place"}
    anybody = {(s.start, s.end) for s in tagged}
    anybody |= {(m.start, m.end) for m in mentions if m.label != "time"}
    return {
        **dict.fromkeys(("perpetrator", "victim", "target", "means"), anybody),
        **dict.fromkeys(_SAID, anybody | set(ranges_of(sources))),
        "place": towns,
        "time": {(m.start, m.end) for m in mentions if m.label == "time"},
        "toll": {(t.start, t.end) for t in counted},
    }


class _Pooled:
    """Spans with what they are on either side of each link: the mean over their pieces."""

    def __init__(self, decoder: Decoder, spans: Sequence[Range]) -> None:
        pieces = [decoder.pieces_of(*span) for span in spans]
        kept = [i for i, (first, last) in enumerate(pieces) if first < last]
        self._decoder, self._tagged = decoder, decoder.tagged
        self._spans = [Span(start=start, end=end) for start, end in spans]
        self._at = np.array([p[0] for p in pieces], dtype=np.int64)
        self._states: Floats = np.zeros(
            (len(spans), *decoder.tagged.links.shape[1:]), dtype=np.float32
        )
        for i in kept:
            self._states[i] = decoder.tagged.links[pieces[i][0] : pieces[i][1]].mean(axis=0)

    def __len__(self) -> int:
        return len(self._spans)

    def pairs(
        self, name: LinkName, rows: Iterable[int], columns: Iterable[int], *, least: float
    ) -> Iterator[Link]:
        """Yield the links of a name that are likely enough; of a symmetric one each pair once."""
        first, second = np.array(list(rows)), np.array(list(columns))
        if not len(first) or not len(second):
            return
        scores = self._scores(name, first, second)
        symmetric = name in {"same_event", "same_thing"}
        if symmetric:
            scores = np.triu((scores + scores.T) / 2, k=1) + np.tril(np.full(scores.shape, -99.0))
        likely = 1.0 / (1.0 + np.exp(-scores))
        apart = np.abs(self._at[first][:, None] - self._at[second][None, :])
        likely[apart > _MOST_PIECES_APART] = 0.0
        for i, j in zip(*np.nonzero(likely >= least), strict=True):
            yield Link(
                name=name,
                first=self._spans[first[i]],
                second=self._spans[second[j]],
                score=round(float(likely[i, j]), 4),
            )

    def _scores(
        self, name: LinkName, first: NDArray[np.int64], second: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        number = list(self._tagged.planes).index(name)
        factor, addend, by_role = self._tagged.planes[name]
        left, right = self._states[first, 0, number], self._states[second, 1, number]
        scores = factor * (left @ right.T / left.shape[1] ** 0.5) + addend
        if by_role:
            spans = [self._spans[i] for i in first]
            scores = scores + by_role * role_odds(self._decoder, name, spans)[:, None]
        return np.asarray(scores, dtype=np.float64)


def role_odds(decoder: Decoder, name: LinkName, spans: Sequence[Span]) -> NDArray[np.float64]:
    """Return the log-odds that spans have the role of a link, by the head for roles.

    The mean over a span's pieces of the role's probability, at most 0.999 sure either way.
    """
    labels, head = decoder.tagged.labels["roles"], decoder.tagged.heads["roles"]
    columns = [i for i, label in enumerate(labels) if label[2:].startswith(_ROLE_OF[name])]
    said = head[:, columns].sum(axis=1)
    means = [_mean(said, *decoder.pieces_of(span.start, span.end)) for span in spans]
    p = np.clip(np.array(means, dtype=np.float64), _SURE, 1.0 - _SURE)
    return np.asarray(np.log(p / (1.0 - p)))


def _mean(said: Floats, first: int, last: int) -> float:
    return float(said[first:last].mean()) if first < last else 0.0
