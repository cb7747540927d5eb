"""Drawings as numbers: the strip of time and the toll by source; templates write the SVG."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from accordingto.domain import Value
from accordingto.serve.rows import Row
from accordingto.serve.selection import Selection
from accordingto.serve.words import counted, day, short_date

STRIP_WIDTH, STRIP_HEIGHT, STRIP_FOOT = 1000, 72, 16
PLOT_WIDTH, PLOT_HEIGHT = 380, 210
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 14, 34
NEAREST = 15.0  # sources at one moment are drawn this many pixels apart
Unit = Literal["day", "week", "month", "year"]


class Part(Value, frozen=True):
    """The incidents of one family in a bar, from ``y`` downwards."""

    family: str
    y: float
    height: float


class Bar(Value, frozen=True):
    """The incidents of one day, week, month or year."""

    x: float
    width: float
    href: str
    title: str
    parts: tuple[Part, ...]


class Tick(Value, frozen=True):
    """A mark on an axis with its words."""

    at: float
    text: str


class Strip(Value, frozen=True):
    """The incidents over time; ``first`` and ``last`` are the ISO days of its two ends."""

    width: int
    height: int
    base: int
    first: str
    last: str
    unit: Unit
    tallest: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    n_undated: int


class Toll(Value, frozen=True):
    """What one source gives as the toll; ``high`` None is open above."""

    letter: str
    source: str
    published: str | None
    low: int
    high: int | None
    text: str
    href: str
    independent: bool


class Mark(Value, frozen=True):
    """A toll on the plot: a dot at ``top`` equal to ``bottom``, a bar otherwise."""

    toll: Toll
    x: float
    top: float
    bottom: float
    open_above: bool


class Plot(Value, frozen=True):
    """Tolls by time of publication; ``lines`` join the revisions of one source."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    rows: tuple[Tick, ...]
    ticks: tuple[Tick, ...]
    lines: tuple[str, ...]
    undated_from: float | None


# --------------------------------------------------------------------------- the strip


