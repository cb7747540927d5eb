"""An invented report and the incidents made of it, to be exported."""

import pytest

from accordingto.domain import (
    Actor,
    Check,
    Claimed,
    Codes,
    Count,
    DateRange,
    Document,
    Event,
    Holder,
    Incident,
    Participant,
    Phrase,
    Place,
    Position,
    Proposition,
    Reading,
    Resolved,
    Source,
    Span,
    Statement,
    Summary,
)

TEXT = """Police in Oru said on Monday that at least five traders died. Dr. Marr of the hospital \
spoke of nine.
The Grey Lantern movement denied any part in it: "We fight no traders." The ministry said that \
Velm arms the movement."""


def at(words: str) -> tuple[Span]:
    start = TEXT.index(words)
    return (Span(start=start, end=start + len(words)),)


AGENCY = Source(name="Lantern News", kind="agency")
POLICE = Source(name="Police in Oru", kind="official", spans=at("Police in Oru"))
DOCTOR = Source(name="Marr", kind="official", role="Dr.", spans=at("Marr"))
MINISTRY = Source(name="The ministry", role="ministry", kind="official", spans=at("The ministry"))
MOVEMENT = Source(name="The Grey Lantern movement", kind="group")
ORU = Place(
    name="Oru",
    gazetteer_id="x1",
    latitude=12.5,
    longitude=-3.25,
    admin1="Harl",
    admin2=None,
    country="ML",
    country_name="Mali",
    precision=1,
)
MONDAY = DateRange(first="2024-03-04", last="2024-03-04", precision="day", text="Monday")


def dead(low: int | None, high: int | None, words: str, *chain: Source) -> Claimed[Count]:
    count = Count(low=low, high=high, text=words)
    return Claimed(value=count, spans=at(words), according_to=chain, certainty="claimed")


BOMBING = Event(
    id="event-1",
    kind="bombing",
    codes=Codes(acled="Remote explosive", plover="ASSAULT", gtd="3", muc4="BOMBING", ucdp=None),
    stage="accomplished",
    clarity="single",
    background=False,
    trigger=at("died"),
    date=Claimed(value=MONDAY, spans=at("Monday")),
    place=Claimed(value=ORU, spans=at("Oru")),
    perpetrators=(
        Participant(
            name="Grey Lantern movement",
            named=True,
            spans=at("Grey Lantern movement"),
            kind="armed_group",
            actor=Resolved(
                value=Actor(id="grey-lantern", name="Grey Lantern", kind="armed_group", score=1.0)
            ),
            according_to=(MINISTRY,),
            certainty="accused_by_authorities",
        ),
    ),
    victims=(Participant(name="traders", named=False, spans=at("traders"), kind="people"),),
    killed=(dead(5, None, "at least five", AGENCY, POLICE), dead(9, 9, "nine", DOCTOR)),
    according_to=(AGENCY, POLICE),
    confidence=0.75,
)
THREAT = Event(
    id="event-2",
    kind="attack",
    codes=Codes(acled=None, plover=None, gtd=None, muc4=None, ucdp=None),
    stage="threatened",
    clarity="aggregate",
    background=True,
    trigger=at("fight"),
    date=Claimed(why="the text gives no date for it"),
    place=Claimed(why="the text gives no place for it"),
)
DENIAL = Statement(
    id="statement-1",
    kind="deny",
    voice="attributed",
    speaker=MOVEMENT,
    according_to=(AGENCY,),
    cue=at("denied")[0],
    content=(*at("any part in it"), *at("We fight no traders.")),
    about=("event-1",),
)
ACCUSATION = Statement(
    id="statement-2",
    kind="accuse",
    voice="attributed",
    speaker=MINISTRY,
    according_to=(),
    cue=at("said that")[0],
    content=at("Velm arms the movement"),
    accused=Participant(name="Velm", named=True, spans=at("Velm"), kind="government"),
    proposition=Proposition(
        relation="arms",
        negated=False,
        subject=Phrase(text="Velm", spans=at("Velm")),
        object=Phrase(text="the movement", spans=at("the movement")),
    ),
    checks=(Check(about="Velm", finding="no such state"),),
)
ASSERTION = Statement(
    id="statement-3",
    kind="report",
    voice="document",
    speaker=None,
    according_to=(),
    cue=None,
    content=at("traders died"),
)


def holder(publisher: str, *chain: Source, copy: bool = False) -> Holder:
    return Holder(
        document="document-2" if copy else "document-1",
        event="event-3" if copy else "event-1",
        publisher=publisher,
        published="2024-03-05",
        according_to=chain,
        certainty="claimed",
        spans=() if copy else at("died"),
        independent=not copy,
    )


@pytest.fixture
def reading() -> Reading:
    document = Document(
        id="document-1",
        uri="oru.txt",
        publisher="The Oru Herald",
        title='Blast, "in" Oru',
        authors=(),
        published="2024-03-05",
        language="en",
        text=TEXT,
        sha256="0" * 64,
        n_characters=len(TEXT),
        n_characters_read=len(TEXT),
    )
    statements = (DENIAL, ACCUSATION, ASSERTION)
    return Reading(document=document, events=(BOMBING, THREAT), statements=statements, mentions=())


@pytest.fixture
def incidents() -> list[Incident]:
    herald, courier = "The Oru Herald", "The Velm Courier"
    five = Position(
        value={"low": 5, "high": None},
        text="at least five",
        holders=(holder(herald, AGENCY, POLICE), holder(courier, AGENCY, POLICE, copy=True)),
    )
    nine = Position(value={"low": 9, "high": 9}, text="nine", holders=(holder(herald, DOCTOR),))
    kind = Position(value="bombing", text="bombing", holders=(holder(herald),))
    denial = Position(
        value={"speaker": "Grey Lantern"}, text="any part", holders=(holder(herald, MOVEMENT),)
    )
    known = Summary(
        title="Bombing in Oru",
        kind="bombing",
        date=MONDAY,
        place=ORU,
        killed=Count(low=5, high=9, text="5 to 9"),
        injured=None,
        n_documents=2,
        n_independent=1,
        disagreements=("killed",),
        rule="lowest to highest",
    )
    unknown = Summary(
        title="Attack, place not known",
        kind="attack",
        date=None,
        place=None,
        killed=None,
        injured=Count(low=0, high=0, text="nobody"),
        n_documents=1,
        n_independent=1,
        disagreements=(),
        rule="lowest to highest",
    )
    return [
        Incident(
            id="incident-1",
            kind="bombing",
            members=("event-1", "event-3"),
            why=(),
            fields={"killed": (five, nine), "kind": (kind,), "denials": (denial,)},
            summary=known,
        ),
        Incident(
            id="incident-2",
            kind="attack",
            members=("event-2",),
            why=(),
            fields={},
            summary=unknown,
        ),
    ]
