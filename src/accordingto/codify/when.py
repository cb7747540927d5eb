"""What a time expression says, so far as two of them can exclude each other."""

import re
from functools import cache
from typing import NamedTuple

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = re.compile(
    rf"\b(?P<d>\d{{1,2}})\s+(?P<m>{_MONTHS})|\b(?P<n>{_MONTHS})[a-z]*\.?\s+(?P<e>\d{{1,2}})\b"
)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SMALL = frozenset(("on", "the", "morning", "night", "afternoon", "evening", "late", "early"))


class When(NamedTuple):
    """A time's words, and the parts it names; "" for a part it does not name."""

    words: str
    day: str
    weekday: str
    year: str

    @property
    def is_vague(self) -> bool:
        """Whether it names neither a day, a weekday nor a year: "last week"."""
        return not (self.day or self.weekday or self.year)


@cache
def when(words: str) -> When:
    """Return the parts of a time expression.

    >>> when("on Tuesday, 3 March 2026")[1:]
    ('3 mar', 'tuesday', '2026')
    """
    low = words.casefold()
    day, weekday, year = _DAY.search(low), _WEEKDAY.search(low), _YEAR.search(low)
    return When(
        words=" ".join(w for w in re.findall(r"\w+", low) if w not in _SMALL),
        day=f"{int(day['d'] or day['e'])} {day['m'] or day['n']}" if day else "",
        weekday=weekday.group() if weekday else "",
        year=year.group() if year else "",
    )
