import hashlib
import re
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.annotate import annotate
from accordingto.annotate.coreference import grouped
from accordingto.codify import codify
from accordingto.codify.ontology import load_ontology
from accordingto.domain import (
    Annotated,
    Certainty,
    Claimed,
    Coded,
    Count,
    CueMention,
    Document,
    Effect,
    Event,
    Link,
    Mention,
    Participant,
    PartyMention,
    RoleMention,
    Span,
    Statement,
    TollMention,
    TriggerMention,
    spans_of,
)
from accordingto.networks import Card, Reader

SEEN = tomllib.loads(Path(__file__).with_name("seen.toml").read_text(encoding="utf-8"))["case"]
CASES = tomllib.loads(Path(__file__).with_name("events.toml").read_text(encoding="utf-8"))["case"]
LINES = [line for case in CASES for line in case["text"].strip().splitlines() if line]
LABELS = {
    "roles": ("O", "B-target", "I-target"),
    "entities": ("O", "B-person", "I-person"),
    "attribution": ("O", "B-source", "I-source"),
    "incidents": ("attack",),
    "triggers": ("O", "B-event", "I-event"),
    "tolls": ("O", "B-killed", "I-killed"),
}
ONTOLOGY = load_ontology()


def silent_reader() -> Reader:
    """Return a network that finds no pieces in any text: what is read is read by the rules."""
    tokenizer = SimpleNamespace(
        encode=lambda text, add_special_tokens: SimpleNamespace(offsets=[], ids=[])
    )
    card = Card(labels=LABELS, window=256, stride=128, thresholds={}, width=384, links={})
    return Reader(tokenizer, lambda ids, mask: {}, card)  # type: ignore[arg-type]


def found(text: str, label: str, name: str) -> list[dict[str, Any]]:
    """Return each place where a name stands, as the network would mark it."""
    return [
        {"start": m.start(), "end": m.end(), "label": label}
        for m in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]


def seen_by_network(read: Annotated, case: dict[str, Any]) -> Annotated:
    """Add the names and roles that a case says the network marks, right or wrong."""
    text = read.document.text
    at = [m for name in case.get("person", ()) for m in found(text, "person", name)]
    people = [Mention(**m, group=0) for m in at]
    kept = [m for m in read.mentions if not any(m.touches(p) for p in people)]
    roles = tuple(
        RoleMention(start=m["start"], end=m["end"], role=m["label"], score=0.9)
        for role, name in case.get("roles", ())
        for m in found(text, role, name)
    )
    return msgspec.structs.replace(
        read, mentions=grouped(text, [*kept, *people]), roles=(*read.roles, *roles)
    )


def nth(text: str, words: str) -> Span:
    """Return where words stand; "words~2" is the second time."""
    name, _, number = words.partition("~")
    at = -1
    for _ in range(int(number or 1)):
        at = text.index(name, at + 1)
    return Span(start=at, end=at + len(name))


def as_linked(read: Annotated, case: dict[str, Any]) -> Annotated:
    """Add the triggers, tolls, cues, parties and links that a case says the network sees."""
    if "trigger" not in case:
        return read
    text = read.document.text
    triggers = []
    for words, _, said in (line.partition(" | ") for line in case["trigger"]):
        kind, *facets = said.split(", ")
        span = nth(text, words)
        triggers.append(
            TriggerMention(
                start=span.start,
                end=span.end,
                kinds={kind: 0.9},
                facets=dict.fromkeys(facets, 0.9),
                score=0.9,
                sure=True,
            )
        )
    tolls = [
        TollMention(start=(span := nth(text, words)).start, end=span.end, harm=harm, score=0.9)
        for harm, _, words in (line.partition(": ") for line in case.get("toll", ()))
    ]
    cues = []
    for words_, _, said in (line.partition(" | ") for line in case.get("cue", ())):
        kind, relation = said.split(", ")
        span = nth(text, words_)
        cues.append(
            CueMention(start=span.start, end=span.end, kinds={kind: 0.9}, relations={relation: 0.9})
        )
    parties = []
    for words_, _, like in (line.partition(" | ") for line in case.get("party", ())):
        span = nth(text, words_)
        known = {like: 0.9}
        parties.append(
            PartyMention(
                start=span.start,
                end=span.end,
                certainties=known if like in get_args(Certainty) else {},
                effects=known if like in get_args(Effect) else {},
            )
        )
    links = []
    for name, _, ends in (line.partition(": ") for line in case.get("link", ())):
        first, _, second = ends.partition(" -> ")
        kind, _, score = name.partition("~")
        links.append(
            Link(
                name=kind,
                first=nth(text, first),
                second=nth(text, second),
                score=float(score or 0.9),
            )
        )
    return msgspec.structs.replace(
        read,
        triggers=tuple(triggers),
        tolls=tuple(tolls),
        cues=tuple(cues),
        parties=tuple(parties),
        links=tuple(links),
    )


def coded(text: str, *, published: str | None = None, **case: Any) -> Coded:
    document = Document(
        id="case",
        uri="case.txt",
        publisher=None,
        title=None,
        authors=(),
        published=published,
        language="en",
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        n_characters=len(text),
        n_characters_read=len(text),
    )
    read = seen_by_network(annotate(document, reader=silent_reader()), case)
    return codify(as_linked(read, case), ontology=ONTOLOGY)


