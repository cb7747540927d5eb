"""Sentences of a news text: wire copy, wrapped upper-case bulletins, web pages."""

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from accordingto.annotate.lists import word_list
from accordingto.domain import Span

CLOSERS = "\"”’')]»"
_END = re.compile(rf"(?P<stop>[.!?…]+)(?P<close>[{re.escape(CLOSERS)}]*)(?P<space>\s+)")
_WORD_BEFORE = re.compile(r"[^\s(\[\"“‘']+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_NEXT = re.compile(r"[\s\"“‘'(\[«]*(\w[\w'’-]*)")
_BLOCK = re.compile(r"\n[^\S\n]*(?:\n\s*)+")
# A text is taken as wrapped when its lines are this long: terminals and teletypes break at 60 to
# 80 characters, while a web page's paragraphs are either much longer or single.
SHORTEST_WRAPPED, LONGEST_WRAPPED = 40, 100


def sentences(text: str) -> list[Span]:
    """Return the text's sentences in order, without surrounding white space.

    Every character that is not white space lies in exactly one of them. A blank line always
    ends a sentence; a single line break does so unless the text is wrapped at a fixed width.
    """
    return [
        span
        for start, end in _blocks(text)
        for left, right in pairwise((start, *_ends(text, start, end), end))
        if (span := trimmed(text, left, right))
    ]


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return ``text[start:end]`` without white space at its ends, or None if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end) if start < end else None


def is_wrapped(text: str) -> bool:
    """Return whether line breaks are put at a fixed width, so that they mean nothing."""
    lengths = [len(line) for line in text.splitlines() if line.strip()]
    return len(lengths) > 2 and (
        median(lengths) >= SHORTEST_WRAPPED and max(lengths) <= LONGEST_WRAPPED
    )


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands between blank lines, or between lines where the text is not wrapped."""
    breaks = _BLOCK if is_wrapped(text) else re.compile(r"\n\s*")
    start = 0
    for match in breaks.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        if match.end() < end and _is_end(text, match, start):
            yield match.end()


def _is_end(text: str, match: re.Match[str], start: int) -> bool:
    following = _NEXT.match(text, match.end())
    if following is None:
        return False
    word = following.group(1)
    if match["stop"] != ".":
        return not word[0].islower()
    if word[0].islower():
        return False
    before = _WORD_BEFORE.search(text, start, match.start())
    previous = before.group().casefold() if before else ""
    if previous in word_list("abbreviations") and not match["close"]:
        return _is_number_sign_misread(previous, word)
    if _INITIALS.fullmatch(previous) and not match["close"]:
        return "." in previous and word.casefold() in word_list("starters")
    return True


def _is_number_sign_misread(previous: str, word: str) -> bool:
    """Tell "He said no. The army ..." from "No. 4", and "in Dec. He" from "Dec. 4"."""
    if previous in {"no", "mar", "sep", "jan", "dec", "fig"}:
        return not word[0].isdigit() and word.casefold() in word_list("starters")
    return previous in {"etc", "inc", "ltd", "co", "corp", "jr", "sr"} and (
        word.casefold() in word_list("starters")
    )
