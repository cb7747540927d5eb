"""Days, and stretches of days, as words name them; pure counting, no text is read here."""

from calendar import monthrange
from datetime import MINYEAR, date, timedelta
from math import ceil

from msgspec import Struct

from accordingto.domain import DatePrecision

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a couple of": 2,
}  # fmt: skip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
FEASTS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24),
    "new years eve": (12, 31), "new years day": (1, 1), "may day": (5, 1), "boxing day": (12, 26),
    "valentines day": (2, 14), "9/11": (9, 11),
}  # fmt: skip


class Stretch(Struct, frozen=True):
    """Days ``first`` to ``last``, both included."""

    first: date
    last: date
    precision: DatePrecision


def day(value: date) -> Stretch:
    """Return a single day."""
    return Stretch(value, value, "day")


def a_day(year: int, month: int, number: int) -> Stretch | None:
    """Return a day of the calendar, or None where there is no such day."""
    if not (MINYEAR <= year <= 9998 and 1 <= month <= 12):
        return None
    return day(date(year, month, number)) if 1 <= number <= monthrange(year, month)[1] else None


def month(year: int, number: int) -> Stretch:
    """Return a month; numbers beyond 1 to 12 run into the years beside."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Stretch(
        date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month"
    )  # fmt: skip


def year(number: int) -> Stretch:
    """Return a calendar year."""
    return Stretch(date(number, 1, 1), date(number, 12, 31), "year")


def week(of: date) -> Stretch:
    """Return the week, Monday to Sunday, that holds a day."""
    monday = of - timedelta(days=of.weekday())
    return Stretch(monday, monday + timedelta(days=6), "week")


def weekend(before: date) -> Stretch:
    """Return the last Saturday and Sunday of which the first lies on or before a day."""
    saturday = before - timedelta(days=(before.weekday() - 5) % 7)
    return Stretch(saturday, saturday + timedelta(days=1), "range")


def span(first: Stretch, last: Stretch) -> Stretch | None:
    """Return the days from the start of one stretch to the end of another, if in order."""
    return Stretch(first.first, last.last, "range") if first.first <= last.last else None


def quarter(of_year: int, number: int) -> Stretch:
    """Return a quarter, 1 to 4, of a year."""
    return Stretch(month(of_year, 3 * number - 2).first, month(of_year, 3 * number).last, "range")


def season(of_year: int, name: str) -> Stretch:
    """Return a season of the northern half of the world, in whole months; winter ends next year."""
    start = SEASONS[name]
    return Stretch(month(of_year, start).first, month(of_year, start + 2).last, "range")


def shifted(from_: date, n: int, unit: str) -> Stretch:
    """Return the day, week, month or year ``n`` units after (before, if negative) a day's."""
    match unit:
        case "day":
            return day(from_ + timedelta(days=n))
        case "week" | "fortnight":
            return week(from_ + timedelta(weeks=2 * n if unit == "fortnight" else n))
        case "month":
            return month(from_.year, from_.month + n)
        case _:
            return year(from_.year + n * (10 if unit == "decade" else 1))


def start_of(until: date, n: int, unit: str) -> date:
    """Return the day ``n`` units before a day, as near as the calendar has one."""
    match unit:
        case "hour" | "day" | "week" | "fortnight":
            days = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14}[unit]
            return until - timedelta(days=ceil(n * days))
        case "month":
            first = month(until.year, until.month - n)
            return date(first.first.year, first.first.month, min(until.day, first.last.day))
        case _:
            return date(
                until.year - n * (10 if unit == "decade" else 1), until.month, min(until.day, 28)
            )


def weekday_near(of: date, name: str, *, side: str) -> date:
    """Return a weekday near a day.

    Args:
        side: "before" (on or before the day), "last" (before it), "next" (after it),
            "after" (on or after it) or "this" (in its week, Monday to Sunday).
    """
    back = (of.weekday() - WEEKDAYS.index(name)) % 7
    match side:
        case "last":
            return of - timedelta(days=back or 7)
        case "next" | "after":
            ahead = (7 - back) % 7
            return of + timedelta(days=ahead if ahead or side == "after" else 7)
        case "this":
            return of + timedelta(days=WEEKDAYS.index(name) - of.weekday())
        case _:
            return of - timedelta(days=back)
