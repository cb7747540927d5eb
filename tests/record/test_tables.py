"""The file as other programs see it: plain tables with readable cells."""

import sqlite3
import tomllib
from pathlib import Path
from typing import Any

import pytest

from accordingto.domain import Count, DateRange, Source
from accordingto.record import wording
from accordingto.record.ledger import Ledger
from accordingto.record.schema import TABLES

from . import values
from .values import AT

CASES = tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path = tmp_path_factory.mktemp("tables") / "a.db"
    one, two = values.reading("doc-1"), values.reading("doc-2", killed="six others")
    with Ledger.open(path) as ledger:
        ledger.add_readings([one, two], at=AT, provenance="{}")
        told = values.incident(one, two, disagreements=("killed",))
        ledger.add_incidents([told], at=AT, provenance="{}")
    found = sqlite3.connect(path)
    found.row_factory = sqlite3.Row
    return found


@pytest.mark.parametrize("case", CASES["query"], ids=lambda case: case["name"])
def test_a_query_answers_in_words(connection: sqlite3.Connection, case: dict[str, Any]) -> None:
    answer = [dict(row) for row in connection.execute(case["sql"])]

    assert answer == case["answer"]


@pytest.mark.parametrize("case", CASES["chain"], ids=lambda case: case["name"])
def test_a_chain_is_shown_publisher_first(case: dict[str, Any]) -> None:
    sources = tuple(Source(kind="unnamed", **source) for source in case["sources"])

    assert wording.chain(sources) == (case["shown"] or None)


def test_every_folded_table_names_the_entry_of_each_row(connection: sqlite3.Connection) -> None:
    made = {
        row["name"]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'documents_fts%'"
        )
    }
    assert made == {"entries", *TABLES}
    for table in TABLES:
        columns = [row["name"] for row in connection.execute(f"PRAGMA table_info({table})")]
        assert "entry" in columns, table


def test_a_range_and_an_open_count_read_as_such() -> None:
    days = DateRange(first="2031-05-01", last="2031-05-07", precision="week", text="last week")

    assert wording.shown(days) == "2031-05-01 to 2031-05-07"
    assert wording.limits(Count(low=24, high=None, text="dozens")) == {"low": 24, "high": None}
