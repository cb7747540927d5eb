"""Time words as days, with the reason where they name none.

Relative words are counted from the day the document was published, or from the time named
before ("the next day"); without such a day they stay unresolved, with the reason. Durations
("for two days") and repeated times ("every week") are no dates.
"""

import re
from collections.abc import Iterable
from datetime import date

from accordingto.domain import DateRange, Mention, Resolved, Span
from accordingto.ground import calendar as cal
from accordingto.ground.calendar import Stretch
from accordingto.ground.timewords import NUMBER, Frame, NoDay, normal, stretch

_SET = re.compile(
    r"\b(?:every|each|daily|weekly|monthly|annual|annually|yearly|nightly|per|often|always|usually)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days$"
)
_DURATION = re.compile(
    r"^(?:(?:for|during|over|in|within|about|around|nearly|almost|more than|at least) )*"
    rf"(?:the )?(?:(?:{NUMBER}|several|many|few|a few|some)[ -])?"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|years?|decades?|centur(?:y|ies))"
    r"(?:[ -](?:long|old))?$"
)
_ONE_PERIOD = re.compile(r"^(?:(?:on|in|during) )?(?:the|that) (?:day|night|week|month|year)$")
_VAGUE = re.compile(
    r"\b(?:recent|recently|now|currently|present|past|future|once|then|soon|lately|ago|earlier|"
    r"later|time|moment|few|several|decades|centur(?:y|ies))\b"
)
_TIME_OF_DAY = re.compile(
    r"|(?:(?:at|about|around|shortly|just|after|before|in|the|early|late|by|until) )*"
    r"(?:dawn|dusk|noon|midday|midnight|sunset|sunrise|night|morning|afternoon|evening|nightfall|"
    r"0\d{3}|\d{1,2} (?:am|pm))"
)
# Reasons that are no failure: the words name no day, and none was to be found.
NOT_DATES = ("is a repeated time", "is a length of time", "is a time of day")


def resolve_words(words: str, frame: Frame, *, text: str | None = None) -> Resolved[DateRange]:
    """Return the days that time words name, or why they name none.

    ``text`` is the wording to keep, where ``words`` has a word more than the span ("since").
    """
    plain = normal(words)
    if _SET.search(plain) and not re.search(r"\d{4}", plain):
        return Resolved(why=f"not dated: “{words}” is a repeated time")
    if _DURATION.match(plain) and not _ONE_PERIOD.match(plain):
        return Resolved(why=f"not dated: “{words}” is a length of time, not a date")
    if _TIME_OF_DAY.fullmatch(plain):
        return Resolved(why=f"not dated: “{words}” is a time of day, and of which day is not said")
    try:
        found = stretch(plain, frame)
    except NoDay as none:
        return Resolved(why=f"not dated: {none}")
    except OverflowError:
        found = None
    if found is None:
        vague = _VAGUE.search(plain) is not None
        reason = "is too vague for the calendar" if vague else "is no date this grammar knows"
        return Resolved(why=f"not dated: “{words}” {reason}")
    return Resolved(
        value=DateRange(
            first=found.first.isoformat(),
            last=found.last.isoformat(),
            precision=found.precision,
            text=text or words,
        )
    )


# ------------------------------------------------------------------ a document's times

_AHEAD = re.compile(
    r"\b(?:will|would|shall|to be|due|scheduled|expected|plans?|planned|set for|slated|upcoming)\b"
    r"[^.;]{0,60}$"
)


def published_day(published: str | None) -> date | None:
    """Return the day of an ISO date or date-time; None where there is none or it is no date."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", published or "")
    found = cal.a_day(*(int(part) for part in match.groups())) if match else None
    return found.first if found else None


_BEFORE = re.compile(
    r"\b(?:since|on or before|no later than|by|before|until|after|between|from)"
    r"(?: early| late| mid)? $",
    re.I,
)


def time_words(text: str, span: Span) -> str:
    """Return a time's words with the word before them that turns a date into a stretch."""
    words = span.cut(text)
    before = _BEFORE.search(text[max(0, span.start - 24) : span.start].replace("\n", " "))
    two_ends = before is not None and before[0].lower().startswith(("between", "from"))
    if before is None or (two_ends and not re.search(r" (?:and|to) |-", words)):
        return words
    return before[0] + words


def looks_ahead(text: str, start: int) -> bool:
    """Return whether the words before a time say that it is still to come."""
    return _AHEAD.search(text[max(0, start - 90) : start]) is not None


def resolve_mentions(
    text: str, mentions: Iterable[Mention], *, published: date | None
) -> dict[tuple[int, int], Resolved[DateRange]]:
    """Date every time mention, in the order of the text, each by its start and end.

    A time counts as "the day before" for those after it once it is known to the day.
    """
    found: dict[tuple[int, int], Resolved[DateRange]] = {}
    anchor: Stretch | None = None
    for mention in sorted(mentions, key=lambda m: (m.start, m.end)):
        frame = Frame(published, anchor, looks_ahead(text, mention.start))
        answer = resolve_words(mention.cut(text), frame)
        found[mention.start, mention.end] = answer
        if answer.value is not None and answer.value.precision in ("day", "month", "year"):
            value = answer.value
            anchor = Stretch(
                date.fromisoformat(value.first), date.fromisoformat(value.last), value.precision
            )
    return found
