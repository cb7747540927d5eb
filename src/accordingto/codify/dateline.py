"""The words in front of a report that say where it was filed: "LOMAS, Verania —", "LOMAS:"."""

import re

from accordingto.domain import Span

_CITY = r"[A-ZÁÉÍÓÚÑ]{3}[A-ZÁÉÍÓÚÑ '’-]{0,30}"
_DASHED = re.compile(
    r"^[\s(]*(?P<city>[A-ZÁÉÍÓÚÑ][\w .'’-]{2,40}?)(?:\s*[(,/][^)\n]{0,60}[)]?)?\s*(?:--|—|–| - )",
    re.MULTILINE,
)
# Only before mixed case: in a text all in capitals any first sentence looks so.
_CLOSED = re.compile(
    rf"^\s*(?P<city>{_CITY})(?:,\s?[A-Z][\w .]{{2,30}}?)?\s?[:.]\s+(?=[\"“]?[A-Z0-9]?[\w’]*[a-z ])",
    re.MULTILINE,
)
# "Lomas: Verania's police said": at the beginning of a line, before a sentence.
_NAMED = re.compile(
    r"^(?P<city>[A-ZÁÉÍÓÚÑ][\w'’-]{2,20}(?: [A-ZÁÉÍÓÚÑ][\w'’-]+){0,2}):[ \t]+"
    r"(?=[\"“]?[A-Z][\w’]*[a-z ])",
    re.MULTILINE,
)
N_BEFORE = 300  # characters a title and a byline may take before it


def dateline(text: str) -> tuple[Span, Span] | None:
    """Return the span of the dateline and that of the place in it, or None without one."""
    patterns = (_DASHED,) if text[:2000].isupper() else (_DASHED, _CLOSED, _NAMED)
    for pattern in patterns:
        match = pattern.search(text, 0, N_BEFORE + 120)
        if match is not None and match.start() <= N_BEFORE and _is_filed(match["city"], match):
            city = Span(start=match.start("city"), end=match.end("city"))
            return Span(start=city.start, end=match.end()), city
    return None


def _is_filed(city: str, match: re.Match[str]) -> bool:
    """Tell a dateline from a sentence with a dash: it opens the text, or stands in capitals."""
    return match.start() == 0 or city == city.upper() or match.re is _NAMED
