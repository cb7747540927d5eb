"""A join in words: what the two reports share, and how many bits each comparison adds."""

from math import isinf

from accordingto.domain import Event, Join, Reading
from accordingto.link.clusters import days_apart, km_apart
from accordingto.link.features import Member, Row, row_of


def explain(join: Join, left: tuple[Event, Reading], right: tuple[Event, Reading]) -> str:
    """Return why two events were joined: the odds before comparing, then the strongest first.

    A bit doubles the odds that the two are one event.
    """
    if join.judgement is not None:
        return f"A person decided that they are the same ({join.judgement})."
    rows = row_of(_member(*left)), row_of(_member(*right))
    parts = sorted(join.parts.items(), key=lambda part: (part[0] != "prior", -abs(part[1])))
    told = ", ".join(f"{_reason(name, *rows)} {bits:+.1f} bits" for name, bits in parts)
    return f"{told}: {sum(join.parts.values()):+.1f} bits, score {join.score:.2f}."


def _member(event: Event, reading: Reading) -> Member:
    return Member(event=event, reading=reading, order=0)


def _reason(name: str, left: Row, right: Row) -> str:
    match name:
        case "date":
            return _dates(left, right)
        case "place":
            return _places(left, right)
        case "kind":
            return "same kind" if left.kind == right.kind else "kinds differ in words"
        case "victims" | "perpetrators" | "targets":
            return _names(name, left, right)
        case "killed" | "hurt":
            return _numbers(name, left, right)
        case "wire copy":
            return "one text is a wire copy of the other"
        case _:
            return "before comparing"


def _dates(left: Row, right: Row) -> str:
    if left.first_day is None or right.first_day is None:
        shared = {left.first_day, right.first_day} & {*left.named_days, *right.named_days}
        return f"the other report {'names the day' if shared else 'does not name the day'}"
    days = days_apart(left, right)
    if isinf(days):
        return "dates overlap or are vague"
    return "date same day" if days == 0 else f"dates {days:.0f} day{'s' if days != 1 else ''} apart"


def _places(left: Row, right: Row) -> str:
    if left.place is None or right.place is None:
        shared = {left.place, right.place} & {*left.named_places, *right.named_places}
        return f"the other report {'names the place' if shared else 'does not name the place'}"
    if left.place == right.place:
        return "same place"
    km = km_apart(left, right)
    return "one place is vague" if isinf(km) else f"places {km:.0f} km apart"


def _names(name: str, left: Row, right: Row) -> str:
    shared = _shared(name, left, right)
    if name == "targets":
        shared = shared or _shared("common_targets", left, right)
    plain = [key for key in shared if not key.startswith("actor ")] or shared
    return f"{name} share {plain[0]!r}" if shared else f"other {name}"


def _shared(column: str, left: Row, right: Row) -> list[str]:
    return sorted(set(getattr(left, column)) & set(getattr(right, column)))


def _numbers(name: str, left: Row, right: Row) -> str:
    one, other = (_range(row, name) for row in (left, right))
    return f"{name} {one}" if one == other else f"{name} {one} against {other}"


def _range(row: Row, name: str) -> str:
    low, high = getattr(row, f"{name}_low"), getattr(row, f"{name}_high")
    return f"{low}" if low == high else f"{low} or more" if high is None else f"{low} to {high}"
