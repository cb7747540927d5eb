"""How far two hands agree that marked the same reports without seeing each other's marks."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import get_args

import msgspec

from accordingto.domain import Label
from accordingto.errors import CorpusError
from accordingto.scoring import evaluate, read_corpus
from accordingto.scoring.figures import Evaluation, Figure, Name, both, figure
from accordingto.scoring.gold import Corpus, Marked
from accordingto.scoring.incidents import AS_GOLD, AS_READ
from training.corpus.splits import SPLITS

SECOND = "second"
SEED = 20261122


def agreement(corpus: Path) -> Evaluation:
    """Return the figures of the second hand's marks held against the first's.

    Which of the two counts as gold turns precision into recall and leaves F1 as it is. Incidents
    are left out: the second hand saw one report of each story.

    Raises:
        CorpusError: When a report marked twice is not in the corpus, or its text is another.
    """
    second = read_corpus(corpus / SECOND)
    first = _first_hand(corpus, second)
    readings = [report.reading for report in second.reports]
    whole = evaluate(first, readings, (), random=Random(SEED))
    kept = (f for f in whole.figures if f.layer not in (AS_READ, AS_GOLD))
    return msgspec.structs.replace(whole, figures=(*kept, *_mentions(first, second)))


def _first_hand(corpus: Path, second: Corpus) -> Corpus:
    parts = [read_corpus(corpus / split) for split in SPLITS if any((corpus / split).glob("*/*"))]
    known = {r.reading.document.id: r for part in parts for r in part.reports}
    return Corpus(reports=tuple(_of_same_text(known, r) for r in second.reports), twins=())


def _of_same_text(known: Mapping[str, Marked], report: Marked) -> Marked:
    document = report.reading.document
    first = known.get(document.id)
    if first is None:
        raise CorpusError(f"{SECOND}/{document.id} is in no split. Remove it or rename it.")
    if first.reading.document.text != document.text:
        raise CorpusError(f"{SECOND}/{document.id} has another text. Mark the corpus's text.")
    return first


def _mentions(first: Corpus, second: Corpus) -> Iterator[Figure]:
    """Yield, for each label, how many names have the same bounds and label by both hands."""
    for label in get_args(Label):
        one, other = _names(first, label), _names(second, label)
        counts = both(len(one & other), found=len(other), gold=len(one))
        yield figure(Name("mentions", f"{label}, same bounds"), counts, None)


def _names(corpus: Corpus, label: str) -> set[tuple[str, int, int]]:
    return {
        (report.reading.document.id, mention.start, mention.end)
        for report in corpus.reports
        for mention in report.reading.mentions
        if mention.label == label
    }
