"""The wording of cells: spans, chains, counts, dates and places as people read them."""

from collections.abc import Sequence

import msgspec

from accordingto.domain import (
    Claimed,
    Count,
    DateRange,
    Participant,
    Phrase,
    Place,
    Source,
    Span,
)

Cell = str | int | float | None


def words(spans: Sequence[Span], text: str) -> str:
    """Return the wording of the spans, with " … " where words between them are left out."""
    return " … ".join(span.cut(text) for span in spans)


def chain(according_to: Sequence[Source]) -> str | None:
    """Return who says so, publisher first and origin last; None for the report itself.

    >>> chain([Source(name="Wire", kind="agency"),
    ...        Source(name="Orr", kind="official", role="mayor")])
    'Wire ← mayor Orr'
    """
    return " ← ".join(source.titled for source in according_to) or None


def names(participants: Sequence[Participant]) -> str | None:
    return "; ".join(participant.name for participant in participants) or None


def tolls(claims: Sequence[Claimed[Count]]) -> str | None:
    """Return every toll with who says so: "at least five (Wire ← mayor Orr); six"."""
    return "; ".join(_toll(claimed) for claimed in claims if claimed.value) or None


def _toll(claimed: Claimed[Count]) -> str:
    text = claimed.value.text if claimed.value else ""
    holder = chain(claimed.according_to)
    return f"{text} ({holder})" if holder else text


def shown(value: object) -> str | None:
    match value:
        case Count(text=text):
            return text
        case DateRange(first=first, last=last):
            return first if first == last else f"{first} to {last}"
        case Place(name=name, country_name=country):
            return f"{name}, {country}"
        case _:
            return None


def date(date: DateRange | None) -> dict[str, Cell]:
    return {
        "date_first": date.first if date else None,
        "date_last": date.last if date else None,
    }


def place(place: Place | None) -> dict[str, Cell]:
    return {
        "place": place.name if place else None,
        "gazetteer_id": place.gazetteer_id if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
    }


def limits(count: Count | None, prefix: str = "") -> dict[str, Cell]:
    return {
        f"{prefix}low": count.low if count else None,
        f"{prefix}high": count.high if count else None,
    }


def extent(spans: Sequence[Span]) -> dict[str, Cell]:
    """Return from where to where the spans reach; None for none."""
    return {
        "span_start": min((span.start for span in spans), default=None),
        "span_end": max((span.end for span in spans), default=None),
    }


def phrase(phrase: Phrase | None) -> str | None:
    return phrase.text if phrase else None


def as_json(value: object) -> str:
    return msgspec.json.encode(value, order="sorted").decode()
