"""The day a document was published, from the ways people and programs write it."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]*\s+")


def published(text: str | None) -> str | None:
    """Return an ISO date or date-time, or None when the words give no certain day.

    Read are ISO 8601, RFC 2822, ``2025/05/01``, ``1 May 2025`` and ``May 1, 2025``. A day and
    a month as two numbers (``05/01/2025``) could be either order and are not read.

    >>> published("Thursday, May 1st, 2025"), published("05/01/2025"), published("2025-05")
    ('2025-05-01', None, None)
    """
    words = " ".join((text or "").split())
    if not words or not words.isascii():
        return None
    return _iso(words) or _mail(words) or _named(words.lower())


def _iso(words: str) -> str | None:
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(words).isoformat()
    except ValueError:
        return None


def _mail(words: str) -> str | None:
    try:
        return parsedate_to_datetime(words).isoformat() if ":" in words else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _named(words: str) -> str | None:
    words = _WEEKDAY.sub("", words)
    if found := _DAY_FIRST.match(words):
        return _day(found[3], found[2], found[1])
    if found := _MONTH_FIRST.match(words):
        return _day(found[3], found[1], found[2])
    if found := _YEAR_FIRST.match(words):
        return _day(*found.groups())
    return None


def _day(year: str, month: str, day: str) -> str | None:
    names = {name: number for number, name in enumerate(_MONTHS, start=1)}
    number = int(month) if month.isdigit() else names.get(month[:3], 0)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
