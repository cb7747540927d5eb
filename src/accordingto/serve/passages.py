"""Text as pieces: a document cut where spans begin and end, a sentence with its words marked."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal
from urllib.parse import quote

from accordingto.domain import Reading, Span, Statement, Value, spans_of
from accordingto.serve.words import plain

Layer = Literal["statements", "events", "people", "places", "times"]
LAYERS: tuple[Layer, ...] = ("statements", "events", "people", "places", "times")  # outside in
LAYER_OF: dict[str, Layer] = {
    "person": "people",
    "organisation": "people",
    "nationality": "people",
    "place": "places",
    "time": "times",
}
# The marks that end a sentence in Latin, CJK, Arabic, Urdu and Devanagari writing.
SENTENCE_END = re.compile(r"(?<=[.!?…\u3002\uff01\uff1f\u061f\u06d4\u0964])[\"'”’»」)\]]*\s+")
LONGEST = 400  # characters of a sentence shown around a value; a longer one is cut at spaces


class Layered(Value, frozen=True):
    """A span on a layer, what to say of it, and the event or statement it belongs to."""

    span: Span
    layer: Layer
    about: str
    owner: str = ""


class Piece(Value, frozen=True):
    """Characters ``[start, end)`` that lie under the same spans; ``anchors`` begin here."""

    start: int
    end: int
    text: str
    layers: tuple[Layer, ...] = ()
    about: str = ""
    owners: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


class Paragraph(Value, frozen=True):
    """A line of the text that is not blank, as pieces."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


class Passage(Value, frozen=True):
    """A sentence: text in turn outside and inside the marked words, beginning outside."""

    start: int
    href: str
    parts: tuple[str, ...]


def anchor(span: Span) -> str:
    """Return the fragment that names a span.

    >>> anchor(Span(start=3, end=9))
    'c3-9'
    """
    return f"c{span.start}-{span.end}"


def address(document: str) -> str:
    """Return the address of a document's page; ids are as people gave them.

    >>> address("feed?1/2")
    '/documents/feed%3F1/2'
    """
    return f"/documents/{quote(document)}"


def link_to(document: str, span: Span) -> str:
    """Return the address of words in a document."""
    return f"{address(document)}#{anchor(span)}"


# --------------------------------------------------------------------------- a document


def layered(reading: Reading) -> list[Layered]:
    """Return every span to underline, with its layer."""
    found = [
        Layered(span=m, layer=LAYER_OF[m.label], about=_known(m.label, m.actor, m.place, m.date))
        for m in reading.mentions
    ]
    for event in reading.events:
        about = f"event: {plain(event.kind)}"
        found += [Layered(span=s, layer="events", about=about, owner=event.id) for s in _own(event)]
    for statement in reading.statements:
        found += _of_statement(statement)
    return found


def _own(event: object) -> Iterable[Span]:
    """Yield an event's spans, those of its chains left out: these are the statements' own."""
    for name in ("trigger", "perpetrators", "targets", "victims", "means"):
        for part in getattr(event, name):
            yield from [part] if isinstance(part, Span) else part.spans
    for name in ("killed", "injured", "abducted"):
        for claimed in getattr(event, name):
            yield from claimed.spans


def _of_statement(statement: Statement) -> list[Layered]:
    kind = plain(statement.kind)
    named = [(span, f"what is said ({kind})") for span in statement.content]
    if statement.cue:
        named.append((statement.cue, f"cue ({kind})"))
    if statement.speaker:
        named += [(span, f"who says it ({kind})") for span in statement.speaker.spans]
    return [
        Layered(span=span, layer="statements", about=about, owner=statement.id)
        for span, about in named
    ]


def _known(label: str, *values: object) -> str:
    for resolved in values:
        value, why = getattr(resolved, "value", None), getattr(resolved, "why", None)
        if value is not None:
            named = getattr(value, "name", None) or f"{value.first} to {value.last}"
            country = getattr(value, "country_name", None)
            return f"{label}: {named}" + (f", {country}" if country else "")
        if why:
            return f"{label}, not resolved: {why}"
    return label


