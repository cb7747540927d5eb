"""Fit the thresholds in a reader's card on a part of our corpus.

`python -m training.fit READER --corpus corpus/dev` reads the reports once, keeping whatever the
network finds at all likely, and then codes them again and again: each threshold in turn is set to
the value with the highest F1 of what it decides, the earlier of equal ones. The best values are
written into READER/reader.json and printed with their F1.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from accordingto.acquire import acquire
from accordingto.annotate import annotate
from accordingto.codify import codify
from accordingto.codify.ontology import Ontology, load_ontology
from accordingto.domain import Annotated, Reading
from accordingto.networks import Reader, open_reader, read_card
from accordingto.scoring.evaluation import inputs
from accordingto.scoring.events import event_counts
from accordingto.scoring.figures import Name, Sheet, added, value
from accordingto.scoring.gold import Corpus, read_corpus
from accordingto.scoring.pairing import align
from accordingto.scoring.statements import statement_counts

LOWEST = 0.05
TRIED = tuple(round(float(t), 2) for t in np.arange(0.2, 0.85, 0.1))
DECIDES = {  # in this order: what is told of decides what there is to fill
    "told": Name("events", "found"),
    "told_with_rule": Name("events", "found"),
    "perpetrator": Name("events", "perpetrators"),
    "victim": Name("events", "victims"),
    "target": Name("events", "targets"),
    "means": Name("events", "means"),
    "toll": Name("events", "killed, with tolerance"),
    "about": Name("statements", "about"),
    "subject": Name("statements", "proposition"),
    "object": Name("statements", "proposition"),
}


def open_least(folder: Path, names: Iterable[str], least: float) -> Reader:
    """Open a reader that keeps whatever it finds at all likely of these thresholds."""
    known = read_card(folder / "reader.json").thresholds
    return open_reader(folder, threads=2, thresholds={**known, **dict.fromkeys(names, least)})


def at(annotated: Annotated, thresholds: Mapping[str, float]) -> Annotated:
    """Return what the annotation would be at higher thresholds than it was made with."""
    triggers = tuple(
        msgspec.structs.replace(trigger, sure=trigger.score >= thresholds["told"])
        for trigger in annotated.triggers or ()
        if trigger.score >= min(thresholds["told"], thresholds["told_with_rule"])
    )
    links = tuple(
        link for link in annotated.links if link.score >= thresholds.get(link.name, LOWEST)
    )
    return msgspec.structs.replace(annotated, triggers=triggers, links=links)


def scored(
    corpus: Corpus, annotated: Sequence[Annotated], thresholds: Mapping[str, float],
    ontology: Ontology,
) -> Sheet:  # fmt: skip
    """Code every report at these thresholds and count."""
    families = {kind.name: kind.family for kind in ontology.kinds.values()}
    sheets = []
    for report, one in zip(corpus.reports, annotated, strict=True):
        coded = codify(at(one, thresholds), ontology=ontology)
        read = Reading(**msgspec.structs.asdict(coded))
        aligned = align(report.reading, read, families=families)
        sheets.append({**event_counts(aligned, families=families), **statement_counts(aligned)})
    return added(sheets)


def fit(corpus: Corpus, reader: Reader) -> dict[str, float]:
    """Return the thresholds, each with the best F1 given those before it."""
    ontology = load_ontology()
    items = (acquire(item) for item in inputs(corpus))
    annotated = [annotate(document, reader=reader) for document in items]
    thresholds = dict.fromkeys(DECIDES, 0.5)
    for name, figure in DECIDES.items():
        tried = {
            least: value(scored(corpus, annotated, {**thresholds, name: least}, ontology)[figure])
            or 0.0
            for least in TRIED
        }
        thresholds[name] = max(TRIED, key=lambda least: tried[least])
        print(f"{name:16} {thresholds[name]:.2f}  {figure.what}: {tried[thresholds[name]]:.3f}")
    return thresholds


def main() -> None:
    """Fit the thresholds and write them into the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/dev"))
    options = parser.parse_args()
    path = options.reader / "reader.json"
    reader = open_least(options.reader, DECIDES, LOWEST)
    fitted = fit(read_corpus(options.corpus), reader)
    card = json.loads(path.read_text(encoding="utf-8"))
    card["thresholds"] |= fitted
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
