"""How values are put into words: the same on every page."""

from collections.abc import Iterable
from datetime import date

from accordingto.domain import Certainty, Count, DateRange, Source, StatementKind

CERTAINTIES: dict[Certainty, str] = {
    "fact": "told as fact",
    "claimed": "claimed by those who did it",
    "accused": "accused",
    "accused_by_authorities": "accused by authorities",
    "possible": "possible",
    "denied": "denied",
    "implied": "implied",
}
# In the past, which agrees with "police" and with "a spokesman".
STATEMENTS: dict[StatementKind, str] = {
    "report": "reported",
    "confirm": "confirmed",
    "deny": "denied",
    "accuse": "accused",
    "claim_responsibility": "claimed responsibility",
    "condemn": "condemned",
    "threaten": "threatened",
    "demand": "demanded",
    "warn": "warned",
    "estimate": "estimated",
    "opinion": "held",
    "say": "said",
}
FIELDS = {
    "kind": "what",
    "date": "when",
    "place": "where",
    "killed": "killed",
    "injured": "injured",
    "abducted": "abducted",
    "perpetrators": "who did it",
    "targets": "target",
    "victims": "victims",
    "means": "with what",
}
# What sources disagree about, where the field's own name would not say it.
DISPUTES = {
    "kind": "what happened",
    "date": "when",
    "place": "where",
    "perpetrators": "who did it",
    "responsibility": "denied blame",
    "accusations": "other accusations",
}
# UCDP where_prec, as words, and the distance in km that the true place may lie off.
PRECISIONS = {
    1: ("exact place", 0.0),
    2: ("near this place", 25.0),
    3: ("somewhere in this district", 40.0),
    4: ("somewhere in this province", 100.0),
    5: ("along a line or in a wide area", 150.0),
    6: ("somewhere in this country", 300.0),
    7: ("across borders or at sea", 500.0),
}
VAGUE_FROM = 3  # where_prec from which a place is drawn as an area
# Few hues, each for a family of kinds; a kind that matches none is "other".
FAMILIES = {
    "explosive": ("bomb", "suicide", "grenade", "strike", "shelling", "rocket", "missile", "mine",
                  "ied", "chemical", "explos"),
    "taking": ("abduct", "kidnap", "hostage", "hijack"),
    "property": ("arson", "robbery", "loot", "property", "destruction"),
    "crowd": ("protest", "riot", "mob"),
    "custody": ("arrest", "raid", "weapons_found", "defused", "access"),
    "armed": ("clash", "shoot", "attack", "assassin", "murder", "kill", "tortur", "beat", "sexual",
              "violence", "stab"),
}  # fmt: skip


def plain(name: str) -> str:
    """Write an enumeration value or a kind as words.

    >>> plain("suicide_attack")
    'suicide attack'
    """
    return name.replace("_", " ")


def dispute(field: str) -> str:
    """Name what sources disagree about.

    >>> dispute("perpetrators"), dispute("killed")
    ('who did it', 'killed')
    """
    return DISPUTES.get(field, plain(field))


def family(kind: str) -> str:
    """Return the family whose colour a kind has.

    >>> family("suicide_attack"), family("armed_clash"), family("weather")
    ('explosive', 'armed', 'other')
    """
    hits = (name for name, parts in FAMILIES.items() if any(part in kind for part in parts))
    return next(hits, "other")


def toll(count: Count | None) -> str:
    """Write a count as low–high; "not stated" is not zero.

    >>> toll(Count(low=5, high=None, text="at least five")), toll(None)
    ('5 or more', 'not stated')
    """
    return "not stated" if count is None else count.limits


def day(text: str) -> date | None:
    """Return the day of an ISO date or date-time; None when it is no such thing."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def short_date(text: str | None) -> str:
    """Write an ISO date or date-time as a day.

    >>> short_date("2031-03-09T08:00:00Z"), short_date(None)
    ('9 Mar 2031', 'undated')
    """
    if not text:
        return "undated"
    found = day(text)
    return f"{found.day} {found:%b %Y}" if found else text


def dates(span: DateRange | None) -> str:
    """Write a date range as precisely as it is known.

    >>> dates(DateRange(first="2031-03-01", last="2031-03-31", precision="month", text="March"))
    'Mar 2031'
    """
    if span is None:
        return "not dated"
    first, last = day(span.first), day(span.last)
    if first is None or last is None:
        return span.text
    if span.precision == "month":
        return f"{first:%b %Y}"
    if span.precision == "year":
        return f"{first:%Y}"
    if first == last:
        return short_date(span.first)
    return f"{first.day} {first:%b %Y} – {last.day} {last:%b %Y}"


def chain(sources: Iterable[Source]) -> str:
    """Write a chain with its origin first: "police spokesman X via AFP".

    >>> chain((Source(name="AFP", kind="agency"), Source(name="X", kind="official", role="mayor")))
    'mayor X via AFP'
    >>> chain(())
    'the report itself'
    """
    names = [source.titled for source in reversed(tuple(sources))]
    return " via ".join(names) if names else "the report itself"


def counted(n: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun.

    >>> counted(1, "report"), counted(3, "country", "countries")
    ('1 report', '3 countries')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"
