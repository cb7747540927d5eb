"""Who said what, by which words: the network's spans linked by rules, and rules where it is silent.

The network was trained on articles about politics and marks no attribution inside another's
content. The rules of ``quote_rules`` find those, and the plain ones it misses.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from accordingto.annotate.decoding import Decoder, TaggedSpan
from accordingto.annotate.quote_rules import by_rule
from accordingto.annotate.quote_text import mask, units
from accordingto.domain import Quotation, Span

# Chosen on PolNeAR dev with the first weights. The mean probability below which a linked quotation
# is left out: from 0 to 0.6 precision goes from 69.8 to 72.7, recall from 55.9 to 54.7. How far a
# rule's content must agree to replace the network's, which often stops at a comma: flat 0.15-0.3.
LEAST_SCORE, LEAST_OVERLAP = 0.6, 0.3
N_CONTINUED = 4  # characters between a content and its continuation in the next sentence
UNSOURCED = re.compile(r"\b(?:reportedly|allegedly|supposedly|purportedly)\b", re.IGNORECASE)


def quotations(
    text: str, sentences: Sequence[Span], decoder: Decoder | None
) -> tuple[Quotation, ...]:
    """Return the quotations of a text, in the order of their first words.

    Args:
        text: The document's text.
        sentences: Its sentences, in order.
        decoder: The text as the network read it, or None to go by the rules alone.

    Returns:
        One quotation a cue. ``source`` is None where the text names none; contents may lie
        inside other contents.
    """
    ruled = by_rule(text, sentences)
    if decoder is None:
        return tuple(sorted(ruled, key=_position))
    tags = decoder.spans("attribution")
    cues = [_span(tag) for tag in tags if tag.label == "cue"]
    parsed = by_rule(text, sentences, more=cues, only_more=True)
    linked = [q for q in link(text, sentences, tags) if q.score >= LEAST_SCORE]
    completed = [_completed(quotation, parsed) for quotation in linked]
    return tuple(sorted(merged(completed, ruled), key=_position))


def _completed(quotation: Quotation, parsed: Sequence[Quotation]) -> Quotation:
    """Let word order give the source, and the whole content, around a cue the network found."""
    cue = quotation.cue
    rule = next((q for q in parsed if cue and q.cue and q.cue.touches(cue)), None)
    if rule is None:
        return quotation
    agrees = _overlap(quotation.content, rule.content) >= LEAST_OVERLAP
    return Quotation(
        source=rule.source or quotation.source,
        cue=cue,
        content=rule.content if agrees else quotation.content,
        score=quotation.score,
    )


def merged(linked: Sequence[Quotation], ruled: Sequence[Quotation]) -> list[Quotation]:
    """Join both: a rule's finding goes first where both found the same, the network fills in."""
    kept = list(ruled)
    for quotation in linked:
        same = next((i for i, known in enumerate(kept) if _same(quotation, known)), None)
        if same is None:
            kept.append(quotation)
        else:
            kept[same] = _agreed(kept[same], quotation)
    return kept


def _agreed(rule: Quotation, network: Quotation) -> Quotation:
    """Keep the rule's spans, fill in what it lacks, and trust what two ways of reading found."""
    return Quotation(
        source=rule.source or network.source,
        cue=rule.cue or network.cue,
        content=rule.content,
        score=max(rule.score, 1.0 - (1.0 - rule.score) * (1.0 - network.score)),
    )


def _same(one: Quotation, other: Quotation) -> bool:
    if one.cue is not None and other.cue is not None and one.cue.touches(other.cue):
        return True
    return _overlap(one.content, other.content) >= 0.5


def _overlap(one: Iterable[Span], other: Iterable[Span]) -> float:
    """Return the share of characters in both among those in either."""
    a = {i for span in one for i in range(span.start, span.end)}
    b = {i for span in other for i in range(span.start, span.end)}
    return len(a & b) / len(a | b) if a or b else 0.0


def _position(quotation: Quotation) -> tuple[int, int]:
    first = quotation.cue or quotation.content[0]
    return first.start, -quotation.content[-1].end


# ---------------------------------------------------------------------- linking the network's spans


class _Parts(NamedTuple):
    """What the network marked in one unit of the text."""

    sources: list[TaggedSpan]
    cues: list[TaggedSpan]
    contents: list[TaggedSpan]


def link(text: str, sentences: Sequence[Span], tags: Sequence[TaggedSpan]) -> list[Quotation]:
    """Join sources, cues and contents that belong together, unit by unit.

    A content goes to its nearest cue of the unit and a cue takes its nearest source; a content
    without a cue continues the quotation right before it.
    """
    found: list[Quotation] = []
    for unit in units(mask(text), sentences):
        parts = _parts(unit, tags)
        taken = _by_cue(parts)
        loose = [c for c in parts.contents if not any(c in group for group in taken.values())]
        for k, cue in enumerate(parts.cues):
            if taken.get(k):
                found.append(_quotation(text, parts, cue, taken[k]))
        for content in loose:
            _continue(text, found, content, parts.sources)
    return found


def _parts(unit: Span, tags: Sequence[TaggedSpan]) -> _Parts:
    inside = [t for t in tags if unit.start <= t.start < unit.end]
    return _Parts(
        *([t for t in inside if t.label == kind] for kind in ("source", "cue", "content"))
    )


def _by_cue(parts: _Parts) -> dict[int, list[TaggedSpan]]:
    """Give each content to the nearest cue, and to each cue at least what is next to it."""
    taken: dict[int, list[TaggedSpan]] = {}
    for content in parts.contents:
        ranked = sorted((_gap(content, cue), k) for k, cue in enumerate(parts.cues))
        if ranked:
            taken.setdefault(ranked[0][1], []).append(content)
    return taken


def _gap(one: TaggedSpan, other: TaggedSpan) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _quotation(
    text: str, parts: _Parts, cue: TaggedSpan, contents: Sequence[TaggedSpan]
) -> Quotation:
    source = None
    if parts.sources and not UNSOURCED.search(text, cue.start, cue.end):
        source = min(parts.sources, key=lambda s: _gap(s, cue) + _crossed(s, cue, parts.cues))
    members = [cue, *contents, *([source] if source else [])]
    return Quotation(
        source=_span(source) if source else None,
        cue=_span(cue),
        content=tuple(_span(c) for c in contents),
        score=sum(m.score for m in members) / len(members),
    )


def _crossed(source: TaggedSpan, cue: TaggedSpan, cues: Sequence[TaggedSpan]) -> int:
    """Return a penalty in characters for a source beyond another cue."""
    low, high = min(source.end, cue.end), max(source.start, cue.start)
    return sum(40 for other in cues if other is not cue and low <= other.start < high)


def _continue(
    text: str, found: list[Quotation], content: TaggedSpan, sources: Sequence[TaggedSpan]
) -> None:
    if found:
        last = found[-1]
        between = text[last.content[-1].end : content.start]
        if len(between) > 0 and not re.search(r"\w", between) and between.count("\n") < 2:
            parts = (*last.content, _span(content))
            found[-1] = Quotation(source=last.source, cue=last.cue, content=parts, score=last.score)
            return
    near = [s for s in sources if _gap(s, content) <= N_CONTINUED]
    if near:
        source = min(near, key=lambda s: _gap(s, content))
        score = (source.score + content.score) / 2
        found.append(
            Quotation(source=_span(source), cue=None, content=(_span(content),), score=score)
        )


def _span(tagged: TaggedSpan) -> Span:
    return Span(start=tagged.start, end=tagged.end)
