"""The comparisons, as splink settings: SQL for the levels, weights from the shipped file.

The conditions are plain SQL over two rows of :class:`accordingto.link.features.Row`, so the same
settings run on DuckDB and on Spark. Each level's m and u (how often it is seen among events that
are one, and among events that are compared but are not) come from ``link-weights.json``, made by
``python -m training.pairs``; nothing is estimated at run time.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from splink import SettingsCreator
from splink.blocking_rule_library import CustomRule
from splink.comparison_library import CustomComparison
from splink.internals.comparison_creator import ComparisonCreator

from accordingto.domain import Score
from accordingto.link.features import POINT
from accordingto.resources import resource


class Level(NamedTuple):
    """One outcome of a comparison; the first whose condition holds is taken."""

    name: str
    sql: str


class Comparison(NamedTuple):
    """What is compared. Where ``null`` holds, the comparison says nothing: 0 bits."""

    name: str
    null: str
    levels: tuple[Level, ...]


class LevelWeight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often a level is seen among pairs that are one event (m) and that are not (u)."""

    m: Score
    u: Score


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shipped weights: ``prior`` is the chance that two compared events are one."""

    version: int
    made_by: str
    prior: Score
    threshold: Score
    comparisons: dict[str, dict[str, LevelWeight]]


_GAP = "greatest(first_day_l, first_day_r) - least(last_day_l, last_day_r)"
_KM = "6371 * acos(greatest(-1.0, least(1.0, x_l * x_r + y_l * y_r + z_l * z_r)))"
_POINTS = f"place_precision_l <= {POINT} AND place_precision_r <= {POINT}"
_VAGUE = f"(place_precision_l > {POINT} OR place_precision_r > {POINT})"
_WITHIN = "starts_with({0}_l, {0}_r || '/') OR starts_with({0}_r, {0}_l || '/')"
_ONE_DAY = "first_day_l = last_day_l AND first_day_r = last_day_r"
_PROVINCE = "country_l = country_r AND admin1_l = admin1_r"
_NO_TARGET = "len(targets_{0}) + len(common_targets_{0}) = 0"
_FAMILY = "split_part(kind_l, '/', 1) = split_part(kind_r, '/', 1)"


def _shared(column: str) -> str:
    return f"list_has_any({column}_l, {column}_r)"


def _either_empty(column: str) -> str:
    return f"len({column}_l) = 0 OR len({column}_r) = 0"


def _either_null(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


# An event without a place of its own is held against the places that its report names anywhere,
# if the other event's place is a point; so with days.
_NO_PLACE = (
    f"(place_{{0}} IS NULL AND (len(named_places_{{0}}) = 0 OR place_{{1}} IS NULL"
    f" OR place_precision_{{1}} > {POINT}))"
)
_NO_DAY = (
    "(first_day_{0} IS NULL AND (len(named_days_{0}) = 0 OR first_day_{1} IS NULL"
    " OR first_day_{1} < last_day_{1}))"
)
_NAMED_PLACE = " OR ".join(
    f"(place_{one} IS NULL AND list_contains(named_places_{one}, place_{other}))"
    for one, other in ("lr", "rl")
)
_NAMED_DAY = " OR ".join(
    f"(first_day_{one} IS NULL AND list_contains(named_days_{one}, first_day_{other}))"
    for one, other in ("lr", "rl")
)


def _number(name: str) -> Comparison:
    low = f"{name}_low"
    same = f"{low}_l = {low}_r AND {name}_high_l = {name}_high_r"
    high_l, high_r = (f"coalesce({name}_high_{side}, 1000000)" for side in "lr")
    overlap = f"{low}_l <= {high_r} AND {low}_r <= {high_l}"
    gap = f"greatest({low}_l, {low}_r) - least({high_l}, {high_r})"
    near = f"{gap} <= greatest(2, least({low}_l, {low}_r))"  # up to twice as many
    levels = (
        Level("same number", same),
        Level("ranges overlap", overlap),
        Level("numbers close", near),
        Level("numbers far apart", "ELSE"),
    )
    return Comparison(name, _either_null(low), levels)


COMPARISONS = (
    Comparison(
        "date",
        _NO_DAY.format("l", "r") + " OR " + _NO_DAY.format("r", "l"),
        (
            Level("day named elsewhere in the text", _NAMED_DAY),
            Level("day not named in the text", _either_null("first_day")),
            Level("same day", f"{_GAP} = 0 AND {_ONE_DAY}"),
            Level("dates overlap", f"{_GAP} <= 0"),
            Level("a day apart", f"{_GAP} = 1"),
            Level("two or three days apart", f"{_GAP} <= 3"),
            Level("more than three days apart", "ELSE"),
        ),
    ),
    Comparison(
        "place",
        _NO_PLACE.format("l", "r") + " OR " + _NO_PLACE.format("r", "l"),
        (
            Level("place named elsewhere in the text", _NAMED_PLACE),
            Level("place not named in the text", _either_null("place")),
            Level("same place", f"place_l = place_r AND {_POINTS}"),
            Level("within 15 km", f"{_POINTS} AND {_KM} <= 15"),
            Level("within 60 km", f"{_POINTS} AND {_KM} <= 60"),
            Level("same province, one report vague", f"{_VAGUE} AND {_PROVINCE}"),
            Level(
                "same country, one report vague",
                "country_l = country_r AND (place_precision_l >= 5 OR place_precision_r >= 5)",
            ),
            Level("another place", "ELSE"),
        ),
    ),
    Comparison(
        "kind",
        _either_null("kind"),
        (
            Level("same kind", "kind_l = kind_r"),
            Level("one word vaguer", _WITHIN.format("kind")),
            Level("related kinds", _FAMILY),
            Level("another kind", "ELSE"),
        ),
    ),
    Comparison(
        "victims",
        _either_empty("victims"),
        (
            Level("a named victim in both", _shared("victims")),
            Level("other named victims, of several", "len(victims_l) + len(victims_r) > 2"),
            Level("another named victim", "ELSE"),
        ),
    ),
    Comparison(
        "perpetrators",
        _either_empty("perpetrators"),
        (Level("same party", _shared("perpetrators")), Level("other parties", "ELSE")),
    ),
    Comparison(
        "targets",
        f"{_NO_TARGET.format('l')} OR {_NO_TARGET.format('r')}",
        (
            Level("same target", _shared("targets")),
            Level("same common target", _shared("common_targets")),
            Level("other targets", "ELSE"),
        ),
    ),
    _number("killed"),
    _number("hurt"),
)  # fmt: skip


@cache
def shipped_weights() -> Weights:
    """Return the weights that belong to this version.

    Raises:
        ResourceMissing, ResourceMismatch: When the file is absent or another one.
    """
    return read_weights(resource("link-weights"))


def read_weights(path: Path) -> Weights:
    """Read weights from a file.

    Raises:
        msgspec.ValidationError: When it is not a file of weights.
    """
    return msgspec.json.decode(path.read_bytes(), type=Weights)


def settings(weights: Weights) -> SettingsCreator:
    """Return the splink settings: compare within shared keys, and undated events by province."""
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(c, weights.comparisons[c.name]) for c in COMPARISONS],
        blocking_rules_to_generate_predictions=[
            CustomRule("l.region = r.region AND (l.undated OR r.undated)"),
            CustomRule("l.keys = r.keys", arrays_to_explode=["keys"]),
        ],
        probability_two_random_records_match=weights.prior,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
        linker_uid="accordingto",
    )


def _comparison(comparison: Comparison, weights: dict[str, LevelWeight]) -> ComparisonCreator:
    null = {
        "sql_condition": comparison.null,
        "label_for_charts": "not given in both",
        "is_null_level": True,
    }
    levels = [
        {
            "sql_condition": level.sql,
            "label_for_charts": level.name,
            "m_probability": weights[level.name].m,
            "u_probability": weights[level.name].u,
        }
        for level in comparison.levels
    ]
    return CustomComparison(output_column_name=comparison.name, comparison_levels=[null, *levels])
