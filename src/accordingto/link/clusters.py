"""From pairs to incidents: the best pairs first, and never across a contradiction."""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import acos, inf
from typing import NamedTuple

from accordingto.domain import Join, Judgement
from accordingto.link.features import POINT, Row
from accordingto.link.kinds import can_be_one
from accordingto.link.pairs import WIRE_COPY, Pair

# Two dates that are exact to the day are not of one event when they lie further apart: reports
# take the day of publication, or the next in another time zone, for the day itself, not a week.
MAX_DAYS = 3
# Two places that are known to a district are not of one event when they lie further apart.
MAX_KM = 100.0
EARTH_KM = 6371.0
# Two events must agree on when or where, and on one thing more: a name alone joins nothing, nor
# does a name with "one killed", nor a date.
WHEN_WHERE = frozenset({"date", "place"})
EVIDENCE = WHEN_WHERE | {"victims", "targets", "hurt", "killed"}
MIN_EVIDENCE = 2

SAME, NOT_SAME = "same", "not_same"
_PAIR_MARK = re.compile(r"[|\s]+")


class Cluster(NamedTuple):
    """Events that are one incident, ids in order, and the joins that made it."""

    ids: tuple[str, ...]
    joins: tuple[Join, ...]


def clusters(
    rows: Sequence[Row],
    pairs: Sequence[Pair],
    *,
    judgements: Sequence[Judgement],
    threshold: float,
) -> list[Cluster]:
    """Return every row's id in exactly one cluster, whatever the order of the rows.

    A person's judgement goes first, the newest before older ones. Then pairs whose score reaches
    ``threshold`` are joined, best first, unless that brings together two events of one document,
    two that contradict each other, two that a person told apart, or two groups whose compared
    pairs speak on average against it.
    """
    groups = _Groups(rows, pairs)
    for judgement in standing(judgements):
        groups.decide(judgement)
    for pair in pairs:
        if pair.score >= threshold and has_evidence(pair):
            groups.join(pair)
    return groups.clusters()


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the last judgement on each pair, newest first; withdrawn ones are left out."""
    pairs = ((tuple(pair_of(judgement)), judgement) for judgement in judgements)
    last = {pair: judgement for pair, judgement in pairs if len(pair) == 2}
    held = [judgement for _, judgement in sorted(last.items(), key=lambda item: item[0])]
    decided = [judgement for judgement in held if judgement.verdict in (SAME, NOT_SAME)]
    return sorted(decided, key=lambda judgement: judgement.at, reverse=True)


def pair_of(judgement: Judgement) -> list[str]:
    """Return the events that a judgement is about, sorted; not two where it is no pair."""
    return sorted(_PAIR_MARK.split(judgement.target))


def has_evidence(pair: Pair) -> bool:
    """Return whether the two events agree on enough: a name alone joins nothing."""
    if WIRE_COPY in pair.parts:
        return True
    agreed = {name for name in EVIDENCE if pair.parts.get(name, 0.0) > 0}
    return len(agreed) >= MIN_EVIDENCE and bool(agreed & WHEN_WHERE)


def contradict(left: Row, right: Row) -> bool:
    """Return whether two events cannot be one, by their kinds, exact dates or places."""
    if not can_be_one(left.kind, right.kind):
        return True
    return days_apart(left, right) > MAX_DAYS or km_apart(left, right) > MAX_KM


def days_apart(left: Row, right: Row) -> float:
    """Return the days between two exact dates; -inf where one is not exact to the day."""
    if left.first_day is None or right.first_day is None:
        return -inf
    if left.first_day != left.last_day or right.first_day != right.last_day:
        return -inf
    return abs(left.first_day - right.first_day)


def km_apart(left: Row, right: Row) -> float:
    """Return the kilometres between two places; -inf where one is wider than a district."""
    if not (_is_point(left) and _is_point(right)):
        return -inf
    cosine = sum((a or 0.0) * (b or 0.0) for a, b in zip(_xyz(left), _xyz(right), strict=True))
    return EARTH_KM * acos(max(-1.0, min(1.0, cosine)))


def _is_point(row: Row) -> bool:
    return row.place_precision is not None and row.place_precision <= POINT


def _xyz(row: Row) -> tuple[float | None, float | None, float | None]:
    return row.x, row.y, row.z


class _Groups:
    """The groups as they grow; each id is in exactly one."""

    def __init__(self, rows: Sequence[Row], pairs: Sequence[Pair]) -> None:
        self._rows: Mapping[str, Row] = {row.unique_id: row for row in rows}
        self._bits = {(pair.left, pair.right): pair.bits for pair in pairs}
        self._group = {id: {id} for id in self._rows}
        self._joins: list[Join] = []
        self._apart: set[tuple[str, str]] = set()

    def decide(self, judgement: Judgement) -> None:
        left, right = pair_of(judgement)
        if left not in self._group or right not in self._group:
            return
        if judgement.verdict == NOT_SAME:
            if self._group[left] is not self._group[right]:
                self._apart.add((left, right))
        elif not self._told_apart(left, right):
            by = f"{judgement.reviewer}, {judgement.at}"
            parts: dict[str, float] = {}
            self._merge(Join(left=left, right=right, score=1.0, parts=parts, judgement=by))

    def join(self, pair: Pair) -> None:
        if self._group[pair.left] is self._group[pair.right] or not self._allowed(pair):
            return
        self._merge(Join(left=pair.left, right=pair.right, score=pair.score, parts=pair.parts))

    def clusters(self) -> list[Cluster]:
        groups = {min(group): group for group in self._group.values()}
        joins: dict[str, list[Join]] = {first: [] for first in groups}
        for join in self._joins:
            joins[min(self._group[join.left])].append(join)
        return [Cluster(tuple(sorted(groups[k])), tuple(joins[k])) for k in sorted(groups)]

    def _merge(self, join: Join) -> None:
        left, right = self._group[join.left], self._group[join.right]
        if left is right:
            return
        self._joins.append(join)
        left |= right
        self._group.update(dict.fromkeys(right, left))

    def _allowed(self, pair: Pair) -> bool:
        across = [(a, b) for a in self._group[pair.left] for b in self._group[pair.right]]
        if any(self._barred(a, b) for a, b in across) or self._told_apart(pair.left, pair.right):
            return False
        known = [self._bits[key] for a, b in across if (key := _ordered(a, b)) in self._bits]
        return sum(known) >= 0

    def _barred(self, a: str, b: str) -> bool:
        left, right = self._rows[a], self._rows[b]
        return left.document == right.document or contradict(left, right)

    def _told_apart(self, a: str, b: str) -> bool:
        left, right = self._group[a], self._group[b]
        return any(_ordered(one, other) in self._apart for one in left for other in right)


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
