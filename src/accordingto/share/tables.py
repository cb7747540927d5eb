"""Flat tables as CSV and JSON Lines. Unknown is empty (null), never 0.

A cell with several values is a list in JSON Lines, and in CSV one text with " | " between
them. CSV is RFC 4180 with a header line. A spreadsheet would run a cell that begins with
``= + - @`` or a tab as a formula, and these words come from strangers' reports: such text (not
numbers) gets an apostrophe in front, which ``unguarded`` takes off again. JSON Lines has every
text as it is.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TextIO

from accordingto.domain import Incident, Reading
from accordingto.errors import ShareError
from accordingto.share import events, incidents, statements
from accordingto.share.cells import Cell, Row

SEPARATOR = " | "
_Form = Literal["csv", "jsonl"]

# The full-width forms count too: spreadsheets in Chinese and Japanese read them as the others.
# Apostrophes in front count, so that what was guarded can be told from what was not.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


class Table(NamedTuple):
    """A table: its columns in order, what makes its rows, and what a row is."""

    columns: tuple[str, ...]
    rows: Callable[[Iterable[Reading], Iterable[Incident]], Iterator[Row]]
    about: str


TABLES = {
    "incidents": Table(
        incidents.COLUMNS,
        lambda _, found: incidents.rows(found),
        "a row an incident, with the positions of its sources side by side",
    ),
    "positions": Table(
        incidents.POSITION_COLUMNS,
        lambda _, found: incidents.position_rows(found),
        "a row for each value of each incident and each source that holds it",
    ),
    "events": Table(
        events.COLUMNS,
        lambda readings, _: events.rows(readings),
        "a row for each thing one report says happened",
    ),
    "statements": Table(
        statements.COLUMNS,
        lambda readings, _: statements.rows(readings),
        "a row for each thing somebody is said to have said",
    ),
}


def write(
    out: TextIO,
    *,
    table: str,
    form: _Form,
    readings: Iterable[Reading] = (),
    incidents: Iterable[Incident] = (),
) -> int:
    """Write one table of ``TABLES`` and return its number of rows.

    ``incidents`` and ``positions`` are made of the incidents, the others of the readings; only
    one row is in memory at a time. A file for CSV is to be opened with ``newline=""``.

    Raises:
        ShareError: When there is no such table.
    """
    if table not in TABLES:
        raise ShareError(f"There is no table {table!r}. Choose one of {', '.join(TABLES)}.")
    chosen = TABLES[table]
    writer = _write_csv if form == "csv" else _write_jsonl
    return writer(out, chosen.columns, chosen.rows(readings, incidents))


def unguarded(cell: str) -> str:
    """Return the text of a CSV cell as it was before it was kept from being a formula.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _write_csv(out: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    writer = csv.writer(out)
    writer.writerow(columns)
    n_rows = 0
    for row in rows:
        writer.writerow([_csv_cell(row[name]) for name in columns])
        n_rows += 1
    return n_rows


def _write_jsonl(out: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    n_rows = 0
    for row in rows:
        ordered = {name: row[name] for name in columns}
        out.write(json.dumps(ordered, ensure_ascii=False, allow_nan=False) + "\n")
        n_rows += 1
    return n_rows


def _csv_cell(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return cell
    text = cell if isinstance(cell, str) else SEPARATOR.join(cell)
    return f"'{text}" if _FORMULA.match(text) else text
