"""The main path: understand one report; run many of them into the ledger.

Read this file first. Each room's front door is one line of :func:`understand`.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from accordingto import __version__
from accordingto.acquire import acquire, document_id
from accordingto.annotate import annotate
from accordingto.codify import codify
from accordingto.codify.ontology import Ontology, load_ontology
from accordingto.domain import Incident, Reading, Refused, SourceItem
from accordingto.errors import AccordingToError, ResourceMismatch, UnreadableSource
from accordingto.ground import ground
from accordingto.ground.actors import ActorList
from accordingto.ground.gazetteer import Gazetteer
from accordingto.ids import digest
from accordingto.networks import Reader, open_reader
from accordingto.record.ledger import Ledger, rebuild
from accordingto.record.views import open_view
from accordingto.resources import digests, reader_folder, resource
from accordingto.settings import Settings

Outcome = Reading | Refused
ReadMany = Callable[[Iterable[SourceItem | Refused]], Iterator[Outcome]]


class Tools(msgspec.Struct, frozen=True, kw_only=True):
    """What reading needs besides the report: opened once, used for every document."""

    reader: Reader
    ontology: Ontology
    gazetteer: Gazetteer
    actors: ActorList


def open_tools(settings: Settings) -> Tools:
    """Open the network, the ontology, the gazetteer and the actor list.

    Raises:
        ResourceMissing, ResourceMismatch: When a pinned file is absent or another one.
    """
    reader, ontology = open_reader(settings.reader or reader_folder()), load_ontology()
    if set(reader.labels["kinds"]) != set(ontology.kinds):
        kinds = set(reader.labels["kinds"]) ^ set(ontology.kinds)
        raise ResourceMismatch(
            "reader.json",
            expected="the kinds of codify/ontology.toml",
            actual=f"not the same kinds ({', '.join(sorted(kinds))})",
        )
    return Tools(
        reader=reader,
        ontology=ontology,
        gazetteer=Gazetteer.open(settings.gazetteer or resource("gazetteer")),
        actors=ActorList.open(settings.actors or resource("actors")),
    )


def open_ledger(path: Path) -> Ledger:
    """Open the ledger for writing, and make it where there is none.

    Raises:
        LedgerError: When the file is no ledger, damaged, or cannot be written.
    """
    return Ledger.open(path)


def rebuild_tables(path: Path) -> int:
    """Compute the ledger's tables again from its entries; return the number of entries."""
    return rebuild(path)


def understand(item: SourceItem, tools: Tools) -> Reading:
    """Read one report. This is the main path; everything else is detail."""
    document = acquire(item)
    annotated = annotate(document, reader=tools.reader)
    coded = codify(annotated, ontology=tools.ontology)
    return ground(coded, gazetteer=tools.gazetteer, actors=tools.actors)


def understand_all(items: Iterable[SourceItem | Refused], tools: Tools) -> Iterator[Outcome]:
    """Yield one outcome per item, in order: none is dropped, none is silent."""
    for item in items:
        yield item if isinstance(item, Refused) else outcome(item, tools)


def outcome(item: SourceItem, tools: Tools) -> Outcome:
    """Return the Reading, or what is wrong with the item; other errors stop the run."""
    try:
        return understand(item, tools)
    except UnreadableSource as error:
        why = f"{error.reason}. {error.next_step}"
        return Refused(kind="document", what=item.uri, why=why)
    except AccordingToError as error:
        return Refused(kind="document", what=item.uri, why=str(error))


def run(
    items: Iterable[SourceItem | Refused],
    ledger: Ledger,
    *,
    read: ReadMany,
    now: Callable[[], str],
    on_known: Callable[[SourceItem], None],
) -> Iterator[Outcome]:
    """Stream reports into the ledger; yield each outcome after it is durable.

    A document the ledger already has is not read again: ``on_known`` hears of it.
    """
    # Here, not above: it loads scipy, half the time it takes to start a reader that needs none.
    from accordingto.acquire.copies import Copies, signature

    made_by = provenance()
    copies = Copies(ledger.signatures())
    for result in read(_unknown(items, ledger, on_known)):
        if isinstance(result, Refused):
            ledger.add_refused(result, at=now(), provenance=made_by)
            yield result
            continue
        if ledger.digest_of(result.document.id) is not None:  # twice in one batch
            continue
        marks = signature(result.document.text)
        reading = _with_copy(result, copies.add(result.document.id, marks))
        ledger.add_reading(reading, at=now(), provenance=made_by, signature=marks)
        yield reading


def join(path: Path, ledger: Ledger, *, now: Callable[[], str]) -> list[Incident]:
    """Join the events of every report in the ledger into incidents, and record what changed."""
    from accordingto.link import link  # loads DuckDB and splink, which reading does not need

    with open_view(path) as view:
        incidents = link(list(view.readings()), judgements=view.judgements())
    ledger.add_incidents(incidents, at=now(), provenance=provenance())
    return incidents


def run_aside(
    items: Iterable[SourceItem | Refused], *, read: ReadMany, now: Callable[[], str]
) -> tuple[list[Outcome], list[Incident]]:
    """Read and join reports as ``run`` and ``join`` do, in a ledger that is thrown away."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "aside.db"
        with open_ledger(path) as ledger:
            outcomes = list(run(items, ledger, read=read, now=now, on_known=lambda _: None))
            return outcomes, join(path, ledger, now=now)


def provenance() -> str:
    """Return, as JSON, the program and the resources that made an entry."""
    made_by = {"program": f"accordingto {__version__}", "resources": digests()}
    return msgspec.json.encode(made_by, order="sorted").decode()


def _unknown(
    items: Iterable[SourceItem | Refused], ledger: Ledger, on_known: Callable[[SourceItem], None]
) -> Iterator[SourceItem | Refused]:
    for item in items:
        if isinstance(item, Refused):
            yield item
            continue
        known = ledger.digest_of(document_id(item))
        if known is None:
            yield item
        elif known == digest(item.data):
            on_known(item)
        else:
            why = (
                f"the ledger already has another text with the id {document_id(item)!r}. "
                "Give this one its own id and add it again."
            )
            yield Refused(kind="document", what=item.uri, why=why)


def _with_copy(reading: Reading, copy_of: str | None) -> Reading:
    document = msgspec.structs.replace(reading.document, copy_of=copy_of)
    return msgspec.structs.replace(reading, document=document)
