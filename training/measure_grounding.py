"""Measure placing and dating on gold spans.

`python -m training.measure_grounding --corpora DIR --gazetteer FILE`

Places: gold spans of `toponyms` with coordinates; right means within 161 km (100 miles).
Dates: gold spans of `times` of type DATE with a calendar value; right means the same days.
`--fit` learns the weights of the place features on the training side and prints them.
"""

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from accordingto.domain import Document, Mention, Span
from accordingto.ground import calendar
from accordingto.ground.context import CountryWords
from accordingto.ground.dates import Frame, published_day, resolve_mentions, resolve_words
from accordingto.ground.gazetteer import Candidate, Gazetteer, PlaceKind
from accordingto.ground.places import Scene
from accordingto.ground.weighing import CLOSE, FEATURES, WEIGHTS, closeness, features, is_region

NEAR_KM = 161.0


def document_of(row: dict) -> Document:
    text = row["text"]
    return Document(
        id=row["docid"], uri=row.get("url") or "", publisher=row.get("domain"),
        title=row.get("title"), authors=(), published=row.get("dct") or row.get("date"),
        language="en", text=text, sha256="", n_characters=len(text), n_characters_read=len(text),
    )  # fmt: skip


def rows_of(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat, lon), (other, far) = [tuple(map(math.radians, p)) for p in (a, b)]
    chord = (
        math.sin((other - lat) / 2) ** 2
        + math.cos(lat) * math.cos(other) * math.sin((far - lon) / 2) ** 2
    )
    return 12_742.0 * math.asin(min(1.0, math.sqrt(chord)))


def gold_of(row: dict) -> list[tuple[Span, tuple[float, float] | None]]:
    return [
        (
            Span(start=t["start"], end=t["end"]),
            None if t.get("lat") is None else (t["lat"], t["lon"]),
        )
        for t in row["toponyms"]
    ]


def measure_places(path: Path, gazetteer: Gazetteer, weights: tuple[float, ...]) -> None:
    words, total, misses = CountryWords(gazetteer), Counter(), Counter()
    for row in rows_of(path):
        gold = gold_of(row)
        scene = Scene(
            document_of(row),
            [s for s, _ in gold],
            gazetteer=gazetteer,
            words=words,
            weights=weights,
        )
        for span, where in gold:
            if where is None:
                continue
            answer = scene.resolve(span)
            place = answer.value
            hit = place and kilometres(where, (place.latitude, place.longitude)) <= NEAR_KM
            for group in ("all", row["corpus"]):
                total[group, "n"] += 1
                total[group, "answered"] += place is not None
                total[group, "right"] += bool(hit)
            if not hit:
                misses[
                    span.cut(row["text"]), place.name + "/" + place.country if place else answer.why
                ] += 1
    for group in ("all", "lgl", "tr-news", "geovirus"):
        n, answered, right = (total[group, key] for key in ("n", "answered", "right"))
        if n:
            print(
                f"{group:9} {n:5} names  right {right / n:.3f}  answered {answered / n:.3f}  "
                f"right when answered {right / max(answered, 1):.3f}"
            )
    for miss, n in misses.most_common(VERBOSE):
        print("   ", n, *miss, sep="\t")


def days_of(value: str) -> tuple[str, str] | None:
    """Return the first and last day of a TIMEX3 value, None where it names no day."""
    if match := re.fullmatch(r"(\d{4})-W(\d\d)", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        found = calendar.quarter(int(match[1]), int(match[2]))
        return found.first.isoformat(), found.last.isoformat()
    answer = resolve_words(value, Frame())
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) and len(value) == 7:
        found = calendar.month(int(value[:4]), int(value[5:]))
        return found.first.isoformat(), found.last.isoformat()
    return (answer.value.first, answer.value.last) if answer.value else None


def measure_dates(path: Path) -> None:
    """Compare gold DATE values with ours; a value without days (PAST_REF) is left out."""
    counts, misses = Counter(), Counter()
    for row in rows_of(path):
        gold = [t for t in row["times"] if t["type"] == "DATE" and t.get("value")]
        mentions = [
            Mention(start=t["start"], end=t["end"], label="time", group=i)
            for i, t in enumerate(gold)
        ]
        answers = resolve_mentions(row["text"], mentions, published=published_day(row.get("dct")))
        for t in gold:
            days, answer = days_of(t["value"]), answers[t["start"], t["end"]]
            if days is None:
                counts["no days"] += 1
                counts["no days, and we say so"] += answer.value is None
                continue
            value = answer.value
            counts["n"] += 1
            counts["dated"] += value is not None
            right = value is not None and (value.first, value.last) == days
            counts["right"] += right
            if not right:
                words = row["text"][t["start"] : t["end"]]
                ours = f"{value.first}..{value.last}" if value else answer.why
                misses[words, t["value"], row.get("dct"), ours] += 1
    n = max(counts["n"], 1)
    print(f"{path.name:14} right {counts['right'] / n:.3f} of {n}  {dict(counts)}")
    for miss, count in misses.most_common(VERBOSE):
        print("   ", count, *miss, sep="\t")


VERBOSE = 0


def examples(
    path: Path, gazetteer: Gazetteer, weights: tuple[float, ...]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield a name's candidate features, and which candidates are right."""
    words = CountryWords(gazetteer)
    for row in rows_of(path):
        gold = gold_of(row)
        scene = Scene(
            document_of(row),
            [s for s, _ in gold],
            gazetteer=gazetteer,
            words=words,
            weights=weights,
        )
        for (_, where), name in zip(gold, scene.names, strict=True):
            found: list[Candidate] = [
                c for c in scene.candidates(name) if c.kind != PlaceKind.REGION
            ]
            if where is None or len(found) < 2 or is_region(scene.candidates(name), name):
                continue
            right = np.array(
                [kilometres(where, (c.latitude, c.longitude)) <= NEAR_KM for c in found]
            )
            if right.any() and not right.all():
                containers = scene.containers(name)
                table = np.array([features(c, name, containers, scene.final) for c in found])
                table[:, CLOSE] = [closeness(c, name, scene.final) for c in found]
                yield table, right


def fit(path: Path, gazetteer: Gazetteer) -> tuple[float, ...]:
    """Conditional logit by gradient ascent, pulled towards the hand-set weights."""
    weights = np.array(WEIGHTS)
    for _ in range(2):
        data = list(examples(path, gazetteer, tuple(weights)))
        prior, step = np.array(WEIGHTS), 0.5
        for turn in range(300):
            slope = -PULL * (weights - prior)
            for table, right in data:
                chances = np.exp(table @ weights - (table @ weights).max())
                chances /= chances.sum()
                hit = chances * right
                slope += table.T @ (hit / max(hit.sum(), 1e-9) - chances) / len(data)
            weights = weights + step * 4 * slope / (1 + turn / 100)
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"{name:15} {weight:6.2f}")
    return tuple(float(round(w, 2)) for w in weights)


PULL = 0.002


def main() -> None:
    global VERBOSE
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gazetteer", type=Path, required=True)
    parser.add_argument("--side", choices=("train", "dev"), default="dev")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    VERBOSE = options.misses
    gazetteer = Gazetteer.open(options.gazetteer)
    folder = options.corpora / "toponyms"
    weights = fit(folder / "train.jsonl", gazetteer) if options.fit else WEIGHTS
    for kind in ("", "_gum"):
        measure_dates(options.corpora / "times" / f"{options.side}{kind}.jsonl")
    measure_places(folder / f"{options.side}.jsonl", gazetteer, weights)


if __name__ == "__main__":
    main()
