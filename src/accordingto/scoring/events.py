"""Events: which of them are found, and of those that are, which of their values are right."""

from collections.abc import Callable, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt

from accordingto.domain import Claimed, DateRange, Event, Place
from accordingto.scoring.figures import Counts, Name, Sheet, added, both, share
from accordingto.scoring.overlap import matched, same_chain
from accordingto.scoring.pairing import Aligned
from accordingto.scoring.tolls import toll_counts

NEAR_KM = 161.0  # 100 miles, the usual distance for names of places
ROLES = ("perpetrators", "victims", "targets", "means")
_EARTH_KM = 6371.0

# Whether a value of a found event is right; None where it is not counted.
Judge = Callable[[Event, Event], bool | None]


def event_counts(aligned: Aligned, *, families: Mapping[str, str]) -> Sheet:
    """Return the counts of one report's events: finding them, their values, parties and tolls."""
    gold, read, pairs = aligned.gold.events, aligned.read.events, aligned.events
    found = [(gold[i], read[j]) for i, j in pairs]
    return added(
        [
            _detection(gold, read, found),
            _values(found, families),
            *(_role(role, gold, read, found) for role in ROLES),
            _certainty(found),
            toll_counts(gold, read, pairs),
        ]
    )


def is_main(event: Event) -> bool:
    """Return whether a report tells it as its own news: single, accomplished, no background."""
    return event.clarity == "single" and event.stage == "accomplished" and not event.background


Found = Sequence[tuple[Event, Event]]


def _detection(gold: Sequence[Event], read: Sequence[Event], found: Found) -> Sheet:
    main = sum(is_main(one) and is_main(other) for one, other in found)
    n_gold, n_read = sum(map(is_main, gold)), sum(map(is_main, read))
    has, says = n_gold > 0, n_read > 0
    return {
        Name("reports", "has an incident"): both(has and says, found=says, gold=has),
        Name("events", "found"): both(len(found), found=len(read), gold=len(gold)),
        Name("events", "found, main events"): both(main, found=n_read, gold=n_gold),
    }


# --------------------------------------------------------------------------- values


def _values(found: Found, families: Mapping[str, str]) -> Sheet:
    sheet: dict[Name, Counts] = {}
    for what, judge in _judges(families).items():
        verdicts = [verdict for pair in found if (verdict := judge(*pair)) is not None]
        sheet[Name("events", what, "share")] = share(sum(verdicts), len(verdicts))
    return sheet


def _judges(families: Mapping[str, str]) -> dict[str, Judge]:
    def family(kind: str) -> str:
        return families.get(kind, kind)

    return {
        "kind": lambda gold, read: gold.kind == read.kind,
        "kind, family": lambda gold, read: family(gold.kind) == family(read.kind),
        "stage": lambda gold, read: gold.stage == read.stage,
        "single or aggregate": lambda gold, read: gold.clarity == read.clarity,
        "background or not": lambda gold, read: gold.background == read.background,
        "date": _where_gold("date", _same_days),
        "date, or rightly none": _where_either("date", _same_days),
        "place": _where_gold("place", _same_place),
        "place, or rightly none": _where_either("place", _same_place),
        "place, within 161 km": _where_gold("place", _near),
        "place, country": _where_gold("place", _same_country),
        "according to whom": lambda gold, read: same_chain(gold.according_to, read.according_to),
    }


def _where_gold(field: str, same: Callable[..., bool]) -> Judge:
    """Judge where the gold has a value; none given is wrong."""

    def judge(gold: Event, read: Event) -> bool | None:
        one, other = _known(gold, field), _known(read, field)
        if one is None:
            return None
        return other is not None and same(one, other)

    return judge


def _where_either(field: str, same: Callable[..., bool]) -> Judge:
    """Judge where the gold or the program has a value; one that the gold lacks is wrong."""

    def judge(gold: Event, read: Event) -> bool | None:
        one, other = _known(gold, field), _known(read, field)
        if one is None and other is None:
            return None
        return one is not None and other is not None and same(one, other)

    return judge


def _known(event: Event, field: str) -> DateRange | Place | None:
    claimed: Claimed[DateRange] | Claimed[Place] = getattr(event, field)
    return claimed.value


def _same_days(gold: DateRange, read: DateRange) -> bool:
    """Return whether both are the same days: a day is no right answer to a month."""
    return (gold.first, gold.last) == (read.first, read.last)


def _same_place(gold: Place, read: Place) -> bool:
    return gold.gazetteer_id == read.gazetteer_id


def _same_country(gold: Place, read: Place) -> bool:
    return gold.country == read.country


def _near(gold: Place, read: Place) -> bool:
    return _same_place(gold, read) or kilometres(gold, read) <= NEAR_KM


def kilometres(a: Place, b: Place) -> float:
    """Return the great-circle distance between two places."""
    north = sin(radians(b.latitude - a.latitude) / 2) ** 2
    east = sin(radians(b.longitude - a.longitude) / 2) ** 2
    chord = north + cos(radians(a.latitude)) * cos(radians(b.latitude)) * east
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))


# --------------------------------------------------------------------------- parties


def _role(role: str, gold: Sequence[Event], read: Sequence[Event], found: Found) -> Sheet:
    """Count a role's participants over all events: those of events not found are missed."""
    right = sum(len(matched(getattr(a, role), getattr(b, role))) for a, b in found)
    n_gold = sum(len(getattr(event, role)) for event in gold)
    n_read = sum(len(getattr(event, role)) for event in read)
    return {Name("events", role): both(right, found=n_read, gold=n_gold)}


def _certainty(found: Found) -> Sheet:
    verdicts = [
        gold.perpetrators[i].certainty == read.perpetrators[j].certainty
        for gold, read in found
        for i, j in matched(gold.perpetrators, read.perpetrators)
    ]
    name = Name("events", "certainty of found perpetrators", "share")
    return {name: share(sum(verdicts), len(verdicts))}
