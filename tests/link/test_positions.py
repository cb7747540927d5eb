"""Positions of many reports side by side, what they dispute, and the line on top."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accordingto.domain import Reading
from accordingto.link.features import Member, members_of
from accordingto.link.positions import fields_of
from accordingto.link.summaries import summarise

HERE = Path(__file__)
Report = Callable[..., Reading]


def cases(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads(HERE.with_name(name).read_text(encoding="utf-8"))["case"])


def members(report: Report, shorthands: list[dict[str, Any]]) -> list[Member]:
    """Make a report of each shorthand, published a day after the one before."""
    readings = [
        report(
            f"document-{n}", short,
            publisher=short.get("publisher", f"Publisher {n}"),
            published=f"2031-05-{n + 1:02}",
            copy_of="document-0" if short.get("copy") else None,
            statements=short.get("statements", ()),
        )
        for n, short in enumerate(shorthands)
    ]  # fmt: skip
    return members_of(readings)


@pytest.mark.parametrize("case", cases("positions.toml"), ids=lambda case: case["name"])
def test_disagreements(case: dict[str, Any], report: Report) -> None:
    own = members(report, case["reports"])

    summary = summarise(own, fields_of(own))

    assert list(summary.disagreements) == case["disagreements"]


@pytest.mark.parametrize("case", cases("titles.toml"), ids=lambda case: case["title"][:60])
def test_titles(case: dict[str, Any], report: Report) -> None:
    own = members(report, case["reports"])

    assert summarise(own, fields_of(own)).title == case["title"]


def test_equal_values_are_one_position_with_all_who_hold_it(report: Report) -> None:
    own = members(report, [{"killed": "9"}, {"killed": "5"}, {"killed": "9"}])

    killed = fields_of(own)["killed"]

    assert [position.value["low"] for position in killed] == [9, 5]
    assert [holder.document for holder in killed[0].holders] == ["document-0", "document-2"]


def test_positions_are_in_the_order_of_publication(report: Report) -> None:
    late = report("late", {"killed": "9"}, published="2031-05-09")
    undated = report("undated", {"killed": "7"})
    early = report("early", {"killed": "5"}, published="2031-05-02")

    killed = fields_of(members_of([undated, late, early]))["killed"]

    assert [position.value["low"] for position in killed] == [5, 9, 7]


def test_a_holder_keeps_its_words_and_its_chain(report: Report) -> None:
    (position,) = fields_of(members(report, [{"killed": "9 says police"}]))["killed"]
    (holder,) = position.holders

    assert [source.name for source in holder.according_to] == ["police"]
    assert holder.spans
    assert holder.publisher == "Publisher 0"


def test_a_wire_copy_is_a_holder_and_no_source_of_its_own(report: Report) -> None:
    own = members(report, [{"killed": "9"}, {"killed": "9", "copy": True}])
    fields = fields_of(own)
    summary = summarise(own, fields)

    assert [holder.independent for holder in fields["killed"][0].holders] == [True, False]
    assert (summary.n_documents, summary.n_independent) == (2, 1)


def test_a_statement_about_the_event_is_a_position(report: Report) -> None:
    claim = {"kind": "claim_responsibility", "speaker": "Desert Guard"}
    (position,) = fields_of(members(report, [{"statements": [claim]}]))["claims"]

    assert position.value["speaker"] == "Desert Guard"
    assert position.holders[0].certainty == "claimed"
    assert position.holders[0].according_to[-1].name == "Desert Guard"


def test_a_denied_number_is_shown_and_disputes_nothing(report: Report) -> None:
    own = members(report, [{"killed": "9"}, {"killed": "30", "certainty": "denied"}])
    fields = fields_of(own)
    summary = summarise(own, fields)

    assert len(fields["killed"]) == 2
    assert summary.killed is not None
    assert summary.killed.text == "9"
    assert summary.disagreements == ()
