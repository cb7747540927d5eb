"""The pages and their data: each is made from the ledger as it stands at the request."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from accordingto.domain import Incident, Reading
from accordingto.record.views import View, open_view
from accordingto.serve import accounts, charts, maps, notes, positions, rows, statements
from accordingto.serve.passages import LAYERS, paragraphs
from accordingto.serve.render import data, page
from accordingto.serve.rows import Facet, Row
from accordingto.serve.selection import Selection, selection

Query = Request[Any, Any, Any]
SHOWN_AT_MOST = 2000  # rows; 2,000 are 1.5 MB of HTML, and a filter says what is left out


class Found(msgspec.Struct, frozen=True):
    """The incidents of the ledger, those chosen, and what they were chosen by."""

    chosen: Selection
    rows: tuple[Row, ...]
    kept: tuple[Row, ...]
    facets: dict[str, tuple[Facet, ...]]
    counts: dict[str, int]


def _view(request: Query) -> View:
    return open_view(request.app.state.ledger)


def find(view: View, chosen: Selection) -> Found:
    """Choose incidents; words are sought in the reports, titles and places."""
    matching = frozenset(view.search(chosen.q)) if chosen.q else frozenset()
    every = tuple(map(rows.row, view.incidents()))
    return Found(
        chosen=chosen,
        rows=every,
        kept=tuple(r for r in every if rows.keeps(r, chosen, matching=matching)),
        facets=rows.facets(every, chosen, matching=matching),
        counts=view.counts(),
    )


@get("/", sync_to_thread=True)
def incidents_page(request: Query) -> Response[Any]:
    """Show the incidents that the query string chooses."""
    with _view(request) as view:
        found = find(view, selection(request.query_params))
    shown = found.kept[:SHOWN_AT_MOST]
    circles = [r.circle for r in shown if r.circle]
    return page(
        "incidents.html",
        found=found,
        shown=shown,
        picture=maps.picture(circles, width=960, height=400, least_span=16.0),
        strip=charts.strip(found.kept, found.chosen),
        n_unplaced=len(shown) - len(circles),
    )


@get("/incidents.json", sync_to_thread=True)
def incidents_data(request: Query) -> Response[Any]:
    """Give the chosen incidents whole, with the facets' counts."""
    with _view(request) as view:
        found = find(view, selection(request.query_params))
        kept = {r.id for r in found.kept}
        held = [incident for incident in view.incidents() if incident.id in kept]
    return data(
        {
            "selection": found.chosen.parameters(),
            "n_incidents": len(held),
            "facets": {
                name: {facet.name: facet.n_incidents for facet in choices}
                for name, choices in found.facets.items()
            },
            "incidents": held,
        }
    )


@get("/incidents/{name:str}", sync_to_thread=True)
def incident_page(request: Query) -> Response[Any]:
    """Show one incident; with ``.json`` at the end, give its values."""
    name = str(request.path_params["name"])
    with _view(request) as view:
        incident = view.incident(name.removesuffix(".json"))
        if incident is None:
            raise NotFoundException(f"No incident {name!r} stands in the ledger.")
        if name.endswith(".json"):
            return data(incident)
        readings = _readings(view, incident)
    return _incident(incident, readings)


def _readings(view: View, incident: Incident) -> dict[str, Reading]:
    names = {h.document for held in incident.fields.values() for p in held for h in p.holders}
    told = (view.event(member) for member in incident.members)
    names |= {found[1].id for found in told if found}
    readings = (view.reading(name) for name in sorted(names))
    return {reading.document.id: reading for reading in readings if reading}


def _incident(incident: Incident, readings: dict[str, Reading]) -> Response[Any]:
    sources = positions.columns(incident, readings)
    return page(
        "incident.html",
        incident=incident,
        sources=sources,
        lines=positions.lines(incident, sources, readings),
        plot=charts.toll_plot(positions.tolls(incident, sources)),
        said=accounts.who_says(incident, sources, readings),
        evidence=accounts.evidence(incident, sources, readings),
        why=accounts.why(incident, readings),
        picture=maps.picture(positions.circles(incident), width=380, height=260, least_span=12.0),
    )


@get("/documents/{name:path}", sync_to_thread=True)
def document_page(request: Query) -> Response[Any]:
    """Show one document as it was read; with ``.json`` at the end, give the Reading."""
    name = str(request.path_params["name"]).removeprefix("/")
    with _view(request) as view:
        reading = view.reading(name) or view.reading(name.removesuffix(".json"))
        if reading is None:
            raise NotFoundException(f"No document {name!r} is in the ledger.")
        if reading.document.id != name:
            return data(reading)
        told = view.incidents_of(name)
        original = view.reading(reading.document.copy_of) if reading.document.copy_of else None
    return page(
        "document.html",
        reading=reading,
        document=reading.document,
        layers=LAYERS,
        told=told,
        original=original.document if original else None,
        beside=notes.beside(paragraphs(reading), notes.notes(reading)),
        missed=notes.missed(reading),
    )


@get("/statements", sync_to_thread=True)
def statements_page(request: Query) -> Response[Any]:
    """Show who said what, those that contradict each other face to face."""
    with _view(request) as view:
        readings = list(view.readings())
    kind, speaker = (request.query_params.get(name, "") for name in ("kind", "speaker"))
    every = [u for reading in readings for u in statements.uttered(reading)]
    kept, facets = statements.chosen(every, kind=kind, speaker=speaker)
    return page(
        "statements.html",
        n_statements=len(every),
        kept=kept,
        shown=kept[:SHOWN_AT_MOST],
        filtered=bool(kind or speaker),
        facets=facets,
        pairs=[] if kind or speaker else statements.all_pairs(readings),
    )


PAGES = [incidents_page, incidents_data, incident_page, document_page, statements_page]
