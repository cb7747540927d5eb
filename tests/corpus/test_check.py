import tomllib
from pathlib import Path
from typing import Any

import pytest
from training.corpus.check import findings
from training.corpus.repetition import distinct, near_copies, repeated_share

HERE = Path(__file__).parent
STORY = HERE.parent / "scoring" / "marked" / "ng-agatu-farmers"
SLIPS = tomllib.loads((HERE / "slips.toml").read_text(encoding="utf-8"))["slip"]


def test_a_story_in_order_is_passed_in_silence() -> None:
    assert list(findings([STORY])) == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip["name"])
def test_a_slip_is_found(slip: dict[str, Any], tmp_path: Path) -> None:
    story = tmp_path / STORY.name
    story.mkdir()
    for path in sorted(STORY.iterdir()):
        text = path.read_text(encoding="utf-8")
        assert slip["was"] in text or path.name == "story.toml"
        (story / path.name).write_text(text.replace(slip["was"], slip["becomes"]), encoding="utf-8")

    found = list(findings([story]))

    assert any(slip["says"] in line for line in found), found


def test_a_copy_nobody_declared_is_found() -> None:
    told = "Gunmen rode into the market at noon and shot at the millers until the guard came back."
    texts = {
        "a": told,
        "b": f"Reports say: {told}",
        "c": "A mill burnt down; nobody was hurt there.",
    }

    assert [(one, other) for one, other, _ in near_copies(texts)] == [("a", "b")]


def test_how_often_words_come_back() -> None:
    assert distinct(["one two one two"], 1) == 0.5
    assert repeated_share(["one two three", "one two four"], 2) == 0.5
