"""What must hold of the figures whatever is read: invariants, with made-up readings."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.codify.ontology import load_ontology
from accordingto.domain import Reading
from accordingto.scoring.events import event_counts
from accordingto.scoring.figures import Counts, Name, Sheet, added, figure, value
from accordingto.scoring.incidents import Placed, joining_counts
from accordingto.scoring.intervals import intervals
from accordingto.scoring.overlap import pair_off
from accordingto.scoring.pairing import Aligned, align
from accordingto.scoring.statements import statement_counts

from . import values

FAMILIES = {kind.name: kind.family for kind in load_ontology().kinds.values()}
WORDS = [f"w{n:02}" for n in range(24)]  # no word lies in another
TEXT = " ".join(WORDS)

words = st.sampled_from(WORDS)
sources = st.lists(words, max_size=3).map(" > ".join)
people = st.lists(
    st.builds("{} ~{}".format, words, st.sampled_from(["fact", "accused", "possible"])), max_size=3
)
numbers = st.sampled_from(["0", "2", "5..", "..8", "5..8", "2 others", "40"])
tolls = st.lists(st.builds("{} = {} @ {}".format, words, numbers, sources), max_size=3)
events = st.fixed_dictionaries(
    {
        "trigger": st.lists(words, min_size=1, max_size=3),
        "kind": st.sampled_from(["shooting", "attack", "bombing", "arrest"]),
        "stage": st.sampled_from(["accomplished", "attempted"]),
        "clarity": st.sampled_from(["single", "aggregate"]),
        "background": st.booleans(),
        "date": st.sampled_from([None, "2024-05-14", "2024-05-01..2024-05-31"]),
        "place": st.sampled_from([None, *values.PLACES]),
        "by": sources,
        "perpetrators": people,
        "victims": people,
        "killed": tolls,
        "injured": tolls,
    }
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    own = draw(st.lists(events, max_size=4))
    about = st.lists(st.integers(0, len(own) - 1), max_size=2) if own else st.just([])
    says = st.builds("{} | {} | {}".format, words, st.sampled_from(["arms", "not funds"]), words)
    statements = st.fixed_dictionaries(
        {
            "content": st.lists(words, min_size=1, max_size=4),
            "kind": st.sampled_from(["say", "deny"]),
            "by": sources,
            "about": about,
            "says": st.none() | says,
        },
        optional={"cue": words},
    )
    short = {"events": own, "statements": draw(st.lists(statements, max_size=4))}
    return values.reading(TEXT, short)


def counts_of(aligned: Aligned) -> Sheet:
    return {**event_counts(aligned, families=FAMILIES), **statement_counts(aligned)}


@given(readings())
def test_the_gold_against_itself_is_right_in_everything(gold: Reading) -> None:
    for name, counts in counts_of(align(gold, gold, families=FAMILIES)).items():
        assert value(counts) in (None, 1.0), name


@given(readings(), readings())
def test_figures_are_between_nothing_and_all(gold: Reading, read: Reading) -> None:
    for name, counts in counts_of(align(gold, read, families=FAMILIES)).items():
        assert counts.right <= counts.found, name
        assert counts.met <= counts.gold, name
        for part in (f := figure(name, counts, None)).precision, f.recall, f.value:
            assert part is None or 0 <= part <= 1


@given(readings(), readings())
def test_pairs_are_one_to_one(gold: Reading, read: Reading) -> None:
    aligned = align(gold, read, families=FAMILIES)

    for pairs in (aligned.events, aligned.statements):
        assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


@given(st.lists(st.integers(0, 9), max_size=6), st.lists(st.integers(0, 9), max_size=6))
def test_the_best_pair_is_always_taken(left: list[int], right: list[int]) -> None:
    pairs = pair_off(left, right, lambda a, b: -abs(a - b))

    assert len(pairs) == min(len(left), len(right))
    if pairs:
        best = min(abs(a - b) for a in left for b in right)
        assert best in {abs(left[i] - right[j]) for i, j in pairs}


# --------------------------------------------------------------------------- joining

incidents = st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")).map("/".join)
placed = st.lists(st.tuples(incidents, st.sampled_from("1234")), max_size=12).map(
    lambda ends: [Placed(true[0], true, joined) for true, joined in ends]
)
twins = st.lists(st.tuples(incidents, incidents).filter(lambda pair: pair[0] != pair[1]))


@given(placed, twins)
def test_joining_is_between_nothing_and_all(
    seats: list[Placed], pairs: list[tuple[str, str]]
) -> None:
    for counts in added(joining_counts(seats, pairs, layer="incidents").values()).values():
        assert 0 <= counts.right <= counts.found
        assert 0 <= counts.met <= counts.gold


@given(placed, twins)
def test_joining_as_the_gold_does_is_right(
    seats: list[Placed], pairs: list[tuple[str, str]]
) -> None:
    right = [seat._replace(joined=seat.true) for seat in seats]
    total = added(joining_counts(right, pairs, layer="incidents").values())

    for name, counts in total.items():
        best = 0.0 if name.measure == "share" else 1.0
        assert value(counts) in (None, best), name


# --------------------------------------------------------------------------- intervals

NAMES = [Name("events", "found"), Name("events", "kind", "share")]


@st.composite
def stories(draw: st.DrawFn) -> list[Sheet]:
    """Sheets of a few stories; in some there is nothing to measure."""
    n = st.integers(0, 6)
    sheets: list[Sheet] = []
    for _ in range(draw(st.integers(1, 6))):
        right, more, missed = draw(n), draw(n), draw(n)
        sheets.append({name: Counts(right, right + more, right, right + missed) for name in NAMES})
    return sheets


@settings(max_examples=40)
@given(stories(), st.integers(0, 99))
def test_an_interval_holds_its_figure(sheets: list[Sheet], seed: int) -> None:
    found = intervals(sheets, random=Random(seed), draws=50)

    for name, counts in added(sheets).items():
        point, interval = value(counts), found[name]
        assert (point is None) == (interval is None)
        if point is not None and interval is not None:
            assert 0 <= interval[0] <= point <= interval[1] <= 1


@settings(max_examples=20)
@given(stories())
def test_the_same_seed_gives_the_same_intervals(sheets: list[Sheet]) -> None:
    once, twice = (intervals(sheets, random=Random(7), draws=50) for _ in range(2))

    assert once == twice


def test_one_story_says_nothing_of_how_sure_it_is() -> None:
    (name,) = sheet = {NAMES[0]: Counts(1, 2, 1, 4)}

    assert intervals([sheet], random=Random(1))[name] == (1 / 3, 1 / 3)


def test_an_interval_narrows_with_more_stories() -> None:
    good, bad = {NAMES[0]: Counts(4, 4, 4, 4)}, {NAMES[0]: Counts(1, 4, 1, 4)}

    few = intervals([good, bad] * 2, random=Random(1))[NAMES[0]]
    many = intervals([good, bad] * 40, random=Random(1))[NAMES[0]]

    assert few is not None
    assert many is not None
    assert many[1] - many[0] < few[1] - few[0]
    assert many[0] < 0.625 < many[1]


def test_without_stories_there_is_nothing() -> None:
    assert intervals([], random=Random(1)) == {}
