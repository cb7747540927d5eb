"""What the network sees of events: the words that tell of them, and what belongs to which."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp, log
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from accordingto.annotate.decoding import Decoder
from accordingto.domain import Harm, Link, LinkName, Mention, Span, TollMention, TriggerMention
from accordingto.networks import Floats, Line

# Added to the log probability of "outside", so that spans are found which codify may yet refuse.
_TRIGGERS_OUTSIDE = -2.5
_TOLLS_OUTSIDE = -1.5
_FILLERS_OUTSIDE = -2.0
_LIKELY = 0.5  # where the reader's card names no threshold
_LEAST = 0.05  # a kind or facet less likely is not handed on, nor a pair that may be one
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
_HARMS: dict[str, Harm] = {harm: harm for harm in get_args(Harm)}
_TO_EVENTS: tuple[LinkName, ...] = tuple(
    name for name in get_args(LinkName) if not name.startswith("same_")
)


def triggers(
    decoder: Decoder, mentions: Sequence[Mention], thresholds: Mapping[str, float]
) -> tuple[TriggerMention, ...]:
    """Return the words that tell of events, and those that may where a rule agrees.

    A word of a name tells of none: "Nations" in "United Nations".
    """
    names = [m for m in mentions if m.label != "time"]
    sure = thresholds.get("told", _LIKELY)
    least = thresholds.get("told_with_rule", sure)
    found = (
        (span, _on_line(span.score, decoder.tagged.told))
        for span in decoder.spans("triggers", outside=_TRIGGERS_OUTSIDE)
    )
    return tuple(
        TriggerMention(
            start=span.start,
            end=span.end,
            kinds=_means(decoder, "kinds", span.start, span.end),
            facets=_means(decoder, "facets", span.start, span.end),
            score=score,
            sure=score >= sure,
        )
        for span, score in found
        if score >= least and not any(n.start <= span.start and span.end <= n.end for n in names)
    )


def _on_line(probability: float, line: Line) -> float:
    """Return a probability whose log-odds are moved along a line."""
    factor, addend = line
    p = min(max(probability, 1e-6), 1.0 - 1e-6)
    return round(1.0 / (1.0 + exp(-factor * log(p / (1.0 - p)) - addend)), 4)


def _means(decoder: Decoder, head: str, start: int, end: int) -> dict[str, float]:
    """Return each label's mean probability over the pieces of a span, but the unlikely ones."""
    first, last = decoder.pieces_of(start, end)
    means = decoder.tagged.heads[head][first:last].mean(axis=0)
    labels = decoder.tagged.labels[head]
    return {
        label: round(float(p), 4) for label, p in zip(labels, means, strict=True) if p >= _LEAST
    }


def tolls(decoder: Decoder) -> tuple[TollMention, ...]:
    """Return the numbers of people harmed, and the words for single ones."""
    return tuple(
        TollMention(start=s.start, end=s.end, harm=_HARMS[s.label], score=s.score)
        for s in decoder.spans("tolls", outside=_TOLLS_OUTSIDE)
    )


def links(
    decoder: Decoder,
    told: Sequence[TriggerMention],
    mentions: Sequence[Mention],
    counted: Sequence[TollMention],
    thresholds: Mapping[str, float],
) -> tuple[Link, ...]:
    """Return which triggers tell of one event, and what names, roles and numbers are to it."""
    if not told:
        return ()
    events = [(t.start, t.end) for t in told]
    may_fill = _may_fill(decoder, mentions, counted)
    fillers = sorted(set().union(*may_fill.values()))
    both = _Pooled(decoder, [*events, *fillers])
    n = len(events)
    at_events = range(n)
    parties = [n + i for i, at in enumerate(fillers) if at in may_fill["perpetrator"]]
    return (
        *both.pairs("same_event", at_events, at_events, least=_LEAST),
        *both.pairs("same_thing", parties, parties, least=_LEAST),
        *(
            link
            for name in _TO_EVENTS
            for link in both.pairs(
                name,
                [n + i for i, at in enumerate(fillers) if at in may_fill[name]],
                at_events,
                least=thresholds.get(name, _LIKELY),
            )
        ),
    )


def _may_fill(
    decoder: Decoder, mentions: Sequence[Mention], counted: Sequence[TollMention]
) -> dict[LinkName, set[tuple[int, int]]]:
    """Return the spans that a link may start at: a time is no victim, and no name is a time."""
    tagged = decoder.spans("roles", outside=_FILLERS_OUTSIDE)
    places = {(s.start, s.end) for s in tagged if s.label == "place"}
    places |= {(m.start, m.end) for m in mentions if m.label == "place"}
    parties = {(s.start, s.end) for s in tagged}
    parties |= {(m.start, m.end) for m in mentions if m.label != "time"}
    return {
        **dict.fromkeys(("perpetrator", "victim", "target", "means"), parties),
        "place": places,
        "time": {(m.start, m.end) for m in mentions if m.label == "time"},
        "toll": {(t.start, t.end) for t in counted},
    }


class _Pooled:
    """Spans with what they are on either side of each link: the mean over their pieces."""

    def __init__(self, decoder: Decoder, spans: Sequence[tuple[int, int]]) -> None:
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
