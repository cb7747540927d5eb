"""The invented dossier of ``dossier.toml``: Readings, Incidents, and a ledger filled with them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from accordingto.domain import (
    Claimed,
    Codes,
    Count,
    DateRange,
    Document,
    Event,
    Incident,
    Mention,
    Participant,
    Place,
    Reading,
    Refused,
    Source,
    Span,
    Statement,
)
from accordingto.ids import content_id, digest
from accordingto.link import link
from accordingto.record.ledger import Ledger

GIVEN = tomllib.loads(Path(__file__).with_name("dossier.toml").read_text(encoding="utf-8"))
AT, MADE_BY = "2031-06-01T08:00:00+00:00", "{}"


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def chain(origin: list[Any] | None, text: str) -> tuple[Source, ...]:
    if origin is None:
        return ()
    return (Source(name=origin[0], kind=origin[1], spans=(span(text, origin[0]),)),)


def count(given: dict[str, Any], text: str) -> Claimed[Count]:
    return Claimed(
        value=Count(low=given["low"], high=given.get("high"), text=given["words"]),
        spans=(span(text, given["words"]),),
        according_to=chain(given.get("origin"), text),
        certainty=given.get("certainty", "fact"),
    )


def participant(given: dict[str, Any], text: str) -> Participant:
    return Participant(
        name=given["words"],
        named=given["words"][0].isupper(),
        spans=(span(text, given["words"]),),
        kind="unknown",
        certainty=given.get("certainty", "fact"),
    )


def place_of(given: dict[str, Any], text: str) -> Claimed[Place]:
    if "place" not in given:
        return Claimed(why="the text gives no place for it")
    name = given["place"]["name"]
    known = Place(name=name, gazetteer_id=name, admin1=None, admin2=None, **GIVEN["place"][name])
    return Claimed(value=known, spans=(span(text, given["place"]["words"]),))


def date_of(given: dict[str, Any], text: str) -> Claimed[DateRange]:
    if "date" not in given:
        return Claimed(why="the text gives no date for it")
    words, first, last = (given["date"][name] for name in ("words", "first", "last"))
    value = DateRange(first=first, last=last, precision="day", text=words)
    return Claimed(value=value, spans=(span(text, words),))


def event(given: dict[str, Any], text: str) -> Event:
    people = {
        name: tuple(participant(p, text) for p in given.get(name, ()))
        for name in ("perpetrators", "victims")
    }
    counts = {
        name: tuple(count(c, text) for c in given.get(name, ())) for name in ("killed", "injured")
    }
    return Event(
        id=content_id("event", given["id"]),
        kind=given["kind"],
        codes=Codes(acled=None, plover=None, gtd=None, muc4=None, ucdp=None),
        stage="accomplished",
        clarity="single",
        background=False,
        trigger=(span(text, given["trigger"]),),
        date=date_of(given, text),
        place=place_of(given, text),
        **people,
        **counts,
    )


def statement(given: dict[str, Any], text: str, about: str) -> Statement:
    return Statement(
        id=content_id("statement", about, given["kind"]),
        kind=given["kind"],
        voice="attributed",
        speaker=Source(name=given["speaker"], kind="person", spans=(span(text, given["speaker"]),)),
        according_to=(),
        cue=span(text, given["cue"]),
        content=(span(text, given["content"]),),
        about=(about,),
        accused=participant({"words": given["accused"], "certainty": given["certainty"]}, text),
    )


def mentions(found: Event) -> tuple[Mention, ...]:
    labels = [
        *(("organisation", s) for p in found.perpetrators for s in p.spans),
        *(("place", s) for s in found.place.spans),
        *(("time", s) for s in found.date.spans),
    ]
    return tuple(
        Mention(start=s.start, end=s.end, label=label, group=i)  # type: ignore[arg-type]
        for i, (label, s) in enumerate(labels)
    )


def reading(given: dict[str, Any]) -> Reading:
    text = given["text"].strip()
    found = event(given, text)
    return Reading(
        document=Document(
            id=given["id"],
            uri=f"file:reports/{given['id']}.txt",
            publisher=given.get("publisher"),
            title=given["title"],
            authors=(),
            published=given.get("published"),
            language=given.get("language", "en"),
            text=text,
            sha256=digest(text.encode()),
            n_characters=len(text),
            n_characters_read=len(text),
            copy_of=given.get("copy_of"),
        ),
        events=(found,),
        statements=tuple(statement(s, text, found.id) for s in given.get("statements", ())),
        mentions=mentions(found),
        refused=tuple(Refused(**r) for r in given.get("refused", ())),
    )


def readings() -> list[Reading]:
    """Return the dossier's readings, in the order of the file."""
    return [reading(given) for given in GIVEN["report"]]


# --------------------------------------------------------------------------- incidents


@cache
def incidents() -> tuple[Incident, ...]:
    """Return the dossier's incidents, as the program joins them."""
    return tuple(link(readings()))


def incident(key: str) -> Incident:
    """Return the incident that the reports marked ``key`` tell of."""
    member = next(content_id("event", g["id"]) for g in GIVEN["report"] if g["incident"] == key)
    return next(i for i in incidents() if member in i.members)


def ledger(path: Path) -> Path:
    """Write the dossier into a ledger at ``path``."""
    with Ledger.open(path) as book:
        for told in readings():
            book.add_reading(told, at=AT, provenance=MADE_BY)
        book.add_incidents(incidents(), at=AT, provenance=MADE_BY)
    return path
