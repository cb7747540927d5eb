"""One line about an incident, chosen by a rule that is stated and can be replaced."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec

from accordingto.domain import Count, DateRange, Holder, Place, Position, Summary
from accordingto.link.disagreements import disagreements
from accordingto.link.features import Member, counted
from accordingto.link.kinds import path_of, title_of

Fields = Mapping[str, Sequence[Position]]
T = TypeVar("T")

RULE = (
    "Numbers: the lowest to the highest that any independent source gives. Date, place and kind: "
    "the most exact that two independent sources give, else the most exact that one gives; among "
    "equals the first published. A wire copy is not an independent source, and a publisher counts "
    "once. Nothing is left out of the positions."
)


def summarise(members: Sequence[Member], fields: Fields) -> Summary:
    """Return the line that stands for the incident in a list; ``members`` is never empty."""
    kind = _chosen(fields["kind"], lambda value: -path_of(value).count("/"), str)
    when = _chosen(fields.get("date", ()), _length, _as_date)
    where = _chosen(fields.get("place", ()), lambda value: value["precision"], _as_place)
    numbers = {name: _range(fields.get(name, ())) for name in ("killed", "injured", "abducted")}
    disputed = disagreements(fields)
    sources = _sources(members)
    assert kind is not None  # every event has a kind
    return Summary(
        title=_title(kind, when, where, numbers, sources, disputed),
        kind=kind,
        date=when,
        place=where,
        killed=numbers["killed"],
        injured=numbers["injured"],
        n_documents=len({member.reading.document.id for member in members}),
        n_independent=len(sources),
        disagreements=disputed,
        rule=RULE,
    )


def _sources(members: Sequence[Member]) -> list[str]:
    """Return the independent sources: publishers, each once, without wire copies."""
    documents = [member.reading.document for member in members]
    kept = [document for document in documents if document.copy_of is None] or documents[:1]
    return list(dict.fromkeys(document.publisher or document.id for document in kept))


def _chosen(
    positions: Sequence[Position], vagueness: Callable[[Any], int], make: Callable[[Any], T]
) -> T | None:
    """Return the most exact value that two independent sources give, else the most exact one."""
    supported = [p for p in positions if len(_publishers(p)) >= 2] or list(positions)
    if not supported:
        return None
    return make(min(supported, key=lambda position: vagueness(position.value)).value)


def _publishers(position: Position) -> set[str]:
    return {h.publisher or h.document for h in position.holders if h.independent}


def _range(positions: Sequence[Position]) -> Count | None:
    """Return the lowest to the highest number that independent holders give."""
    held = [p for p in positions if any(_counts(holder) for holder in p.holders)] or positions
    found = [counted(msgspec.convert({**p.value, "text": p.text}, Count)) for p in held]
    if not found:
        return None
    low = min(bounds.low for bounds in found)
    highs = [bounds.high for bounds in found if bounds.high is not None]
    top = max(highs, default=None)
    is_open = top is None or any(b.high is None and b.low > top for b in found)
    high = None if is_open else top
    return Count(low=low, high=high, text=_number(low, high, max(b.low for b in found)))


def _counts(holder: Holder) -> bool:
    return holder.independent and holder.certainty != "denied"


def _number(low: int, high: int | None, highest_low: int) -> str:
    if high is None:
        return f"at least {low}" if highest_low == low else f"{low} to at least {highest_low}"
    return str(low) if low == high else f"{low} to {high}"


def _length(value: Mapping[str, Any]) -> int:
    return (date.fromisoformat(value["last"]) - date.fromisoformat(value["first"])).days


def _as_date(value: Mapping[str, Any]) -> DateRange:
    shown = _day(value["first"])
    text = shown if value["first"] == value["last"] else f"{shown} to {_day(value['last'])}"
    if value["precision"] in ("month", "year"):
        text = text.split(" to ")[0].split(" ", 1)[1]
        text = text if value["precision"] == "month" else text.split()[-1]
    return msgspec.convert({**value, "text": text}, DateRange)


def _as_place(value: Mapping[str, Any]) -> Place:
    return msgspec.convert(value, Place)


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def _title(
    kind: str,
    when: DateRange | None,
    where: Place | None,
    numbers: Mapping[str, Count | None],
    sources: Sequence[str],
    disputed: Sequence[str],
) -> str:
    """Return the incident in one sentence, with its "according to"."""
    head = ", ".join((f"{title_of(kind)} {_where(where)}", when.text if when else "date not known"))
    toll = " and ".join(_toll(numbers))
    names = sources[0] if len(sources) == 1 else f"{len(sources)} independent sources"
    who = "; who did it is disputed" if {"perpetrators", "responsibility"} & set(disputed) else ""
    return f"{head}: {toll + ', ' if toll else ''}according to {names}{who}"


def _where(place: Place | None) -> str:
    if place is None:
        return "at a place not known"
    return f"in {place.name}" + (
        f", {place.country_name}" if place.name != place.country_name else ""
    )


def _toll(numbers: Mapping[str, Count | None]) -> list[str]:
    """Return the numbers to tell: the dead and the abducted, else the injured."""
    told = {name: n for name, n in numbers.items() if n is not None}
    first = {name: n for name, n in told.items() if name != "injured" and n.high != 0}
    shown = {name: "nobody" if n.high == 0 else n.text for name, n in (first or told).items()}
    return [f"{text} {name}" for name, text in shown.items()]
