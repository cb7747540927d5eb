"""What is added comes back equal, once, and nothing of a failed call stays."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.domain import Document, Judgement, Reading, Refused, Span
from accordingto.errors import LedgerError
from accordingto.record.audit import verify
from accordingto.record.ledger import Ledger, rebuild
from accordingto.record.schema import TABLES
from accordingto.record.views import open_view

from . import values
from .values import AT

MADE_BY = '{"program":"test"}'


def add(path: Path, *readings: Reading) -> None:
    with Ledger.open(path) as ledger:
        ledger.add_readings(readings, at=AT, provenance=MADE_BY)


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, and what the full-text index knows."""
    connection = sqlite3.connect(path)
    found = {
        table: connection.execute(f"SELECT * FROM {table} ORDER BY {', '.join(key)}").fetchall()
        for table, key in TABLES.items()
    }
    connection.execute(
        "CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, documents_fts, instance)"
    )
    found["words"] = connection.execute("SELECT * FROM temp.words").fetchall()
    connection.close()
    return found


def test_a_reading_comes_back_as_it_was_added(tmp_path: Path) -> None:
    path, reading = tmp_path / "a.db", values.reading()
    with Ledger.open(path) as ledger:
        entry = ledger.add_reading(reading, at=AT, provenance=MADE_BY)

    assert entry is not None
    assert (entry.sequence, entry.kind, entry.key, entry.previous) == (
        1,
        "reading",
        "doc-1",
        "0" * 64,
    )
    with open_view(path) as view:
        assert view.reading("doc-1") == reading
        assert list(view.readings()) == [reading]
        assert view.event(reading.events[0].id) == (reading.events[0], reading.document)
        assert view.statement(reading.statements[0].id) == (
            reading.statements[0],
            reading.document,
        )
        assert view.reading("doc-2") is None
        assert view.event("event-none") is None
        assert view.head() == (1, entry.sha256)


@settings(max_examples=20, deadline=None)
@given(
    one=values.readings(name="one"),
    other=values.readings(name="other"),
    signature=st.none() | st.lists(st.integers(0, 2**64 - 1), max_size=4).map(tuple),
)
def test_any_reading_comes_back_and_the_ledger_is_sound(
    one: Reading, other: Reading, signature: tuple[int, ...] | None
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.db"
        with Ledger.open(path) as ledger:
            ledger.add_reading(one, at=AT, provenance="", signature=signature)
            ledger.add_reading(other, at=AT, provenance="")

        with open_view(path) as view:
            assert list(view.readings()) == [one, other]
            expected = [] if signature is None else [("one", signature)]
            assert list(view.signatures()) == expected
        assert list(verify(path)) == []

        before = dump(path)
        assert rebuild(path) == 2
        assert dump(path) == before


def test_the_same_document_twice_gets_one_entry(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "a.db") as ledger:
        assert not ledger.has("doc-1")
        assert ledger.add_reading(values.reading(), at=AT, provenance=MADE_BY) is not None
        assert ledger.add_reading(values.reading(), at="later", provenance="other") is None
        assert ledger.has("doc-1")
        assert ledger.digest_of("doc-1") == values.reading().document.sha256
    with open_view(tmp_path / "a.db") as view:
        assert view.counts()["entries"] == 1


def test_another_text_with_the_same_id_is_refused_not_dropped(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "a.db") as ledger:
        ledger.add_reading(values.reading(), at=AT, provenance=MADE_BY)
        with pytest.raises(LedgerError, match=r"another text with the id 'doc-1'.*own id"):
            ledger.add_reading(values.reading(killed="six people"), at=AT, provenance=MADE_BY)


def _outside(reading: Reading) -> Reading:
    beyond = Span(start=0, end=len(reading.document.text) + 1)
    event = msgspec.structs.replace(reading.events[0], trigger=(beyond,))
    return msgspec.structs.replace(reading, events=(event,))


def _twice(reading: Reading) -> Reading:
    return msgspec.structs.replace(reading, events=reading.events * 2)


def _half_a_character(reading: Reading) -> Reading:
    document: Document = values.document("doc-1", text=reading.document.text + "\ud83d")
    return msgspec.structs.replace(reading, document=document)


def _too_large(reading: Reading) -> Reading:
    count = msgspec.structs.replace(reading.events[0].killed[0].value, low=10**30, high=None)
    claimed = msgspec.structs.replace(reading.events[0].killed[0], value=count)
    event = msgspec.structs.replace(reading.events[0], killed=(claimed,))
    return msgspec.structs.replace(reading, events=(event,))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_outside, "lies outside its text"),
        (_twice, "occurs twice"),
        (_half_a_character, "half a character"),
        (_too_large, "numbers below"),
    ],
)
def test_a_reading_that_is_wrong_leaves_nothing_of_its_batch(
    tmp_path: Path, spoil: object, message: str
) -> None:
    good, bad = values.reading("doc-0"), spoil(values.reading())  # type: ignore[operator]
    with Ledger.open(tmp_path / "a.db") as ledger:
        with pytest.raises(LedgerError, match=message):
            ledger.add_readings([good, bad], at=AT, provenance=MADE_BY)
        assert not ledger.has("doc-0")
        assert ledger.add_reading(good, at=AT, provenance=MADE_BY) is not None


