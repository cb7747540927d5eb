"""The tables, read back: what is in them, and that CSV and JSON Lines say the same."""

import csv
import io
import json
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accordingto.domain import Incident, Reading
from accordingto.errors import ShareError
from accordingto.share import tables

EXPECTED = tomllib.loads(Path(__file__).with_name("tables.toml").read_text("utf-8"))
# Of the report in every row, and not repeated in tables.toml.
GIVEN = {"uri", "publisher", "title", "published", "rule"}


def written(form: Literal["csv", "jsonl"], table: str, *values: Any) -> str:
    readings, incidents = values
    out = io.StringIO(newline="")
    n_rows = tables.write(out, table=table, form=form, readings=readings, incidents=incidents)
    assert n_rows == len(list(read_back(form, out.getvalue())))
    return out.getvalue()


def read_back(form: str, text: str) -> list[dict[str, Any]]:
    if form == "jsonl":
        return [json.loads(line) for line in io.StringIO(text, newline="\n")]
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("table", tables.TABLES)
def test_rows(table: str, reading: Reading, incidents: list[Incident]) -> None:
    rows = read_back("jsonl", written("jsonl", table, [reading], incidents))

    assert [tuple(row) for row in rows] == [tables.TABLES[table].columns] * len(rows)
    assert len(rows) == len(EXPECTED[table])
    for row, expected in zip(rows, EXPECTED[table], strict=True):
        from_report = {"document_id": "document-1"} if table in ("events", "statements") else {}
        ignored = GIVEN - expected.keys()
        stated = {k: v for k, v in row.items() if v not in (None, []) and k not in ignored}
        assert stated == expected | from_report


def as_csv(cell: Any) -> str:
    """Say in the words of the module's description what a value looks like in CSV."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return " | ".join(cell) if isinstance(cell, list) else str(cell)


def check_same(table: str, reading: Reading, incidents: list[Incident]) -> None:
    rows = read_back("jsonl", written("jsonl", table, [reading], incidents))
    cells = read_back("csv", written("csv", table, [reading], incidents))

    assert [tuple(row) for row in cells] == [tables.TABLES[table].columns] * len(rows)
    for row, csv_row in zip(rows, cells, strict=True):
        for name, cell in row.items():
            is_number = isinstance(cell, int | float)
            found = csv_row[name] if is_number else tables.unguarded(csv_row[name])
            assert found == as_csv(cell)
            assert is_number or not csv_row[name].startswith(("=", "+", "-", "@", "\t", "\r"))


WORDS = st.text(st.characters(exclude_categories=["Cs"])) | st.builds(
    "{}{}".format,
    st.sampled_from(["=", "+", "-", "@", "'=", "''@", "\t", "\r\n", "\uff1d", '"', ",", "'"]),
    st.sampled_from(['HYPERLINK("x")', "1+1", "两人死亡", "a\nb", "line\u2028end", "\x00", " | "]),
)


@pytest.mark.parametrize("table", tables.TABLES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=WORDS)
def test_any_words_come_back_from_csv_as_they_are_in_json_lines(
    table: str, words: str, reading: Reading, incidents: list[Incident]
) -> None:
    check_same(
        table,
        with_words(reading, words),
        [with_words(incident, words) for incident in incidents],
    )


def with_words(value: Any, words: str) -> Any:
    """Return the value with the words for each name, title, publisher and remark in it."""

    def replaced(found: Any) -> Any:
        if isinstance(found, dict):
            return {k: swap(k, v) for k, v in found.items()}
        return [replaced(v) for v in found] if isinstance(found, list) else found

    def swap(name: str, found: Any) -> Any:
        is_words = name in ("name", "title", "publisher", "uri", "rule", "role", "why")
        return words if is_words and isinstance(found, str) else replaced(found)

    return msgspec.convert(replaced(msgspec.to_builtins(value)), type(value))


def test_numbers_are_numbers_and_unknown_ones_are_empty(
    reading: Reading, incidents: list[Incident]
) -> None:
    first, second = read_back("csv", written("csv", "incidents", [reading], incidents))

    assert (first["latitude"], first["longitude"]) == ("12.5", "-3.25")
    assert (first["killed_low"], first["killed_high"]) == ("5", "9")
    assert (second["latitude"], second["killed_low"], second["injured_low"]) == ("", "", "0")


@pytest.mark.parametrize("table", tables.TABLES)
def test_a_table_without_rows_has_its_columns(table: str) -> None:
    assert written("jsonl", table, [], []) == ""
    assert written("csv", table, [], []) == ",".join(tables.TABLES[table].columns) + "\r\n"


def test_a_table_that_does_not_exist() -> None:
    with pytest.raises(ShareError, match="Choose one of incidents, positions, events, statements"):
        tables.write(io.StringIO(), table="actors", form="csv")
