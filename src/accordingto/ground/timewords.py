"""The grammar of time words: rules from words to days, tried in order, the first that fits.

Words come in normal form (lower case, no commas). Relative ones are counted from a ``Frame``.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from accordingto.ground import calendar as cal
from accordingto.ground.calendar import Stretch

_MONTH = r"(?P<{}>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|" + "|".join(cal.MONTHS) + ")"
_WEEKDAY = (
    r"(?:" + "|".join(w[:3] for w in cal.WEEKDAYS) + ")" + "(?:s|sday|day|nesday|rsday|urday)?"
)
NUMBER = r"(?P<n>\d{1,3}|" + "|".join(sorted(cal.NUMBERS, key=len, reverse=True)) + ")"
_UNIT = r"(?P<unit>day|week|fortnight|month|year|decade)s?"
_PART = r"(?: (?:morning|afternoon|evening|night|noon|midday|midnight|dawn|dusk))?"
_CLOCK = re.compile(
    r"\b(?:at |around |about |before |after |by )*"
    r"(?:\d{1,2}(?:[:.]\d\d){1,2}(?: ?(?:am|pm))?|\d{1,2} ?(?:am|pm)|\d{3,4} (?:hours|hrs|gmt|utc))"
    r"(?: (?:local time|gmt|utc|est|edt|cet|hours|hrs))?\b|\blocal time\b|\b\d{1,2} oclock\b"
)
_PREFIX = re.compile(
    r"^(?:on|in|at|during|of|from|dated|around|about|circa|as of|as|early|late|mid|earlier|later|"
    r"the (?:morning|afternoon|evening|night|early hours|start|beginning|middle|end|first half|"
    r"second half|rest|course|month|year|week|day|period) (?:of|on)|late (?:on|in)|early (?:on|in)|"
    r"(?:morning|night|evening) of)[ -]"
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")


class Frame(Struct, frozen=True):
    """What relative words are counted from; ``forward`` where the text looks ahead ("will")."""

    published: date | None = None
    anchor: Stretch | None = None
    forward: bool = False

    @property
    def near(self) -> date | None:
        """The day that "the next day" is counted from: the last time named, else publication."""
        return self.anchor.first if self.anchor else self.published


class NoDay(Exception):
    """A relative time has nothing to be counted from; the message is the reason."""


Make = Callable[[re.Match[str], Frame], Stretch | None]


def normal(words: str) -> str:
    """Return time words in one form: lower case, no commas or dots, single spaces."""
    plain = _DASHES.sub("-", words.casefold())
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", plain.replace("\u2019", "'"))
    plain = re.sub(r"\b([ap])\.m\b\.?", r"\1m", plain)
    plain = re.sub(r"'s\b(?! (?:eve|day))|[,()\[\]\"“”]|\.(?!\d)", " ", plain).replace("'", "")
    plain = _CLOCK.sub(" ", plain) if not re.match(r"^\d{4}-", plain) else plain
    return re.sub(r"\s+", " ", plain).strip(" -")


def stretch(plain: str, frame: Frame) -> Stretch | None:
    """Read normal time words; ranges first, then single dates, then with fewer words before."""
    for pattern, make in _RULES:
        if match := pattern.fullmatch(plain):
            found = make(match, frame)
            if found is not None:
                return found
    shorter = _PREFIX.sub("", plain, count=1)
    return stretch(shorter, frame) if shorter != plain else None


# ------------------------------------------------------------------ rules: the calendar


def _month_number(name: str) -> int:
    return next(i for i, full in enumerate(cal.MONTHS, 1) if full.startswith(name[:3]))


def _full_year(digits: str, frame: Frame) -> int:
    number = int(digits)
    if len(digits) == 4:
        return number
    latest = frame.published.year + 1 if frame.published else 2029
    return number + 100 * ((latest - number) // 100)


def _named_day(match: re.Match[str], frame: Frame) -> Stretch | None:
    number, month = int(match["day"]), _month_number(match["month"])
    if match.groupdict().get("year"):
        return cal.a_day(_full_year(match["year"], frame), month, number)
    return _yearless(month, number, frame)


def _yearless(month: int, number: int, frame: Frame) -> Stretch | None:
    """Return the nearest such day on or before publication (after it, where the text looks on)."""
    base = frame.published or (frame.anchor.first if frame.anchor else None)
    if base is None:
        raise NoDay("the year is not given and the document has no date")
    years = [base.year, base.year + 1] if frame.forward else [base.year, base.year - 1]
    days = [cal.a_day(year, month, number) for year in years]
    for found in days:
        if found and (found.first >= base if frame.forward else found.first <= base):
            return found
    return None


def _day_pair(match: re.Match[str], frame: Frame) -> Stretch | None:
    first, last = int(match["day"]), int(match["other"])
    month = _month_number(match["month"])
    if match["year"]:
        year = _full_year(match["year"], frame)
        ends = cal.a_day(year, month, first), cal.a_day(year, month, last)
    else:
        end = _yearless(month, last, frame)
        ends = (cal.a_day(end.first.year, month, first) if end else None), end
    return cal.span(ends[0], ends[1]) if ends[0] and ends[1] else None


def _numeric(match: re.Match[str], frame: Frame) -> Stretch | None:
    a, b, year = int(match["a"]), int(match["b"]), _full_year(match["year"], frame)
    if a <= 12 and b <= 12 and a != b and match["mark"] != ".":
        raise NoDay(f"“{match[0]}” may put the day or the month first")
    day_first = a > 12 or match["mark"] == "."
    return cal.a_day(year, b if day_first else a, a if day_first else b)


def _iso(match: re.Match[str], frame: Frame) -> Stretch | None:
    return cal.a_day(int(match["year"]), int(match["m"]), int(match["day"]))


def _named_month(match: re.Match[str], frame: Frame) -> Stretch | None:
    number, side = _month_number(match["month"]), match.groupdict().get("side")
    if match.groupdict().get("year"):
        return cal.month(_full_year(match["year"], frame), number)
    base = frame.published or (frame.anchor.first if frame.anchor else None)
    if base is None:
        raise NoDay("the year is not given and the document has no date")
    if side == "next" or (frame.forward and side is None):
        return cal.month(base.year + (number < base.month + (side == "next")), number)
    return cal.month(base.year - (number > base.month - (side == "last")), number)


def _month_of(match: re.Match[str], frame: Frame) -> Stretch | None:
    shift = {"last": -1, "this": 0, "next": 1}[match["side"]]
    year, number = _published(frame, match[0]).year + shift, _month_number(match["month"])
    if match.groupdict().get("day"):
        return cal.a_day(year, number, int(match["day"]))
    return cal.month(year, number)


def _before_last(match: re.Match[str], frame: Frame) -> Stretch | None:
    return cal.shifted(_published(frame, match[0]), -2, match["unit"])


def _feast(match: re.Match[str], frame: Frame) -> Stretch | None:
    month, number = cal.FEASTS[match["feast"]]
    if match["year"]:
        return cal.a_day(int(match["year"]), month, number)
    return cal.a_day(2001, 9, 11) if match["feast"] == "9/11" else _yearless(month, number, frame)


def _quarter(match: re.Match[str], frame: Frame) -> Stretch | None:
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}.get(match["nth"])
    inner = stretch(match["rest"], frame)
    if inner is None or inner.precision != "year":
        return None
    return cal.quarter(inner.first.year, number or int(match["nth"][-1]))


def _season(match: re.Match[str], frame: Frame) -> Stretch | None:
    if match["year"]:
        return cal.season(int(match["year"]), match["season"])
    base = _published(frame, match[0])
    found = cal.season(base.year + (match["side"] == "next"), match["season"])
    late = found.first > base or (match["side"] == "last" and found.last >= base)
    return cal.season(base.year - 1, match["season"]) if late else found


def _decade(match: re.Match[str], frame: Frame) -> Stretch | None:
    first = int(match["year"]) if len(match["year"]) == 4 else 1900 + int(match["year"])
    return cal.span(cal.year(first), cal.year(first + 9)) if first % 10 == 0 else None


# ------------------------------------------------------------------ rules: relative


def _published(frame: Frame, words: str) -> date:
    if frame.published is None:
        raise NoDay(f"“{words}” is relative and the document has no date")
    return frame.published


def _near(frame: Frame, words: str) -> date:
    if frame.near is None:
        raise NoDay(
            f"“{words}” is relative, and neither the document nor the text before has a date"
        )
    return frame.near


_DAYS = {
    "today": 0, "tonight": 0, "yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1,
    "the day before yesterday": -2, "day before yesterday": -2, "the night before last": -2,
    "the day after tomorrow": 2,
}  # fmt: skip


def _deictic(match: re.Match[str], frame: Frame) -> Stretch | None:
    return cal.day(_published(frame, match[0]) + timedelta(days=_DAYS[match["word"]]))


def _overnight(match: re.Match[str], frame: Frame) -> Stretch | None:
    base = _published(frame, match[0])
    return Stretch(base - timedelta(days=1), base, "range")


def _weekday(match: re.Match[str], frame: Frame) -> Stretch | None:
    name = next(w for w in cal.WEEKDAYS if w.startswith(match["weekday"][:3]))
    base, side = _published(frame, match[0]), match["side"]
    if match["which"]:
        shift = {"last": -1, "this": 0, "next": 1}[match["which"]]
        return cal.day(cal.weekday_near(base + timedelta(weeks=shift), name, side="this"))
    side = {"past": "last", "previous": "last", "coming": "next"}.get(side, side)
    return cal.day(
        cal.weekday_near(base, name, side=side or ("after" if frame.forward else "before"))
    )


def _unit(match: re.Match[str], frame: Frame) -> Stretch | None:
    shift = {
        "last": -1,
        "past": -1,
        "previous": -1,
        "this": 0,
        "the current": 0,
        "next": 1,
        "coming": 1,
    }
    return cal.shifted(_published(frame, match[0]), shift[match["side"]], match["unit"])


FEW_HOURS = 6


def _count(written: str) -> int:
    return int(written) if written.isdigit() else cal.NUMBERS[written]


def _ago(match: re.Match[str], frame: Frame) -> Stretch | None:
    n = _count(match["n"])
    word = match["word"]
    base = _published(frame, match[0]) if word in ("ago", "from now") else _near(frame, match[0])
    return cal.shifted(base, n if word in ("later", "after", "from now") else -n, match["unit"])


def _hours(match: re.Match[str], frame: Frame) -> Stretch | None:
    """The same day, for a few hours; for more it may be the day beside."""
    base = _published(frame, match[0]) if match["word"] == "ago" else _near(frame, match[0])
    if _count(match["n"]) <= FEW_HOURS or "minute" in match[0]:
        return cal.day(base)
    beside = base + timedelta(days=1 if match["word"] in ("later", "after") else -1)
    return Stretch(min(base, beside), max(base, beside), "range")


def _past(match: re.Match[str], frame: Frame) -> Stretch | None:
    n = _count(match["n"] or "one")
    base = _published(frame, match[0])
    return Stretch(cal.start_of(base, n, match["unit"]), base, "range")


def _same(match: re.Match[str], frame: Frame) -> Stretch | None:
    base = _near(frame, match[0])
    return cal.shifted(
        base, 0, match["unit"] if match["unit"] in ("week", "month", "year") else "day"
    )


def _beside(match: re.Match[str], frame: Frame) -> Stretch | None:
    base, after = _near(frame, match[0]), match["word"] in ("next", "following", "after")
    unit = {"night": "day", "morning": "day"}.get(match["unit"], match["unit"])
    return cal.shifted(base, 1 if after else -1, unit)


def _weekend(match: re.Match[str], frame: Frame) -> Stretch | None:
    base = _published(frame, match[0])
    return cal.weekend(base + timedelta(days=7)) if match["side"] == "next" else cal.weekend(base)


def _day_number(match: re.Match[str], frame: Frame) -> Stretch | None:
    base, number = _published(frame, match[0]), int(match["day"])
    first = cal.month(base.year, base.month - (number > base.day)).first
    return cal.a_day(first.year, first.month, number)


# ------------------------------------------------------------------ rules: ranges


def _between(match: re.Match[str], frame: Frame) -> Stretch | None:
    last = stretch(match["last"], frame)
    first = stretch(match["first"], frame)
    if last and first and first.first > last.last and first.precision in ("day", "month"):
        first = stretch(f"{match['first']} {last.last.year}", frame) or first
    return cal.span(first, last) if first and last else None


def _years(match: re.Match[str], frame: Frame) -> Stretch | None:
    first, last = int(match["first"]), match["last"]
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    return cal.span(cal.year(first), cal.year(end)) if first < end <= 2100 else None


def _since(match: re.Match[str], frame: Frame) -> Stretch | None:
    """From a start to publication; where no end is known, the start as precise as its words."""
    start = stretch(match["rest"], frame)
    if start is None or frame.published is None or start.first > frame.published:
        return start
    return Stretch(start.first, frame.published, "range")


def _by(match: re.Match[str], frame: Frame) -> Stretch | None:
    """The last day on or before which it was; the first is open, so both ends are that day."""
    end = stretch(match["rest"], frame)
    return Stretch(end.last, end.last, "range") if end else None


def _before(match: re.Match[str], frame: Frame) -> Stretch | None:
    raise NoDay(f"“{match[0]}” gives one end of a stretch only")


def _year(match: re.Match[str], frame: Frame) -> Stretch | None:
    return cal.year(int(match["year"]))


def _this_day(match: re.Match[str], frame: Frame) -> Stretch | None:
    return cal.day(_published(frame, match[0]))


_MON, _DAY, _YEAR = _MONTH.format("month"), r"(?P<day>\d{1,2})", r"(?P<year>\d{4}|\d\d)"
_WD = rf"(?:{_WEEKDAY}(?: (?:morning|afternoon|evening|night))? (?:on |the )?)?"
_LONG = r"(?P<year>1[0-9]\d\d|20\d\d|2100)"
_TO = r" ?(?:-|to|and|or|through|until) ?"
_OTHER = r"(?P<other>\d{1,2})"
_SIDE = r"(?P<side>last|this|next)"
_WHEN = r"(?:(?:earlier|later|late|early|sometime|in|the (?:end|start|beginning) of) )*"
_SOURCES: tuple[tuple[str, Make], ...] = (
    (r"(?P<year>\d{4})[-/](?P<m>\d\d)[-/](?P<day>\d\d)(?:[t ].*)?", _iso),
    (r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})[-/.](?P<year>\d{4}|\d\d)", _numeric),
    (r"(?:on or before|no later than|by|up to|as late as) (?P<rest>.+)", _by),
    (r"(?:before|until|till|prior to|after|following) (?:.*\d.*|\w+day|yesterday|today)", _before),
    (r"(?:ever )?since (?P<rest>.+)", _since),
    (r"(?P<first>(?:1[0-9]|20)\d\d) ?(?:-|/|to|and|until|through) ?(?P<last>\d{4}|\d\d)", _years),
    (r"between (?P<first>(?:1[0-9]|20)\d\d) and (?P<last>\d{4})", _years),
    (rf"{_WD}(?:the )?{_DAY}(?: of)? ?{_MON}{_PART}(?: {_YEAR})?{_PART}", _named_day),
    (rf"{_DAY}-{_MON}-{_YEAR}", _named_day),
    (rf"{_WD}{_MON} (?:the )?{_DAY}(?:{_PART} {_YEAR})?{_PART}", _named_day),
    (rf"(?:between |from )?{_DAY}{_TO}{_OTHER} {_MON}(?: {_YEAR})?", _day_pair),
    (rf"(?:between |from )?{_MON} {_DAY}{_TO}{_OTHER}(?: {_YEAR})?", _day_pair),
    (rf"(?:the month of )?{_MON} (?:of )?{_LONG}", _named_month),
    (rf"(?:(?P<side>last|this|next|this past) )?{_MON}", _named_month),
    (rf"{_MON}(?: of)? (?P<side>last|this|next) year", _month_of),
    (rf"{_WD}{_DAY}(?: of)? {_MON}(?: of)? (?P<side>last|this|next) year", _month_of),
    (rf"{_WD}{_MON} {_DAY}(?: of)? (?P<side>last|this|next) year", _month_of),
    (r"the (?P<unit>week|month|year) before last", _before_last),
    (rf"(?:in |over |during |within )?the (?:past|last) {NUMBER} (?P<unit>hour)s", _past),
    (r"(?P<feast>" + "|".join(cal.FEASTS) + r")(?: (?P<year>\d{4}))?", _feast),
    (
        r"(?:the )?(?P<nth>first|second|third|fourth|last|q[1-4])(?: quarter)?(?: of)?(?: the)? "
        r"(?P<rest>.*year|\d{4})",
        _quarter,
    ),
    (rf"(?:the )?(?:{_SIDE} )?(?P<season>{'|'.join(cal.SEASONS)})(?: (?:of )?{_LONG})?", _season),
    (r"(?:the )?(?:early |late |mid-?)?(?P<year>\d\d0|\d0|\d{3}0) ?s", _decade),
    (rf"(?:the year |year |fiscal |early-|late-|mid-|mid )?{_LONG}", _year),
    (rf"(?:(?:earlier|later|late|early) )?(?P<word>{'|'.join(_DAYS)}){_PART}", _deictic),
    (r"(?:(?:earlier|later|early|late) )?this (?:morning|afternoon|evening|day)", _this_day),
    (r"later in the day", _this_day),
    (r"overnight", _overnight),
    (rf"{NUMBER} (?:hour|minute)s? (?P<word>ago|earlier|before|previously|later|after)", _hours),
    (
        r"(?:(?:late|early|mid) )?"
        r"(?:(?:the )?(?P<side>last|this|next|this past|past|previous|coming) )?"
        rf"(?P<weekday>{_WEEKDAY}){_PART}(?: (?:of )?(?P<which>last|this|next) week)?",
        _weekday,
    ),
    (rf"{_WHEN}(?P<side>last|this|next|past|previous|coming|the current) {_UNIT}", _unit),
    (
        rf"(?:(?:about|around|nearly|almost|some|just|more than|over) )?{NUMBER} {_UNIT} "
        r"(?P<word>ago|earlier|before|previously|later|after|from now)",
        _ago,
    ),
    (
        r"(?:(?:for|in|over|during|within) )?(?:the )?"
        rf"(?:past|last|previous)(?: {NUMBER})? {_UNIT}",
        _past,
    ),
    (
        r"(?:(?:on|during|in|later|earlier) )*(?:the same|that same|that|the) "
        r"(?P<unit>day|night|morning|afternoon|evening|week|month|year)",
        _same,
    ),
    (
        r"(?:the )?(?P<word>next|following|previous|preceding) "
        r"(?P<unit>day|night|morning|week|month|year)",
        _beside,
    ),
    (r"the (?P<unit>day|night|week|month|year) (?P<word>before|after)", _beside),
    (rf"(?:over |at |during )?(?:the |(?:the|this) past |{_SIDE} )?weekend", _weekend),
    (r"the (?P<day>\d{1,2})", _day_number),
    (r"(?:between|from) (?P<first>.+?) (?:and|to|until|till|through) (?P<last>.+)", _between),
    (r"(?P<first>.+?) ?(?:-| to | until | through | and | or ) ?(?P<last>.+)", _between),
)
_RULES = tuple((re.compile(source), make) for source, make in _SOURCES)
