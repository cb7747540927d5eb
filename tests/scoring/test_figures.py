"""What each figure counts: cases as data, through the functions that count."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from accordingto.codify.ontology import load_ontology
from accordingto.domain import Reading
from accordingto.scoring.events import event_counts
from accordingto.scoring.figures import Counts, Name, added, figure
from accordingto.scoring.incidents import Placed, joining_counts
from accordingto.scoring.pairing import align
from accordingto.scoring.statements import statement_counts

from . import values

FAMILIES = {kind.name: kind.family for kind in load_ontology().kinds.values()}
Case = dict[str, Any]


def cases(name: str) -> list[Case]:
    text = Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["case"]


def in_per_cent(counts: dict[Name, Counts]) -> dict[str, Any]:
    found = {}
    for name, own in counts.items():
        f = figure(name, own, None)
        shown = [f.value] if name.measure == "share" else [f.precision, f.recall, f.value]
        numbers = [round(100 * (x or 0), 1) for x in shown]
        is_list = name.measure == "f1"
        found[name.what] = "nothing" if f.value is None else numbers if is_list else numbers[0]
    return found


def only(found: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in expected}


def readings(case: Case, kind: str) -> tuple[Reading, Reading]:
    gold, read = (
        values.reading(case["text"], {"events": case.get(f"{side}_events", [])} | {kind: own})
        for side, own in (("gold", case["gold"]), ("read", case["read"]))
    )
    return gold, read


@pytest.mark.parametrize("case", cases("events"), ids=lambda case: case["name"])
def test_events(case: Case) -> None:
    aligned = align(*readings(case, "events"), families=FAMILIES)

    found = in_per_cent(dict(event_counts(aligned, families=FAMILIES)))

    assert only(found, case["expected"]) == case["expected"]


@pytest.mark.parametrize("case", cases("statements"), ids=lambda case: case["name"])
def test_statements(case: Case) -> None:
    aligned = align(*readings(case, "statements"), families=FAMILIES)

    found = in_per_cent(dict(statement_counts(aligned)))

    assert only(found, case["expected"]) == case["expected"]


@pytest.mark.parametrize("case", cases("incidents"), ids=lambda case: case["name"])
def test_incidents(case: Case) -> None:
    ends = [line.split(" -> ") for line in case["events"]]
    placed = [Placed(true.partition("/")[0], true, joined) for true, joined in ends]
    twins = [(one, other) for one, other in case["twins"]]

    found = in_per_cent(added(joining_counts(placed, twins, layer="incidents").values()))

    name = "near-twins falsely joined (less is better)"
    assert only({name: "nothing"} | found, case["expected"]) == case["expected"]
