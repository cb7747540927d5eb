"""The table of ``docs/quality.md``: dev, test and two hands' agreement, figure by figure."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from accordingto.scoring.figures import Evaluation, Figure
from training.corpus.agreement import agreement

COLUMNS = "dev P | dev R | **dev** | 95 % | test P | test R | **test** | 95 % | two hands"
RULE = "|---|" + "---:|" * 9


def read_evaluation(path: Path) -> Evaluation:
    """Read what ``accordingto evaluate --format json`` printed."""
    return msgspec.json.decode(path.read_bytes(), type=Evaluation)


def lines(dev: Evaluation, test: Evaluation, corpus: Path) -> Iterator[str]:
    """Yield the lines of the table; "two hands" is how far two annotators agree on the figure."""
    hands = {(f.layer, f.what): f for f in agreement(corpus).figures}
    other = {(f.layer, f.what): f for f in test.figures}
    yield (
        f"dev: {dev.n_reports} reports of {dev.n_stories} stories. test: {test.n_reports} of "
        f"{test.n_stories}. Bold: F1, or the share where there is no P and R."
    )
    for layer, figures in groupby(dev.figures, key=lambda figure: figure.layer):
        yield ""
        yield f"| {layer[0].upper()}{layer[1:]} | {COLUMNS} |"
        yield RULE
        for figure in figures:
            name = (figure.layer, figure.what)
            both = hands.get(name)
            agreed = _percent(both.value) if both else "–"
            cells = (*_cells(figure), *_cells(other[name]), agreed)
            yield f"| {figure.what} | {' | '.join(cells)} |"


def _cells(figure: Figure) -> tuple[str, str, str, str]:
    is_share = figure.measure == "share"
    return (
        "" if is_share else _percent(figure.precision),
        "" if is_share else _percent(figure.recall),
        f"**{_percent(figure.value)}**",
        f"{_percent(figure.low)} to {_percent(figure.high)}",
    )


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"
