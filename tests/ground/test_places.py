import sqlite3
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.domain import Coded
from accordingto.errors import GazetteerError
from accordingto.ground import ActorList, Gazetteer, ground
from accordingto.ground.folding import fold
from accordingto.ground.gazetteer import PlaceKind

CASES = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_events_are_placed(
    case: dict[str, Any], make: Callable[..., Coded], gazetteer: Gazetteer, actors: ActorList
) -> None:
    row = {"trigger": case["text"].split()[1], "place": case["phrase"]}
    names = {label: case.get(label, []) for label in ("organisation", "place")}
    coded = make(case["text"], events=[row], **names)

    reading = ground(coded, gazetteer=gazetteer, actors=actors)

    found = reading.events[0].place
    wanted = case["event"]
    if wanted.startswith("why: "):
        assert wanted[5:] in (found.why or "")
        assert any(found.why == refused.why for refused in reading.refused)
    else:
        assert found.value is not None, found.why
        place = found.value
        assert f"{place.name}, {place.country}, {place.precision}" == wanted
        own = coded.events[0].place.spans
        assert found.spans[: len(own)] == own
        assert (found.certainty == "implied") == (len(found.spans) > len(own))


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Takhar", PlaceKind.ADMIN1, "AF"),
        ("TAKHAR", PlaceKind.ADMIN1, "AF"),
        ("chah-ab", PlaceKind.ADMIN2, "AF"),
        ("Qunduz", PlaceKind.ADMIN1, "AF"),
        ("U.S.", PlaceKind.COUNTRY, "US"),
        ("DRC", PlaceKind.COUNTRY, "CD"),
        ("Bogota", PlaceKind.CAPITAL, "CO"),
        ("Darfur", PlaceKind.AREA, "SD"),
    ],
)
def test_names_are_listed(gazetteer: Gazetteer, name: str, kind: PlaceKind, country: str) -> None:
    found = gazetteer.candidates(name)

    assert any(c.kind == kind and c.country == country for c in found)
    assert all(-90 <= c.latitude <= 90 and -180 <= c.longitude <= 180 for c in found)


def test_a_town_knows_what_it_lies_in(gazetteer: Gazetteer) -> None:
    kabul = next(c for c in gazetteer.candidates("Kabul") if c.kind == PlaceKind.CAPITAL)

    assert kabul.unit(PlaceKind.ADMIN1) == "Kabul"
    assert (kabul.country, kabul.country_name) == ("AF", "Afghanistan")


def test_a_missing_or_foreign_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no such file"):
        Gazetteer.open(tmp_path / "none.sqlite")

    words = tmp_path / "words.sqlite"
    words.write_text("no database at all, but long enough to be looked at as one" * 20)
    with pytest.raises(GazetteerError, match="not a gazetteer"):
        Gazetteer.open(words)

    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE about (key TEXT, value TEXT)")
    with pytest.raises(GazetteerError, match="not a gazetteer"):
        Gazetteer.open(other)


@given(name=st.text(max_size=30))
def test_a_key_is_its_own_key(name: str) -> None:
    once = fold(name).removeprefix("the ")

    assert fold(once) in (once, once.removeprefix("the "))


@given(name=st.text(max_size=30))
def test_any_name_can_be_looked_up(gazetteer: Gazetteer, name: str) -> None:
    assert isinstance(gazetteer.candidates(name), tuple)
