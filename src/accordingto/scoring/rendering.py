"""The figures for people: a table on the terminal, or Markdown; in per cent, with intervals."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from accordingto.scoring.figures import Evaluation, Figure

COLUMNS = ("P", "R", "F1 or share", "95 %", "found", "gold")
NOTHING = "–"


def as_table(evaluation: Evaluation) -> RenderableType:
    """Return one table a layer, for the terminal."""
    parts: list[RenderableType] = [escape(summary(evaluation))]
    for layer, figures in _layers(evaluation):
        table = Table(title=layer, title_justify="left", box=None, pad_edge=False)
        table.add_column("")
        for column in COLUMNS:
            table.add_column(column, justify="right", no_wrap=True)
        for figure in figures:
            table.add_row(escape(figure.what), *cells(figure))
        parts += ["", table]
    return Group(*parts)


def as_markdown(evaluation: Evaluation) -> str:
    """Return one table a layer, for a page."""
    lines = [summary(evaluation)]
    for layer, figures in _layers(evaluation):
        lines += ["", f"### {layer[0].upper()}{layer[1:]}", ""]
        lines += [_row("", *COLUMNS), "|---|" + "---:|" * len(COLUMNS)]
        lines += [_row(figure.what, *cells(figure)) for figure in figures]
    return "\n".join(lines) + "\n"


def summary(evaluation: Evaluation) -> str:
    """Return what was measured, in a line."""
    return (
        f"Stories: {evaluation.n_stories}; reports: {evaluation.n_reports}; "
        f"refused: {evaluation.n_refused}. Intervals: {evaluation.draws} draws of stories."
    )


def cells(figure: Figure) -> tuple[str, ...]:
    """Return a figure's row after its name; a share has neither P nor R, and one number."""
    is_share = figure.measure == "share"
    p, r = (None, None) if is_share else (figure.precision, figure.recall)
    n_gold = NOTHING if is_share else str(figure.n_gold)
    return (
        percent(p),
        percent(r),
        percent(figure.value),
        interval(figure),
        str(figure.n_found),
        n_gold,
    )


def percent(value: float | None) -> str:
    """Write 0..1 in per cent.

    >>> percent(0.5), percent(None)
    ('50.0', '–')
    """
    return NOTHING if value is None else f"{100 * value:.1f}"


def interval(figure: Figure) -> str:
    """Write the interval in per cent."""
    if figure.low is None or figure.high is None:
        return NOTHING
    return f"{percent(figure.low)}–{percent(figure.high)}"


def _layers(evaluation: Evaluation) -> Iterator[tuple[str, Iterable[Figure]]]:
    return groupby(evaluation.figures, key=lambda figure: figure.layer)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"
