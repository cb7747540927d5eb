"""The table of events: a row for each event of each report."""

from collections.abc import Iterable, Iterator, Sequence

from accordingto.domain import Claimed, Count, Document, Event, Participant, Reading
from accordingto.share import wording
from accordingto.share.cells import Row, columns, columns_of_date, columns_of_place

COLUMNS = (
    *("event_id", "kind", "stage", "clarity", "background"),
    *("date_first", "date_last", "date_precision", "date_text", "date_why"),
    *("place_name", "gazetteer_id", "latitude", "longitude", "admin1", "admin2"),
    *("country", "country_name", "place_precision", "place_why"),
    *("perpetrators", "perpetrator_actors", "targets", "victims", "means"),
    *("killed_low", "killed_high", "injured_low", "injured_high", "abducted_low", "abducted_high"),
    *("killed_claims", "injured_claims", "abducted_claims", "perpetrator_claims"),
    *("according_to", "confidence", "trigger", "sentence"),
    *("acled", "plover", "gtd", "muc4", "ucdp"),
    *("document_id", "uri", "publisher", "title", "published", "copy_of"),
)


def rows(readings: Iterable[Reading]) -> Iterator[Row]:
    """Yield a row an event, in the order of the readings."""
    for reading in readings:
        for event in reading.events:
            yield _row(event, reading.document)


def _row(event: Event, document: Document) -> Row:
    return {
        "event_id": event.id,
        "kind": event.kind,
        "stage": event.stage,
        "clarity": event.clarity,
        "background": event.background,
        **columns_of_date(event.date.value),
        "date_why": event.date.why,
        **columns_of_place(event.place.value),
        "place_why": event.place.why,
        **_who(event, document),
        **_tolls(event, document),
        "according_to": wording.chain(event.according_to, publisher=document.publisher),
        "confidence": event.confidence,
        "trigger": wording.words(event.trigger, document.text),
        "sentence": wording.sentences(event.trigger, document.text),
        **columns(event.codes, acled="acled", plover="plover", gtd="gtd", muc4="muc4", ucdp="ucdp"),
        **columns_of_document(document),
    }


def columns_of_document(document: Document) -> Row:
    """Return the columns that say which report a row comes from."""
    return columns(
        document,
        document_id="id",
        uri="uri",
        publisher="publisher",
        title="title",
        published="published",
        copy_of="copy_of",
    )


def _who(event: Event, document: Document) -> Row:
    return {
        "perpetrators": _names(event.perpetrators),
        "perpetrator_actors": [p.actor.value.id for p in event.perpetrators if p.actor.value],
        "targets": _names(event.targets),
        "victims": _names(event.victims),
        "means": _names(event.means),
        "perpetrator_claims": wording.participants(event.perpetrators, document=document),
    }


def _names(participants: Sequence[Participant]) -> list[str]:
    return [participant.name for participant in participants]


def _tolls(event: Event, document: Document) -> Row:
    row: Row = {}
    for name in ("killed", "injured", "abducted"):
        claims: tuple[Claimed[Count], ...] = getattr(event, name)
        row[f"{name}_low"], row[f"{name}_high"] = _range(claims)
        row[f"{name}_claims"] = [
            wording.claim(
                c.value.text,
                c.according_to,
                certainty=c.certainty,
                publisher=document.publisher,
            )
            for c in claims
            if c.value is not None
        ]
    return row


def _range(claims: Iterable[Claimed[Count]]) -> tuple[int | None, int | None]:
    """Return the lowest low and the highest high that is claimed and not denied.

    An open end of any of them leaves that end open; none at all leaves both open.
    """
    counts = [c.value for c in claims if c.value is not None and c.certainty != "denied"]
    lows = [count.low for count in counts if count.low is not None]
    highs = [count.high for count in counts if count.high is not None]
    return (
        min(lows) if counts and len(lows) == len(counts) else None,
        max(highs) if counts and len(highs) == len(counts) else None,
    )
