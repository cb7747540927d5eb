"""The file: how it is made, brought up to date and opened, and what can be wrong with it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from accordingto.errors import LedgerError

APPLICATION_ID = 0x61636364  # "accd", at byte 68 of the file
MAGIC = b"SQLite format 3\0"

# What a damaged file raises. The second comes from the sqlite3 module itself, when SQLite quotes
# damaged bytes in its message.
DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)

# Every table folded from entries, parents before children, with the key that orders its rows.
TABLES: dict[str, tuple[str, ...]] = {
    "documents": ("entry",),
    "signatures": ("document_id",),
    "events": ("event_id",),
    "participants": ("event_id", "role", "position"),
    "claims": ("event_id", "field", "position"),
    "statements": ("statement_id",),
    "statement_events": ("statement_id", "position"),
    "contradictions": ("document_id", "position"),
    "mentions": ("document_id", "position"),
    "refusals": ("entry", "position"),
    "incidents": ("incident_id",),
    "members": ("incident_id", "event_id"),
    "joins": ("incident_id", "position"),
    "positions": ("incident_id", "field", "position"),
    "holders": ("incident_id", "field", "position", "holder"),
    "judgements": ("entry",),
}


def migrations() -> list[str]:
    """Return the SQL of every migration, oldest first; the number of them is the version."""
    folder = files("accordingto.record") / "migrations"
    scripts = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [script.read_text(encoding="utf-8") for script in scripts]


def version() -> int:
    """Return the schema version that this program writes."""
    return len(migrations())


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a LedgerError with the next step."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise  # a closed ledger or another thread: the caller's fault, not the file's
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise LedgerError(f"{path}: {explain(error)}") from error


def explain(error: Exception) -> str:
    """Return what is wrong and what to do, in one line."""
    said = str(error)
    if "locked" in said or "busy" in said:
        return "another program is writing to this ledger. Try again when it has finished."
    if "full" in said:
        return "the disk is full. Make room and run the command again; nothing recorded is lost."
    if "disk I/O" in said:
        return "the disk cannot be read or written. Check it and its free space, then run again."
    if "readonly" in said:
        return "the ledger cannot be written to. Change its permissions, or copy it elsewhere."
    if "unable to open" in said:
        return "the file cannot be opened. Check that its folder exists and may be written to."
    if "append-only" in said or "constraint" in said:
        return f"the ledger refuses this ({said}). Run `accordingto verify` on it."
    return f"the ledger is damaged ({said}). Run `accordingto verify` on it, or restore a copy."


def open_writable(path: Path, *, wait_s: float) -> sqlite3.Connection:
    """Open a ledger for writing; make it when the file is missing or empty.

    Raises:
        LedgerError: When the path is no file, the file is no ledger or of a newer version, or the
            folder cannot be written to.
    """
    _refuse_what_is_no_ledger(path)
    with clear_errors(path):
        connection = sqlite3.connect(path, timeout=wait_s, isolation_level=None)
        try:
            _check_header(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open a ledger for looking; nothing can be written through the connection.

    Raises:
        LedgerError: When there is no ledger of this version at the path.
    """
    if not path.exists():
        raise LedgerError(f"{path}: there is no ledger. Make one with `accordingto add`.")
    _refuse_what_is_no_ledger(path)
    with clear_errors(path):
        connection = _connect_read_only(path)
        try:
            found = _check_header(connection, path)
            if found == 0:
                raise LedgerError(f"{path} holds no ledger yet. Make one with `accordingto add`.")
            if found < version():
                raise LedgerError(
                    f"{path}: the ledger is of version {found}, this program reads {version()}. "
                    "Bring it up to date with any command that writes, such as `accordingto add`."
                )
        except BaseException:
            connection.close()
            raise
    return connection


def create(connection: sqlite3.Connection) -> None:
    """Write the newest schema into an empty database, in the caller's transaction if any."""
    for script in migrations():
        for statement in statements(script):
            connection.execute(statement)


def statements(script: str) -> Iterator[str]:
    """Yield the statements of an SQL script: ``executescript`` would commit between them."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _connect_read_only(path: Path) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    # SQLite serialises calls itself (threadsafety 3), so pages may share a view between threads.
    connection = sqlite3.connect(
        f"{uri}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if Path(f"{path}-wal").exists():
            raise
        # A ledger on a read-only disk: no shared-memory file can be made beside it, and with no
        # log beside it the file is complete and nobody can be writing to it.
        connection = sqlite3.connect(
            f"{uri}?immutable=1", uri=True, isolation_level=None, check_same_thread=False
        )
    return connection


def _refuse_what_is_no_ledger(path: Path) -> None:
    if path.is_dir():
        raise LedgerError(f"{path} is a folder. Give the path of a ledger file in it.")
    if not path.exists():
        if not path.parent.is_dir():
            raise LedgerError(f"{path}: the folder {path.parent} does not exist. Make it first.")
        return
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError as error:
        raise LedgerError(f"{path}: {error.strerror}. Check the file's permissions.") from error
    if start and start != MAGIC:
        raise LedgerError(f"{path} is not a ledger. Give another path, or restore a copy.")


def _check_header(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the ledger, 0 for an empty database."""
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    n_tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application == 0 and found == 0 and n_tables == 0:
        return 0
    if application != APPLICATION_ID:
        raise LedgerError(
            f"{path} is an SQLite file of another program, not a ledger. Give another path."
        )
    if found > version():
        raise LedgerError(
            f"{path}: the ledger is of version {found}, this program knows {version()}. "
            "Install a newer accordingto."
        )
    return found


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _check_header(connection, path) == version():
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read again inside the transaction: another process may have migrated meanwhile.
        for script in migrations()[_check_header(connection, path) :]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version()}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
