"""Pairs become incidents: invariants of the partition, whatever the pairs."""

from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.domain import Judgement
from accordingto.link.clusters import Cluster, clusters, contradict, standing
from accordingto.link.features import Row
from accordingto.link.pairs import Pair

THRESHOLD = 0.7
BLANK = Row(
    unique_id="", document="", keys=(), region=None, undated=True, first_day=None, last_day=None,
    place=None, place_precision=None, named_places=(), named_days=(), x=None, y=None,
    z=None, admin1=None, country=None, kind="attack", victims=(), perpetrators=(), targets=(),
    common_targets=(), killed_low=None, killed_high=None, hurt_low=None, hurt_high=None,
)  # fmt: skip


class World(NamedTuple):
    """Rows and the pairs of them that were compared."""

    rows: list[Row]
    pairs: list[Pair]


def row(event: str, document: str, day: int | None = None) -> Row:
    given_fields = {name: getattr(BLANK, name) for name in BLANK.__struct_fields__}
    own = {"unique_id": event, "document": document, "first_day": day, "last_day": day}
    return Row(**(given_fields | own))


def pair(left: str, right: str, bits: float) -> Pair:
    left, right = sorted((left, right))
    parts = {"date": bits / 2, "place": bits / 2}
    return Pair(left, right, 1 / (1 + 2**-bits), bits, parts, {})


def judge(left: str, right: str, verdict: str, at: str = "2031-01-01T00:00:00Z") -> Judgement:
    target = "|".join(sorted((left, right)))
    return Judgement(target=target, verdict=verdict, value=None, reviewer="ana", at=at)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    n = draw(st.integers(min_value=1, max_value=9))
    documents = st.sampled_from(["d1", "d2", "d3", "d4", "d5"])
    days = st.one_of(st.none(), st.integers(min_value=1, max_value=9))
    rows = [row(f"e{i}", draw(documents), draw(days)) for i in range(n)]
    bits = st.floats(min_value=-8, max_value=12, allow_nan=False)
    pairs = [
        pair(f"e{i}", f"e{j}", round(draw(bits), 2))
        for i in range(n)
        for j in range(i + 1, n)
        if draw(st.booleans())
    ]
    return World(rows, sorted(pairs, key=lambda p: (-p.bits, p.left, p.right)))


def joined(world: World, *judgements: Judgement) -> list[Cluster]:
    return clusters(world.rows, world.pairs, judgements=judgements, threshold=THRESHOLD)


def together(found: list[Cluster], left: str, right: str) -> bool:
    return any({left, right} <= set(cluster.ids) for cluster in found)


@given(worlds())
def test_every_event_is_in_exactly_one_incident(world: World) -> None:
    ids = [id for cluster in joined(world) for id in cluster.ids]

    assert sorted(ids) == sorted(row.unique_id for row in world.rows)


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(world: World, random: st.DataObject) -> None:
    shuffled = list(world.rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert joined(World(shuffled, world.pairs)) == joined(world)


@given(worlds())
def test_no_incident_holds_two_events_of_one_document_or_a_contradiction(world: World) -> None:
    rows = {row.unique_id: row for row in world.rows}
    for cluster in joined(world):
        own = [rows[id] for id in cluster.ids]

        assert len({row.document for row in own}) == len(own)
        assert not any(contradict(a, b) for a in own for b in own)


@given(worlds())
def test_the_joins_of_an_incident_hold_it_together(world: World) -> None:
    for cluster in joined(world):
        assert len(cluster.joins) == len(cluster.ids) - 1
        assert {id for j in cluster.joins for id in (j.left, j.right)} <= set(cluster.ids)


@given(worlds(), st.data())
def test_a_judgement_wins(world: World, data: st.DataObject) -> None:
    ids = [row.unique_id for row in world.rows]
    left = data.draw(st.sampled_from(ids))
    right = data.draw(st.sampled_from([*ids[1:], "e-new"] if left == ids[0] else [ids[0]]))
    world = World([*world.rows, row("e-new", "d-new")], world.pairs)

    assert together(joined(world, judge(left, right, "same")), left, right)
    assert not together(joined(world, judge(left, right, "not_same")), left, right)


@settings(max_examples=30)
@given(worlds())
def test_a_withdrawn_judgement_leaves_no_trace(world: World) -> None:
    world = World([*world.rows, row("e-new", "d-new")], world.pairs)
    given_once = judge("e0", "e-new", "same")
    taken_back = judge("e0", "e-new", "withdrawn", at="2031-01-02T00:00:00Z")

    assert joined(world, given_once, taken_back) == joined(world)


def test_the_newer_of_two_judgements_that_exclude_each_other_wins() -> None:
    world = World([row("a", "d1"), row("b", "d2"), row("c", "d3")], [])
    old = [judge("a", "b", "same"), judge("b", "c", "same")]
    new = judge("a", "c", "not_same", at="2031-02-01T00:00:00Z")

    found = joined(world, *old, new)

    assert not together(found, "a", "c")
    assert len(found) == 2


def test_a_judgement_says_who_decided() -> None:
    world = World([row("a", "d1"), row("b", "d2")], [])

    (join,) = joined(world, judge("a", "b", "same"))[0].joins

    assert join.judgement == "ana, 2031-01-01T00:00:00Z"


def test_the_better_match_takes_the_only_seat() -> None:
    """One report tells of the bombing and of the funeral; the other of the bombing alone."""
    rows = [row("bombing", "d1"), row("funeral", "d1"), row("other", "d2")]
    pairs = [pair("bombing", "other", 6.0), pair("funeral", "other", 4.0)]

    found = joined(World(rows, pairs))

    assert together(found, "bombing", "other")
    assert not together(found, "funeral", "other")


def test_a_chain_of_likeness_does_not_bridge_a_contradiction() -> None:
    rows = [row("monday", "d1", 1), row("vague", "d2"), row("saturday", "d3", 6)]
    pairs = [pair("monday", "vague", 5.0), pair("saturday", "vague", 4.0)]

    found = joined(World(rows, pairs))

    assert together(found, "monday", "vague")
    assert not together(found, "monday", "saturday")


def test_a_pair_that_speaks_strongly_against_it_keeps_two_groups_apart() -> None:
    rows = [row("a", "d1"), row("b", "d2"), row("c", "d3")]
    pairs = [pair("a", "b", 6.0), pair("b", "c", 3.0), pair("a", "c", -7.0)]

    assert not together(joined(World(rows, pairs)), "b", "c")


def test_one_shared_name_is_not_enough_whatever_its_weight() -> None:
    alone = Pair("a", "b", 0.99, 7.0, {"victims": 9.0, "prior": -2.0}, {})

    assert len(joined(World([row("a", "d1"), row("b", "d2")], [alone]))) == 2


def test_only_the_last_judgement_on_a_pair_stands() -> None:
    first, last = judge("a", "b", "same"), judge("a", "b", "not_same", at="2031-03-01T00:00:00Z")

    assert standing([first, last]) == [last]