def strip(rows: Sequence[Row], chosen: Selection) -> Strip | None:
    """Draw incidents over time by the first day they may have happened; None when none is dated."""
    dated = [(d, r) for r in rows if (d := day(r.first))]
    if not dated:
        return None
    first, last = min(d for d, _ in dated), max(d for d, _ in dated)
    unit = _unit(first, last)
    starts = list(_starts(first, last, unit))
    bins: dict[date, list[Row]] = {start: [] for start in starts}
    for d, r in dated:
        bins[_start(d, unit)].append(r)
    tallest = max(len(held) for held in bins.values())
    width = STRIP_WIDTH / len(starts)
    step = max(1, -(-len(starts) // 8))
    return Strip(
        width=STRIP_WIDTH,
        height=STRIP_HEIGHT,
        base=STRIP_HEIGHT - STRIP_FOOT,
        first=starts[0].isoformat(),
        last=_end(starts[-1], unit).isoformat(),
        unit=unit,
        tallest=tallest,
        bars=tuple(
            _bar(start, held, x=i * width, width=width, unit=unit, tallest=tallest, chosen=chosen)
            for i, (start, held) in enumerate(bins.items())
            if held
        ),
        ticks=tuple(
            Tick(at=round(i * width, 1), text=_tick(start, unit))
            for i, start in enumerate(starts)
            if i % step == 0
        ),
        n_undated=len(rows) - len(dated),
    )


def _bar(
    start: date,
    held: Sequence[Row],
    *,
    x: float,
    width: float,
    unit: Unit,
    tallest: int,
    chosen: Selection,
) -> Bar:
    scale = (STRIP_HEIGHT - STRIP_FOOT - 6) / tallest
    foot, parts = float(STRIP_HEIGHT - STRIP_FOOT), []
    for family, n in sorted(Counter(r.family for r in held).items()):
        foot -= n * scale
        parts.append(Part(family=family, y=round(foot, 1), height=round(n * scale - 1, 1)))
    end = _end(start, unit)
    gap = min(2.0, width / 5)
    thin = min(width - gap, 26.0)
    return Bar(
        x=round(x + gap / 2, 1),
        width=round(thin, 1),
        href=chosen.url(first=start.isoformat(), last=end.isoformat()),
        title=f"{counted(len(held), 'incident')}, {_tick(start, unit)}",
        parts=tuple(parts),
    )


def _unit(first: date, last: date) -> Unit:
    days = (last - first).days
    if days <= 100:
        return "day"
    if days <= 700:
        return "week"
    return "month" if days <= 5500 else "year"


def _start(d: date, unit: Unit) -> date:
    if unit == "week":
        return d - timedelta(days=d.weekday())
    if unit == "month":
        return d.replace(day=1)
    return d.replace(month=1, day=1) if unit == "year" else d


def _end(start: date, unit: Unit) -> date:
    days = {"day": 1, "week": 7, "month": 31, "year": 366}[unit]
    return _start(start + timedelta(days=days), unit) - timedelta(days=1)


def _starts(first: date, last: date, unit: Unit) -> Iterable[date]:
    start = _start(first, unit)
    while start <= last:
        yield start
        start = _end(start, unit) + timedelta(days=1)


def _tick(d: date, unit: Unit) -> str:
    if unit == "year":
        return str(d.year)
    return f"{d:%b %Y}" if unit == "month" else short_date(d.isoformat())


# --------------------------------------------------------------------------- the toll


def toll_plot(tolls: Sequence[Toll]) -> Plot | None:
    """Draw what each source gives, by its time of publication; None when none gives a number."""
    if not tolls:
        return None
    top_value = max([t.high or t.low for t in tolls] + [t.low for t in tolls] + [1])
    top_value += 1 if any(t.high is None for t in tolls) else 0
    height = PLOT_HEIGHT - TOP - BOTTOM

    def y(n: float) -> float:
        return round(TOP + height * (1 - n / top_value), 1)

    places, ticks, undated_from = _across(tolls)
    marks = tuple(
        Mark(
            toll=t,
            x=x,
            top=y(t.high if t.high is not None else top_value),
            bottom=y(t.low),
            open_above=t.high is None,
        )
        for t, x in zip(tolls, places, strict=True)
    )
    return Plot(
        width=PLOT_WIDTH,
        height=PLOT_HEIGHT,
        marks=marks,
        rows=tuple(Tick(at=y(n), text=str(n)) for n in _round_values(top_value)),
        ticks=ticks,
        lines=tuple(_revisions(marks)),
        undated_from=undated_from,
    )


def _across(tolls: Sequence[Toll]) -> tuple[list[float], tuple[Tick, ...], float | None]:
    """Return each toll's x, the marks of the axis, and where the undated ones begin."""
    dated = [d for t in tolls if (d := day(t.published or ""))]
    n_undated = len(tolls) - len(dated)
    end = PLOT_WIDTH - RIGHT - (n_undated * NEAREST + 22 if n_undated else 8)
    undated_from = end + 14 if n_undated else None
    first = min(dated) if dated else None
    days = max(1, (max(dated) - first).days) if first else 1
    xs, taken = [], [-NEAREST] * 2
    for toll in tolls:
        d = day(toll.published or "")
        side = 0 if d and first else 1
        ideal = undated_from or 0.0
        if d and first:
            ideal = LEFT + 12 + (end - LEFT - 24) * (d - first).days / days
        taken[side] = max(ideal, taken[side] + NEAREST)
        xs.append(round(taken[side], 1))
    ticks = [] if first is None else [Tick(at=LEFT + 12, text=short_date(first.isoformat()))]
    if first and max(dated) > first:
        ticks.append(Tick(at=round(end - 12, 1), text=short_date(max(dated).isoformat())))
    return xs, tuple(ticks), undated_from


def _round_values(top: int) -> list[int]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**9) if top / s <= 6)
    return list(range(0, top + 1, step))


def _revisions(marks: Sequence[Mark]) -> Iterable[str]:
    by_source: dict[str, dict[str, Mark]] = {}  # the first number of each report counts
    for mark in marks:
        by_source.setdefault(mark.toll.source, {}).setdefault(mark.toll.letter, mark)
    for held in by_source.values():
        if len(held) > 1:
            yield "M" + "L".join(f"{m.x} {_middle(m):.1f}" for m in held.values())


def _middle(mark: Mark) -> float:
    """Return where a line meets a mark: "at least five" is met at five, which was said."""
    return mark.bottom if mark.open_above else (mark.top + mark.bottom) / 2
