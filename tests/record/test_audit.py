"""What was changed behind the program's back is found, and named."""

import random
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.domain import Judgement, Refused, Span, to_json
from accordingto.errors import LedgerError
from accordingto.ids import digest
from accordingto.record import chain
from accordingto.record.audit import Finding, verify
from accordingto.record.folds import ReadingBody
from accordingto.record.ledger import Ledger, rebuild

from . import values
from .values import AT


def made(path: Path) -> Path:
    """A ledger of five entries: two readings, a refusal, an incident, a judgement."""
    one, two = values.reading("doc-1"), values.reading("doc-2", killed="six others")
    with Ledger.open(path) as ledger:
        ledger.add_reading(one, at=AT, provenance="{}", signature=(1, 2, 3))
        ledger.add_reading(two, at=AT, provenance="{}")
        refused = Refused(kind="document", what="empty.txt", why="it is empty")
        ledger.add_refused(refused, at=AT, provenance="{}")
        ledger.add_incidents([values.incident(one, two)], at=AT, provenance="{}")
        judgement = Judgement(
            target="incident-1", verdict="accept", value=None, reviewer="Kim", at=AT
        )
        ledger.add_judgement(judgement, provenance="{}")
    return path


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made(tmp_path_factory.mktemp("sound") / "a.db").read_bytes()


def tampered(path: Path, *statements: str) -> Path:
    """The ledger after somebody took off the guards and changed it."""
    connection = sqlite3.connect(made(path))
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    guards = triggers.fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in guards:
        connection.execute(sql)
    connection.commit()
    connection.close()
    return path


def about(findings: list[Finding]) -> list[tuple[int | None, str]]:
    return [(finding.sequence, finding.subject) for finding in findings]


def test_a_sound_ledger_has_no_findings(tmp_path: Path) -> None:
    assert list(verify(made(tmp_path / "a.db"))) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            "UPDATE entries SET body = replace(body, 'five', 'four') WHERE sequence = 1",
            [(1, "reading doc-1")],
        ),
        ("UPDATE entries SET at = '2031-05-07' WHERE sequence = 2", [(2, "reading doc-2")]),
        ("UPDATE entries SET provenance = 'x' WHERE sequence = 4", [(4, "incident incident-1")]),
        ("UPDATE entries SET sha256 = 'x' WHERE sequence = 4", [(4, "incident incident-1")]),
        ("UPDATE entries SET kind = 'rumour' WHERE sequence = 5", [(5, "rumour incident-1")]),
        ("DELETE FROM entries WHERE sequence = 3", [(3, "entry")]),
        ("UPDATE documents SET title = 'Calm' WHERE entry = 2", [(2, "documents 2")]),
        ("UPDATE documents SET text = text || '!' WHERE entry = 2", [(2, "documents 2")]),
        ("DELETE FROM refusals WHERE entry = 3", [(3, "refusals 3 0")]),
        (
            "UPDATE positions SET words = 'four' WHERE position = 1",
            [(4, "positions incident-1 killed 1")],
        ),
        (
            "INSERT INTO judgements VALUES (9, 'x', 'same', 'null', 'Eve', '', '')",
            [(9, "judgements 9")],
        ),
        (
            "INSERT INTO documents_fts (documents_fts, rowid, title, text) SELECT 'delete', entry,"
            " title, text FROM documents WHERE entry = 1",
            [(1, "documents_fts_docsize 1"), (1, "full-text index")],
        ),
        ("DROP VIEW history", [(None, "view history")]),
    ],
)
def test_what_was_changed_is_named(
    tmp_path: Path, change: str, found: list[tuple[int | None, str]]
) -> None:
    findings = list(verify(tampered(tmp_path / "a.db", change)))

    assert list(dict.fromkeys(about(findings))) == found, findings


def test_a_guard_that_was_taken_off_is_named(tmp_path: Path) -> None:
    connection = sqlite3.connect(made(tmp_path / "a.db"))
    connection.execute("DROP TRIGGER entries_refuse_update")
    connection.commit()
    connection.close()

    assert about(list(verify(tmp_path / "a.db"))) == [(None, "trigger entries_refuse_update")]


def test_tables_that_were_changed_are_rebuilt_from_the_entries(tmp_path: Path) -> None:
    path = tampered(
        tmp_path / "a.db",
        "UPDATE documents SET title = 'Calm'",
        "DELETE FROM members",
        "DELETE FROM documents_fts_docsize",
    )
    assert len(list(verify(path))) > 3

    assert rebuild(path) == 5

    assert list(verify(path)) == []


