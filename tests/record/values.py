"""Small values for the tests: one written by hand, and Hypothesis strategies for any."""

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from accordingto.domain import (
    Actor,
    Claimed,
    Codes,
    Contradiction,
    Count,
    DateRange,
    Document,
    Event,
    Holder,
    Incident,
    Join,
    Mention,
    Participant,
    Place,
    Position,
    Proposition,
    Reading,
    Refused,
    Resolved,
    Source,
    Span,
    Statement,
    Summary,
)
from accordingto.ids import content_id, digest

TEXT = (
    "A bomb hidden in a fruit cart killed five people at the ferry market of Oskeld on Monday, "
    "police captain Ilse Varn said. The Marsh Brigade denied it."
)
AT = "2031-05-06T08:00:00+00:00"
CODES = Codes(acled=None, plover=None, gtd="3", muc4="BOMBING", ucdp=None)
OSKELD = Place(
    name="Oskeld",
    gazetteer_id="x-1",
    latitude=51.25,
    longitude=-3.5,
    admin1=None,
    admin2=None,
    country="XX",
    country_name="Invented",
    precision=1,
)


def at(words: str, text: str = TEXT) -> Span:
    """Return where the words first stand in the text."""
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def document(name: str, *, text: str = TEXT, **known: Any) -> Document:
    """Return a document of the text."""
    given: dict[str, Any] = {
        "id": name,
        "uri": f"file:{name}.txt",
        "publisher": "The Oskeld Courier",
        "title": f"Market report {name}",
        "authors": ("A. Writer", "B. Writer"),
        "published": "2031-05-05",
        "language": "en",
        "text": text,
        "sha256": digest((name + text).encode("utf-8", "surrogatepass")),
        "n_characters": len(text),
        "n_characters_read": len(text),
    }
    return Document(**given | known)


def reading(
    name: str = "doc-1", *, killed: str = "five people", confidence: float = 0.9
) -> Reading:
    """Return a report of a bombing with one event and two statements."""
    text = TEXT.replace("five people", killed)
    captain = Source(
        name="Ilse Varn",
        role="police captain",
        kind="official",
        spans=(at("police captain Ilse Varn", text),),
    )
    toll = Count(low=5, high=5, text=killed)
    event_id = content_id("event", name, "bombing")
    event = Event(
        id=event_id,
        kind="bombing",
        codes=CODES,
        stage="accomplished",
        clarity="single",
        background=False,
        trigger=(at("bomb", text),),
        date=Claimed(
            value=DateRange(first="2031-05-05", last="2031-05-05", precision="day", text="Monday"),
            spans=(at("Monday", text),),
        ),
        place=Claimed(value=OSKELD, spans=(at("Oskeld", text),)),
        victims=(
            Participant(
                name=killed,
                named=False,
                spans=(at(killed, text),),
                kind="people",
                number=toll,
                effect="death",
                according_to=(captain,),
                certainty="claimed",
            ),
        ),
        killed=(
            Claimed(
                value=toll,
                spans=(at(killed, text),),
                according_to=(captain,),
                certainty="claimed",
                confidence=0.8,
            ),
        ),
        confidence=confidence,
    )
    denial = Statement(
        id=content_id("statement", name, "deny"),
        kind="deny",
        voice="attributed",
        speaker=Source(
            name="The Marsh Brigade", kind="group", spans=(at("The Marsh Brigade", text),)
        ),
        according_to=(),
        cue=at("denied", text),
        content=(at("it", text),),
        about=(event_id,),
        proposition=Proposition(relation="carried_out", negated=True, subject=None, object=None),
    )
    return Reading(
        document=document(name, text=text),
        events=(event,),
        statements=(denial,),
        mentions=(Mention(**_ends(at("Oskeld", text)), label="place", group=1, score=0.97),),
        refused=(Refused(kind="actor", what="The Marsh Brigade", why="not in the actor list"),),
    )


def incident(
    *readings: Reading, name: str = "incident-1", disagreements: tuple[str, ...] = ()
) -> Incident:
    """Return the events of the readings as one incident, each toll a position."""
    told = [(r.document, event) for r in readings for event in r.events]
    members = tuple(event.id for _, event in told)
    positions = tuple(
        Position(value=[c.value.low, c.value.high], text=c.value.text, holders=(_holder(d, e, c),))
        for d, e in told
        for c in e.killed
        if c.value
    )
    pairs = pairwise(members)
    summary = Summary(
        title="Bombing in Oskeld",
        kind="bombing",
        date=told[0][1].date.value,
        place=told[0][1].place.value,
        killed=told[0][1].killed[0].value if told[0][1].killed else None,
        injured=None,
        n_documents=len(readings),
        n_independent=len(readings),
        disagreements=disagreements,
        rule="the first report",
    )
    return Incident(
        id=name,
        kind="bombing",
        members=members,
        why=tuple(Join(left=a, right=b, score=0.7, parts={"date": 2.5}) for a, b in pairs),
        fields={"killed": positions},
        summary=summary,
    )


