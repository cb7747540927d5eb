"""The incident page as values: who gives what, when, and in which words."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from accordingto.domain import (
    Certainty,
    DateRange,
    Holder,
    Incident,
    Place,
    Position,
    Reading,
    Value,
)
from accordingto.serve.charts import Toll
from accordingto.serve.maps import Circle, circle
from accordingto.serve.passages import Passage, address, link_to, passages
from accordingto.serve.rows import count_of
from accordingto.serve.words import FIELDS, chain, dates, family, plain, toll

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Fields that are statements: they stand in the list of who says who did it, not in the table.
STATEMENT_FIELDS = {"claims", "accusations", "denials", "confirmations"}
CODED = ("kind", "stage")  # their value is a code, and their words are what it was read from


class Column(Value, frozen=True):
    """One source of an incident, in order of publication."""

    letter: str
    document: str
    publisher: str
    published: str
    title: str
    copy_of: str | None
    independent: bool


class Cell(Value, frozen=True):
    """What one source gives for a field, as it wrote it; ``odd`` when most sources differ.

    ``meaning`` is how the words were understood, empty where there is no more to say.
    """

    text: str
    meaning: str
    through: str
    certainty: Certainty
    href: str
    passages: tuple[Passage, ...]
    odd: bool


class Line(Value, frozen=True):
    """One field of the positions table: cells by column; an empty tuple is "not stated"."""

    field: str
    name: str
    differs: bool
    cells: tuple[tuple[Cell, ...], ...]
    same_as_left: tuple[bool, ...]


def columns(incident: Incident, readings: Mapping[str, Reading]) -> list[Column]:
    """Return the incident's sources, the earliest first, the undated last."""
    held = {h.document: h for ps in incident.fields.values() for p in ps for h in p.holders}
    members = set(incident.members)
    for key, reading in readings.items():
        if key not in held and members & {event.id for event in reading.events}:
            held[key] = _bare(key, reading)
    ordered = sorted(
        held.values(), key=lambda h: (h.published is None, h.published or "", h.document)
    )
    return [
        Column(
            letter=LETTERS[i] if i < len(LETTERS) else str(i + 1),
            document=holder.document,
            publisher=holder.publisher or "unknown publisher",
            published=holder.published or "",
            title=(readings[holder.document].document.title or "")
            if holder.document in readings
            else "",
            copy_of=readings[holder.document].document.copy_of
            if holder.document in readings
            else None,
            independent=holder.independent,
        )
        for i, holder in enumerate(ordered)
    ]


def _bare(key: str, reading: Reading) -> Holder:
    return Holder(
        document=key,
        event="",
        publisher=reading.document.publisher,
        published=reading.document.published,
        according_to=(),
        certainty="fact",
        spans=(),
        independent=reading.document.copy_of is None,
    )


def lines(
    incident: Incident, sources: Sequence[Column], readings: Mapping[str, Reading]
) -> list[Line]:
    """Return the positions table, the well-known fields first."""
    order = [*FIELDS, *sorted(set(incident.fields) - set(FIELDS) - STATEMENT_FIELDS)]
    usual = [p.value for p in incident.fields.get("stage", ())] == ["accomplished"]
    told = [name for name in order if incident.fields.get(name)]
    return [
        _line(name, incident, sources, readings) for name in told if name != "stage" or not usual
    ]


def _line(
    field: str, incident: Incident, sources: Sequence[Column], readings: Mapping[str, Reading]
) -> Line:
    held = incident.fields[field]
    common = _majority(held)
    rows: list[tuple[Cell, ...]] = []
    given: list[frozenset[int]] = []
    for column in sources:
        mine = [
            (i, p, h)
            for i, p in enumerate(held)
            for h in p.holders
            if h.document == column.document
        ]
        given.append(frozenset(i for i, _, _ in mine))
        rows.append(
            tuple(
                _cell(field, p, h, readings, odd=common is not None and i != common)
                for i, p, h in mine
            )
        )
    same = tuple(i > 0 and bool(g) and g == given[i - 1] for i, g in enumerate(given))
    return Line(
        field=field,
        name=FIELDS.get(field, plain(field)),
        differs=field in incident.summary.disagreements,
        cells=tuple(rows),
        same_as_left=same,
    )


def _majority(held: Sequence[Position]) -> int | None:
    """Return which position more than half of the independent sources hold, if one does."""
    if len(held) < 2:
        return None
    votes = Counter({i: len(_believers(position)) for i, position in enumerate(held)})
    winner, n = votes.most_common(1)[0]
    return winner if n >= 2 and n > sum(votes.values()) / 2 else None


def _believers(position: Position) -> set[str]:
    holders = (h for h in position.holders if h.independent and h.certainty != "denied")
    return {h.publisher or h.document for h in holders}


def _cell(
    field: str,
    position: Position,
    holder: Holder,
    readings: Mapping[str, Reading],
    *,
    odd: bool,
) -> Cell:
    reading = readings.get(holder.document)
    text = reading.document.text if reading else ""
    spans = [s for s in holder.spans if s.end <= len(text)]
    return Cell(
        text=spans[0].cut(text) if spans and field not in CODED else position.text,
        meaning=_meaning(field, position),
        through=chain(holder.according_to),
        certainty=holder.certainty,
        href=link_to(holder.document, spans[0]) if spans else address(holder.document),
        passages=tuple(passages(holder.document, text, spans[:1])),
        odd=odd,
    )


def _meaning(field: str, position: Position) -> str:
    if field == "date":
        try:
            given = {"text": position.text} | position.value
            return dates(msgspec.convert(given, DateRange))
        except (TypeError, msgspec.ValidationError):
            return ""
    place = _place(position) if field == "place" else None
    if place is not None:
        return f"{place.name}, {place.country_name}"
    count = count_of(position) if field in ("killed", "injured", "abducted") else None
    return toll(count) if count else ""


def tolls(incident: Incident, sources: Sequence[Column]) -> list[Toll]:
    """Return every number of killed with its source, in the order of the columns."""
    by_document = {c.document: c for c in sources}
    found = []
    for position in incident.fields.get("killed", ()):
        count = count_of(position)
        if count is None:
            continue
        for holder in position.holders:
            column = by_document[holder.document]
            low = count.low if count.low is not None else 0
            found.append(
                Toll(
                    letter=column.letter,
                    source=column.publisher,
                    published=column.published or None,
                    low=low,
                    high=count.high,
                    text=f"{position.text} ({chain(holder.according_to)})",
                    href=link_to(holder.document, holder.spans[0])
                    if holder.spans
                    else address(holder.document),
                    independent=holder.independent,
                )
            )
    letters = [c.letter for c in sources]
    return sorted(found, key=lambda t: (letters.index(t.letter), t.low))


def circles(incident: Incident) -> list[Circle]:
    """Return a circle for each place that a source gives."""
    found = {}
    for position in incident.fields.get("place", ()):
        place = _place(position)
        if place is not None:
            who = ", ".join(sorted({h.publisher or "unknown" for h in position.holders}))
            found[place.gazetteer_id] = circle(
                place,
                incident.summary.killed,
                key=place.gazetteer_id,
                href=f"/incidents/{incident.id}#place",
                title=f"{place.name}, {place.country_name}: {who}",
                family=family(incident.kind),
            )
    return list(found.values())


def _place(position: Position) -> Place | None:
    try:
        return msgspec.convert(position.value, Place)
    except msgspec.ValidationError:
        return None
