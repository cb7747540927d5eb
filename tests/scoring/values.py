"""Gold and read readings from a few words, so that the cases stay readable. All is invented."""

from typing import Any

from accordingto.domain import (
    Claimed,
    Codes,
    Count,
    DateRange,
    Document,
    Event,
    Incident,
    Participant,
    Phrase,
    Place,
    Proposition,
    Reading,
    Source,
    Span,
    Statement,
    Summary,
)
from accordingto.scoring.gold import Corpus, Marked

Shorthand = dict[str, Any]
NO_CODES = Codes(acled=None, plover=None, gtd=None, muc4=None, ucdp=None)
PLACES = {
    "Agatu": ("agatu", 7.9, 7.9, "NG"),
    "Otukpo": ("otukpo", 7.2, 8.1, "NG"),  # 80 km from Agatu
    "Sokoto": ("sokoto", 13.1, 5.2, "NG"),
    "Maroua": ("maroua", 10.6, 14.3, "CM"),
}


def reading(text: str, short: Shorthand, *, id: str = "story/one") -> Reading:
    """Make a reading; ``about`` of a statement is the position of its event in the list."""
    return Reading(
        document=document(text, id=id),
        events=tuple(event(text, e, f"{id} {n}") for n, e in enumerate(short.get("events", ()))),
        statements=tuple(
            statement(text, s, id, n) for n, s in enumerate(short.get("statements", ()))
        ),
        mentions=(),
    )


def document(text: str, *, id: str) -> Document:
    return Document(
        id=id, uri=id, publisher="Lowveld Wire", title=None, authors=(), published="2024-05-15",
        language="en", text=text, sha256="", n_characters=len(text), n_characters_read=len(text),
    )  # fmt: skip


def span(text: str, words: str) -> Span:
    """Return where the words stand; "he#2" is the second "he"."""
    wanted, _, nth = words.partition("#")
    at = -1
    for _ in range(int(nth or 1)):
        at = text.index(wanted, at + 1)
    return Span(start=at, end=at + len(wanted))


def spans(text: str, words: str | list[str]) -> tuple[Span, ...]:
    return tuple(span(text, w) for w in ([words] if isinstance(words, str) else words))


def event(text: str, short: Shorthand, id: str) -> Event:
    parts = {
        role: tuple(participant(text, line) for line in short.get(role, ()))
        for role in ("perpetrators", "victims", "targets", "means")
    }
    tolls = {
        name: tuple(toll(text, line) for line in short.get(name, ()))
        for name in ("killed", "injured", "abducted")
    }
    return Event(
        id=id, kind=short.get("kind", "shooting"), codes=NO_CODES,
        stage=short.get("stage", "accomplished"), clarity=short.get("clarity", "single"),
        background=short.get("background", False), trigger=spans(text, short["trigger"]),
        date=date(short.get("date")), place=place(short.get("place")),
        according_to=chain(text, short.get("by", "")), **parts, **tolls,
    )  # fmt: skip


def participant(text: str, line: str) -> Participant:
    """Make one of "words" or "words ~certainty"."""
    words, _, certainty = line.partition(" ~")
    return Participant(
        name=words, named=False, spans=spans(text, words), kind="unknown",
        certainty=certainty or "fact",
    )  # type: ignore[arg-type]  # fmt: skip


def toll(text: str, line: str) -> Claimed[Count]:
    """Make one of "words = 5.." or "words = 5..8 @ who passed it on > who says it"."""
    line, _, by = line.partition(" @ ")
    words, _, number = line.partition(" = ")
    others = number.endswith(" others")
    low, dots, high = number.removesuffix(" others").partition("..")
    count = Count(
        low=int(low) if low else None,
        high=int(high) if high else None if dots else int(low),
        text=words,
        others=others,
    )
    return Claimed(value=count, spans=spans(text, words), according_to=chain(text, by))


def chain(text: str, line: str) -> tuple[Source, ...]:
    links = [name.strip() for name in line.split(">") if name.strip()]
    return tuple(Source(name=n, kind="unnamed", spans=spans(text, n)) for n in links)


def date(short: str | None) -> Claimed[DateRange]:
    if short is None:
        return Claimed(why="the text gives no date for it")
    first, _, last = short.partition("..")
    precision = "range" if last else "day"
    return Claimed(
        value=DateRange(first=first, last=last or first, precision=precision, text=short)
    )  # type: ignore[arg-type]


def place(short: str | None) -> Claimed[Place]:
    if short is None:
        return Claimed(why="the text gives no place for it")
    number, latitude, longitude, country = PLACES[short]
    return Claimed(
        value=Place(
            name=short, gazetteer_id=number, latitude=latitude, longitude=longitude, admin1=None,
            admin2=None, country=country, country_name=country, precision=1,
        )
    )  # fmt: skip


def statement(text: str, short: Shorthand, document: str, n: int) -> Statement:
    links = chain(text, short.get("by", ""))
    return Statement(
        id=f"{document} s{n}", kind=short.get("kind", "say"),
        voice="attributed" if links else "document",
        speaker=links[-1] if links else None, according_to=links[:-1],
        cue=span(text, short["cue"]) if "cue" in short else None,
        content=spans(text, short["content"]),
        about=tuple(f"{document} {number}" for number in short.get("about", ())),
        proposition=proposition(text, short.get("says")),
    )  # fmt: skip


def proposition(text: str, line: str | None) -> Proposition | None:
    """Make one of "subject | relation | object" or "subject | not relation | object"."""
    if line is None:
        return None
    subject, relation, object_ = (part.strip() for part in line.split("|"))
    return Proposition(
        relation=relation.removeprefix("not "), negated=relation.startswith("not "),
        subject=phrase(text, subject), object=phrase(text, object_),
    )  # type: ignore[arg-type]  # fmt: skip


def phrase(text: str, words: str) -> Phrase | None:
    return Phrase(text=words, spans=spans(text, words)) if words else None


def marked(reading: Reading, incidents: dict[str, str], *, story: str) -> Marked:
    return Marked(
        reading=reading, incidents=incidents, story=story, form="wire", english="nigerian",
        country="NG",
    )  # fmt: skip


def corpus(*reports: Marked, twins: tuple[tuple[str, str], ...] = ()) -> Corpus:
    return Corpus(reports=reports, twins=twins)


def incident(id: str, *members: str) -> Incident:
    summary = Summary(
        title=id, kind="attack", date=None, place=None, killed=None, injured=None,
        n_documents=1, n_independent=1, disagreements=(), rule="",
    )  # fmt: skip
    return Incident(id=id, kind="attack", members=members, why=(), fields={}, summary=summary)
