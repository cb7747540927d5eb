"""What of an event is compared: one flat row an event, and the keys that bring rows together."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import cos, radians, sin
from typing import NamedTuple, TypeGuard

from msgspec import Struct

from accordingto.domain import Claimed, Count, DateRange, Event, Place, Reading
from accordingto.link.kinds import path_of
from accordingto.link.names import content_words, full_name, party_keys

# Places with a UCDP precision up to this are points (exact, within 25 km, district).
POINT = 3
# A date wider than this many days says too little to look for events of the same days.
WIDEST_DATE = 10


Days = tuple[int, int]


class Bounds(NamedTuple):
    """Lowest and highest number a report gives; ``high`` None where it is open."""

    low: int
    high: int | None


class Member(Struct, frozen=True, kw_only=True):
    """An event of the input with the reading it belongs to."""

    event: Event
    reading: Reading
    order: int

    @property
    def id(self) -> str:
        """Return the event's id."""
        return self.event.id


class Row(Struct, frozen=True, kw_only=True):
    """An event as it is compared. Days are ordinals; ``x, y, z`` a point on the unit sphere."""

    unique_id: str
    document: str
    keys: tuple[str, ...]
    region: str | None
    undated: bool
    first_day: int | None
    last_day: int | None
    place: str | None
    place_precision: int | None
    named_places: tuple[str, ...]
    named_days: tuple[int, ...]
    x: float | None
    y: float | None
    z: float | None
    admin1: str | None
    country: str | None
    kind: str
    victims: tuple[str, ...]
    perpetrators: tuple[str, ...]
    targets: tuple[str, ...]
    common_targets: tuple[str, ...]
    killed_low: int | None
    killed_high: int | None
    hurt_low: int | None
    hurt_high: int | None


def happened(event: Event) -> bool:
    """Return whether the event is one happening that took place, was tried or was foiled."""
    return event.clarity == "single" and event.stage != "threatened"


def members_of(readings: Sequence[Reading]) -> list[Member]:
    """Return the events that can be joined, in the order of the input."""
    found = [(event, reading) for reading in readings for event in reading.events]
    kept = [(event, reading) for event, reading in found if happened(event)]
    return [Member(event=e, reading=r, order=n) for n, (e, r) in enumerate(kept)]


def copied(members: Sequence[Member]) -> Iterator[tuple[str, str]]:
    """Yield each event of a wire copy with the event of the text it copies.

    They are of one kind and told with the same words; where the words come twice, in order.
    """
    documents = {m.reading.document.id: m.reading.document for m in members}
    told: dict[str, dict[tuple[str, str, int], str]] = {name: {} for name in documents}
    for member in members:
        own = told[member.reading.document.id]
        words = member.event.kind, _trigger(member)
        n_before = sum(key[:2] == words for key in own)
        own[(*words, n_before)] = member.id
    for name, document in documents.items():
        original = told.get(document.copy_of or "", {})
        yield from ((event, original[key]) for key, event in told[name].items() if key in original)


def row_of(member: Member) -> Row:
    """Return what of an event is compared."""
    event = member.event
    days, place = days_of(event.date.value), event.place.value
    named = [place] if place is not None else _named_places(member.reading)
    named_days = () if days is not None else _named_days(member.reading)
    spans = [days] if _dated(days) else [(day, day) for day in named_days]
    killed, hurt = bounds(event.killed), bounds(event.abducted or event.injured)
    x, y, z = _point(place) if place is not None else (None, None, None)
    victims = _victims(event)
    targets, common = content_words(p for p in (*event.targets, *event.victims) if not p.named)
    return Row(
        unique_id=event.id,
        document=member.reading.document.id,
        keys=_keys(spans, named, victims),
        region=_region(named),
        undated=not spans,
        first_day=days[0] if days else None,
        last_day=days[1] if days else None,
        place=place.gazetteer_id if place else None,
        place_precision=place.precision if place else None,
        named_places=() if place else tuple(sorted(p.gazetteer_id for p in named)),
        named_days=named_days,
        x=x,
        y=y,
        z=z,
        admin1=place.admin1 if place else None,
        country=place.country if place else None,
        kind=path_of(event.kind),
        victims=victims,
        perpetrators=_parties(event),
        targets=targets,
        common_targets=common,
        killed_low=killed.low if killed else None,
        killed_high=killed.high if killed else None,
        hurt_low=hurt.low if hurt else None,
        hurt_high=hurt.high if hurt else None,
    )


