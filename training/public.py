"""Figures on the public dev sets with intervals: `python -m training.public --corpora DIR SCORES`.

SCORES is the folder into which `make evaluate` has coded the dev sets. The scorers count
document by document; the intervals are the middle 95 % of F1 over documents drawn anew with
replacement. With --write FILE ... the table also goes between the `public` marks of files.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any, NamedTuple

DRAWS = 1000
SEED = 20261122
MUC = {"ree": "CEAF-REE", "tf": "template filling"}
TASKS = ("attribution", "entities", "toponyms", "times")
MARKS = re.compile(r"(<!-- public: begin -->\n).*?(<!-- public: end -->)", re.DOTALL)


class Counts(NamedTuple):
    """Right and all of what was predicted, right and all of what is there."""

    right: float = 0
    predicted: float = 0
    met: float = 0
    gold: float = 0

    def plus(self, other: Counts) -> Counts:
        """Return both together."""
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def shares(self) -> tuple[float, float, float]:
        """Precision, recall and F1 in percent."""
        p = self.right / self.predicted if self.predicted else 0.0
        r = self.met / self.gold if self.gold else 0.0
        return 100 * p, 100 * r, 200 * p * r / (p + r) if p + r else 0.0


Document = Mapping[str, Counts]


def load(path: Path) -> ModuleType:
    """Import a scorer from beside the corpora."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def muc(corpora: Path, predicted: Path) -> Iterator[Document]:
    """Count MUC-4 with the scorer's defaults, one document at a time."""
    scorer = load(corpora / "muc4" / "score.py")
    options = argparse.Namespace(
        dedup="both", count_unmatched=False, muc_optional=False, victim_desc=False
    )
    gold = scorer.read_file(corpora / "muc4" / "dev.jsonl", options)
    read = scorer.read_file(predicted, options)
    for docid, document in gold.items():
        mine = read.get(docid, {"templates": [], "ree": None})
        told, said = bool(document["templates"]), bool(mine["templates"])
        both = float(told and said)
        counts = {"MUC-4: documents with an incident": Counts(both, said, both, told)}
        one = {docid: document}, {docid: mine}, options
        for name, table in (("ree", scorer.score_ree(*one)), ("tf", scorer.score_tf(*one))):
            for role, row in table.items():
                counts[f"MUC-4 {MUC[name]}: {role}"] = Counts(
                    row["correct_pred"], row["pred"], row["correct_gold"], row["gold"]
                )
        yield counts


def spans(corpora: Path, task: str, predicted: Path) -> Iterator[Document]:
    """Count a task of score_readings.py, one document at a time."""
    scorer = load(corpora / "score_readings.py")
    readings: dict[str, Any] = {}
    for reading in scorer.rows(predicted):
        document = reading["document"]
        readings[str(document.get("id"))] = reading
        readings[Path(str(document.get("uri") or "")).name.split("#")[-1]] = reading
    empty: dict[str, list[Any]] = {"statements": [], "mentions": [], "events": []}
    for row in scorer.rows(corpora / task / "dev.jsonl"):
        result = getattr(scorer, task)([row], lambda r: readings.get(r["docid"], empty))
        yield {
            f"{task}: {name}": Counts(c["right"], c["predicted"], c["right"], c["gold"])
            for name, c in result.items()
            if isinstance(c, dict) and "right" in c
        }


def total(documents: Sequence[Document]) -> dict[str, Counts]:
    """Add the documents up."""
    sums: dict[str, Counts] = defaultdict(Counts)
    for document in documents:
        for name, counts in document.items():
            sums[name] = sums[name].plus(counts)
    return dict(sums)


def intervals(documents: Sequence[Document], random: Random) -> dict[str, tuple[float, float]]:
    """Return the middle 95 % of each F1 over documents drawn with replacement."""
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(DRAWS):
        for name, counts in total(random.choices(documents, k=len(documents))).items():
            drawn[name].append(counts.shares[2])
    cut = int(0.025 * DRAWS)
    return {name: (sorted(v)[cut], sorted(v)[-cut - 1]) for name, v in drawn.items()}


def table(corpora: Path, scores: Path) -> str:
    """Return the figures of all dev sets as Markdown."""
    lines = ["| what | P | R | **F1** | 95 % |", "|---|---:|---:|---:|---:|"]
    tasks = [list(muc(corpora, scores / "muc4.pred.jsonl"))]
    tasks += [list(spans(corpora, task, scores / f"{task}.jsonl")) for task in TASKS]
    for documents in tasks:
        sure = intervals(documents, Random(SEED))
        for name, counts in total(documents).items():
            p, r, f = counts.shares
            low, high = sure[name]
            lines.append(f"| {name} | {p:.1f} | {r:.1f} | **{f:.1f}** | {low:.1f} to {high:.1f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table, and write it where it belongs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scores", type=Path)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--write", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    made = table(options.corpora, options.scores)
    print(made, end="")
    for path in options.write:
        text = path.read_text(encoding="utf-8")
        path.write_text(MARKS.sub(rf"\g<1>{made}\g<2>", text), encoding="utf-8")


if __name__ == "__main__":
    main()
