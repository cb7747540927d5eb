"""Two ledgers held side by side, table by table: the one on disk and the one folded again."""

import sqlite3
from collections.abc import Callable, Container, Iterator
from typing import Any, NamedTuple

from accordingto.record.schema import DAMAGE, TABLES

Row = tuple[Any, ...]

# Of the full-text index the words are compared, and these tables that ranking reads.
_INDEX_TABLES = {"documents_fts_docsize": ("id",), "documents_fts_config": ("k",)}


_CONTEXT = 20  # bytes shown before the first that differs


class Difference(NamedTuple):
    """A row that the entries do not account for; ``entry`` is the one it comes from, if any."""

    entry: int | None
    row: str
    problem: str


def schemas(ledger: sqlite3.Connection, replica: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield (name, problem) of tables, triggers, indexes and views that are not as they should be.

    What somebody added beside them is not our business.
    """
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    try:
        found = {(kind, name): sql for kind, name, sql in ledger.execute(query)}
    except DAMAGE as error:
        yield "schema", f"cannot be read: {error}"
        return
    for kind, name, sql in replica.execute(query):
        subject = f"{kind.decode()} {name.decode()}"
        if (kind, name) not in found:
            yield subject, "is missing"
        elif found[kind, name] != sql:
            yield subject, "is not as this program made it"


def tables(
    ledger: sqlite3.Connection, replica: sqlite3.Connection, *, except_entries: Container[int]
) -> Iterator[Difference]:
    """Yield every row that differs, is missing or is in no entry.

    Args:
        ledger: The file, with ``text_factory`` bytes, so that damaged text can be compared.
        replica: The entries folded again, with ``text_factory`` bytes.
        except_entries: Entries known to be damaged; what was folded from them says nothing.
    """
    for table, key in (TABLES | _INDEX_TABLES).items():
        differences = _table(ledger, replica, table, key)
        yield from _readable(differences, f"table {table}", except_entries)
    yield from _readable(_words(ledger, replica), "full-text index", except_entries)


def _readable(
    differences: Iterator[Difference], subject: str, except_entries: Container[int]
) -> Iterator[Difference]:
    try:
        for difference in differences:
            if difference.entry not in except_entries:
                yield difference
    except DAMAGE as error:
        yield Difference(None, subject, f"cannot be read: {error}")


def _table(
    ledger: sqlite3.Connection, replica: sqlite3.Connection, table: str, key: tuple[str, ...]
) -> Iterator[Difference]:
    columns = [row[1].decode() for row in replica.execute(f"PRAGMA table_info({table})")]
    at = [columns.index(name) for name in key]
    # NOT INDEXED: an index may still say what the row no longer does.
    query = f"SELECT {', '.join(columns)} FROM {table} NOT INDEXED ORDER BY {', '.join(key)}"

    def order(row: Row) -> list[tuple[int, Any]]:
        return [_order(row[index]) for index in at]

    for stored, folded in _side_by_side(ledger.execute(query), replica.execute(query), order):
        row = folded or stored or ()
        name = " ".join([table, *(_shown(row[index]) for index in at)])
        yield Difference(_entry(row, columns), name, _problem(stored, folded, columns))


def _side_by_side(
    left: Iterator[Row], right: Iterator[Row], order: Callable[[Row], Any]
) -> Iterator[tuple[Row | None, Row | None]]:
    """Yield rows of the same key that differ, None where one side has none."""
    a, b = next(left, None), next(right, None)
    while a is not None or b is not None:
        if a == b:
            a, b = next(left, None), next(right, None)
        elif b is None or (a is not None and order(a) < order(b)):
            yield a, None
            a = next(left, None)
        elif a is None or order(b) < order(a):
            yield None, b
            b = next(right, None)
        else:
            yield a, b
            a, b = next(left, None), next(right, None)


def _words(ledger: sqlite3.Connection, replica: sqlite3.Connection) -> Iterator[Difference]:
    """Compare every word's every place in the two full-text indexes; one difference a document."""
    for connection in (ledger, replica):
        connection.execute("DROP TABLE IF EXISTS temp.words")
        connection.execute(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, documents_fts, instance)"
        )
    query = "SELECT term, doc, col, offset FROM temp.words"
    told: set[int] = set()
    for stored, folded in _side_by_side(ledger.execute(query), replica.execute(query), _all_cells):
        term, entry, *_ = folded or stored or ()
        if entry not in told:
            told.add(entry)
            problem = f"the word {_shown(term)} is not where the text has it"
            yield Difference(entry, "full-text index", problem)


def _all_cells(row: Row) -> list[tuple[int, Any]]:
    return [_order(cell) for cell in row]


def _problem(stored: Row | None, folded: Row | None, columns: list[str]) -> str:
    if stored is None:
        return "is missing from the table. Rebuild the tables from the entries"
    if folded is None:
        return "is in the table and in no entry. Rebuild the tables from the entries"
    changed = (index for index in range(len(columns)) if stored[index] != folded[index])
    return "; ".join(_differing(columns[index], stored[index], folded[index]) for index in changed)


def _differing(column: str, stored: Any, folded: Any) -> str:
    where = ""
    if isinstance(stored, bytes) and isinstance(folded, bytes):
        n_same = _n_same(stored, folded)
        if n_same > _CONTEXT:  # in a long text, show the place that differs
            where = f" from byte {n_same}"
            stored, folded = stored[n_same - _CONTEXT :], folded[n_same - _CONTEXT :]
    return f"{column}{where} is {_shown(stored)!r}, the entry says {_shown(folded)!r}"


def _n_same(left: bytes, right: bytes) -> int:
    both = enumerate(zip(left, right, strict=False))
    return next((index for index, (a, b) in both if a != b), min(len(left), len(right)))


def _entry(row: Row, columns: list[str]) -> int | None:
    name = "entry" if "entry" in columns else "id"
    found = row[columns.index(name)] if name in columns else None
    return found if isinstance(found, int) else None


def _order(cell: Any) -> tuple[int, Any]:
    """Sort as SQLite does: nothing, then numbers, then text."""
    if cell is None:
        return 0, 0
    return (1, cell) if isinstance(cell, int | float) else (2, cell)


def _shown(cell: Any) -> str:
    text = cell.decode(errors="replace") if isinstance(cell, bytes) else str(cell)
    return text if len(text) <= 60 else f"{text[:59]}…"