def days_of(value: DateRange | None) -> Days | None:
    """Return the first and last day of a date as ordinals, or None where it is not known."""
    if value is None:
        return None
    return date.fromisoformat(value.first).toordinal(), date.fromisoformat(value.last).toordinal()


def counted(count: Count) -> Bounds:
    """Return a count as bounds; "two others" is more than two."""
    low = count.low or 0
    return Bounds(low + 1, None) if count.others else Bounds(low, count.high)


def bounds(claims: Iterable[Claimed[Count]]) -> Bounds | None:
    """Return the lowest and highest number that one report gives, whoever gave it."""
    counts = [counted(c.value) for c in claims if c.value is not None and c.certainty != "denied"]
    if not counts:
        return None
    highs = [count.high for count in counts if count.high is not None]
    low = min(count.low for count in counts)
    return Bounds(low, max(highs) if len(highs) == len(counts) else None)


def _point(place: Place) -> tuple[float, float, float]:
    latitude, longitude = radians(place.latitude), radians(place.longitude)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def _trigger(member: Member) -> str:
    return " ".join(span.cut(member.reading.document.text) for span in member.event.trigger)


def _victims(event: Event) -> tuple[str, ...]:
    named = (full_name(p.name) for p in (*event.victims, *event.targets) if p.named)
    return tuple(sorted({key for key in named if key is not None}))


def _parties(event: Event) -> tuple[str, ...]:
    known = (p for p in event.perpetrators if p.certainty != "denied")
    named = (p for p in known if p.named or p.actor.value is not None)
    return tuple(sorted({key for p in named for key in party_keys(p.name, p.actor)}))


def _named_places(reading: Reading) -> list[Place]:
    """Return the towns and districts that a report names, each once."""
    found = (m.place.value for m in reading.mentions if m.place is not None)
    points = (place for place in found if place is not None and place.precision <= POINT)
    return list({place.gazetteer_id: place for place in points}.values())


def _named_days(reading: Reading) -> tuple[int, ...]:
    """Return the days that a report names, each once."""
    found = (days_of(m.date.value) for m in reading.mentions if m.date is not None)
    return tuple(sorted({days[0] for days in found if days is not None and days[0] == days[1]}))


def _dated(days: Days | None) -> TypeGuard[Days]:
    return days is not None and days[1] - days[0] <= WIDEST_DATE


def _keys(
    spans: Iterable[Days], places: Sequence[Place], victims: tuple[str, ...]
) -> tuple[str, ...]:
    """Return what two events must share one of to be compared at all.

    Country and day (a day to either side, so that dates up to two days apart meet), place
    and month, or a victim's full name. An event without a date or place of its own is looked for
    on the days and at the places that its report names.
    """
    found = {f"victim {name}" for name in victims}
    countries = {place.country for place in places}
    for first, last in spans:
        days = range(first - 1, last + 2)
        found |= {f"day {country} {day}" for country in countries for day in days}
        months = {str(date.fromordinal(day))[:7] for day in (first, last)}
        found |= {f"month {place.gazetteer_id} {month}" for place in places for month in months}
    return tuple(sorted(found))


def _region(places: Sequence[Place]) -> str | None:
    """Return where to look for an event without a date: its province, if it is one."""
    found = {f"{place.country} {place.admin1}" for place in places if place.admin1}
    return found.pop() if len(found) == 1 else None
