"""Incidents as GeoJSON, read back."""

import io
import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accordingto.domain import Incident
from accordingto.errors import ShareError
from accordingto.share import geo


def collection(incidents: list[Incident]) -> Any:
    out = io.StringIO()
    assert geo.write(out, incidents=incidents) == len(incidents)
    return json.loads(out.getvalue())


def moved(incident: Incident, latitude: float, longitude: float) -> Incident:
    place = msgspec.structs.replace(
        incident.summary.place, latitude=latitude, longitude=longitude, name="Oru\n\u2028\"'"
    )
    summary = msgspec.structs.replace(incident.summary, place=place)
    return msgspec.structs.replace(incident, summary=summary)


def test_a_feature_an_incident_and_no_point_where_no_place_is_known(
    incidents: list[Incident],
) -> None:
    found = collection(incidents)
    first, second = found["features"]

    assert found["type"] == "FeatureCollection"
    assert [feature["type"] for feature in found["features"]] == ["Feature", "Feature"]
    assert [feature["id"] for feature in found["features"]] == ["incident-1", "incident-2"]
    assert first["geometry"] == {"type": "Point", "coordinates": [-3.25, 12.5]}
    assert second["geometry"] is None
    assert first["properties"]["precision"] == 1
    assert first["properties"]["precision_meaning"] == "exact place"
    assert second["properties"]["precision"] is second["properties"]["precision_meaning"] is None
    assert first["properties"]["killed_low"] == 5
    assert first["properties"]["killed_high"] == 9
    assert second["properties"]["killed_low"] is None
    assert "The Oru Herald <- Dr. Marr" in first["properties"]["according_to"]


def test_no_incidents_are_an_empty_collection() -> None:
    assert collection([]) == {"type": "FeatureCollection", "features": []}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(latitude=st.floats(), longitude=st.floats())
def test_a_point_lies_on_the_globe_or_is_refused(
    incidents: list[Incident], latitude: float, longitude: float
) -> None:
    incident = moved(incidents[0], latitude, longitude)
    if -90 <= latitude <= 90 and -180 <= longitude <= 180:
        (feature,) = collection([incident])["features"]
        assert feature["geometry"]["coordinates"] == [longitude, latitude]
        return

    with pytest.raises(ShareError, match=r"outside the globe. Mend its line in the gazetteer\."):
        geo.write(io.StringIO(), incidents=[incident])