def test_an_event_id_of_another_document_is_refused(tmp_path: Path) -> None:
    stolen = msgspec.structs.replace(values.reading("doc-2"), events=values.reading().events)
    with Ledger.open(tmp_path / "a.db") as ledger:
        ledger.add_reading(values.reading(), at=AT, provenance=MADE_BY)
        with pytest.raises(LedgerError, match="doc-2 does not fit"):
            ledger.add_reading(stolen, at=AT, provenance=MADE_BY)
        assert not ledger.has("doc-2")


def test_refusals_and_judgements_are_kept_once(tmp_path: Path) -> None:
    refused = Refused(kind="document", what="empty.txt", why="it is empty")
    judgement = Judgement(target="a|b", verdict="same", value=None, reviewer="Kim", at=AT)
    with Ledger.open(tmp_path / "a.db") as ledger:
        assert ledger.add_refused(refused, at=AT, provenance=MADE_BY) is not None
        assert ledger.add_refused(refused, at="later", provenance=MADE_BY) is None
        assert ledger.add_judgement(judgement, provenance=MADE_BY) is not None
        assert ledger.add_judgement(judgement, provenance=MADE_BY) is None
    with open_view(tmp_path / "a.db") as view:
        assert view.refusals() == [refused]
        assert view.judgements() == [judgement]


# --------------------------------------------------------------------------- incidents


def test_only_incidents_that_changed_get_an_entry(tmp_path: Path) -> None:
    one, two = values.reading("doc-1"), values.reading("doc-2")
    path = tmp_path / "a.db"
    add(path, one, two)
    apart = [values.incident(one, name="incident-1"), values.incident(two, name="incident-2")]
    joined = values.incident(one, two, name="incident-1", disagreements=("killed",))
    with Ledger.open(path) as ledger:
        assert len(ledger.add_incidents(apart, at=AT, provenance=MADE_BY)) == 2
        assert ledger.add_incidents(apart, at="later", provenance=MADE_BY) == []
        kinds = [e.kind for e in ledger.add_incidents([joined], at=AT, provenance=MADE_BY)]
        assert kinds == ["superseded", "incident"]
    with open_view(path) as view:
        assert view.incidents() == [joined]
        assert view.incident("incident-2") is None
        assert view.incidents_of("doc-2") == [joined]
        assert [e.kind for e in view.history("incident-2")] == ["incident", "superseded"]
        assert view.history("incident-2")[1].body == (
            '{"incident":"incident-2","into":["incident-1"]}'
        )
    assert list(verify(path)) == []

    before = dump(path)
    rebuild(path)
    assert dump(path) == before

    with Ledger.open(path) as ledger:  # and back again: nothing was lost
        ledger.add_incidents(apart, at=AT, provenance=MADE_BY)
    with open_view(path) as view:
        assert view.incidents() == apart
    assert list(verify(path)) == []


