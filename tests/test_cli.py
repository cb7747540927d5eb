"""The command line as a user meets it: real weights, real files, real exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from accordingto.domain import reading_from_json, spans_of

DEMO = Path(__file__).parent.parent / "demo" / "reports"
GOOD = "Gunmen killed three farmers near the town of Kaduna in Nigeria on Monday, police said.\n"


def accordingto(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "accordingto", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose accordingto.db holds the demo dossier."""
    folder = tmp_path_factory.mktemp("demo")
    done = accordingto("add", str(DEMO), cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_alone_it_shows_what_people_do_first(tmp_path: Path) -> None:
    shown = accordingto(cwd=tmp_path)

    assert shown.returncode == 0
    assert "accordingto add reports/" in shown.stdout


def test_every_value_of_the_demo_points_at_words(demo: Path) -> None:
    coded = accordingto("code", str(DEMO), "--format", "jsonl", cwd=demo)
    readings = [reading_from_json(line) for line in coded.stdout.splitlines()]

    assert len(readings) == 15
    for reading in readings:
        text = reading.document.text
        assert reading.document.n_characters_read == len(text)
        for span in spans_of(reading):
            assert span.cut(text).strip(), f"{span} of {reading.document.uri} is blank"


def test_two_runs_give_the_same_bytes_however_many_processes(demo: Path) -> None:
    once = accordingto("code", str(DEMO), "--processes", "1", cwd=demo)
    twice = accordingto("code", str(DEMO), "--processes", "2", cwd=demo)

    assert once.stdout == twice.stdout


def test_adding_again_reads_nothing_and_doubles_nothing(demo: Path) -> None:
    before = accordingto("show", "events", "--json", cwd=demo)
    again = accordingto("add", str(DEMO), cwd=demo)
    after = accordingto("show", "events", "--json", cwd=demo)

    assert "0 read" in again.stdout
    assert "15 already in the ledger" in again.stdout
    assert before.stdout == after.stdout


def test_the_demo_has_incidents_and_disagreements(demo: Path) -> None:
    incidents = json.loads(accordingto("show", "incidents", "--json", cwd=demo).stdout)

    joined = [i for i in incidents if i["summary"]["n_documents"] > 1]
    disputed = [i for i in joined if "killed" in i["summary"]["disagreements"]]
    assert joined
    assert disputed


def test_every_incident_of_the_demo_can_be_shown(demo: Path) -> None:
    for incident in json.loads(accordingto("show", "incidents", "--json", cwd=demo).stdout)[:5]:
        shown = accordingto("show", incident["id"], cwd=demo)

        assert shown.returncode == 0, shown.stderr
        assert "according to" in shown.stdout


def test_verify_is_content_with_what_was_written(demo: Path) -> None:
    assert accordingto("verify", cwd=demo).returncode == 0


def test_verify_names_the_entry_whose_byte_was_changed(demo: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "accordingto.db"
    # A copy through SQLite, so that what is still in the write-ahead log comes along.
    import sqlite3

    with sqlite3.connect(demo / "accordingto.db") as source, sqlite3.connect(damaged) as target:
        source.backup(target)
    target.close()
    data = damaged.read_bytes()
    at = data.index(b"detonated a vest")
    damaged.write_bytes(data[:at] + b"D" + data[at + 1 :])

    verified = accordingto("verify", cwd=tmp_path)

    assert verified.returncode == 3
    assert "entry " in verified.stderr


def _bad_inputs(folder: Path) -> dict[str, str]:
    """Write one bad input of each kind; return file name -> a word its line must hold."""
    good_page = "<html><body><article><p>" + GOOD * 5 + "</p></article></body></html>"
    (folder / "empty.txt").write_bytes(b"")
    (folder / "line.jsonl").write_bytes(b'{"text": "' + b"x" * 50_000_000 + b'"}\n')
    (folder / "latin.txt").write_bytes("Gewalt in Zürich".encode("latin-1"))
    (folder / "cut.html").write_text(good_page[:20], encoding="utf-8")
    (folder / "report.txt").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    (folder / "row.jsonl").write_text('{"id": "a", "title": "no text here"}\n', encoding="utf-8")
    return {
        "empty.txt": "empty",
        "line.jsonl": "MB",
        "latin.txt": "UTF-8",
        "cut.html": "text",
        "report.txt": "PDF",
        "row.jsonl": "text",
        "missing.txt": "no such",
    }


def test_bad_inputs_cost_a_line_each_and_the_rest_is_read(tmp_path: Path) -> None:
    expected = _bad_inputs(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")

    coded = accordingto("code", *expected, "good.txt", cwd=tmp_path)

    lines = [line for line in coded.stderr.splitlines() if line]
    assert len(lines) == len(expected), coded.stderr
    for line, (name, word) in zip(lines, expected.items(), strict=True):
        assert line.startswith("refused ")
        assert name in line
        assert word.lower() in line.lower()
    assert coded.returncode == 3
    assert [json.loads(x)["document"]["uri"] for x in coded.stdout.splitlines()] == ["good.txt"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["show", "incidents"], 1, "there is no such ledger"),
        (["show", "incidents", "--ledger", "note.txt"], 1, "note.txt"),
        (["export", "--format", "shapefile", "--ledger", "note.txt"], 1, "note.txt"),
        (["code"], 2, "Missing argument"),
        (["fly"], 2, "No such command"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    (tmp_path / "note.txt").write_text("not a ledger", encoding="utf-8")

    done = accordingto(*arguments, cwd=tmp_path)

    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_the_schema_is_a_json_schema_of_a_reading(tmp_path: Path) -> None:
    schema = json.loads(accordingto("schema", cwd=tmp_path).stdout)

    assert "Reading" in schema["$defs"]
    assert schema["$ref"] == "#/$defs/Reading"
