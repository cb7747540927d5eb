"""Which two reports tell of one incident."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accordingto.domain import Reading
from accordingto.link.clusters import clusters
from accordingto.link.features import Row, members_of, row_of
from accordingto.link.model import COMPARISONS, Weights
from accordingto.link.pairs import Pair, score_pairs

HERE = Path(__file__)
CASES = tomllib.loads(HERE.with_name("pairs.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def scored(report: Callable[..., Reading], weights: Weights) -> tuple[list[Row], list[Pair]]:
    """All cases compared at once: the fixed cost of comparing is paid once."""
    sides = [(n, side, case[side]) for n, case in enumerate(CASES) for side in ("left", "right")]
    readings = [report(f"{n:02}-{side}", short) for n, side, short in sides]
    rows = [row_of(member) for member in members_of(readings)]
    return rows, score_pairs(rows, weights=weights)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_two_reports(
    case: dict[str, Any], scored: tuple[list[Row], list[Pair]], weights: Weights
) -> None:
    own = f"{CASES.index(case):02}-"
    rows = [row for row in scored[0] if row.document.startswith(own)]
    pairs = [p for p in scored[1] if p.left.startswith(own) and p.right.startswith(own)]

    found = clusters(rows, pairs, judgements=(), threshold=weights.threshold)

    assert len(found) == (1 if case["same"] else 2)


def test_the_shipped_weights_know_every_level(weights: Weights) -> None:
    wanted = {c.name: {level.name for level in c.levels} for c in COMPARISONS}

    assert {name: set(levels) for name, levels in weights.comparisons.items()} == wanted


def test_a_stronger_likeness_never_weighs_less(weights: Weights) -> None:
    ordered = ("kind", "victims", "perpetrators", "targets", "killed", "hurt")
    for comparison in (c for c in COMPARISONS if c.name in ordered):
        found = [weights.comparisons[comparison.name][level.name] for level in comparison.levels]
        odds = [one.m / one.u for one in found]

        assert odds[0] == max(odds), comparison.name
        assert odds[0] > 1 > odds[-1], comparison.name