def test_an_incident_of_unknown_events_is_refused(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "a.db") as ledger:
        known = values.reading()
        ledger.add_reading(known, at=AT, provenance=MADE_BY)
        good = values.incident(known)
        ledger.add_incidents([good], at=AT, provenance=MADE_BY)
        bad = values.incident(values.reading("doc-9"), name="incident-9")
        with pytest.raises(LedgerError, match="incident-9 does not fit the ledger"):
            ledger.add_incidents([bad], at=AT, provenance=MADE_BY)
        with pytest.raises(LedgerError, match="twice"):
            ledger.add_incidents([good, good], at=AT, provenance=MADE_BY)
    with open_view(tmp_path / "a.db") as view:
        assert view.incidents() == [good]  # nor was it superseded


# --------------------------------------------------------------------------- finding


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ferry market", ["doc-1", "doc-2"]),
        ("FERRIES", ["doc-1", "doc-2"]),
        ('"killed six"', ["doc-2"]),
        ("killed AND six", []),
        ('"', []),
        ("* ( NEAR :", []),
        ("title:x OR", []),
        ("", []),
        ("report doc-2", ["doc-2"]),
        ("zeppelin", []),
    ],
)
def test_search_takes_whatever_is_typed(tmp_path: Path, typed: str, found: list[str]) -> None:
    add(tmp_path / "a.db", values.reading("doc-1"), values.reading("doc-2", killed="six others"))
    with open_view(tmp_path / "a.db") as view:
        assert sorted(view.search(typed)) == found


@settings(max_examples=40, deadline=None)
@given(typed=st.text(max_size=20))
def test_no_search_is_a_syntax_error(tmp_path_factory: pytest.TempPathFactory, typed: str) -> None:
    path = tmp_path_factory.getbasetemp() / "search.db"
    add(path, values.reading())
    with open_view(path) as view:
        assert set(view.search(typed)) <= {"doc-1"}


def test_find_takes_the_beginning_of_an_id(tmp_path: Path) -> None:
    reading = values.reading("doc-1")
    add(tmp_path / "a.db", reading, values.reading("doc-10"))
    event_id = reading.events[0].id
    with open_view(tmp_path / "a.db") as view:
        assert view.find("doc-") == [("document", "doc-1"), ("document", "doc-10")]
        assert view.find("doc-1") == [("document", "doc-1")]
        assert view.find(event_id[:12]) == [("event", event_id)]
        assert view.find(event_id.removeprefix("event-")[:8]) == [("event", event_id)]
        assert view.find("") == []
        assert view.find("doc_") == []
        assert view.find("nothing") == []


def test_counts_and_judgements_that_stand(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    add(path, values.reading())
    verdicts = [("a|b", "same"), ("a|c", "same"), ("a|b", "not_same"), ("a|c", "withdrawn")]
    with Ledger.open(path) as ledger:
        for target, verdict in verdicts:
            judgement = Judgement(target=target, verdict=verdict, value=None, reviewer="Kim", at=AT)
            ledger.add_judgement(judgement, provenance=MADE_BY)
    with open_view(path) as view:
        assert [(j.target, j.verdict) for j in view.judgements()] == [("a|b", "not_same")]
        assert [(j.target, j.verdict) for j in view.judgement_history()] == verdicts
        counts = view.counts()
    assert counts["documents"] == counts["events"] == counts["statements"] == 1
    assert (counts["judgements"], counts["entries"], counts["refused"]) == (4, 5, 0)


# --------------------------------------------------------------------------- append only


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE entries SET body = '{}' WHERE sequence = 1",
        "DELETE FROM entries",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE sequence = 1",
        "INSERT INTO entries SELECT 7, 'refused', key, '{}', at, '', sha256, '' FROM entries",
        "INSERT INTO entries SELECT 2, 'refused', key, '{}', at, '', previous, '' FROM entries",
    ],
)
def test_entries_refuse_every_other_change(tmp_path: Path, attempt: str) -> None:
    path = tmp_path / "a.db"
    add(path, values.reading())
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(attempt)
    connection.close()


