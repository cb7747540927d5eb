"""The short forms in which an annotator writes counts, dates and places."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from accordingto.domain import Count, DatePrecision

_COUNT = re.compile(r"(?P<low>\d+)?(?P<open>\.\.)?(?P<high>\d+)?(?P<others> others)?!?")


def count_of(written: str, words: str) -> Count:
    """Return ``5``, ``5..``, ``..5``, ``5..8`` or ``2 others`` as a Count.

    Raises:
        ValueError: When it is none of these.

    >>> count_of("5..", "at least five")
    Count(low=5, high=None, text='at least five', others=False)
    """
    match = _COUNT.fullmatch(written.strip())
    low, high = (match["low"], match["high"]) if match else (None, None)
    if match is None or (low is None and high is None):
        raise ValueError(f"{written!r} is no count such as 5, 5.., ..5 or 5..8")
    if not match["open"]:
        high = low
    return Count(
        low=None if low is None else int(low),
        high=None if high is None else int(high),
        text=words,
        others=match["others"] is not None,
    )


def is_overruled(written: str) -> bool:
    """Return whether the annotator vouches for a count that a second reading may not find."""
    return written.rstrip().endswith("!")


def date_of(written: str) -> tuple[str, str, DatePrecision] | None:
    """Return first day, last day and precision of a day, week, month, year or range; None for ?.

    Raises:
        ValueError: When it is none of these.

    >>> date_of("2024-W20")
    ('2024-05-13', '2024-05-19', 'week')
    """
    written = written.strip()
    if written == "?":
        return None
    first, dots, last = written.partition("..")
    if dots:
        start, end = _stretch(first), _stretch(last)
        if end[1] < start[0]:
            raise ValueError(f"{written!r} ends before it begins")
        return start[0].isoformat(), end[1].isoformat(), "range"
    start_day, end_day, precision = _stretch(written)
    return start_day.isoformat(), end_day.isoformat(), precision


def _stretch(written: str) -> tuple[date, date, DatePrecision]:
    week = re.fullmatch(r"(\d{4})-W(\d{1,2})", written)
    if week:
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return monday, monday + timedelta(days=6), "week"
    month = re.fullmatch(r"(\d{4})-(\d{2})", written)
    if month:
        first = date(int(month[1]), int(month[2]), 1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1), "month"
    if re.fullmatch(r"\d{4}", written):
        return date(int(written), 1, 1), date(int(written), 12, 31), "year"
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise ValueError(f"{written!r} is no date such as 2024-05-14, 2024-W20 or 2024") from None
    return day, day, "day"


class WrittenPlace(NamedTuple):
    """A gazetteer number, whether it is only around there, and whether the spelling is vouched."""

    number: int | None
    is_around: bool
    is_spelt_otherwise: bool


def place_of(written: int | str) -> WrittenPlace:
    """Return ``2331140``, ``"in 2331140"``, ``"2331140 spelt otherwise"`` or ``"?"`` taken apart.

    Raises:
        ValueError: When it is none of these.
    """
    match = re.fullmatch(r"(in )?(-?\d+)( spelt otherwise)?", str(written).strip())
    if match is None:
        if written == "?":
            return WrittenPlace(None, is_around=False, is_spelt_otherwise=True)
        raise ValueError(f'{written!r} is no place such as 2331140, "in 2331140" or "?"')
    around = match[1] is not None
    otherwise = around or match[3] is not None
    return WrittenPlace(int(match[2]), is_around=around, is_spelt_otherwise=otherwise)