def test_a_difference_far_into_a_text_is_shown_where_it_is(tmp_path: Path) -> None:
    path = tampered(
        tmp_path / "a.db", "UPDATE documents SET text = replace(text, 'denied', 'said')"
    )

    problem = next(iter(verify(path))).problem

    assert re.search(
        r"text from byte \d+ is '.*Brigade said it.*says '.*Brigade denied it", problem
    )


# --------------------------------------------------------------------------- forged entries


def _wrong_text(body: ReadingBody) -> ReadingBody:
    return msgspec.structs.replace(body, text_sha256=digest(b"another text"))


def _wrong_span(body: ReadingBody) -> ReadingBody:
    beyond = Span(start=3, end=len(body.reading.document.text) + 7)
    event = msgspec.structs.replace(body.reading.events[0], trigger=(beyond,))
    return msgspec.structs.replace(
        body, reading=msgspec.structs.replace(body.reading, events=(event,))
    )


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [(_wrong_text, "not the text that was read"), (_wrong_span, "lies outside its text")],
)
def test_an_entry_with_a_good_digest_is_still_held_against_its_text(
    tmp_path: Path, spoil: Callable[[ReadingBody], ReadingBody], problem: str
) -> None:
    path = made(tmp_path / "a.db")
    reading = values.reading("doc-3")
    body = ReadingBody(reading=reading, text_sha256=digest(reading.document.text.encode()))
    with Ledger.open(path) as ledger:
        connection = ledger._connection
        sequence, previous = chain.last(connection)
        entry = chain.chained(
            sequence=sequence + 1,
            kind="reading",
            key="doc-3",
            body=to_json(spoil(body)),
            at=AT,
            provenance="",
            previous=previous,
        )
        connection.execute("INSERT INTO entries VALUES (?,?,?,?,?,?,?,?)", chain.row_of(entry))

    findings = list(verify(path))

    assert findings[0].sequence == 6
    assert problem in findings[0].problem


def test_what_is_added_during_a_check_does_not_disturb_it(tmp_path: Path) -> None:
    path = tampered(tmp_path / "a.db", "UPDATE entries SET at = 'x' WHERE sequence = 1")
    findings = verify(path)
    first = next(findings)
    with Ledger.open(path) as ledger:
        ledger.add_reading(values.reading("doc-3"), at=AT, provenance="{}")

    assert about([first, *findings]) == [(1, "reading doc-1")]


def test_behind_a_page_that_cannot_be_read_the_check_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Ledger.open(path) as ledger:
        readings = [values.reading(f"doc-{number}") for number in range(1, 31)]
        ledger.add_readings(readings, at=AT, provenance="{}")
    data = bytearray(path.read_bytes())
    page = data.index(b'{"reading":{"document":{"id":"doc-15"') // 4096
    data[page * 4096] = 0  # no kind of page begins so
    later = data.index(b'{"reading":{"document":{"id":"doc-25"')
    data[later + 60] ^= 1
    path.write_bytes(data)

    entries = [finding for finding in verify(path) if finding.sequence is not None]

    assert "cannot be read" in entries[0].problem
    assert entries[0].sequence in range(12, 16)
    assert (25, "reading doc-25") in about(entries)


# --------------------------------------------------------------------------- one byte


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_byte_flipped_inside_a_body_is_found_and_its_entry_named(
    sound: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "flipped.db"
    path.write_bytes(sound)
    connection = sqlite3.connect(path)
    sequence = data.draw(st.integers(1, 5))
    body: str = connection.execute(
        "SELECT body FROM entries WHERE sequence = ?", (sequence,)
    ).fetchone()[0]
    connection.close()
    start = sound.find(body.encode()[:200])  # where the body begins, in a leaf of `entries`
    assert start > 0
    offset = start + data.draw(st.integers(0, min(len(body.encode()), 200) - 1))
    flipped = bytearray(sound)
    flipped[offset] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(flipped)

    assert sequence in {finding.sequence for finding in verify(path)}


def test_a_byte_flipped_anywhere_never_raises_anything_but_a_ledger_error(
    sound: bytes, tmp_path: Path
) -> None:
    chance = random.Random(7)
    path = tmp_path / "flipped.db"
    n_found = n_used = 0
    for _ in range(100):
        offset = chance.randrange(len(sound))
        flipped = bytearray(sound)
        flipped[offset] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        n_used += sound[offset] != 0  # nearly all empty room in the pages is zero
        try:
            n_found += bool(list(verify(path))) and sound[offset] != 0
        except LedgerError as error:
            assert str(path) in str(error)  # noqa: PT017 - most flips raise nothing
            n_found += sound[offset] != 0

    assert n_found / n_used > 0.9
