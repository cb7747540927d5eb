"""A verdict gets in when it fits what it is about; a later one takes it back."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from accordingto.domain import Judgement
from accordingto.errors import DecisionError
from accordingto.record.audit import verify
from accordingto.record.ledger import Ledger
from accordingto.record.views import open_view
from accordingto.review.decisions import decide
from accordingto.review.queue import queue
from accordingto.review.targets import field_target, pair_target

from ..record import values
from ..record.values import AT

CASES = tomllib.loads(Path(__file__).with_name("decisions.toml").read_text(encoding="utf-8"))

ONE = values.reading("doc-1")
TWO = values.reading("doc-2", killed="six others", confidence=0.4)
THREE = values.reading("doc-3", killed="a dozen")
NAMES = {
    "event 1": ONE.events[0].id,
    "event 2": TWO.events[0].id,
    "event 3": THREE.events[0].id,
    "statement 1": ONE.statements[0].id,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger.open(tmp_path / "a.db") as ledger:
        ledger.add_readings([ONE, TWO, THREE], at=AT, provenance="{}")
        incidents = [
            values.incident(ONE, TWO, name="incident-1", disagreements=("killed",)),
            values.incident(THREE, name="incident-2"),
        ]
        ledger.add_incidents(incidents, at=AT, provenance="{}")
    return tmp_path / "a.db"


def judgement_of(given: dict[str, Any]) -> Judgement:
    """A case's judgement: the target in words, a pair as a list of two."""
    target = given["on"]
    if isinstance(target, list):
        target = pair_target(*(NAMES.get(name, name) for name in target))
    elif "field" in given:
        target = field_target(NAMES.get(target, target), given["field"])
    else:
        target = NAMES.get(target, target)
    return Judgement(
        target=target,
        verdict=given["verdict"],
        value=given.get("value"),
        reviewer=given.get("reviewer", "Kim Adebayo"),
        at=given.get("at", AT),
    )


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_decide(path: Path, case: dict[str, Any]) -> None:
    *before, last = [judgement_of(given) for given in case["judgements"]]
    with Ledger.open(path) as ledger:
        for judgement in before:
            assert decide(ledger, judgement, provenance="{}") is not None
        if "refused" in case:
            with pytest.raises(DecisionError, match=case["refused"]):
                decide(ledger, last, provenance="{}")
        else:
            assert decide(ledger, last, provenance="{}") is not None
    with open_view(path) as view:
        assert [j.verdict for j in view.judgements()] == case["stands"]
    assert list(verify(path)) == []


def test_the_very_same_judgement_twice_gets_one_entry(path: Path) -> None:
    judgement = judgement_of({"on": ["event 1", "event 2"], "verdict": "same"})
    with Ledger.open(path) as ledger:
        assert decide(ledger, judgement, provenance="{}") is not None
        assert decide(ledger, judgement, provenance="{}") is None


def test_the_queue_shows_disagreements_then_what_is_least_sure(path: Path) -> None:
    with open_view(path) as view:
        tasks = queue(view, limit=10)
        assert [(task.kind, task.target) for task in tasks] == [
            ("disagreement", "incident-1"),
            ("join", pair_target(ONE.events[0].id, TWO.events[0].id)),
            ("event", TWO.events[0].id),
        ]
        assert tasks[0].why == "killed"
        assert tasks[2].title == "bombing: bomb"
        assert queue(view, limit=1) == tasks[:1]
        assert queue(view, limit=10, doubtful=0.0) == tasks[:1]


def test_what_was_decided_leaves_the_queue_until_it_is_withdrawn(path: Path) -> None:
    with Ledger.open(path) as ledger, open_view(path) as view:
        first = [task.target for task in queue(view, limit=10)]
        decide(
            ledger, judgement_of({"on": ["event 1", "event 2"], "verdict": "same"}), provenance="{}"
        )
        assert [task.target for task in queue(view, limit=10)] == [first[0], first[2]]
        withdrawn = judgement_of({"on": ["event 1", "event 2"], "verdict": "withdrawn"})
        decide(ledger, withdrawn, provenance="{}")
        assert [task.target for task in queue(view, limit=10)] == first