def _holder(document: Document, event: Event, claimed: Claimed[Count]) -> Holder:
    return Holder(
        document=document.id,
        event=event.id,
        publisher=document.publisher,
        published=document.published,
        according_to=claimed.according_to,
        certainty=claimed.certainty,
        spans=claimed.spans,
    )


def _ends(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


# --------------------------------------------------------------------------- any value

# Every character that UTF-8 can hold: control characters, NUL and emoji, but no half pairs.
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
wordings = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)
scores = st.floats(0, 1, allow_nan=False)
counts = st.builds(
    lambda low, more, text: Count(low=low, high=None if more is None else low + more, text=text),
    st.integers(0, 10**6),
    st.none() | st.integers(0, 50),
    texts,
)
actors = st.builds(
    lambda a: Resolved(value=a),
    st.builds(Actor, id=texts, name=texts, kind=st.just("people"), score=scores),
) | st.builds(lambda why: Resolved(why=why), texts)


def spans_in(text: str) -> st.SearchStrategy[Span]:
    """Any span of the text."""
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    return ends.map(sorted).filter(lambda e: e[0] < e[1]).map(lambda e: Span(start=e[0], end=e[1]))


@st.composite
def readings(draw: st.DrawFn, *, name: str = "any") -> Reading:
    """Any small reading whose spans lie in its text."""
    text = draw(wordings)
    span, some = spans_in(text), st.lists(spans_in(text), max_size=2).map(tuple)
    source = st.builds(
        Source,
        name=texts,
        kind=st.just("agency"),
        role=st.none() | texts,
        spans=some,
        actor=st.none() | actors,
    )
    sources = st.lists(source, max_size=2).map(tuple)

    def claimed(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        known = st.builds(Claimed, value=values, spans=some, according_to=sources)
        return known | st.builds(Claimed, why=texts, spans=some)

    dates = st.builds(
        DateRange,
        first=st.just("2031-05-05"),
        last=st.just("2031-05-06"),
        precision=st.just("range"),
        text=texts,
    )
    people = st.builds(
        Participant,
        name=texts,
        named=st.booleans(),
        spans=some,
        kind=st.just("people"),
        actor=actors,
        number=st.none() | counts,
        according_to=sources,
    )
    events = st.builds(
        Event,
        id=st.integers(0, 5).map(lambda n: content_id("event", name, str(n))),
        kind=texts,
        codes=st.just(CODES),
        stage=st.just("attempted"),
        clarity=st.just("aggregate"),
        background=st.booleans(),
        trigger=some,
        date=claimed(dates),
        place=claimed(st.just(OSKELD)),
        perpetrators=st.lists(people, max_size=2).map(tuple),
        killed=st.lists(claimed(counts), max_size=2).map(tuple),
        according_to=sources,
        confidence=scores,
    )
    statements = st.builds(
        Statement,
        id=st.integers(0, 5).map(lambda n: content_id("statement", name, str(n))),
        kind=st.just("say"),
        voice=st.just("document"),
        speaker=st.none() | source,
        according_to=sources,
        cue=st.none() | span,
        content=some,
        about=st.lists(texts, max_size=2).map(tuple),
        accused=st.none() | people,
    )
    mentions = st.builds(
        lambda s, group, actor: Mention(**_ends(s), label="person", group=group, actor=actor),
        span,
        st.integers(0, 9),
        st.none() | actors,
    )
    pair = st.tuples(texts, texts)
    return Reading(
        document=document(name, text=text, title=draw(st.none() | texts)),
        events=tuple(draw(st.lists(events, max_size=2, unique_by=lambda e: e.id))),
        statements=tuple(draw(st.lists(statements, max_size=2, unique_by=lambda s: s.id))),
        mentions=tuple(draw(st.lists(mentions, max_size=2))),
        contradictions=tuple(
            draw(st.lists(st.builds(Contradiction, statements=pair, why=texts), max_size=1))
        ),
        refused=tuple(
            draw(
                st.lists(
                    st.builds(Refused, kind=st.just("place"), what=texts, why=texts), max_size=1
                )
            )
        ),
    )
