"""Weigh the links by what the roles head says too.

`python -m training.combine READER --corpus corpus/dev` fits, for each part of an event, a logistic
regression over all fillers that the network finds at all likely for an event that is there: the
log-odds of the link, those of the role, and a constant. The numbers go into READER/reader.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from accordingto.acquire import acquire
from accordingto.annotate import annotate
from accordingto.annotate.decoding import Decoder
from accordingto.annotate.links import role_odds
from accordingto.annotate.neutral import read_plainly
from accordingto.codify import codify
from accordingto.codify.ontology import load_ontology
from accordingto.domain import Annotated, Event, LinkName, Reading, Span
from accordingto.networks import Reader
from accordingto.scoring.evaluation import inputs
from accordingto.scoring.gold import Corpus, read_corpus
from accordingto.scoring.pairing import align
from training.fit import open_least
from training.logistic import fit, log_odds

FIELDS: dict[LinkName, str] = {
    "perpetrator": "perpetrators", "victim": "victims", "target": "targets", "means": "means",
}  # fmt: skip
LOWEST = 0.02
PRIOR = np.array([1.0, 0.0, 0.0])  # the link alone decides


class Seen(NamedTuple):
    """A filler of an event that is there: log-odds of its link and its role, and if it is one."""

    link: float
    role: float
    right: bool


def seen(corpus: Corpus, reader: Reader) -> Iterator[tuple[str, Seen]]:
    """Yield every likely filler of every found event, with its best score over the triggers."""
    ontology = load_ontology()
    families = {kind.name: kind.family for kind in ontology.kinds.values()}
    for report, item in zip(corpus.reports, inputs(corpus), strict=True):
        annotated = annotate(acquire(item), reader=reader)
        decoder = Decoder(read_plainly(annotated.document.text, reader))
        coded = codify(annotated, ontology=ontology)
        aligned = align(report.reading, Reading(**msgspec.structs.asdict(coded)), families=families)
        for i, j in aligned.events:
            gold, read = aligned.gold.events[i], aligned.read.events[j]
            for name, field in FIELDS.items():
                best = _best(annotated, read, name)
                spans = [Span(start=start, end=end) for start, end in best]
                roles = role_odds(decoder, name, spans)
                odds = log_odds(np.array(list(best.values())))
                for span, link, role in zip(spans, odds, roles, strict=True):
                    right = any(span.touches(s) for p in getattr(gold, field) for s in p.spans)
                    yield name, Seen(float(link), float(role), right)


def _best(annotated: Annotated, event: Event, name: str) -> dict[tuple[int, int], float]:
    best: dict[tuple[int, int], float] = {}
    for link in annotated.links:
        if link.name == name and any(link.second.touches(t) for t in event.trigger):
            at = (link.first.start, link.first.end)
            best[at] = max(link.score, best.get(at, 0.0))
    return best


def main() -> None:
    """Fit the planes and write them into the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/dev"))
    options = parser.parse_args()
    path = options.reader / "reader.json"
    reader = open_least(options.reader, FIELDS, LOWEST)
    found = list(seen(read_corpus(options.corpus), reader))
    card = json.loads(path.read_text(encoding="utf-8"))
    for name in FIELDS:
        mine = [one for which, one in found if which == name]
        rows = np.array([(one.link, 1.0, one.role) for one in mine])
        right = np.array([float(one.right) for one in mine])
        factor, addend, role = fit(rows, right, PRIOR).tolist()
        old = card["links"][name]
        new = [factor * old[0], factor * old[1] + addend, factor * old[2] + role]
        card["links"][name] = [round(number, 6) for number in new]
        said = f"link {factor:.2f}, constant {addend:.2f}, role {role:.2f}"
        print(f"{name:12} {len(mine):5} fillers: {said}")
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
