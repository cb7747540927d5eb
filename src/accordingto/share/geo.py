"""Incidents on a map: GeoJSON (RFC 7946), WGS 84, longitude first."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from accordingto.domain import Incident, Place
from accordingto.errors import ShareError
from accordingto.share import incidents as rows_of

# UCDP where_prec: a point alone says nothing of how far off the true place may be.
PRECISION = {
    1: "exact place",
    2: "within about 25 km of the place",
    3: "district: the point is its centre",
    4: "province: the point is its centre",
    5: "between places or a vague area: the point is near its middle",
    6: "country: the point is its centre",
    7: "sea or international airspace",
}


def write(out: TextIO, *, incidents: Iterable[Incident]) -> int:
    """Write a FeatureCollection, a feature an incident, and return how many.

    An incident without a place has ``geometry`` null: a map leaves it out, a table does not.
    The properties are the columns of the incidents' table with ``precision`` (UCDP where_prec,
    1 to 7) and ``precision_meaning``.

    Raises:
        ShareError: When a place lies outside the globe.
    """
    n_features = 0
    out.write('{"type": "FeatureCollection", "features": [')
    for incident in incidents:
        out.write(",\n" if n_features else "\n")
        out.write(json.dumps(_feature(incident), ensure_ascii=False, allow_nan=False))
        n_features += 1
    out.write("\n]}\n")
    return n_features


def _feature(incident: Incident) -> dict[str, Any]:
    place = incident.summary.place
    (row,) = rows_of.rows([incident])
    kept = {name: row[name] for name in rows_of.COLUMNS if name not in _IN_GEOMETRY}
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": None if place is None else _point(incident.id, place),
        "properties": {
            **kept,
            "precision": place and place.precision,
            "precision_meaning": place and PRECISION[place.precision],
        },
    }


_IN_GEOMETRY = ("latitude", "longitude", "place_precision")


def _point(incident_id: str, place: Place) -> dict[str, Any]:
    if not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
        raise ShareError(
            f"{incident_id}: {place.name} lies at latitude {place.latitude}, longitude "
            f"{place.longitude}, outside the globe. Mend its line in the gazetteer."
        )
    return {"type": "Point", "coordinates": [place.longitude, place.latitude]}
