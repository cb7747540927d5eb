"""Readings from a few words, so that the cases stay readable. All incidents are invented."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import accordingto
from accordingto.domain import (
    Actor,
    Certainty,
    Claimed,
    Codes,
    Count,
    DateRange,
    Document,
    Event,
    Mention,
    Participant,
    Place,
    Reading,
    Resolved,
    Source,
    Span,
    Statement,
)
from accordingto.link.model import Weights, read_weights

PLACES = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))
NO_CODES = Codes(acled=None, plover=None, gtd=None, muc4=None, ucdp=None)
Shorthand = dict[str, Any]


@pytest.fixture(scope="session")
def weights() -> Weights:
    """The shipped weights."""
    return read_weights(Path(accordingto.__file__).with_name("data") / "link-weights.json")


@pytest.fixture(scope="session")
def report() -> Callable[..., Reading]:
    """Make a reading: a document id and, for each of its events, its shorthand."""
    return reading


def reading(document: str, *events: Shorthand, **about: Any) -> Reading:
    statements = [statement(document, n, s) for n, s in enumerate(about.pop("statements", ()))]
    return Reading(
        document=Document(
            id=document, uri=f"{document}.txt", publisher=about.get("publisher", document.title()),
            title=None, authors=(), published=about.get("published"), language="en",
            text="x" * 400, sha256="", n_characters=400, n_characters_read=400,
            copy_of=about.get("copy_of"),
        ),
        events=tuple(event(f"{document}-{n}", short) for n, short in enumerate(events)),
        statements=tuple(statements),
        mentions=tuple(mention for short in events for mention in mentions(short)),
    )  # fmt: skip


def event(name: str, short: Shorthand) -> Event:
    return Event(
        id=name, kind=short.get("kind", "attack"), codes=NO_CODES,
        stage=short.get("stage", "accomplished"), clarity=short.get("clarity", "single"),
        background=False, trigger=(Span(start=0, end=6),),
        date=date(short.get("date")), place=place(short.get("place")),
        victims=people(short.get("victims", []), named=True),
        targets=people(short.get("targets", []), named=False),
        perpetrators=people(short.get("perpetrators", []), named=True),
        killed=counts(short.get("killed"), short.get("certainty", "fact")),
        injured=counts(short.get("injured")), abducted=counts(short.get("abducted")),
    )  # fmt: skip


def mentions(short: Shorthand) -> list[Mention]:
    """What the text names besides: places and days that are not said to be the event's."""
    places = [place(name).value for name in short.get("named_places", [])]
    days = [date(day).value for day in short.get("named_days", [])]
    return [
        *(Mention(start=0, end=4, label="place", group=0, place=Resolved(value=p)) for p in places),
        *(Mention(start=5, end=9, label="time", group=0, date=Resolved(value=d)) for d in days),
    ]


def date(short: str | None) -> Claimed[DateRange]:
    if short is None:
        return Claimed(why="the text gives no date for it")
    first, _, last = short.partition("..")
    precision = "range" if last else "day"
    value = DateRange(first=first, last=last or first, precision=precision, text=short)
    return Claimed(value=value, spans=(Span(start=10, end=20),))


def place(short: str | None) -> Claimed[Place]:
    if short is None:
        return Claimed(why="the text gives no place for it")
    value = Place(name=short, gazetteer_id=short, admin2=None, **PLACES[short])
    return Claimed(value=value, spans=(Span(start=20, end=30),))


def people(names: list[str], *, named: bool) -> tuple[Participant, ...]:
    return tuple(
        Participant(
            name=name, named=named, kind="unknown", spans=(Span(start=30, end=40),),
            actor=actor(name),
        )
        for name in names
    )  # fmt: skip


def actor(name: str) -> Resolved[Actor]:
    """Two spellings of one listed group, as the actor list would give them."""
    if name in ("ISIL", "Islamic State"):
        return Resolved(value=Actor(id="is", name="Islamic State", kind="armed_group", score=1.0))
    return Resolved(why="not in the list")


def counts(
    short: str | list[str] | None, certainty: Certainty = "fact"
) -> tuple[Claimed[Count], ...]:
    """``"5"``, ``"5.."`` (at least), ``"5..9"``, ``"2 others"``, ``"9 says police"``."""
    if short is None:
        return ()
    return tuple(count(one, certainty) for one in ([short] if isinstance(short, str) else short))


def count(short: str, certainty: Certainty) -> Claimed[Count]:
    number, _, who = short.partition(" says ")
    figure, _, others = number.partition(" ")
    low, dots, high = figure.partition("..")
    top = int(high) if high else None if dots else int(low)
    value = Count(low=int(low), high=top, text=number, others=bool(others))
    chain = (Source(name=who, kind="official"),) if who else ()
    return Claimed(
        value=value, spans=(Span(start=40, end=50),), according_to=chain, certainty=certainty
    )


def statement(document: str, number: int, short: Shorthand) -> Statement:
    accused = people([short["accused"]], named=True)[0] if "accused" in short else None
    return Statement(
        id=f"{document}-s{number}", kind=short["kind"], voice="attributed",
        speaker=Source(name=short["speaker"], kind=short.get("speaker_kind", "group"),
                       role=short.get("role")),
        according_to=(), cue=Span(start=60, end=66), content=(Span(start=70, end=90),),
        about=(f"{document}-{short.get('event', 0)}",), accused=accused,
    )  # fmt: skip
