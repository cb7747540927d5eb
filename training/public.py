"""Figures on the public dev sets with intervals: `python -m training.public SCORES --corpora DIR`.

SCORES is the folder into which `make evaluate` has coded the dev sets. The scorers count
document by document; the intervals are the middle 95 % of F1 over documents drawn anew with
replacement. With --write FILE ... the table also goes between the `public` marks of files.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from accordingto.scoring.figures import Counts, Name, Sheet, added, both, figure
from accordingto.scoring.intervals import intervals
from training.scorers import load_scorer

SEED = 20261122
MUC = {"ree": "CEAF-REE", "tf": "template filling"}
TASKS = ("attribution", "entities", "toponyms", "times")
MARKS = re.compile(r"(<!-- public: begin -->\n).*?(<!-- public: end -->)", re.DOTALL)


def muc(corpora: Path, predicted: Path) -> Iterator[Sheet]:
    """Count MUC-4 with the scorer's defaults, one document at a time."""
    scorer = load_scorer(corpora / "muc4" / "score.py")
    options = argparse.Namespace(
        dedup="both", count_unmatched=False, muc_optional=False, victim_desc=False
    )
    gold = scorer.read_file(corpora / "muc4" / "dev.jsonl", options)
    read = scorer.read_file(predicted, options)
    for docid, document in gold.items():
        mine = read.get(docid, {"templates": [], "ree": None})
        told, said = bool(document["templates"]), bool(mine["templates"])
        has = Name("MUC-4", "documents with an incident")
        counts = {has: both(told and said, found=said, gold=told)}
        one = {docid: document}, {docid: mine}, options
        for name, table in (("ree", scorer.score_ree(*one)), ("tf", scorer.score_tf(*one))):
            for role, row in table.items():
                counts[Name(f"MUC-4 {MUC[name]}", role)] = Counts(
                    row["correct_pred"], row["pred"], row["correct_gold"], row["gold"]
                )
        yield counts


def spans(corpora: Path, task: str, predicted: Path) -> Iterator[Sheet]:
    """Count a task of score_readings.py, one document at a time."""
    scorer = load_scorer(corpora / "score_readings.py")
    readings: dict[str, Any] = {}
    for reading in scorer.rows(predicted):
        document = reading["document"]
        readings[str(document.get("id"))] = reading
        readings[Path(str(document.get("uri") or "")).name.split("#")[-1]] = reading
    empty: dict[str, list[Any]] = {"statements": [], "mentions": [], "events": []}
    for row in scorer.rows(corpora / task / "dev.jsonl"):
        result = getattr(scorer, task)([row], lambda r: readings.get(r["docid"], empty))
        yield {
            Name(task, name): both(c["right"], found=c["predicted"], gold=c["gold"])
            for name, c in result.items()
            if isinstance(c, dict) and "right" in c
        }


def table(corpora: Path, scores: Path) -> str:
    """Return the figures of all dev sets as Markdown."""
    lines = ["| what | P | R | **F1** | 95 % |", "|---|---:|---:|---:|---:|"]
    tasks = [list(muc(corpora, scores / "muc4.pred.jsonl"))]
    tasks += [list(spans(corpora, task, scores / f"{task}.jsonl")) for task in TASKS]
    for documents in tasks:
        sure = intervals(documents, random=Random(SEED))
        for name, counts in added(documents).items():
            one = figure(name, counts, sure[name])
            p, r, f, low, high = (
                f"{100 * (n or 0):.1f}"
                for n in (one.precision, one.recall, one.value, one.low, one.high)
            )
            lines.append(f"| {name.layer}: {name.what} | {p} | {r} | **{f}** | {low} to {high} |")
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