def test_looking_cannot_write(tmp_path: Path) -> None:
    add(tmp_path / "a.db", values.reading())
    with open_view(tmp_path / "a.db") as view, pytest.raises(sqlite3.OperationalError):
        view._connection.execute("DELETE FROM documents")


# --------------------------------------------------------------------------- many at once, killed


def test_a_second_writer_waits_its_turn(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Ledger.open(path).close()

    def write(worker: int) -> None:
        with Ledger.open(path) as ledger:
            for number in range(10):
                name = f"doc-{worker}-{number}"
                ledger.add_reading(values.reading(name), at=AT, provenance=MADE_BY)

    workers = [threading.Thread(target=write, args=(worker,)) for worker in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with open_view(path) as view:
        assert view.counts()["documents"] == 30
    assert list(verify(path)) == []


def test_a_writer_that_waited_in_vain_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    add(path, values.reading())
    busy = sqlite3.connect(path, isolation_level=None)
    busy.execute("BEGIN IMMEDIATE")
    with (
        Ledger.open(path, wait_s=0.05) as ledger,
        pytest.raises(LedgerError, match="another program is writing"),
    ):
        ledger.add_reading(values.reading("doc-2"), at=AT, provenance=MADE_BY)
    busy.close()


def test_a_full_disk_is_said_and_the_same_call_succeeds_later(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "a.db") as ledger:
        ledger.add_reading(values.reading("doc-1"), at=AT, provenance=MADE_BY)
        n_pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]
        ledger._connection.execute(f"PRAGMA max_page_count = {n_pages + 2}")
        batch = [values.reading(f"doc-{number}") for number in range(2, 9)]
        with pytest.raises(LedgerError, match=r"disk is full\. Make room"):
            ledger.add_readings(batch, at=AT, provenance=MADE_BY)
        ledger._connection.execute("PRAGMA max_page_count = 100000")
        assert len(ledger.add_readings(batch, at=AT, provenance=MADE_BY)) == 7
    assert list(verify(tmp_path / "a.db")) == []


def test_a_closed_ledger_is_not_called_damaged(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "a.db")
    ledger.close()
    with pytest.raises(sqlite3.ProgrammingError):
        ledger.has("doc-1")


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import values
from accordingto.record import folds
from accordingto.record.ledger import Ledger

inserted = folds._insert

def insert(connection, table, rows, sequence):
    inserted(connection, table, rows, sequence)
    if sequence == 4 and table == "statements":
        os.kill(os.getpid(), signal.SIGKILL)  # in the middle of the fourth reading

folds._insert = insert
with Ledger.open(Path({path!r})) as ledger:
    for number in range(6):
        ledger.add_reading(values.reading(f"doc-{{number}}"), at="", provenance="")
        print(number, flush=True)
"""


def test_killed_in_the_middle_nothing_acknowledged_is_lost_and_nothing_doubled(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.db"
    script = KILLED.format(tests=str(Path(__file__).parent), path=str(path))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    acknowledged = done.stdout.split()

    assert done.returncode == -9, done.stderr
    assert acknowledged == ["0", "1", "2"]
    with open_view(path) as view:
        assert [r.document.id for r in view.readings()] == ["doc-0", "doc-1", "doc-2"]
    assert list(verify(path)) == []
    with Ledger.open(path) as ledger:  # the same run again
        again = [
            ledger.add_reading(values.reading(f"doc-{n}"), at=AT, provenance="") for n in range(6)
        ]
    assert [entry is None for entry in again] == [True, True, True, False, False, False]
    assert list(verify(path)) == []
