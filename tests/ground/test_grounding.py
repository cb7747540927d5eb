import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accordingto.domain import Coded, reading_from_json, spans_of, to_json
from accordingto.ground import ActorList, Gazetteer, ground

CHECKS = tomllib.loads(Path(__file__).with_name("checks.toml").read_text(encoding="utf-8"))["case"]
TEXT = (
    "On Monday gunmen of the Haqqani network attacked a bus near Kunduz, the agency AFP said. "
    "Since 2017 Afghan President Hamid Karzai has said that the group comes from Pakistan. "
    "In December 2021 nobody was hurt in Takhar province."
)


@pytest.mark.parametrize("case", CHECKS, ids=lambda c: c["name"])
def test_offices(
    case: dict[str, Any], make: Callable[..., Coded], gazetteer: Gazetteer, actors: ActorList
) -> None:
    row = {"speaker": case["speaker"], "content": case["content"], "group": 100}
    coded = make(
        case["text"], person=[case["speaker"]], statements=[row], published=case.get("published")
    )

    (statement,) = ground(coded, gazetteer=gazetteer, actors=actors).statements

    assert [check.finding for check in statement.checks] == [f for f in [case["finding"]] if f]
    assert all(check.spans for check in statement.checks)


def test_a_place_outside_the_country_that_the_sentence_names(
    make: Callable[..., Coded], gazetteer: Gazetteer, actors: ActorList
) -> None:
    text = "In northern Peru, it is said, men attacked a bridge at Medellin."
    coded = make(
        text,
        place=["Medellin"],
        events=[{"trigger": "attacked", "place": ["Medellin"]}],
        statements=[{"content": "men attacked a bridge"}],
    )

    (statement,) = ground(coded, gazetteer=gazetteer, actors=actors).statements

    assert [c.finding for c in statement.checks] == [
        "Medellín is in Colombia; the sentence names Peru"
    ]


@pytest.mark.parametrize(
    ("year", "findings"),
    [
        ("2012", ["Islamic State Khorasan Province was founded in 2015-01; the text implies 2012"]),
        ("2016", []),
    ],
)
def test_a_doer_that_was_founded_after_the_event(
    make: Callable[..., Coded],
    gazetteer: Gazetteer,
    actors: ActorList,
    year: str,
    findings: list[str],
) -> None:
    text = f"In {year}, elders said, fighters of ISIS-K burned the mill."
    coded = make(
        text,
        organisation=["ISIS-K"],
        time=[year],
        events=[{"trigger": "burned", "date": [year], "perpetrators": ["ISIS-K"]}],
        statements=[{"content": "fighters of ISIS-K burned the mill"}],
    )

    (statement,) = ground(coded, gazetteer=gazetteer, actors=actors).statements

    assert [c.finding for c in statement.checks] == findings


def everything(make: Callable[..., Coded], text: str, **known: Any) -> Coded:
    return make(
        text,
        person=["Hamid Karzai"], organisation=["Haqqani network", "AFP"],
        place=["Kunduz", "Pakistan", "Takhar"], nationality=["Afghan"],
        time=["On Monday", "2017", "December 2021"],
        events=[
            {"trigger": "attacked", "place": ["near Kunduz"], "date": ["On Monday"],
             "perpetrators": ["Haqqani network"]},
        ],
        statements=[{"speaker": "Hamid Karzai", "content": "the group comes from Pakistan"}],
        **known,
    )  # fmt: skip


def test_a_whole_document(
    make: Callable[..., Coded], gazetteer: Gazetteer, actors: ActorList
) -> None:
    coded = everything(make, TEXT, published="2023-06-15")

    reading = ground(coded, gazetteer=gazetteer, actors=actors)

    (event,) = reading.events
    assert event.date.value
    assert event.date.value.first == "2023-06-12"
    assert event.place.value
    assert event.place.value.precision == 2
    assert event.perpetrators[0].actor.value
    assert event.perpetrators[0].actor.value.id == "group:haqqani-network"
    (nationality,) = [m for m in reading.mentions if m.label == "nationality"]
    assert nationality.place is None
    assert reading.refused == ()
    assert reading_from_json(to_json(reading)) == reading
    assert all(span.end <= len(TEXT) for span in spans_of(reading))


def test_without_a_day_of_publication_monday_stays_monday_with_the_reason(
    make: Callable[..., Coded], gazetteer: Gazetteer, actors: ActorList
) -> None:
    reading = ground(everything(make, TEXT), gazetteer=gazetteer, actors=actors)

    (event,) = reading.events
    assert event.date.value is None
    assert "the document has no date" in (event.date.why or "")
    assert [(r.kind, r.what) for r in reading.refused] == [("date", "On Monday")]


def test_twice_gives_the_same_bytes(
    make: Callable[..., Coded], gazetteer: Gazetteer, actors: ActorList
) -> None:
    coded = everything(make, TEXT, published="2023-06-15")

    lines = {to_json(ground(coded, gazetteer=gazetteer, actors=actors)) for _ in range(2)}

    assert len(lines) == 1


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=25).filter(lambda n: "~" not in n))
def test_one_bad_name_costs_one_name(
    make: Callable[..., Coded], gazetteer: Gazetteer, actors: ActorList, name: str
) -> None:
    text = f"It happened in Kunduz. It happened in <{name}>, too."
    coded = make(text, place=["Kunduz", f"<{name}>"])

    first, second = ground(coded, gazetteer=gazetteer, actors=actors).mentions

    assert first.place
    assert first.place.value
    assert second.place
    assert (second.place.value is None) != (second.place.why is None)
