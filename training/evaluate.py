"""Score a trained reader on dev: ``python -m training.evaluate --corpora DIR --weights FILE``.

FILE is an epoch's ``average-N.safetensors`` or a folder with a ``reader.onnx``. Thresholds are
fitted on the MUC-4 documents that training kept back, never on dev.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from accordingto.annotate.decoding import Decoder
from accordingto.networks import Card, Reader, Run, Tagged, open_reader
from training.corpora import read_attribution, read_entities, read_incidents, rows
from training.examples import Example
from training.labels import HEADS, INCIDENTS, LINKS, SPAN_KINDS
from training.model import WIDTH, Probabilities
from training.model import Reader as TrainedReader
from training.scorers import load_scorer
from training.train import N_HELD_BACK, SEED, base_folder, load_trained
from training.windows import SIZE, open_tokenizer

Row = dict[str, Any]
STRIDE = 190
SLOT_OF_ROLE = {
    "perpetrator_individual": "PerpInd",
    "perpetrator_organisation": "PerpOrg",
    "target": "Target",
    "victim_named": "Victim",
    "weapon": "Weapon",
}
NAMED = ("perpetrator_organisation", "victim_named")
RELEVANCE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
OUTSIDE = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0)
SCORES = (0.0, 0.3, 0.4, 0.5)


def open_weights(path: Path, *, threads: int) -> Reader:
    """Open an exported folder, or an epoch's weights in torch."""
    if path.is_dir():
        return open_reader(path, threads=threads)
    torch.set_num_threads(threads)
    reader = load_trained(path)
    network = Probabilities(reader).eval()

    def run(input_ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Mapping[str, Any]:
        with torch.no_grad():
            outputs = network(torch.from_numpy(input_ids), torch.from_numpy(mask))
        return {name: o.numpy() for name, o in zip(network.names, outputs, strict=True)}

    card = Card(HEADS, SIZE, STRIDE, {}, WIDTH, link_planes(reader))
    checked: Run = run
    return Reader(open_tokenizer(base_folder() / "tokenizer.json"), checked, card)


def link_planes(reader: TrainedReader) -> dict[str, tuple[float, float, float]]:
    """Return factor and addend of each link as trained, without the roles' part, in order."""
    biases = reader.link_bias.tolist()
    return {name: (1.0, bias, 0.0) for name, bias in zip(LINKS, biases, strict=True)}


def key_strings(tagged: Tagged, *, outside: float, least: float) -> dict[str, list[list[str]]]:
    """Decode the roles naively: one entity for each different wording."""
    found: dict[str, list[str]] = {slot: [] for slot in SLOT_OF_ROLE.values()}
    named = {SLOT_OF_ROLE[role] for role in NAMED}
    for span in Decoder(tagged).spans("roles", outside=outside):
        slot = SLOT_OF_ROLE.get(span.label)
        if slot and span.score >= least:
            found[slot].append(" ".join(tagged.text[span.start : span.end].lower().split()))
    return {
        slot: [[s] for s in dict.fromkeys(strings) if slot not in named or not _part(s, strings)]
        for slot, strings in found.items()
    }


def _part(string: str, strings: Iterable[str]) -> bool:
    return any(f" {string} " in f" {other} " for other in strings if other != string)


class MucScores:
    """Reads MUC-4 documents once and scores them under any thresholds."""

    def __init__(self, reader: Reader, gold: Sequence[Row], corpora: Path) -> None:
        self.scorer, self.gold = load_scorer(corpora / "muc4" / "score.py"), gold
        self.tagged = [reader.read(row["text"]) for row in gold]
        options = argparse.Namespace(
            json=True, dedup="both", count_unmatched=False, muc_optional=False, victim_desc=False
        )
        self.options = options
        self.key = self._loaded(gold)

    def _loaded(self, documents: Sequence[Row]) -> Any:
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.writelines(json.dumps(row) + "\n" for row in documents)
            file.flush()
            return self.scorer.read_file(file.name, self.options)

    def score(self, *, relevance: float, outside: float, least: float) -> Any:
        """CEAF-REE by role; a document counts if any of its windows passes."""
        predicted = []
        for row, tagged in zip(self.gold, self.tagged, strict=True):
            passed = len(tagged) and tagged.relevance.max() >= relevance
            ree = key_strings(tagged, outside=outside, least=least) if passed else {}
            predicted.append({"docid": row["docid"], "simple_templates": [], "ree": ree})
        return self.scorer.score_ree(self.key, self._loaded(predicted), self.options)

    def fit(self) -> dict[str, float]:
        """Try every combination: one after the other they stop short of the best."""
        grids = itertools.product(RELEVANCE, OUTSIDE, SCORES)
        tried = [dict(zip(("relevance", "outside", "least"), g, strict=True)) for g in grids]
        return max(tried, key=self._micro)

    def _micro(self, thresholds: dict[str, float]) -> float:
        return float(self.score(**thresholds)["micro"]["F1"])


def held_back(corpora: Path) -> list[Row]:
    """The MUC-4 training documents that training did not see; the draw is that of train.py."""
    documents = list(rows(corpora / "muc4" / "train.jsonl"))
    Random(SEED).shuffle(documents)
    return documents[:N_HELD_BACK]


def f1(right: float, predicted: float, gold: float) -> dict[str, float]:
    """Precision, recall and F1 in per cent."""
    precision, recall = right / max(predicted, 1), right / max(gold, 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    names = {"P": precision, "R": recall, "F1": both}
    return {name: round(100 * value, 1) for name, value in names.items()}


def score_spans(
    reader: Reader, examples: Sequence[Example], head: str, kinds: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Exact spans, outside what the corpus leaves unsure or has not annotated."""
    counts = {kind: [0, 0, 0] for kind in kinds}
    for example in examples:
        tagged = reader.read(example.text)
        gold = {(s.start, s.end, s.kind) for s in example.spans.get(head, [])}
        found = {
            (s.start, s.end, s.label)
            for s in Decoder(tagged).spans(head)
            if _asked(example, head, s)
        }
        for kind in kinds:
            mine = {s for s in found if s[2] == kind}
            key = {s for s in gold if s[2] == kind}
            for at, number in enumerate((len(mine & key), len(mine), len(key))):
                counts[kind][at] += number
    counts["micro"] = [sum(c[at] for c in counts.values()) for at in range(3)]
    return {kind: f1(*c) for kind, c in counts.items()}


def _asked(example: Example, head: str, span: Any) -> bool:
    def within(ranges: Iterable[tuple[int, int]]) -> bool:
        return any(span.start < end and start < span.end for start, end in ranges)

    return within(example.known.get(head, [])) and not within(example.unsure.get(head, []))


def score_characters(
    reader: Reader, examples: Sequence[Example], head: str, kinds: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Characters under the right label: forgiving about where a span ends."""
    counts = {kind: [0, 0, 0] for kind in kinds}
    for example in examples:
        tagged = reader.read(example.text)
        found = [
            (s.start, s.end, s.label)
            for s in Decoder(tagged).spans(head)
            if _asked(example, head, s)
        ]
        gold = [(s.start, s.end, s.kind) for s in example.spans.get(head, [])]
        for kind in kinds:
            mine, key = _characters(found, kind), _characters(gold, kind)
            for at, number in enumerate((len(mine & key), len(mine), len(key))):
                counts[kind][at] += number
    return {kind: f1(*c) for kind, c in counts.items()}


def _characters(found: Sequence[tuple[int, int, str]], kind: str) -> set[int]:
    return {at for start, end, label in found if label == kind for at in range(start, end)}


def score_incidents(reader: Reader, examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Sentences judged by the corpora, at one half."""
    counts = {kind: [0, 0, 0] for kind in INCIDENTS}
    for example in examples:
        tagged = reader.read(example.text)
        for v in example.verdicts:
            inside = (tagged.pieces[:, 0] < v.end) & (tagged.pieces[:, 1] > v.start)
            if inside.any():
                mean = tagged.heads["incidents"][inside, INCIDENTS.index(v.kind)].mean()
                told = bool(mean >= 0.5)
                for at, yes in enumerate((told and v.holds, told, v.holds)):
                    counts[v.kind][at] += yes
    return {kind: f1(*c) for kind, c in counts.items()}


def measure(reader: Reader, corpora: Path, *, fast: bool) -> dict[str, Any]:
    """Every dev figure; ``fast`` takes a part of the large corpora."""
    thresholds = MucScores(reader, held_back(corpora), corpora).fit()
    dev = list(rows(corpora / "muc4" / "dev.jsonl"))
    modern = read_incidents(corpora / "incidents_modern" / "dev.jsonl")
    names = read_entities(corpora / "entities" / "dev.jsonl")
    quoted = read_attribution(corpora / "attribution" / "dev.jsonl")
    if fast:
        names = [e for e in names if e.corpus != "uner_ewt"][::3]
        quoted = quoted[::6]
    return {
        "thresholds": thresholds,
        "muc4 CEAF-REE": MucScores(reader, dev, corpora).score(**thresholds),
        "modern roles, exact": score_spans(reader, modern, "roles", SPAN_KINDS["roles"]),
        "modern roles, characters": score_characters(reader, modern, "roles", SPAN_KINDS["roles"]),
        "modern incidents": score_incidents(reader, modern),
        "entities, exact": score_spans(reader, names, "entities", SPAN_KINDS["entities"]),
        "attribution, characters": score_characters(
            reader, quoted, "attribution", SPAN_KINDS["attribution"]
        ),
        "attribution, exact": score_spans(reader, quoted, "attribution", SPAN_KINDS["attribution"]),
    }


def main() -> None:
    """Print the figures, one line each, and write them as JSON if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    reader = open_weights(options.weights, threads=options.threads)
    figures = measure(reader, options.corpora, fast=options.fast)
    for name, parts in figures.items():
        print(name)
        for part, value in parts.items():
            print(f"  {part:26} {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
