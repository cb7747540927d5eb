"""Where independent holders cannot all be right."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

from accordingto.domain import Count, Holder, Position
from accordingto.link.features import POINT, Bounds, counted
from accordingto.link.kinds import compatible
from accordingto.link.names import folded, same_party

Fields = Mapping[str, Sequence[Position]]

# Two points nearer than this are one place told with different care: a town and its suburb.
NEAR_KM = 15.0
# What an accusation says the accused did, when it is the incident itself.
_DID_IT = ("carried_out", "attacks", None)


class Party(NamedTuple):
    """Somebody who is said to have done it: actor id if listed, words, and who says so."""

    actor: str | None
    words: str
    holder: Holder


def disagreements(fields: Fields) -> tuple[str, ...]:
    """Return the fields in which two independent holders hold what cannot both be so.

    ``perpetrators``: different parties are named. ``responsibility``: a party that is named or
    accused denies it. ``accusations``: who is accused of something else about it denies that.
    """
    found = [name for name, compare in _COMPATIBLE.items() if _disputed(fields, name, compare)]
    parties = list(_parties(fields))
    if any(_different(one, other) for one, other in combinations(parties, 2)):
        found.append("perpetrators")
    if any(_denied_by(party, fields) for party in parties):
        found.append("responsibility")
    if any(_denied_by(party, fields) for party in _accused(fields, did_it=False)):
        found.append("accusations")
    return tuple(found)


def independent(left: Holder, right: Holder) -> bool:
    """Return whether two holders speak for themselves.

    Copies of one wire text do not, and a publisher that gives another value from the same
    origin later corrects itself.
    """
    if not (left.independent and right.independent):
        return False
    return left.publisher is None or _origin(left) != _origin(right)


def counts_overlap(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """Return whether two counts can both be true: "at least four" and "five" can.

    >>> two, more = {"low": 2, "high": 2, "others": True}, {"low": 4, "high": None, "others": True}
    >>> counts_overlap(two, more)
    False
    """
    one, other = _bounds(left), _bounds(right)
    if left["others"] and right["others"]:  # both leave out the same, who is named beside them
        one, other = (
            Bounds(left["low"] or 0, left["high"]),
            Bounds(right["low"] or 0, right["high"]),
        )
    return _below(one.low, other.high) and _below(other.low, one.high)


def _below(low: int, high: int | None) -> bool:
    return high is None or low <= high


def _bounds(value: Mapping[str, Any]) -> Bounds:
    return counted(Count(low=value["low"], high=value["high"], text="", others=value["others"]))


def _dates_overlap(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    return bool(left["first"] <= right["last"] and right["first"] <= left["last"])


def _places_agree(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    if left["country"] != right["country"]:
        return False
    if left["precision"] <= POINT and right["precision"] <= POINT:
        return _km(left, right) <= NEAR_KM or _one_district(left, right)
    if max(left["precision"], right["precision"]) >= 5:  # one is a whole country or more
        return True
    return bool(left["admin1"] == right["admin1"])


def _one_district(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """Return whether one is the district of the other."""
    is_district = max(left["precision"], right["precision"]) == POINT
    return is_district and bool(left["admin2"]) and bool(left["admin2"] == right["admin2"])


def _km(left: Mapping[str, Any], right: Mapping[str, Any]) -> float:
    lat, other_lat = radians(left["latitude"]), radians(right["latitude"])
    east = radians(right["longitude"] - left["longitude"]) / 2
    north = (other_lat - lat) / 2
    chord = sin(north) ** 2 + cos(lat) * cos(other_lat) * sin(east) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(chord)))


_COMPATIBLE: dict[str, Callable[[Any, Any], bool]] = {
    "date": _dates_overlap,
    "place": _places_agree,
    "kind": compatible,
    "killed": counts_overlap,
    "injured": counts_overlap,
    "abducted": counts_overlap,
}


def _disputed(fields: Fields, name: str, agree: Callable[[Any, Any], bool]) -> bool:
    return any(
        not agree(left.value, right.value) and _held_apart(left, right)
        for left, right in combinations(fields.get(name, ()), 2)
    )


def _held_apart(left: Position, right: Position) -> bool:
    return any(
        independent(one, other)
        for one in left.holders
        for other in right.holders
        if "denied" not in (one.certainty, other.certainty)
    )


def _origin(holder: Holder) -> tuple[str | None, tuple[str, ...]]:
    return holder.publisher, tuple(source.name for source in holder.according_to)


def _parties(fields: Fields) -> Iterator[Party]:
    """Yield everyone who is said, by themselves or by others, to have done it."""
    for position in fields.get("perpetrators", ()):
        if position.value["named"] or position.value["actor"]:
            yield from _as_parties(position, position.value["actor"], position.value["name"])
    for position in fields.get("claims", ()):
        for holder in position.holders:
            yield Party(None, _who_speaks(holder), holder)
    yield from _accused(fields, did_it=True)


def _accused(fields: Fields, *, did_it: bool) -> Iterator[Party]:
    for position in fields.get("accusations", ()):
        value = position.value
        if value["accused"] and not value["negated"] and (value["relation"] in _DID_IT) == did_it:
            yield from _as_parties(position, value["actor"], value["accused"])


def _as_parties(position: Position, actor: str | None, name: str) -> Iterator[Party]:
    for holder in position.holders:
        if holder.certainty != "denied" and holder.independent:
            yield Party(actor, name, holder)


def _who_speaks(holder: Holder) -> str:
    """Return the words for who speaks: the last of the chain, or the publisher itself."""
    if not holder.according_to:
        return holder.publisher or ""
    last = holder.according_to[-1]
    return f"{last.name} {last.role or ''}"


def _different(left: Party, right: Party) -> bool:
    if left.actor is not None and left.actor == right.actor:
        return False
    if not (folded(left.words) and folded(right.words)) or same_party(left.words, right.words):
        return False
    return independent(left.holder, right.holder)


def _denied_by(party: Party, fields: Fields) -> bool:
    """Return whether a denial comes from the party itself, or from one who speaks for it.

    What a party denies that has claimed it is something else about it.
    """
    return not _claims(party, fields) and any(
        _speaks_for(party, holder)
        for position in fields.get("denials", ())
        for holder in position.holders
    )


def _claims(party: Party, fields: Fields) -> bool:
    return any(
        _speaks_for(party, holder)
        for position in fields.get("claims", ())
        for holder in position.holders
    )


def _speaks_for(party: Party, speaker: Holder) -> bool:
    ids = {s.actor.value.id for s in speaker.according_to if s.actor and s.actor.value}
    if party.actor is not None and party.actor in ids:
        return True
    names = [f"{source.name} {source.role or ''}" for source in speaker.according_to]
    wanted = set(folded(party.words).split())
    return bool(wanted) and any(
        wanted <= set(folded(name).split()) for name in (*names, speaker.publisher or "")
    )
