"""Make the reader's probabilities come out as often as they say.

`python -m training.calibrate READER --corpus corpus/dev [--plot FILE.svg]` reads the corpus with
the whole program and notes for each event and participant its confidence and whether it is right
(as `accordingto evaluate` pairs them). For triggers and for each link a line through the log-odds
is fitted (Platt 1999) and written into READER/reader.json; the thresholds move along, so that what
is read stays the same. What is printed is the expected calibration error over ten bins of equal
size, before and after; "after" is cross-fitted: each fifth of the stories is judged by the line of
the others. With --measure nothing is written and the plot shows the reader as it is.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from accordingto.codify.ontology import load_ontology
from accordingto.domain import Event, Participant, Reading
from accordingto.pipeline import open_tools, understand_all
from accordingto.scoring.evaluation import inputs
from accordingto.scoring.gold import Corpus, read_corpus
from accordingto.scoring.overlap import matched
from accordingto.scoring.pairing import align
from accordingto.settings import Settings
from training.logistic import Floats, fit, log_odds

PARTS = {"perpetrators": "perpetrator", "victims": "victim", "targets": "target", "means": "means"}
N_BINS = 10
N_FOLDS = 5


class Observed(NamedTuple):
    """A value's confidence and whether it is right; ``story`` keeps folds apart."""

    what: str
    story: str
    confidence: float
    right: bool


def observe(corpus: Corpus, readings: Sequence[Reading]) -> Iterator[Observed]:
    """Yield every event and participant that was read."""
    families = {kind.name: kind.family for kind in load_ontology().kinds.values()}
    for report, reading in zip(corpus.reports, readings, strict=True):
        aligned = align(report.reading, reading, families=families)
        gold = {j: aligned.gold.events[i] for i, j in aligned.events}
        for number, event in enumerate(reading.events):
            yield Observed("told", report.story, event.confidence, number in gold)
            for part, link in PARTS.items():
                own: Sequence[Participant] = getattr(event, part)
                right = _right(gold.get(number), event, part)
                for at, participant in enumerate(own):
                    yield Observed(link, report.story, participant.confidence, at in right)


def _right(gold: Event | None, event: Event, part: str) -> set[int]:
    if gold is None:
        return set()
    return {j for _, j in matched(getattr(gold, part), getattr(event, part))}


def line(confidence: Floats, right: Floats) -> tuple[float, float]:
    """Return factor and addend of the likeliest line."""
    rows = np.stack([log_odds(confidence), np.ones_like(confidence)], axis=1)
    factor, addend = fit(rows, right, np.array([1.0, 0.0])).tolist()
    return factor, addend


def moved(confidence: Floats, along: tuple[float, float]) -> Floats:
    """Return probabilities whose log-odds are moved along a line."""
    return np.asarray(1.0 / (1.0 + np.exp(-along[0] * log_odds(confidence) - along[1])))


def bins(confidence: Floats, right: Floats) -> list[tuple[float, float, int]]:
    """Return mean confidence, share right and size of ten bins of (almost) equal size."""
    order = np.argsort(confidence, kind="stable")
    parts = [part for part in np.array_split(order, N_BINS) if len(part)]
    return [(float(confidence[p].mean()), float(right[p].mean()), len(p)) for p in parts]


def expected_error(confidence: Floats, right: Floats) -> float:
    """Return the expected calibration error (Naeini and others 2015), bins of equal size."""
    n = max(len(confidence), 1)
    return sum(size * abs(said - was) for said, was, size in bins(confidence, right)) / n


def cross_fitted(confidence: Floats, right: Floats, stories: Sequence[str]) -> Floats:
    """Return each probability moved by the line fitted without its fifth of the stories."""
    names = {story: number for number, story in enumerate(sorted(set(stories)))}
    fold = np.array([names[story] % N_FOLDS for story in stories])
    out = np.zeros_like(confidence)
    for number in range(N_FOLDS):
        mine = fold == number
        out[mine] = moved(confidence[mine], line(confidence[~mine], right[~mine]))
    return out


