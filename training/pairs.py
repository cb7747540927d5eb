"""Weights for joining reports: ``python -m training.pairs`` writes data/link-weights.json.

m and u of each level are counted on pairs of reports of our own writing (``link_reports.csv``,
invented incidents; ``link_places.csv``). m: among pairs of one incident. u: among pairs of two
incidents that are compared at all: near misses of one neighbourhood (next day, next town, same
group) and, as in a day's news, pairs of one country, its neighbourhoods moved to the same days.

The public corpus of same events (ECB+) has no resolved dates, places or tolls; it carries signal
for shared full names alone (``--measure --same-event DIR`` prints how often documents of one
incident, and of two in one topic, share one). They are whoever is named, not victims, and the two
incidents of a topic often have one person in common: they are printed as a check, not counted in.

``--measure`` leaves out one neighbourhood at a time, counts on the others, joins the one left out.
"""

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import msgspec

from accordingto.domain import (
    Claimed,
    Codes,
    Count,
    DateRange,
    Document,
    Event,
    Mention,
    Participant,
    Place,
    Reading,
    Resolved,
)
from accordingto.link import link
from accordingto.link.features import members_of, row_of
from accordingto.link.model import COMPARISONS, Comparison, LevelWeight, Weights
from accordingto.link.names import full_name
from accordingto.link.pairs import Pair, score_pairs

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "accordingto" / "data" / "link-weights.json"

# The chance that two compared events are one, before anything is compared. Not counted: our pairs
# are written to be hard. In a stream of news about one country in one month, an event shares its
# country and days with some forty reports of others, and is told by two or three.
PRIOR = 0.05
# Joined from this score on: chosen on the left-out neighbourhoods (--measure prints the sweep).
THRESHOLD = 0.6
# Added to each count, so that what was never seen is rare and not impossible.
SMOOTHING = 0.5
# How many of the compared pairs of two incidents are near misses. In our writing two in three are,
# since they are the hard ones; in a country's news most events of a day are in another province.
NEAR_SHARE = 0.25

# How many values are misread by a machine: then any level is as likely as another. Our reports are
# written down without such errors; without this, one shared word would weigh as much as a name.
MISREAD = 0.05

# Per comparison, how often each level is seen among pairs of one incident, near misses, far pairs.
SAME, NEAR, FAR = range(3)
Counted = dict[str, tuple[Counter[str], Counter[str], Counter[str]]]
Row = dict[str, str]


def main() -> None:
    """Write the weights, or measure on what they were not counted on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--same-event", type=Path, help="folder of the public corpus")
    options = parser.parse_args()
    reports = read_reports()
    if not options.measure:
        write(weigh(count(reports)), OUT)
        return
    if options.same_event:
        print("shared full names in ECB+:", corpus_names(options.same_event))
    measure(reports)


def read_reports() -> list[Row]:
    """Return the written reports, a row each."""
    with (HERE / "link_reports.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_places() -> dict[str, Place]:
    """Return the places that the reports name."""
    with (HERE / "link_places.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: _place(row) for row in csv.DictReader(file)}


def readings_of(reports: Sequence[Row]) -> list[Reading]:
    """Return a reading with one event for each report; ids are "incident/number"."""
    places = read_places()
    return [_reading(row, number, places) for number, row in enumerate(reports)]


def count(reports: Sequence[Row]) -> Counted:
    """Count each level among the compared pairs of the three sorts."""
    found: Counted = {c.name: (Counter(), Counter(), Counter()) for c in COMPARISONS}
    near = compared(reports, flat_weights())
    far = [p for p in compared(aligned(reports), flat_weights()) if not _is_neighbour(p)]
    for pair in (*near, *far):
        for name, level in pair.levels.items():
            found[name][_sort(pair)][level] += 1
    for pair in compared(hidden(aligned(reports)), flat_weights()):
        for name in ("date", "place"):
            if pair.levels.get(name, "").endswith("in the text"):
                found[name][_sort(pair)][pair.levels[name]] += 1
    return found


def weigh(counts: Counted) -> Weights:
    """Turn counts into m and u."""
    comparisons = {c.name: _level_weights(c, counts[c.name]) for c in COMPARISONS}
    return Weights(
        version=1,
        made_by="python -m training.pairs",
        prior=PRIOR,
        threshold=THRESHOLD,
        comparisons=comparisons,
    )


def _level_weights(
    comparison: Comparison, counted: tuple[Counter[str], ...]
) -> dict[str, LevelWeight]:
    names = [level.name for level in comparison.levels]
    same, near, far = ({n: _share(c, n, len(names)) for n in names} for c in counted)
    mixed = {n: NEAR_SHARE * near[n] + (1 - NEAR_SHARE) * far[n] for n in names}
    return {n: LevelWeight(m=round(same[n], 5), u=round(mixed[n], 5)) for n in names}


def flat_weights() -> Weights:
    """Return weights that say nothing, for pairs that are only to be counted."""
    flat = LevelWeight(m=0.5, u=0.5)
    comparisons = {c.name: {level.name: flat for level in c.levels} for c in COMPARISONS}
    return Weights(version=1, made_by="", prior=PRIOR, threshold=1.0, comparisons=comparisons)


def aligned(reports: Sequence[Row]) -> list[Row]:
    """Return the reports with each country's neighbourhoods moved to the same days."""
    places = read_places()
    start: dict[str, date] = {}
    for row in reports:
        if len(row["date"]) == len("2024-01-01"):
            day = date.fromisoformat(row["date"])
            start[row["group"]] = min(day, start.get(row["group"], day))
    base: dict[str, date] = {}
    for row in reports:
        base.setdefault(places[row["place"]].country, start[row["group"]])
    return [
        _moved(row, base[places[row["place"]].country] - start[row["group"]]) for row in reports
    ]