def words(reading: Coded, claimed: Claimed[Any]) -> list[str]:
    return [span.cut(reading.document.text) for span in claimed.spans]


def names(participants: tuple[Participant, ...]) -> set[str]:
    return {p.name for p in participants}


def ranges(claims: tuple[Claimed[Count], ...]) -> list[list[int | str]]:
    return [
        [n if n is not None else "open" for n in (c.value.low, c.value.high)]
        for c in claims
        if c.value is not None
    ]


def differences(event: Event, want: dict[str, Any], reading: Coded) -> list[str]:
    """Return what a careful reader finds and the event lacks."""
    found = {
        "kind": event.kind,
        "stage": event.stage,
        "clarity": event.clarity,
        "background": event.background,
        "date_why": event.date.why,
        "certainty": event.perpetrators[0].certainty if event.perpetrators else None,
        "effect": event.victims[0].effect if event.victims else None,
    }
    wrong = [
        f"{k}: {found[k]!r}, not {v!r}" for k, v in want.items() if k in found and found[k] != v
    ]
    for part in ("perpetrators", "targets", "victims", "means"):
        missing = set(want.get(part, ())) - names(getattr(event, part))
        wrong += [f"{part}: {missing} missing in {names(getattr(event, part))}"] if missing else []
    for harm in ("killed", "injured", "abducted"):
        counted = ranges(getattr(event, harm))
        wrong += [f"{harm}: {counted}"] if harm in want and counted != want[harm] else []
    for where, key in (("place", "place"), ("date", "date")):
        said = words(reading, getattr(event, where))
        wrong += [f"{where}: {said}"] if key in want and want[key] not in said else []
    given = names(event.perpetrators)
    if "only_perpetrators" in want and given != set(want["only_perpetrators"]):
        wrong.append(f"perpetrators: {given}")
    if want.get("no_perpetrators") and given:
        wrong.append(f"perpetrators: {given}")
    never = set(want.get("not_victims", ())) & names(event.victims)
    wrong += [f"victims: {never}"] if never else []
    if any(want.get("not_place", "\0") in name for name in words(reading, event.place)):
        wrong.append(f"place: {words(reading, event.place)}")
    return wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_events(case: dict[str, Any]) -> None:
    reading = coded(case["text"], person=case.get("person", ()), roles=case.get("roles", ()))

    told = [f"{e.stage} {e.clarity} {e.kind}" for e in reading.events]
    assert len(reading.events) == len(case["event"]), told
    for event, want in zip(reading.events, case["event"], strict=True):
        assert differences(event, want, reading) == []


@pytest.mark.parametrize("case", SEEN, ids=lambda case: case["name"])
def test_events_as_the_network_sees_them(case: dict[str, Any]) -> None:
    reading = coded(**{k: v for k, v in case.items() if k not in {"name", "event"}})

    told = [f"{e.stage} {e.clarity} {e.kind}" for e in reading.events]
    assert len(reading.events) == len(case["event"]), told
    for event, want in zip(reading.events, case["event"], strict=True):
        assert differences(event, want, reading) == []
    said = [flat(statement, reading) for statement in reading.statements]
    for statement, want in zip(said, case.get("statement", said), strict=True):
        assert {key: statement[key] for key in want} == want


def flat(statement: Statement, reading: Coded) -> dict[str, Any]:
    """Write what a statement says, and of which events, in the words of the cases."""
    numbers = {event.id: number for number, event in enumerate(reading.events)}
    said = statement.proposition
    return {
        "kind": statement.kind,
        "about": [numbers[event] for event in statement.about],
        "relation": said.relation if said else "",
        "negated": said.negated if said else None,
        "subject": said.subject.text if said and said.subject else "",
        "object": said.object.text if said and said.object else "",
    }


def test_a_year_before_the_report_is_background() -> None:
    text = "In 2016, gunmen killed 40 worshippers at a mosque in Velmar."

    assert coded(text, published="2024-05-01").events[0].background
    assert not coded(text, published="2016-05-01").events[0].background


def test_the_chain_of_a_count_is_publisher_first_origin_last() -> None:
    text = (
        "According to the news agency Norwire, police chief Anders Holt said that two miners "
        "were killed by gunmen in the town of Dorna."
    )

    killed = coded(text).events[0].killed[0]

    assert [source.name for source in killed.according_to] == ["Norwire", "Anders Holt"]


@settings(max_examples=60, deadline=None)
@given(
    parts=st.lists(
        st.one_of(
            st.sampled_from(
                [line for c in CASES for line in c["text"].strip().splitlines() if line]
            ),
            st.text(max_size=40),
        ),
        max_size=6,
    )
)
def test_every_value_points_at_words_of_the_text(parts: list[str]) -> None:
    text = "\n".join(parts)

    reading = coded(text)

    assert all(0 <= s.start < s.end <= len(text) for s in spans_of(reading.events))
    for event in reading.events:
        assert all(p.spans for p in (*event.perpetrators, *event.victims, *event.targets))
        assert (event.date.value is None) == (event.date.why is not None)
    assert len({event.id for event in reading.events}) == len(reading.events)


def test_reading_twice_gives_the_same() -> None:
    text = CASES[0]["text"]

    assert coded(text) == coded(text)
