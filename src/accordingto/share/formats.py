"""The forms in which the ledger's content leaves it, by name."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Protocol, TextIO

from accordingto.domain import Incident, Reading
from accordingto.errors import ShareError
from accordingto.share import geo, tables


class View(Protocol):
    """What is needed of ``record.views.View``."""

    def readings(self) -> Iterator[Reading]: ...
    def incidents(self) -> Iterable[Incident]: ...


class Format(NamedTuple):
    """A form: the tables it can hold, what writes one, and what it is for."""

    tables: tuple[str, ...]
    write: Callable[[View, str, TextIO], int]
    about: str


def _csv(view: View, table: str, out: TextIO) -> int:
    readings, incidents = view.readings(), view.incidents()
    return tables.write(out, table=table, form="csv", readings=readings, incidents=incidents)


def _jsonl(view: View, table: str, out: TextIO) -> int:
    readings, incidents = view.readings(), view.incidents()
    return tables.write(out, table=table, form="jsonl", readings=readings, incidents=incidents)


def _geojson(view: View, table: str, out: TextIO) -> int:
    return geo.write(out, incidents=view.incidents())


FORMATS = {
    "csv": Format(tuple(tables.TABLES), _csv, "flat tables for spreadsheets and statistics"),
    "jsonl": Format(tuple(tables.TABLES), _jsonl, "the same tables, lists kept as lists"),
    "geojson": Format(("incidents",), _geojson, "incidents as points, for maps"),
}


def export(view: View, *, form: str, table: str, output: Path | None, stream: TextIO) -> int:
    """Write a table to the file ``output``, or to ``stream`` when it is None; return its rows.

    A file appears under its name only when all of it is written.

    Raises:
        ShareError: For a form or table that does not exist, and a file that cannot be written.
    """
    chosen = _chosen(form, table)
    if output is None:
        return chosen.write(view, table, stream)
    try:
        with _whole(output) as out:
            return chosen.write(view, table, out)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise ShareError(
            f"{output}: cannot be written: {reason}. Choose another file or folder."
        ) from error


@contextmanager
def _whole(path: Path) -> Iterator[TextIO]:
    """Open a file that takes its place only when all is written; a pipe or device at once."""
    target = path.resolve()
    is_special = target.exists() and not target.is_file()
    part = target if is_special else target.with_name(f"{target.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            yield out
        if part != target:
            part.replace(target)
    finally:
        if part != target:
            with suppress(OSError):
                part.unlink()


def _chosen(form: str, table: str) -> Format:
    if form not in FORMATS:
        raise ShareError(f"There is no format {form!r}. Choose one of {', '.join(FORMATS)}.")
    chosen = FORMATS[form]
    if table not in chosen.tables:
        raise ShareError(
            f"{form} has no table {table!r}. Choose one of {', '.join(chosen.tables)}."
        )
    return chosen
