"""The tables of incidents: a row an incident, and a row for each position and its holder."""

import json
from collections.abc import Iterable, Iterator

from accordingto.domain import Holder, Incident, Position
from accordingto.share import wording
from accordingto.share.cells import Row, columns_of_count, columns_of_date, columns_of_place

COLUMNS = (
    *("incident_id", "kind", "title"),
    *("date_first", "date_last", "date_precision", "date_text"),
    *("place_name", "gazetteer_id", "latitude", "longitude", "admin1", "admin2"),
    *("country", "country_name", "place_precision"),
    *("killed_low", "killed_high", "injured_low", "injured_high"),
    *("disagreements", "n_documents", "n_independent", "n_events"),
    *("killed_positions", "injured_positions", "abducted_positions", "perpetrator_positions"),
    *("claims", "accusations", "denials", "according_to"),
    *("publishers", "documents", "events", "rule"),
)
POSITION_COLUMNS = (
    *("incident_id", "field", "value", "low", "high", "text", "according_to", "certainty"),
    *("independent", "publisher", "published", "document_id", "event_id", "spans"),
)
# The columns that hold an incident's positions, and the field each is of.
_POSITIONS = {
    "killed_positions": "killed",
    "injured_positions": "injured",
    "abducted_positions": "abducted",
    "perpetrator_positions": "perpetrators",
    "claims": "claims",
    "accusations": "accusations",
    "denials": "denials",
}


def rows(incidents: Iterable[Incident]) -> Iterator[Row]:
    """Yield a row an incident. Date, place and numbers are the summary's, by its ``rule``."""
    for incident in incidents:
        yield _row(incident)


def position_rows(incidents: Iterable[Incident]) -> Iterator[Row]:
    """Yield a row for everyone who holds any position in any field: nothing is chosen here."""
    for incident in incidents:
        for field, positions in incident.fields.items():
            for position in positions:
                for holder in position.holders:
                    yield _position_row(incident, field, position, holder)


def _row(incident: Incident) -> Row:
    summary, held = incident.summary, _holders(incident)
    return {
        "incident_id": incident.id,
        "kind": incident.kind,
        "title": summary.title,
        **columns_of_date(summary.date),
        **columns_of_place(summary.place),
        **columns_of_count("killed", summary.killed),
        **columns_of_count("injured", summary.injured),
        "disagreements": list(summary.disagreements),
        "n_documents": summary.n_documents,
        "n_independent": summary.n_independent,
        "n_events": len(incident.members),
        **{name: _positions(incident, field) for name, field in _POSITIONS.items()},
        "according_to": _distinct(
            wording.chain(holder.according_to, publisher=holder.publisher) for holder in held
        ),
        "publishers": _distinct(holder.publisher for holder in held),
        "documents": _distinct(holder.document for holder in held),
        "events": list(incident.members),
        "rule": summary.rule,
    }


def _holders(incident: Incident) -> list[Holder]:
    return [
        holder
        for positions in incident.fields.values()
        for position in positions
        for holder in position.holders
    ]


def _positions(incident: Incident, field: str) -> list[str]:
    held = incident.fields.get(field, ())
    return [wording.holders(position.text, position.holders) for position in held]


def _distinct(found: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in found if value))


def _position_row(incident: Incident, field: str, position: Position, holder: Holder) -> Row:
    value = position.value
    is_range = isinstance(value, dict) and {"low", "high"} <= value.keys()
    return {
        "incident_id": incident.id,
        "field": field,
        "value": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
        "low": value["low"] if is_range else None,
        "high": value["high"] if is_range else None,
        "text": position.text,
        "according_to": wording.chain(holder.according_to, publisher=holder.publisher),
        "certainty": holder.certainty,
        "independent": holder.independent,
        "publisher": holder.publisher,
        "published": holder.published,
        "document_id": holder.document,
        "event_id": holder.event,
        "spans": [f"{span.start}-{span.end}" for span in holder.spans],
    }