def hidden(reports: Sequence[Row]) -> list[Row]:
    """Return the reports, every third without its place and every third without its day.

    The text still names it elsewhere, among others: the neighbourhood's first place (a dateline,
    say), the day after (of publication).
    """
    first = {row["group"]: row["place"] for row in reversed(reports)}
    return [_hiding(row, number % 3, first[row["group"]]) for number, row in enumerate(reports)]


def compared(reports: Sequence[Row], weights: Weights) -> list[Pair]:
    """Return the pairs that share a key, scored."""
    return score_pairs([row_of(m) for m in members_of(readings_of(reports))], weights=weights)


def corpus_names(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Count shared full names among ECB+ documents of one incident, and of two of one topic."""
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for topic in _by_topic(folder / "train.jsonl").values():
        for (incident, names), (other, others) in combinations(topic, 2):
            level = "a named victim in both" if names & others else "other named victims"
            counts[0 if incident == other else 1][level] += 1
    return counts


def measure(reports: Sequence[Row]) -> None:
    """Print precision and recall of joined pairs, each neighbourhood joined by the others."""
    groups = sorted({row["group"] for row in reports})
    models = {g: weigh(count([r for r in reports if r["group"] != g])) for g in groups}
    print(f"{len(reports)} reports, {len(groups)} neighbourhoods")
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.9):
        hits, found, wanted, wrong = 0, 0, 0, []
        for group, model in models.items():
            own = [row for row in reports if row["group"] == group]
            joined = set(_joined(own, msgspec.structs.replace(model, threshold=threshold)))
            true = {
                p for p in combinations(sorted(_ids(own)), 2) if _incident(p[0]) == _incident(p[1])
            }
            hits, found, wanted = hits + len(joined & true), found + len(joined), wanted + len(true)
            wrong += sorted(joined - true)
        precision, recall = hits / max(found, 1), hits / wanted
        print(f"threshold {threshold}: precision {precision:.3f} recall {recall:.3f} of {wanted}")
        if threshold == THRESHOLD:
            print("  wrongly joined:", ", ".join(" = ".join(pair) for pair in wrong))


def write(weights: Weights, path: Path) -> None:
    """Write the weights, the same bytes for the same weights."""
    text = json.dumps(msgspec.to_builtins(weights), indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def _joined(reports: Sequence[Row], weights: Weights) -> Iterator[tuple[str, str]]:
    for incident in link(readings_of(reports), weights=weights):
        yield from combinations(sorted(incident.members), 2)


def _ids(reports: Sequence[Row]) -> list[str]:
    return [reading.events[0].id for reading in readings_of(reports)]


def _incident(event: str) -> str:
    return event.rsplit("/", 1)[0]


def _hiding(row: Row, what: int, dateline: str) -> Row:
    if what == 0:
        return row | {"place": "", "named_places": f"{row['place']};{dateline}"}
    if what == 1 and len(row["date"]) == len("2024-01-01"):
        after = date.fromisoformat(row["date"]) + timedelta(days=1)
        return row | {"date": "", "named_days": f"{row['date']};{after}"}
    return row


def _moved(row: Row, by: timedelta) -> Row:
    if len(row["date"]) != len("2024-01-01"):
        return row
    return row | {"date": (date.fromisoformat(row["date"]) + by).isoformat()}


def _is_neighbour(pair: Pair) -> bool:
    return pair.left.split("/")[0] == pair.right.split("/")[0]


def _sort(pair: Pair) -> int:
    if _incident(pair.left) == _incident(pair.right):
        return SAME
    return NEAR if _is_neighbour(pair) else FAR


def _share(counter: Counter[str], level: str, n_levels: int) -> float:
    share = (counter[level] + SMOOTHING) / (counter.total() + SMOOTHING * n_levels)
    return (1 - MISREAD) * share + MISREAD / n_levels


def _by_topic(path: Path) -> dict[str, list[tuple[str, set[str]]]]:
    topics: dict[str, list[tuple[str, set[str]]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        names = set(_full_names(row))
        if row["corpus"] == "ecb+" and names:
            topics.setdefault(row["topic"], []).append((row["incident"], names))
    return topics


def _full_names(row: dict[str, object]) -> Iterator[str]:
    mentions, text = row["mentions"], str(row["text"])
    assert isinstance(mentions, list)
    for mention in mentions:
        words = text[mention["start"] : mention["end"]]
        if mention["part"] == "human" and re.fullmatch(r"[A-Z]\w+(?: [A-Z][\w.]*)+", words):
            key = full_name(words)
            if key is not None:
                yield key


def _reading(row: Row, number: int, places: dict[str, Place]) -> Reading:
    name = f"{row['group']}/{row['incident']}/{number:03}"
    document = Document(
        id=name, uri=name, publisher=name, title=None, authors=(), published=None, language="en",
        text="", sha256="", n_characters=0, n_characters_read=0,
    )  # fmt: skip
    return Reading(
        document=document,
        events=(_event(row, name, places),),
        statements=(),
        mentions=tuple(_mentions(row, places)),
    )


NO_CODES = Codes(acled=None, plover=None, gtd=None, muc4=None, ucdp=None)


def _event(row: Row, name: str, places: dict[str, Place]) -> Event:
    hurt = _counts(row["hurt"])
    return Event(
        id=name, kind=row["kind"], codes=NO_CODES,
        stage="accomplished", clarity="single", background=False, trigger=(),
        date=_date(row["date"]),
        place=Claimed(value=places[row["place"]]) if row["place"] else Claimed(why="not given"),
        victims=tuple(_people(row["victims"], named=True)),
        perpetrators=tuple(_people(row["perpetrators"], named=True)),
        targets=tuple(_people(row["targets"], named=False)),
        killed=_counts(row["killed"]),
        injured=() if row["kind"] == "abduction" else hurt,
        abducted=hurt if row["kind"] == "abduction" else (),
    )  # fmt: skip


def _mentions(row: Row, places: dict[str, Place]) -> Iterator[Mention]:
    for name in filter(None, row.get("named_places", "").split(";")):
        place = Resolved(value=places[name])
        yield Mention(start=0, end=1, label="place", group=0, place=place)
    for day in filter(None, row.get("named_days", "").split(";")):
        yield Mention(start=0, end=1, label="time", group=0, date=Resolved(value=_date(day).value))


def _people(cell: str, *, named: bool) -> Iterable[Participant]:
    for name in filter(None, (part.strip() for part in cell.split(";"))):
        yield Participant(name=name, named=named, spans=(), kind="unknown")


def _date(cell: str) -> Claimed[DateRange]:
    if not cell:
        return Claimed(why="not given")
    if len(cell) == len("2024-01"):
        value = DateRange(first=f"{cell}-01", last=f"{cell}-28", precision="month", text=cell)
    else:
        value = DateRange(first=cell, last=cell, precision="day", text=cell)
    return Claimed(value=value)


def _counts(cell: str) -> tuple[Claimed[Count], ...]:
    if not cell:
        return ()
    low = 24 if cell == "dozens" else int(cell.split()[-1])
    return (Claimed(value=Count(low=low, high=low if cell.isdigit() else None, text=cell)),)


def _place(row: Row) -> Place:
    return Place(
        name=row["name"], gazetteer_id=row["name"], latitude=float(row["latitude"]),
        longitude=float(row["longitude"]), admin1=row["admin1"] or None, admin2=None,
        country=row["country"], country_name=row["country_name"], precision=int(row["precision"]),
    )  # fmt: skip


if __name__ == "__main__":
    main()
