"""The whole evaluation: through values made by hand, and through the command."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from rich.console import Console

from accordingto.domain import Reading, Refused
from accordingto.scoring import as_markdown, as_table, evaluate, inputs
from accordingto.scoring.figures import Evaluation, Figure
from accordingto.scoring.gold import Corpus
from accordingto.scoring.incidents import AS_GOLD

from . import values

MARKED = Path(__file__).with_name("marked")
TEXT = "Gunmen shot dead five farmers near Agatu on Tuesday, police said. A bridge was burnt."
SHOT = {
    "trigger": "shot dead", "date": "2024-05-14", "place": "Agatu", "by": "police",
    "perpetrators": ["Gunmen"], "victims": ["five farmers"], "killed": ["five = 5 @ police"],
}  # fmt: skip
BURNT = {"trigger": "burnt", "kind": "arson", "targets": ["A bridge"]}
SAID = {"content": TEXT[:51], "cue": "said", "by": "police", "about": [0]}
TWINS = (("agatu/shooting", "agatu/bridge"),)


def report(story: str, name: str) -> Reading:
    short = {"events": [SHOT, BURNT], "statements": [SAID]}
    return values.reading(TEXT, short, id=f"{story}/{name}")


READINGS = [report("agatu", "wire"), report("agatu", "paper"), report("gboko", "wire")]


def corpus() -> Corpus:
    marked = []
    for reading in READINGS:
        story = reading.document.id.partition("/")[0]
        names = [f"{story}/shooting", f"{story}/bridge"]
        told = {event.id: name for event, name in zip(reading.events, names, strict=True)}
        marked.append(values.marked(reading, told, story=story))
    return values.corpus(*marked, twins=TWINS)


def as_marked(n: int) -> list[str]:
    """The nth event of both of Agatu's reports."""
    return [reading.events[n].id for reading in READINGS[:2]]


RIGHT = [values.incident("i1", *as_marked(0)), values.incident("i2", *as_marked(1))]


def scored(*outcomes: Reading | Refused) -> Evaluation:
    return evaluate(corpus(), outcomes, RIGHT, random=Random(1), draws=20)


def of(evaluation: Evaluation, layer: str, what: str) -> Figure:
    return next(f for f in evaluation.figures if (f.layer, f.what) == (layer, what))


def test_the_gold_against_itself_is_right_in_every_layer() -> None:
    found = scored(*READINGS)

    assert (found.n_stories, found.n_reports, found.n_refused) == (2, 3, 0)
    assert {f.layer for f in found.figures} >= {"reports", "events", "statements", "incidents"}
    for f in found.figures:
        if f.layer != AS_GOLD:  # the program's own joining
            is_worst_at_all = "less is better" in f.what
            assert f.value in (None, 0.0 if is_worst_at_all else 1.0), f
    assert of(found, "incidents", "B-cubed").n_gold == 6
    assert of(found, "incidents", "near-twins falsely joined (less is better)").n_found == 1


def test_a_refused_report_and_a_missing_one_count_as_read_without_a_value() -> None:
    refused = Refused(kind="document", what="agatu/paper", why="it is empty. Leave it out.")

    found = scored(READINGS[0], refused)

    assert found.n_refused == 2
    assert of(found, "events", "found").recall == pytest.approx(1 / 3)
    assert of(found, "events", "found").precision == 1.0
    assert of(found, "events", "victims").n_gold == 3
    assert of(found, "incidents", "B-cubed").n_gold == 2


def test_every_layer_has_one_table_however_little_was_found() -> None:
    text = as_markdown(scored())

    headings = [line for line in text.splitlines() if line.startswith("### ")]
    assert len(headings) == len(set(headings)) == 5
    assert "| found | – | 0.0 | 0.0 |" in text


def test_the_program_is_given_text_and_head_and_nothing_else() -> None:
    item = next(iter(inputs(corpus())))

    assert item.data.decode() == TEXT
    assert (item.id, item.publisher, item.published) == ("agatu/wire", "Lowveld Wire", "2024-05-15")


def test_the_tables_fit_a_terminal() -> None:
    console = Console(width=80, file=StringIO())
    with console.capture() as captured:
        console.print(as_table(scored(*READINGS)))
    text = captured.get()

    assert "Stories: 2; reports: 3; refused: 0." in text
    assert "B-cubed" in text
    assert max(map(len, text.splitlines())) <= 80


# --------------------------------------------------------------------------- the command


def accordingto(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "accordingto", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_the_command_measures_through_the_product_and_leaves_no_ledger(tmp_path: Path) -> None:
    done = accordingto("evaluate", str(MARKED), "--format", "json", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    measured = json.loads(done.stdout)
    found = {(f["layer"], f["what"]): f for f in measured["figures"]}
    assert measured["n_reports"] == 1
    assert found["events", "found"]["n_gold"] == 2
    assert found["events", "found"]["recall"] > 0
    assert not list(tmp_path.iterdir())


def _broken(folder: Path) -> None:
    story = folder / "broken" / "story"
    story.mkdir(parents=True)
    (story / "story.toml").write_text('region = "x"\nwriter = "x"\nabout = "x"\n', encoding="utf-8")
    (story / "1-wire.toml").write_text("publisher = \n", encoding="utf-8")
    (folder / "empty").mkdir()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nowhere"], 2, "nowhere"),
        (["empty"], 1, "empty"),
        (["broken"], 1, "1-wire.toml"),
        (["empty", "--format", "csv"], 2, "csv"),
    ],
)
def test_what_cannot_be_measured_is_said_in_one_line(
    tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    _broken(tmp_path)

    done = accordingto("evaluate", *arguments, cwd=tmp_path)

    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
