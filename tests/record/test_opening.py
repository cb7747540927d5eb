"""What is no ledger is said to be none, with the next step, and is left as it is."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from accordingto.errors import LedgerError
from accordingto.record import schema
from accordingto.record.audit import verify
from accordingto.record.ledger import Ledger, rebuild
from accordingto.record.schema import version
from accordingto.record.views import open_view

from . import values


def ledger_at(path: Path) -> Path:
    with Ledger.open(path) as ledger:
        ledger.add_reading(values.reading(), at=values.AT, provenance="")
    return path


def a_text(folder: Path) -> Path:
    path = folder / "report.txt"
    path.write_text("A bomb hidden in a fruit cart.")
    return path


def a_folder(folder: Path) -> Path:
    path = folder / "reports"
    path.mkdir()
    return path


def in_no_folder(folder: Path) -> Path:
    return folder / "missing" / "a.db"


def under_a_file(folder: Path) -> Path:
    return a_text(folder) / "a.db"


def of_another_program(folder: Path) -> Path:
    path = folder / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE songs (title)")
    connection.close()
    return path


def of_a_newer_version(folder: Path) -> Path:
    path = ledger_at(folder / "a.db")
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {version() + 1}")
    connection.close()
    return path


def cut_off(folder: Path) -> Path:
    path = ledger_at(folder / "a.db")
    path.write_bytes(path.read_bytes()[:3000])
    return path


def overwritten(folder: Path) -> Path:
    path = ledger_at(folder / "a.db")
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\xff" * 3996
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("open_it", [Ledger.open, open_view, rebuild])
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (a_text, r"report\.txt is not a ledger\. Give another path"),
        (a_folder, r"is a folder\. Give the path"),
        (in_no_folder, r"does not exist\. Make it first|there is no ledger\. Make one"),
        (under_a_file, r"does not exist\. Make it first|there is no ledger\. Make one"),
        (of_another_program, r"of another program, not a ledger\. Give another path"),
        (of_a_newer_version, r"Install a newer accordingto"),
        (cut_off, r"is damaged .*`accordingto verify`"),
        (overwritten, r"is damaged .*`accordingto verify`"),
    ],
)
def test_what_is_no_ledger_says_so_and_stays(
    tmp_path: Path,
    make: Callable[[Path], Path],
    message: str,
    open_it: Callable[[Path], object],
) -> None:
    path = make(tmp_path)
    before = path.read_bytes() if path.is_file() else None

    with pytest.raises(LedgerError, match=message):
        open_it(path)

    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_missing_ledger_is_made_for_writing_only(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with pytest.raises(LedgerError, match="there is no ledger"):
        open_view(path)
    assert not path.exists()
    path.touch()
    with pytest.raises(LedgerError, match="holds no ledger yet"):
        open_view(path)
    with Ledger.open(path) as ledger:
        assert not ledger.has("doc-1")


def _without_rights(action: Callable[[], object]) -> int:
    """Run the action in a child that is not root; return its exit status, 0 for no error."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            action()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_ledger_can_be_read_where_nothing_can_be_written() -> None:
    with TemporaryDirectory() as folder:
        path = ledger_at(Path(folder) / "a.db")
        path.chmod(0o444)
        Path(folder).chmod(0o555)

        def look() -> None:
            with open_view(path) as view:
                assert view.counts()["documents"] == 1
                assert view.search("ferry") == ["doc-1"]
            assert list(verify(path)) == []

        def write() -> None:
            with pytest.raises(LedgerError, match=r"permissions|may be written to"):
                ledger_at(path)
            with pytest.raises(LedgerError, match="may be written to"):
                ledger_at(path.with_name("b.db"))

        assert _without_rights(look) == 0
        assert _without_rights(write) == 0
        assert list(Path(folder).iterdir()) == [path]
        Path(folder).chmod(0o755)


def test_a_strange_name_is_a_name(tmp_path: Path) -> None:
    path = ledger_at(tmp_path / "50% of?mode=rw#é.db")
    with open_view(path) as view:
        assert view.counts()["documents"] == 1


def test_an_older_ledger_is_brought_up_to_date_by_a_writer_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ledger_at(tmp_path / "a.db")
    newer = [*schema.migrations(), "CREATE TABLE notes (note TEXT);\n"]
    monkeypatch.setattr(schema, "migrations", lambda: newer)

    with pytest.raises(LedgerError, match=r"of version 1, this program reads 2\. Bring it up"):
        open_view(path)
    with Ledger.open(path) as ledger:
        assert ledger.has("doc-1")
    with open_view(path) as view:
        assert view.counts()["documents"] == 1
    assert list(verify(path)) == []


def test_a_migration_that_fails_leaves_the_old_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ledger_at(tmp_path / "a.db")
    broken = [*schema.migrations(), "CREATE TABLE notes (note TEXT);\nCREATE TABLE entries (x);\n"]
    with monkeypatch.context() as patched:
        patched.setattr(schema, "migrations", lambda: broken)
        with pytest.raises(LedgerError):
            Ledger.open(path)

    assert list(verify(path)) == []
    with Ledger.open(path) as ledger:
        assert ledger.has("doc-1")
