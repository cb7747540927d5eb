"""When, where and to whom a statement was made, as the words around it tell."""

import re
from collections.abc import Sequence
from functools import cache

from accordingto.codify.speakers import table
from accordingto.domain import Claimed, DateRange, Mention, Phrase, Quotation, Span

NOT_GROUNDED = "not grounded"
NO_DATE = "the text gives no date for it"
PROPER_NAME = r"(?:the )?[A-Z][\w’&.-]*\b(?: (?:of the |of |for |and )?[A-Z][\w’&-]*)*"


def date_of(
    text: str, quotation: Quotation, region: Span, mentions: Sequence[Mention]
) -> Claimed[DateRange]:
    """Return the time that dates the saying: in its sentence and outside its content."""
    times = [
        m
        for m in mentions
        if m.label == "time"
        and region.covers(m)
        and not any(s.touches(m) for s in quotation.content)
    ]
    if not times or quotation.cue is None:
        return Claimed(why=NO_DATE)
    cue = quotation.cue
    nearest = min(times, key=lambda m: min(abs(m.start - cue.end), abs(cue.start - m.end)))
    return Claimed(why=NOT_GROUNDED, spans=(Span(start=nearest.start, end=nearest.end),))


def slot(name: str, text: str, region: Span, quotation: Quotation) -> Phrase | None:
    """Return the venue or addressee named in the sentence, outside what is said."""
    for pattern in _slots(name):
        for m in pattern.finditer(text, region.start, region.end):
            span = Span(start=m.start("v"), end=m.end("v"))
            beside = quotation.cue is not None and m.start() <= quotation.cue.start < m.end()
            if beside or not any(s.touches(span) for s in quotation.content):
                return Phrase(text=span.cut(text), spans=(span,))
    return None


@cache
def _slots(name: str) -> tuple[re.Pattern[str], ...]:
    patterns = table()["place_of_saying"][name]
    return tuple(re.compile(pattern.replace("%N", PROPER_NAME)) for pattern in patterns)
