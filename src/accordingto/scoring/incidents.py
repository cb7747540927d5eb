"""Incidents: whether the events that are one were joined, and no others."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from accordingto.domain import Event, Incident
from accordingto.scoring.figures import Counts, Name, Sheet, added, share
from accordingto.scoring.gold import Marked
from accordingto.scoring.pairing import Aligned

Twins = Sequence[tuple[str, str]]

AS_READ, AS_GOLD = "incidents", "joining of gold events"


class Placed(NamedTuple):
    """An event: the gold incident it is of, and the incident it was put in."""

    story: str
    true: str
    joined: str


def can_be_joined(event: Event) -> bool:
    """Return whether it is one happening, tried or done; others are in no incident."""
    return event.clarity == "single" and event.stage != "threatened"


def placed_as_read(
    reports: Sequence[Marked], aligned: Sequence[Aligned], incidents: Iterable[Incident]
) -> list[Placed]:
    """Return the gold events that were found, with the incident of the event they are."""
    joined = _incident_of(incidents)
    return [
        Placed(report.story, report.incidents[event.id], joined.get(other, other))
        for report, pair in zip(reports, aligned, strict=True)
        for event, other in ((pair.gold.events[i], pair.read.events[j].id) for i, j in pair.events)
        if can_be_joined(event)
    ]


def placed_as_gold(reports: Sequence[Marked], incidents: Iterable[Incident]) -> list[Placed]:
    """Return every gold event, with the incident that joining the gold events put it in."""
    joined = _incident_of(incidents)
    return [
        Placed(report.story, report.incidents[event.id], joined.get(event.id, event.id))
        for report in reports
        for event in report.reading.events
        if can_be_joined(event)
    ]


def compared_counts(aligned: Aligned) -> Sheet:
    """Return how many of a report's events are compared at all: those found on both sides.

    The figures of joining come with it, empty, so that every report gives the same names.
    """
    gold, read = aligned.gold.events, aligned.read.events
    met = [(gold[i], read[j]) for i, j in aligned.events if can_be_joined(gold[i])]
    counts = Counts(
        right=sum(can_be_joined(other) for _, other in met),
        found=sum(map(can_be_joined, read)),
        met=len(met),
        gold=sum(map(can_be_joined, gold)),
    )
    return {Name(AS_READ, "events compared"): counts, **_blank(AS_READ), **_blank(AS_GOLD)}


def joining_counts(placed: Sequence[Placed], twins: Twins, *, layer: str) -> dict[str, Sheet]:
    """Return, by story, how well the events were joined.

    B-cubed: of the events in an event's incident, the share that belongs there (precision), and
    of those that belong there, the share that is (recall), both over all events. Pairs: of the
    pairs joined, the right ones; of the pairs to be joined, the joined ones.
    """
    sheets: dict[str, list[Sheet]] = defaultdict(list)
    true, joined = Counter(p.true for p in placed), Counter(p.joined for p in placed)
    shared = Counter((p.true, p.joined) for p in placed)
    for event in placed:
        here = shared[event.true, event.joined]
        sheet = _event_counts(layer, here, joined[event.joined], true[event.true])
        sheets[event.story].append(sheet)
    for story, counts in _twin_counts(placed, twins):
        sheets[story].append({_twin_name(layer): counts})
    return {story: added(own) for story, own in sheets.items()}


def _event_counts(layer: str, here: int, joined: int, true: int) -> Sheet:
    """Return one event's share. A pair has two events: each counts it by half."""
    return {
        Name(layer, "B-cubed"): Counts(here / joined, 1, here / true, 1),
        Name(layer, "pairs"): Counts(
            (here - 1) / 2, (joined - 1) / 2, (here - 1) / 2, (true - 1) / 2
        ),
    }


def _blank(layer: str) -> Sheet:
    names = Name(layer, "B-cubed"), Name(layer, "pairs"), _twin_name(layer)
    return dict.fromkeys(names, Counts())


def _twin_name(layer: str) -> Name:
    return Name(layer, "near-twins falsely joined (less is better)", "share")


def _twin_counts(placed: Sequence[Placed], twins: Twins) -> Iterable[tuple[str, Counts]]:
    """Yield (story, counts) of each pair of near-twins of which both were found."""
    seats: Mapping[str, set[str]] = defaultdict(set)
    for event in placed:
        seats[event.true].add(event.joined)
    for one, other in dict.fromkeys((min(pair), max(pair)) for pair in twins):
        if one in seats and other in seats:
            yield one.partition("/")[0], share(not seats[one].isdisjoint(seats[other]), 1)


def _incident_of(incidents: Iterable[Incident]) -> dict[str, str]:
    return {event: incident.id for incident in incidents for event in incident.members}
