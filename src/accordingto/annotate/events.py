"""What the network sees of events and of what is said: spans, what each is like, their links."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from typing import NamedTuple, get_args

from accordingto.annotate.decoding import Decoder
from accordingto.annotate.links import LIKELY, Range, links, may_fill, ranges_of
from accordingto.domain import (
    CueMention,
    Harm,
    Link,
    Mention,
    PartyMention,
    Quotation,
    Span,
    TollMention,
    TriggerMention,
)
from accordingto.networks import Line

# Added to the log probability of "outside", so that spans are found which codify may yet refuse.
_TRIGGERS_OUTSIDE = -2.5
_TOLLS_OUTSIDE = -1.5
_LEAST = 0.05  # a kind or facet less likely is not handed on
_HARMS: dict[str, Harm] = {harm: harm for harm in get_args(Harm)}


class Seen(NamedTuple):
    """What the network sees of events and statements; ``triggers`` is None where it saw no text."""

    triggers: tuple[TriggerMention, ...] | None = None
    tolls: tuple[TollMention, ...] = ()
    cues: tuple[CueMention, ...] = ()
    parties: tuple[PartyMention, ...] = ()
    links: tuple[Link, ...] = ()


def seen(
    decoder: Decoder,
    mentions: Sequence[Mention],
    quotations: Sequence[Quotation],
    thresholds: Mapping[str, float],
) -> Seen:
    """Return what the network sees in a text with these names and quotations."""
    if not len(decoder.tagged):
        return Seen()
    told = triggers(decoder, mentions, thresholds)
    counted = tolls(decoder)
    introduced = cues(decoder, [q.cue for q in quotations if q.cue is not None])
    sources = [q.source for q in quotations if q.source is not None]
    fillers = may_fill(decoder, mentions, counted, sources)
    return Seen(
        triggers=told,
        tolls=counted,
        cues=introduced,
        parties=parties(decoder, fillers["subject"]),
        links=links(decoder, told, fillers, introduced, thresholds),
    )


def triggers(
    decoder: Decoder, mentions: Sequence[Mention], thresholds: Mapping[str, float]
) -> tuple[TriggerMention, ...]:
    """Return the words that tell of events, and those that may where a rule agrees.

    A word of a name tells of none: "Nations" in "United Nations".
    """
    names = [m for m in mentions if m.label != "time"]
    sure = thresholds.get("told", LIKELY)
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
    if first == last:
        return {}
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


def cues(decoder: Decoder, spans: Iterable[Span]) -> tuple[CueMention, ...]:
    """Return what the network makes of words that introduce statements, each once."""
    return tuple(
        CueMention(
            start=start,
            end=end,
            kinds=_means(decoder, "sayings", start, end),
            relations=_means(decoder, "relations", start, end),
        )
        for start, end in sorted(set(ranges_of(spans)))
    )


def parties(decoder: Decoder, places: Iterable[Range]) -> tuple[PartyMention, ...]:
    """Return what the network makes of words that may fill a part of an event."""
    return tuple(
        PartyMention(
            start=start,
            end=end,
            certainties=_means(decoder, "certainties", start, end),
            effects=_means(decoder, "effects", start, end),
        )
        for start, end in sorted(places)
    )
