"""Who passed a statement on inside its own sentence: "T reported, citing S", "quoted by T"."""

import re
from typing import NamedTuple

from accordingto.domain import Annotated, Quotation, Span

# "citing police officials" up to the next stop, "that" or "as saying".
CITING = re.compile(
    r",?\s\b(?:citing|quoting)\s(?P<s>[^,.;:“”\"]{2,80}?)(?=,|\.|;|:|$|\sthat\b|\sas saying\b)"
)
QUOTED_BY = re.compile(r"\bquoted by (?P<s>[^,.;“”\"]{2,80}?) as saying\b")
# A reason may be cited as well as a source: "citing fears of reprisals".
NOT_CITED = re.compile(
    r"(?:fears|concerns|reasons|the need|a lack|lack|safety|security (?:reasons|concerns))\b"
)


class Relay(NamedTuple):
    """Exactly one of the two: who first said it, or who handed it on."""

    origin: Span | None
    passed_on: Span | None


def relay_of(annotated: Annotated, quotation: Quotation) -> Relay | None:
    """Return the source that a quotation's sentence names beside its speaker, if it does."""
    if quotation.cue is None or quotation.source is None:
        return None
    text = annotated.document.text
    by = QUOTED_BY.search(text, quotation.cue.start, quotation.cue.end)
    if by is not None:
        return Relay(None, Span(start=by.start("s"), end=by.end("s")))
    sentence = annotated.sentence_at(quotation.cue.start)
    end = sentence.end if sentence is not None else quotation.cue.end
    for found in CITING.finditer(text, quotation.cue.end, end):
        span = Span(start=found.start("s"), end=found.end("s"))
        inside = any(s.touches(span) for s in quotation.content)
        if not inside and not NOT_CITED.match(found["s"]):
            return Relay(span, None)
    return None
