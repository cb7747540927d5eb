"""Exports to files: whole or not at all, and clear about what does not exist."""

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from accordingto.domain import Incident, Reading
from accordingto.errors import ShareError
from accordingto.share.formats import FORMATS, export


class View:
    """A ledger's view of one report."""

    def __init__(self, reading: Reading, incidents: list[Incident]) -> None:
        self._readings, self._incidents = [reading], incidents

    def readings(self) -> Iterator[Reading]:
        return iter(self._readings)

    def incidents(self) -> list[Incident]:
        return self._incidents


class BrokenView(View):
    def readings(self) -> Iterator[Reading]:
        yield from super().readings()
        raise ShareError("The report cannot be read. Try again.")


@pytest.fixture
def view(reading: Reading, incidents: list[Incident]) -> View:
    return View(reading, incidents)


@pytest.mark.parametrize(
    ("form", "table"), [(form, table) for form in FORMATS for table in FORMATS[form].tables]
)
def test_a_file_holds_what_the_stream_does(
    form: str, table: str, view: View, tmp_path: Path
) -> None:
    stream = io.StringIO(newline="")
    path = tmp_path / "out"
    n_rows = export(view, form=form, table=table, output=None, stream=stream)

    assert export(view, form=form, table=table, output=path, stream=stream) == n_rows > 0
    assert path.read_bytes() == stream.getvalue().encode()
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("form", "table", "says"),
    [
        ("shapefile", "incidents", "no format 'shapefile'. Choose one of csv, jsonl, geojson."),
        ("csv", "actors", "csv has no table 'actors'. Choose one of incidents, positions, events"),
        ("geojson", "events", "geojson has no table 'events'. Choose one of incidents."),
    ],
)
def test_what_does_not_exist(form: str, table: str, says: str, view: View) -> None:
    with pytest.raises(ShareError) as error:
        export(view, form=form, table=table, output=None, stream=io.StringIO())

    assert says in str(error.value)


def test_a_folder_that_does_not_exist(view: View, tmp_path: Path) -> None:
    with pytest.raises(ShareError, match=r"no such file or directory. Choose another file"):
        export(
            view,
            form="csv",
            table="events",
            output=tmp_path / "missing" / "out.csv",
            stream=io.StringIO(),
        )


def test_an_export_that_breaks_off_leaves_the_earlier_file(
    reading: Reading, incidents: list[Incident], tmp_path: Path
) -> None:
    path = tmp_path / "out.csv"
    path.write_text("earlier", "utf-8")
    view = BrokenView(reading, incidents)

    with pytest.raises(ShareError, match="Try again"):
        export(view, form="csv", table="events", output=path, stream=io.StringIO())
    assert path.read_text("utf-8") == "earlier"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.csv"]


def test_a_device_is_written_to_and_not_replaced(view: View) -> None:
    export(view, form="csv", table="events", output=Path(os.devnull), stream=io.StringIO())

    assert Path(os.devnull).is_char_device()


def test_a_link_stays_a_link(view: View, tmp_path: Path) -> None:
    (tmp_path / "link.geojson").symlink_to("target.geojson")
    output = tmp_path / "link.geojson"
    export(view, form="geojson", table="incidents", output=output, stream=io.StringIO())

    assert output.is_symlink()
    assert len(json.loads((tmp_path / "target.geojson").read_text("utf-8"))["features"]) == 2
