"""Scores for pairs of events, with the bits that each comparison adds."""

from collections.abc import Iterable, Sequence
from math import log2
from typing import Any, NamedTuple

import duckdb
import msgspec
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
from splink import DuckDBAPI, Linker

from accordingto.link.features import Row
from accordingto.link.model import COMPARISONS, Comparison, Weights, settings

# Bits are rounded so that the order of joining cannot hang on the last digit of a sum.
DIGITS = 4
_TEXT, _LIST, _INT, _REAL = pa.string(), pa.list_(pa.string()), pa.int64(), pa.float64()
_TYPES = {
    "tuple[str": _LIST,
    "tuple[int": pa.list_(pa.int64()),
    "int": _INT,
    "float": _REAL,
    "bool": pa.bool_(),
}


# Bits for an event of a wire copy and the same event of the text it copies: 1,000 to 1. More than
# any doubt that the comparisons raise, since the words are the same.
WIRE_COPY, WIRE_COPY_BITS = "wire copy", 10.0


class Pair(NamedTuple):
    """Two compared events, ids in order: the score, and its parts in bits.

    The parts add up to the log2 odds that the two are one; ``levels`` are the outcomes of the
    comparisons, by name.
    """

    left: str
    right: str
    score: float
    bits: float
    parts: dict[str, float]
    levels: dict[str, str]


def score_pairs(rows: Sequence[Row], *, weights: Weights, threshold: float = 0.0) -> list[Pair]:
    """Compare the rows that share a key; return the pairs that matter, best first.

    Those are the pairs that score at least ``threshold``, and of the others those that lie between
    two events which a chain of such pairs connects: they may keep the two apart. In a large
    ledger nearly all compared pairs are neither, and never leave the database.

    Ids must be unique. Pairs of one document are compared as well: whoever joins leaves them out.
    The same rows in another order give the same pairs.
    """
    if len(rows) < 2:
        return []
    connection = duckdb.connect(":memory:")
    try:
        table = _table(sorted(rows, key=lambda row: row.unique_id))
        linker = _linker(connection, table, weights)
        scored = linker.inference.predict(warning_mode="never").physical_name
        good = _fetch(connection, f"FROM {scored} WHERE match_probability >= {threshold}")
        group = chains((record["unique_id_l"], record["unique_id_r"]) for record in good)
        connection.register("chain", _chain_table(group))
        rest = _fetch(connection, _REST.format(scored=scored, threshold=threshold))
    finally:
        connection.close()
    return sorted((_pair(record, weights) for record in (*good, *rest)), key=_best_first)


def with_copies(pairs: Sequence[Pair], copies: Iterable[tuple[str, str]]) -> list[Pair]:
    """Return the pairs, and those of a wire copy's event and the event that it copies."""
    known = {(pair.left, pair.right): pair for pair in pairs}
    for one, other in copies:
        left, right = sorted((one, other))
        compared = known.get((left, right))
        parts = {WIRE_COPY: WIRE_COPY_BITS} | (compared.parts if compared is not None else {})
        known[left, right] = _scored(left, right, parts, {})
    return sorted(known.values(), key=_best_first)


def chains(edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return, for each end of an edge, one end that stands for all it is connected with.

    >>> chains([("a", "b"), ("c", "b"), ("d", "e")])
    {'a': 'a', 'b': 'a', 'c': 'a', 'd': 'd', 'e': 'd'}
    """
    group: dict[str, set[str]] = {}
    for left, right in edges:
        one, other = group.setdefault(left, {left}), group.setdefault(right, {right})
        if one is not other:
            one |= other
            group.update(dict.fromkeys(other, one))
    return {end: min(group[end]) for end in sorted(group)}


_COLUMNS = ", ".join(
    ["unique_id_l", "unique_id_r", *(f"gamma_{c.name}, mw_{c.name}" for c in COMPARISONS)]
)
_REST = """
FROM {scored} JOIN chain AS l ON unique_id_l = l.id JOIN chain AS r ON unique_id_r = r.id
WHERE l.stands = r.stands AND match_probability < {threshold}
"""


def _fetch(connection: duckdb.DuckDBPyConnection, source: str) -> list[dict[str, Any]]:
    found = connection.execute(f"SELECT {_COLUMNS} {source}")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


def _chain_table(group: dict[str, str]) -> pa.Table:
    schema = pa.schema([("id", _TEXT), ("stands", _TEXT)])
    return pa.table({"id": list(group), "stands": list(group.values())}, schema=schema)


def _linker(connection: duckdb.DuckDBPyConnection, table: pa.Table, weights: Weights) -> Linker:
    events = DuckDBAPI(connection=connection).register(table, table_name="events")
    return Linker(events, settings(weights), log_level=None, validate_settings=False)


def _best_first(pair: Pair) -> tuple[float, str, str]:
    return -pair.bits, pair.left, pair.right


def _table(rows: Sequence[Row]) -> pa.Table:
    fields = {f.name: str(Row.__annotations__[f.name]) for f in msgspec.structs.fields(Row)}
    schema = pa.schema([(name, _column_type(kind)) for name, kind in fields.items()])
    return pa.Table.from_pylist([msgspec.to_builtins(row) for row in rows], schema=schema)


def _column_type(annotation: str) -> pa.DataType:
    return next((_TYPES[name] for name in _TYPES if name in annotation), _TEXT)


def _pair(record: dict[str, Any], weights: Weights) -> Pair:
    levels = {c.name: _level(c, record) for c in COMPARISONS}
    parts = {"prior": round(log2(weights.prior / (1 - weights.prior)), DIGITS)}
    for name, level in levels.items():
        if level is not None:
            parts[name] = round(record[f"mw_{name}"], DIGITS)
    known = {name: level for name, level in levels.items() if level is not None}
    return _scored(record["unique_id_l"], record["unique_id_r"], parts, known)


def _scored(one: str, other: str, parts: dict[str, float], levels: dict[str, str]) -> Pair:
    left, right = sorted((one, other))
    bits = round(sum(parts.values()), DIGITS)
    return Pair(left, right, round(1 / (1 + 2**-bits), DIGITS), bits, parts, levels)


def _level(comparison: Comparison, record: dict[str, Any]) -> str | None:
    """Return the outcome of a comparison; splink numbers them from last (0), null -1."""
    value = record[f"gamma_{comparison.name}"]
    return None if value < 0 else comparison.levels[-1 - value].name