def read(reader: Path, corpus: Corpus) -> list[Reading]:
    """Read a corpus with the program and this reader."""
    tools = open_tools(Settings(reader=reader))
    return [o for o in understand_all(inputs(corpus), tools) if isinstance(o, Reading)]


def by_kind(observed: Sequence[Observed]) -> dict[str, list[Observed]]:
    """Group what was observed by what it is of."""
    groups: dict[str, list[Observed]] = defaultdict(list)
    for one in observed:
        groups[one.what].append(one)
    return dict(groups)


def main() -> None:
    """Fit the lines, write them, and say what they change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/dev"))
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--measure", action="store_true", help="write nothing into the card")
    options = parser.parse_args()
    corpus = read_corpus(options.corpus)
    groups = by_kind(list(observe(corpus, read(options.reader, corpus))))
    card = json.loads((options.reader / "reader.json").read_text(encoding="utf-8"))
    before: list[tuple[float, float]] = []
    after: list[tuple[float, float]] = []
    for what, found in groups.items():
        confidence = np.array([o.confidence for o in found])
        right = np.array([float(o.right) for o in found])
        crossed = cross_fitted(confidence, right, [o.story for o in found])
        factor, addend = line(confidence, right)
        print(
            f"{what:12} n {len(found):4}  right {right.mean():.3f}  error before "
            f"{expected_error(confidence, right):.3f}  after {expected_error(crossed, right):.3f}"
        )
        _write(card, what, factor, addend)
        before += zip(confidence.tolist(), right.tolist(), strict=True)
        after += zip(crossed.tolist(), right.tolist(), strict=True)
    (given, right), (said, was) = np.array(before).T, np.array(after).T
    print(
        f"{'all':12} n {len(after):4}  right {was.mean():.3f}  error before "
        f"{expected_error(given, right):.3f}  after {expected_error(said, was):.3f}"
    )
    if not options.measure:
        (options.reader / "reader.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    if options.plot:
        shown = bins(given, right) if options.measure else bins(said, was)
        options.plot.write_text(plot(shown), encoding="utf-8")


def _write(card: dict, what: str, factor: float, addend: float) -> None:
    """Put a line after the one that is there already, and move the threshold along."""
    for name in (what, f"{what}_with_rule"):
        if name in card["thresholds"]:
            at = np.array([card["thresholds"][name]])
            card["thresholds"][name] = round(float(moved(at, (factor, addend))[0]), 4)
    old = card["told"] if what == "told" else card["links"][what]
    moved_on = [factor * old[0], factor * old[1] + addend, *(factor * n for n in old[2:])]
    new = [round(number, 6) for number in moved_on]
    if what == "told":
        card["told"] = new
    else:
        card["links"][what] = new


def plot(points: Sequence[tuple[float, float, int]]) -> str:
    """Return a reliability plot as SVG: how often right (up) against what was said (across)."""
    side, edge = 300, 40
    dots = "".join(
        f'<circle cx="{edge + side * said:.1f}" cy="{edge + side * (1 - was):.1f}" r="4">'
        f"<title>{said:.2f} said, {was:.2f} right, {n} values</title></circle>"
        for said, was, n in points
    )
    ticks = "".join(
        f'<text x="{edge + side * t:.0f}" y="{edge + side + 18}" text-anchor="middle">{t:g}</text>'
        f'<text x="{edge - 8}" y="{edge + side * (1 - t) + 4:.0f}" text-anchor="end">{t:g}</text>'
        for t in (0, 0.5, 1)
    )
    whole = side + 2 * edge
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" '
        'font-family="sans-serif" font-size="12">'
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>'
        f'<rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#888"/>'
        f'<line x1="{edge}" y1="{edge + side}" x2="{edge + side}" y2="{edge}" stroke="#bbb"/>'
        f'<g fill="#1f5f8b">{dots}</g>{ticks}'
        f'<text x="{edge + side / 2}" y="{whole - 6}" text-anchor="middle">confidence given</text>'
        f'<text x="{edge}" y="{edge - 12}">share that is right</text></svg>\n'
    )


if __name__ == "__main__":
    main()