def paragraphs(reading: Reading) -> list[Paragraph]:
    """Cut the whole text into paragraphs and pieces; joined again they are the text's lines."""
    text, spans = reading.document.text, layered(reading)
    inside = [s for s in spans if s.span.end <= len(text)]
    marks = {s for s in spans_of(reading) if s.end <= len(text)}
    anchors: dict[int, set[Span]] = {}
    for mark in marks:
        anchors.setdefault(mark.start, set()).add(Span(start=mark.start, end=mark.end))
    return [
        Paragraph(
            start=line.start(),
            end=line.end(),
            pieces=tuple(_pieces(text, line.start(), line.end(), inside, anchors)),
        )
        for line in re.finditer(r"[^\n]*\S[^\n]*", text)
    ]


def _pieces(
    text: str,
    start: int,
    end: int,
    spans: Sequence[Layered],
    anchors: dict[int, set[Span]],
) -> Iterable[Piece]:
    here = [s for s in spans if s.span.start < end and s.span.end > start]
    cuts = {start, end} | {at for at in anchors if start <= at < end}
    cuts |= {at for s in here for at in (s.span.start, s.span.end) if start < at < end}
    ordered = sorted(cuts)
    for left, right in pairwise(ordered):
        over = [s for s in here if s.span.start <= left and right <= s.span.end]
        yield Piece(
            start=left,
            end=right,
            text=text[left:right],
            layers=tuple(name for name in LAYERS if any(s.layer == name for s in over)),
            about="\n".join(dict.fromkeys(s.about for s in over)),
            owners=tuple(dict.fromkeys(s.owner for s in over if s.owner)),
            anchors=tuple(anchor(s) for s in sorted(anchors.get(left, ()), key=lambda s: s.end)),
        )


# --------------------------------------------------------------------------- a sentence


def sentence_around(text: str, span: Span) -> Span:
    """Return the sentence that holds a span, as far as end marks and line ends tell.

    >>> text = "One fell. Two ran. Three hid."
    >>> sentence_around(text, Span(start=10, end=13)).cut(text)
    'Two ran.'
    >>> text = "He came at 10 a.m. and left. She stayed."
    >>> sentence_around(text, Span(start=3, end=7)).cut(text)
    'He came at 10 a.m. and left.'
    """
    line_start = text.rfind("\n", 0, span.start) + 1
    line_end = text.find("\n", span.end)
    line_end = len(text) if line_end < 0 else line_end
    ends = [
        m.end()
        for m in SENTENCE_END.finditer(text, line_start, line_end)
        if not text[m.end() : m.end() + 1].islower()  # "at 10 a.m. and" goes on
    ]
    start = max([line_start, *(e for e in ends if e <= span.start)])
    end = min([line_end, *(e for e in ends if e >= span.end)])
    if end - start > LONGEST:
        start, end = _shorter(text, span, start, end)
    while end > span.end and text[end - 1].isspace():
        end -= 1
    while start < span.start and text[start].isspace():
        start += 1
    return Span(start=start, end=end)


def _shorter(text: str, span: Span, start: int, end: int) -> tuple[int, int]:
    near, far = max(start, span.start - LONGEST // 2), min(end, span.end + LONGEST // 2)
    if near > start:
        near = text.find(" ", near, span.start) + 1 or span.start
    if far < end:
        back = text.rfind(" ", span.end, far)
        far = back if back > 0 else span.end
    return near, far


def passages(document: str, text: str, spans: Iterable[Span]) -> list[Passage]:
    """Return the sentences that hold the spans, in order, each once, with its words marked."""
    inside = sorted({(s.start, s.end) for s in spans if s.end <= len(text)})
    by_sentence: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for start, end in inside:
        around = sentence_around(text, Span(start=start, end=end))
        by_sentence.setdefault((around.start, around.end), []).append((start, end))
    return [
        Passage(
            start=first,
            href=link_to(document, Span(start=marks[0][0], end=marks[0][1])),
            parts=marked(text, first, last, marks),
        )
        for (first, last), marks in sorted(by_sentence.items())
    ]


def marked(text: str, first: int, last: int, marks: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """Cut ``text[first:last]`` so that every second part is marked; overlapping marks become one.

    >>> marked("a bc d", 0, 6, [(2, 4), (3, 4)])
    ('a ', 'bc', ' d')
    """
    parts, at = [], first
    for start, end in merged(marks):
        parts += [text[at : max(at, start)], text[max(at, start) : min(end, last)]]
        at = min(end, last)
    return (*parts, text[at:last])


def merged(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join ranges that touch or overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
