"""Time expressions: the words that say when, found by rule; ``ground`` works out the days."""

import re
from collections.abc import Iterator

from accordingto.domain import Span

_NUMBER = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|"
    r"thirty|forty|several|some|(?:a\s+)?few|(?:a\s+)?couple\s+of|many)"
)
_MONTH = (
    r"(?:jan(?:uary|\b\.?)|feb(?:ruary|\b\.?)|mar(?:ch|\b\.?)|apr(?:il|\b\.?)|may|jun(?:e|\b\.?)"
    r"|jul(?:y|\b\.?)|aug(?:ust|\b\.?)|sep(?:tember|t?\b\.?)|oct(?:ober|\b\.?)|nov(?:ember|\b\.?)"
    r"|dec(?:ember|\b\.?))"
)
# "May" and "March" alone are words as well as months, and "sun" and "sat" as well as days.
_PLAIN_MONTH = (
    r"(?:january|february|april|june|july|august|september|october|november|december|sept\.)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_PART = r"(?:morning|afternoon|evening|night|midnight|noon|dawn|dusk|midday)"
_UNIT = r"(?:second|minute|hour|day|night|week|fortnight|weekend|month|year|decade)"
_YEAR = r"(?:19\d\d|20[0-4]\d)"
_SHORT_YEAR = r"(?:[’']\s?\d\d|\d\d)"
_DOM = r"(?:[0-3]?\d(?:st|nd|rd|th)?)"
_EDGE = r"(?:(?:the\s+)?(?:early|late|mid|beginning\s+of|end\s+of|start\s+of|middle\s+of)[\s-]+)"
_YEAR_TAIL = rf"(?:,?\s+(?:of\s+)?{_YEAR}|,?\s+{_SHORT_YEAR})"
_WEEKDAY_HEAD = rf"(?:{_DAY},?\s+(?:the\s+)?)"
_DAY_MONTH = rf"(?:{_DOM}\s+(?:of\s+)?{_MONTH}(?:{_YEAR_TAIL})?)"
_MONTH_DAY = rf"(?:{_MONTH}\s+(?:the\s+)?{_DOM}\b(?:,?\s+{_YEAR})?)"
_DATE = rf"(?:{_WEEKDAY_HEAD}?(?:{_DAY_MONTH}|{_MONTH_DAY}))"
_MONTH_YEAR = rf"(?:{_EDGE}?{_MONTH},?\s+(?:of\s+)?{_YEAR})"
_OF_YEAR = r"(?:\s+(?:this|last|of\s+this|of\s+last|the\s+same)\s+year)"

# Longest and most telling first: a later pattern never takes characters of an earlier one.
PATTERNS: tuple[str, ...] = (
    rf"\d{{4}}-\d\d-\d\d|\b[0-3]?\d[/.][01]?\d[/.](?:{_YEAR}|\d\d)",
    rf"(?:between|from)\s+{_DATE}\s+(?:and|to|until|through)\s+{_DATE}",
    rf"(?:between|from)\s+{_DOM}\s+(?:and|to|until|through)\s+{_DOM}\s+{_MONTH}(?:{_YEAR_TAIL})?",
    rf"{_DOM}\s?(?:-|–|to|and)\s?{_DOM}\s+{_MONTH}(?:{_YEAR_TAIL})?",
    rf"{_MONTH}\s+{_DOM}\s?(?:-|–|to)\s?{_DOM}\b(?:,?\s+{_YEAR})?",
    rf"(?:between|from)\s+{_MONTH}(?:\s+{_YEAR})?\s+(?:and|to|until|through)\s+{_MONTH}\s+{_YEAR}",
    rf"(?:between|from)\s+{_YEAR}\s+(?:and|to|until|through)\s+{_YEAR}|\b{_YEAR}\s?[-–]\s?{_YEAR}",
    rf"(?:(?:the\s+)?(?:{_PART}|night)\s+of\s+)?{_DATE}",
    _MONTH_YEAR,
    rf"{_MONTH}{_OF_YEAR}|(?:last|this|next)\s+(?:{_MONTH}|{_DAY})(?:\s+{_PART})?",
    r"(?:the\s+)?(?:day|night|week|month|year)s?\s+(?:before|after)\s+(?:yesterday|tomorrow|last)",
    rf"(?:(?:about|around|nearly|almost|over|more\s+than|less\s+than|just|only)\s+)?{_NUMBER}\s+"
    rf"(?:more\s+)?{_UNIT}s?\s+(?:ago|earlier|later|before|after(?:wards)?|previously)",
    rf"(?:earlier|later)\s+(?:this|last|that|in\s+the)\s+{_UNIT}|earlier\s+today|earlier\s+on\s+{_DAY}",
    rf"(?:in|over|during|for|within)?\s?(?:the\s+)?(?:last|past|previous|recent|coming|next)\s+"
    rf"(?:{_NUMBER}\s+)?{_UNIT}s\b",
    rf"(?:the\s+)?(?:last|past|previous|next|following|same|this|that|preceding)\s+"
    rf"(?:{_UNIT}|{_PART}|summer|autumn|fall|winter|spring|weekend)\b",
    rf"(?:{_EDGE}|(?:on|since|by|until|last|this|next)\s+)?{_DAY}(?:\s+{_PART})?\b",
    rf"(?:the\s+day\s+before\s+)?yesterday(?:\s+{_PART})?|tonight|tomorrow(?:\s+{_PART})?",
    rf"(?:early\s+|late\s+)?today|overnight|at\s+{_PART}|this\s+{_PART}",
    rf"{_EDGE}?{_PLAIN_MONTH}\b|(?:in|since|last|this|until|by|during|early|late)\s+(?:march|may)\b",
    rf"(?:{_EDGE}|(?:the\s+)?(?:summer|autumn|fall|winter|spring)\s+(?:of\s+)?)?\b{_YEAR}s?\b",
    r"\d{1,2}(?::\d\d|\s?(?=[ap]\.?m))\s?(?:[ap]\.?m\.?|hours|GMT|local\s+time)?",
)
_FINDERS = tuple(re.compile(rf"(?<![\w$£€#.-])(?:{p})(?!\w)", re.IGNORECASE) for p in PATTERNS)
# A preposition found with the words belongs to the sentence, not to the time.
_LEADING = re.compile(r"(?:on|in|since|by|until|at|during|over|for|within)\s+", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s+(?:people|men|women|troops|soldiers|dead|dollars|pesos|refugees|km)\b", re.I
)


def times(text: str) -> list[Span]:
    """Return the time expressions of a text, in order and without overlap."""
    taken: list[tuple[int, int]] = []
    for finder in _FINDERS:
        for start, end in _matches(finder, text):
            if not any(start < right and left < end for left, right in taken):
                taken.append((start, end))
    return [Span(start=start, end=end) for start, end in sorted(taken)]


def _matches(finder: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for match in finder.finditer(text):
        start, end = match.span()
        if _is_a_number_of_things(text, match) or _is_lower_case_word(match.group()):
            continue
        lead = _LEADING.match(text, start, end)
        yield (lead.end() if lead else start), end


def _is_a_number_of_things(text: str, match: re.Match[str]) -> bool:
    """Tell "2021 people" from "2021"."""
    return match.group().isdigit() and _COUNTED.match(text, match.end()) is not None


def _is_lower_case_word(words: str) -> bool:
    """Tell "in march step" and "12 mar" from "in March" where the text has both cases."""
    return re.search(r"\b(?:march|may|mar|sat|sun)\b", words) is not None
