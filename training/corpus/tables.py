"""The tables of ``corpus/README.md``: what the corpus holds, and how little it repeats itself."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import mean, median

from accordingto.domain import Event, Participant, Statement
from accordingto.scoring.gold import Corpus, Marked
from training.corpus.repetition import distinct, repeated_share

Splits = Mapping[str, Corpus]


def tables(splits: Splits) -> Iterator[str]:
    """Yield the lines of the Markdown tables, one column a split and one for all of them."""
    yield from _table("What", splits, list(_totals(splits)))
    for title, of_report in _DISTRIBUTIONS.items():
        yield from _table(title, splits, _counted(splits, of_report))
    yield from _repetition(splits)


def has_incident(gold: Marked) -> bool:
    """Return whether a report tells of an accomplished single incident of its own time."""
    return any(
        e.stage == "accomplished" and e.clarity == "single" and not e.background
        for e in gold.reading.events
    )


Row = tuple[str, list[object]]


def _totals(splits: Splits) -> Iterator[Row]:
    parts: list[tuple[str, Callable[[Corpus], object]]] = [
        ("stories", lambda c: len({g.story for g in c.reports})),
        ("reports", lambda c: len(c.reports)),
        ("reports in stories of two outlets or more", _n_in_company),
        (
            "word-for-word or lightly rewritten copies",
            lambda c: sum(g.reading.document.copy_of is not None for g in c.reports),
        ),
        (
            "reports without an accomplished incident",
            lambda c: sum(not has_incident(g) for g in c.reports),
        ),
        (
            "reports without a publication date",
            lambda c: sum(g.reading.document.published is None for g in c.reports),
        ),
        ("countries", lambda c: len({g.country for g in c.reports})),
        ("words", lambda c: sum(map(_n_words, c.reports))),
        ("words a report, mean", lambda c: round(mean(map(_n_words, c.reports)))),
        ("words a report, median", lambda c: round(median(map(_n_words, c.reports)))),
        ("incidents", lambda c: len(_told(c))),
        ("incidents told by two reports or more", lambda c: sum(n > 1 for n in _told(c).values())),
        ("events", lambda c: sum(len(g.reading.events) for g in c.reports)),
        ("statements", lambda c: sum(len(g.reading.statements) for g in c.reports)),
        ("mentions", lambda c: sum(len(g.reading.mentions) for g in c.reports)),
        ("pairs of near-twins", lambda c: len(c.twins)),
    ]
    for title, count in parts:
        values: list[object] = [count(corpus) for corpus in splits.values()]
        yield title, [*values, count(merged(splits.values()))]


def merged(corpora: Iterable[Corpus]) -> Corpus:
    """Return several parts as one corpus."""
    parts = list(corpora)
    return Corpus(
        reports=tuple(g for c in parts for g in c.reports),
        twins=tuple(t for c in parts for t in c.twins),
    )


def _n_in_company(corpus: Corpus) -> int:
    outlets = Counter(g.story for g in corpus.reports)
    return sum(n for n in outlets.values() if n > 1)


def _n_words(gold: Marked) -> int:
    return len(gold.reading.document.text.split())


def _told(corpus: Corpus) -> Counter[str]:
    return Counter(name for gold in corpus.reports for name in set(gold.incidents.values()))


# ------------------------------------------------------------------ distributions


def _events(gold: Marked) -> tuple[Event, ...]:
    return gold.reading.events


def _statements(gold: Marked) -> tuple[Statement, ...]:
    return gold.reading.statements


def _parts(gold: Marked) -> Iterator[tuple[str, Participant]]:
    for event in gold.reading.events:
        for role in ("perpetrators", "victims", "targets", "means"):
            for participant in getattr(event, role):
                yield role, participant


def _tolls(gold: Marked) -> Iterator[str]:
    for event in gold.reading.events:
        for name in ("killed", "injured", "abducted"):
            values = getattr(event, name)
            if values:
                yield f"{name}: one figure" if len(values) == 1 else f"{name}: several figures"


_DISTRIBUTIONS: dict[str, Callable[[Marked], Iterable[str]]] = {
    "Form": lambda g: [g.form],
    "English": lambda g: [g.english],
    "Country": lambda g: [g.country],
    "Kind of event": lambda g: [e.kind for e in _events(g)],
    "Stage, clarity, time": lambda g: [
        *(e.stage for e in _events(g)),
        *(e.clarity for e in _events(g)),
        *("background" for e in _events(g) if e.background),
    ],
    "Part in an event": lambda g: [role for role, _ in _parts(g)],
    "Kind of perpetrator": lambda g: [p.kind for r, p in _parts(g) if r == "perpetrators"],
    "Kind of victim": lambda g: [p.kind for r, p in _parts(g) if r == "victims"],
    "Certainty of the perpetrator": lambda g: [
        p.certainty for r, p in _parts(g) if r == "perpetrators"
    ],
    "Tolls": _tolls,
    "Kind of statement": lambda g: [s.kind for s in _statements(g)],
    "Length of a statement's chain": lambda g: [
        str(len(s.according_to) + (s.speaker is not None)) for s in _statements(g)
    ],
    "Relation of a proposition": lambda g: [
        ("not " if s.proposition.negated else "") + s.proposition.relation
        for s in _statements(g)
        if s.proposition is not None
    ],
    "Mention": lambda g: [m.label for m in g.reading.mentions],
}


def _counted(splits: Splits, of_report: Callable[[Marked], Iterable[str]]) -> list[Row]:
    counts = [Counter(x for g in c.reports for x in of_report(g)) for c in splits.values()]
    total = sum(counts, Counter())
    order = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    return [(name, [*(count[name] for count in counts), n]) for name, n in order]


def _repetition(splits: Splits) -> Iterator[str]:
    texts = {split: [g.reading.document.text for g in c.reports] for split, c in splits.items()}
    texts["all"] = [text for part in texts.values() for text in part]
    rows: list[Row] = [
        (
            f"different {n}-grams among all {n}-grams",
            [f"{distinct(part, n):.3f}" for part in texts.values()],
        )
        for n in (1, 2, 3, 4)
    ]
    rows.append(
        (
            "8-grams that stand in two stories",
            [
                f"{repeated_share(_by_story(c), 8):.4f}"
                for c in (*splits.values(), merged(splits.values()))
            ],
        )
    )
    yield from _table("Repetition", splits, rows)


def _by_story(corpus: Corpus) -> Sequence[str]:
    stories: dict[str, list[str]] = {}
    for gold in corpus.reports:
        stories.setdefault(gold.story, []).append(gold.reading.document.text)
    return ["\n".join(texts) for texts in stories.values()]


def _table(title: str, splits: Splits, rows: list[Row]) -> Iterator[str]:
    yield f"| {title} | {' | '.join(splits)} | all |"
    yield "|---" + "|---:" * (len(splits) + 1) + "|"
    for name, values in rows:
        yield f"| {name} | {' | '.join(map(str, values))} |"
    yield ""
