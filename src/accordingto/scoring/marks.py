"""Text with inline marks: ``[handle words]``, nested, several handles parted by commas."""

import re
from typing import NamedTuple

from accordingto.domain import Span

_OPEN = re.compile(r"\[(?P<handles>[a-z][a-z0-9_]*(?:\.cue)?(?:,[a-z][a-z0-9_]*(?:\.cue)?)*) ")


class MarkError(ValueError):
    """A mark that does not open or close as it should; the message quotes the place."""


class MarkedText(NamedTuple):
    """The text without its marks, and the spans of each handle in the order of their ends."""

    text: str
    spans: dict[str, tuple[Span, ...]]


def read_marks(marked: str) -> MarkedText:
    """Take the marks out of a text.

    Line ends inside a paragraph become single spaces; an empty line parts paragraphs.

    Raises:
        MarkError: When a bracket has no partner, or a mark has no words or blank edges.

    >>> read_marks("[e1 Shots] hit [v [p Ada] Orr].").spans["v"]
    (Span(start=10, end=17),)
    """
    marked = _paragraphs(marked)
    pieces: list[str] = []
    length, position = 0, 0
    opened: list[tuple[str, int, int]] = []
    spans: dict[str, list[Span]] = {}
    for bracket in re.finditer(r"[\[\]]", marked):
        if bracket.start() < position:
            continue
        pieces.append(marked[position : bracket.start()])
        length += len(pieces[-1])
        position = bracket.end()
        if bracket.group() == "]":
            handles, start, at = _closed(opened, marked, bracket.start())
            _add(
                spans,
                handles,
                Span(start=start, end=length) if start < length else None,
                marked[at:],
            )
            continue
        opening = _OPEN.match(marked, bracket.start())
        if opening is None:
            raise MarkError(f"no handle after the bracket at {_near(marked, bracket.start())}")
        opened.append((opening["handles"], length, bracket.start()))
        position = opening.end()
    if opened:
        raise MarkError(f"never closed: {_near(marked, opened[-1][2])}")
    text = "".join([*pieces, marked[position:]])
    _check_edges(text, spans)
    return MarkedText(text, {handle: tuple(found) for handle, found in spans.items()})


def _paragraphs(marked: str) -> str:
    paragraphs = re.split(r"\n\s*\n", marked.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _closed(opened: list[tuple[str, int, int]], marked: str, at: int) -> tuple[str, int, int]:
    if not opened:
        raise MarkError(f"closed but never opened: {_near(marked, max(0, at - 40))}")
    return opened.pop()


def _add(spans: dict[str, list[Span]], handles: str, span: Span | None, rest: str) -> None:
    if span is None:
        raise MarkError(f"a mark without words: {_near(rest, 0)}")
    for handle in handles.split(","):
        spans.setdefault(handle, []).append(span)


def _check_edges(text: str, spans: dict[str, list[Span]]) -> None:
    for handle, found in spans.items():
        for span in found:
            words = span.cut(text)
            if words != words.strip():
                raise MarkError(f"blanks at the edge of [{handle} {words}]")


def _near(text: str, at: int) -> str:
    return f"“{text[at : at + 40]}”"
