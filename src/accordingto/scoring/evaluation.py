"""The main path: what the program read of a corpus, held against what is marked there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

import msgspec

from accordingto.codify.ontology import load_ontology
from accordingto.domain import Incident, Reading, Refused, SourceItem
from accordingto.scoring.events import event_counts
from accordingto.scoring.figures import Evaluation, Sheet, added, figure
from accordingto.scoring.gold import Corpus, Marked
from accordingto.scoring.incidents import (
    AS_GOLD,
    AS_READ,
    Twins,
    compared_counts,
    joining_counts,
    placed_as_gold,
    placed_as_read,
)
from accordingto.scoring.intervals import DRAWS, intervals
from accordingto.scoring.pairing import Aligned, align
from accordingto.scoring.statements import statement_counts


def inputs(corpus: Corpus) -> Iterator[SourceItem]:
    """Yield the reports as the program is given them: text and head, and nothing of the gold."""
    for report in corpus.reports:
        document = report.reading.document
        yield SourceItem(
            uri=document.uri,
            data=document.text.encode(),
            media_type="text/plain",
            id=document.id,
            published=document.published,
            publisher=document.publisher,
            title=document.title,
        )


def evaluate(
    corpus: Corpus,
    outcomes: Iterable[Reading | Refused],
    incidents: Sequence[Incident],
    *,
    random: Random,
    draws: int = DRAWS,
) -> Evaluation:
    """Return the figures of every layer.

    Args:
        outcomes: What the program made of ``inputs(corpus)``. A report that it refused, or that is
            not there, counts as read without a value: all of its gold is missed.
        incidents: How the program joined the events of these readings.
        random: Where the draws for the intervals come from.
    """
    read = {o.document.id: o for o in outcomes if isinstance(o, Reading)}
    families = {kind.name: kind.family for kind in load_ontology().kinds.values()}
    aligned = [
        align(gold, read.get(gold.document.id, _unread(gold)), families=families)
        for gold in (report.reading for report in corpus.reports)
    ]
    stories = _by_story(corpus, aligned, incidents, families)
    total, sure = added(stories), intervals(stories, random=random, draws=draws)
    return Evaluation(
        n_stories=len(stories),
        n_reports=len(corpus.reports),
        n_refused=sum(report.reading.document.id not in read for report in corpus.reports),
        draws=draws,
        figures=tuple(figure(name, counts, sure[name]) for name, counts in total.items()),
    )


def _unread(gold: Reading) -> Reading:
    return msgspec.structs.replace(gold, events=(), statements=(), mentions=())


def _by_story(
    corpus: Corpus,
    aligned: Sequence[Aligned],
    incidents: Sequence[Incident],
    families: Mapping[str, str],
) -> list[Sheet]:
    """Return the counts of each story, in the order of the corpus."""
    sheets: dict[str, list[Sheet]] = defaultdict(list)
    for report, pair in zip(corpus.reports, aligned, strict=True):
        own = (event_counts(pair, families=families), statement_counts(pair), compared_counts(pair))
        sheets[report.story].extend(own)
    for joined in _joinings(corpus.reports, aligned, incidents, corpus.twins):
        for story, sheet in joined.items():
            sheets[story].append(sheet)
    return [added(own) for own in sheets.values()]


def _joinings(
    reports: Sequence[Marked],
    aligned: Sequence[Aligned],
    incidents: Sequence[Incident],
    twins: Twins,
) -> Iterator[dict[str, Sheet]]:
    """Yield how the events were joined as they were read, and how the gold events are."""
    from accordingto.link import link  # loads DuckDB and splink

    as_read = placed_as_read(reports, aligned, incidents)
    yield joining_counts(as_read, twins, layer=AS_READ)
    as_gold = placed_as_gold(reports, link([report.reading for report in reports]))
    yield joining_counts(as_gold, twins, layer=AS_GOLD)
