"""Every value that passes between rooms: frozen, typed, and JSON both ways.

Offsets are half-open Unicode code points into ``Document.text``; ``text[start:end]`` is the
value's wording. Enumerations are lower-case strings. "Not known" has one form: ``value`` null
with a ``why``. The rooms and the flow are described in ``docs/design.md``.
"""

from collections.abc import Iterator
from typing import Annotated as Bounded
from typing import Any, Generic, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from accordingto.errors import SpanError

T = TypeVar("T")

CONTRACT = "1"  # the version of the JSON below; a change of meaning or shape raises it

Score = Bounded[float, Meta(ge=0.0, le=1.0)]
Label = Literal["person", "organisation", "place", "nationality", "time"]
Role = Literal[
    "perpetrator_individual",
    "perpetrator_organisation",
    "target",
    "victim_named",
    "victim_described",
    "weapon",
    "place",
]
Stage = Literal["accomplished", "attempted", "threatened", "foiled"]
Clarity = Literal["single", "aggregate"]
Harm = Literal["killed", "injured", "abducted"]
LinkName = Literal[
    "same_event",
    "same_thing",
    "perpetrator",
    "victim",
    "target",
    "means",
    "place",
    "time",
    "toll",
    "about",
    "subject",
    "object",
]
Certainty = Literal[
    "fact", "claimed", "accused", "accused_by_authorities", "possible", "denied", "implied"
]
ParticipantKind = Literal[
    "person",
    "people",
    "official",
    "armed_group",
    "state_force",
    "government",
    "organisation",
    "object",
    "building",
    "vehicle",
    "infrastructure",
    "unknown",
]
Effect = Literal["death", "injury", "none", "abducted", "arrested"]
SourceKind = Literal[
    "publisher", "agency", "official", "witness", "group", "document", "person", "unnamed"
]
StatementKind = Literal[
    "report",
    "confirm",
    "deny",
    "accuse",
    "claim_responsibility",
    "condemn",
    "threaten",
    "demand",
    "warn",
    "estimate",
    "opinion",
    "say",
]
Voice = Literal["attributed", "document"]
Relation = Literal[
    "supports",
    "funds",
    "arms",
    "shelters",
    "trains",
    "directs",
    "colludes_with",
    "attacks",
    "threatens",
    "present_in",
    "carried_out",
]
DatePrecision = Literal["day", "week", "month", "year", "range"]


class Value(Struct, frozen=True, kw_only=True, omit_defaults=False, forbid_unknown_fields=True):
    """The base of every value: immutable, keyword-only, refusing fields it does not know."""


# --------------------------------------------------------------------------- text and spans


class Span(Value, frozen=True):
    """Characters ``[start, end)`` of a document's text; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"Span [{self.start}, {self.end}) is empty or reversed.")

    def cut(self, text: str) -> str:
        """Return the span's wording.

        Raises:
            SpanError: When the span reaches beyond the text.
        """
        if self.end > len(text):
            raise SpanError(f"Span [{self.start}, {self.end}) of a text of {len(text)} characters.")
        return text[self.start : self.end]

    def touches(self, other: "Span") -> bool:
        """Return whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Return whether every character of ``other`` lies in this span."""
        return self.start <= other.start and other.end <= self.end


class SourceItem(Value, frozen=True):
    """One input before it is read: its bytes, and what is known about it from outside."""

    uri: str
    data: bytes
    media_type: Literal["text/plain", "text/html"]
    id: str | None = None
    published: str | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None


class Document(Value, frozen=True):
    """One published text. ``published`` is an ISO date or date-time; ``language`` ISO 639-1."""

    id: str
    uri: str
    publisher: str | None
    title: str | None
    authors: tuple[str, ...]
    published: str | None
    language: str
    text: str
    sha256: str
    n_characters: int
    n_characters_read: int
    copy_of: str | None = None


class Refused(Value, frozen=True):
    """What was not read, placed, dated or kept, and why; ``what`` names the thing."""

    kind: Literal["document", "text", "place", "date", "actor", "value", "event", "statement"]
    what: str
    why: str
    spans: tuple[Span, ...] = ()


# --------------------------------------------------------------------------- resolved values


class Resolved(Value, Generic[T], frozen=True):
    """A value, or why it is not known: exactly one of the two."""

    value: T | None = None
    why: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.why is None):
            raise ValueError("Resolved needs exactly one of value and why.")


class Count(Value, frozen=True):
    """How many: ``low`` to ``high`` inclusive, null where open; ``others`` for "two others"."""

    low: int | None
    high: int | None
    text: str
    others: bool = False

    def __post_init__(self) -> None:
        if self.low is not None and self.low < 0:
            raise ValueError(f"Count {self.text!r} starts below zero.")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"Count {self.text!r} ends at {self.high}, below {self.low}.")

    @property
    def limits(self) -> str:
        """The range in words.

        >>> Count(low=5, high=None, text="at least five").limits
        '5 or more'
        """
        if self.low is None:
            return "not stated" if self.high is None else f"up to {self.high}"
        if self.high is None:
            return f"{self.low} or more"
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


class DateRange(Value, frozen=True):
    """Days ``first`` to ``last`` inclusive (ISO), as precise as the words are."""

    first: str
    last: str
    precision: DatePrecision
    text: str


class Place(Value, frozen=True):
    """A gazetteer place. ``precision`` is UCDP where_prec 1..7, ``country`` ISO 3166-1 alpha-2."""

    name: str
    gazetteer_id: str
    latitude: float
    longitude: float
    admin1: str | None
    admin2: str | None
    country: str
    country_name: str
    precision: Bounded[int, Meta(ge=1, le=7)]


class Actor(Value, frozen=True):
    """An entry of the actor list, and how well a name matches it."""

    id: str
    name: str
    kind: ParticipantKind
    score: Score


class Source(Value, frozen=True):
    """Somebody or something information comes from; one link of a chain."""

    name: str
    kind: SourceKind
    role: str | None = None
    spans: tuple[Span, ...] = ()
    group: int | None = None
    actor: Resolved[Actor] | None = None

    @property
    def titled(self) -> str:
        """The name with its role before it, unless one holds the other already.

        >>> Source(name="Orr", kind="official", role="mayor").titled
        'mayor Orr'
        """
        if self.role is None or self.role.casefold() in self.name.casefold():
            return self.name
        if self.name.casefold() in self.role.casefold():
            return self.role
        return f"{self.role} {self.name}"


class Claimed(Resolved[T], Generic[T], frozen=True):
    """A value with its words and its chain: publisher first, origin last; [] the report itself."""

    spans: tuple[Span, ...] = ()
    according_to: tuple[Source, ...] = ()
    certainty: Certainty = "fact"
    confidence: Score = 1.0


# --------------------------------------------------------------------------- annotate's values


class Sentence(Span, frozen=True):
    """A sentence, with the network's probability for each kind of incident told in it."""

    incidents: dict[str, float] = {}


class Mention(Span, frozen=True):
    """A name or time in the text. ``group``: the same number, the same thing in this text."""

    label: Label
    group: int
    score: Score = 1.0
    actor: Resolved[Actor] | None = None
    place: Resolved[Place] | None = None
    date: Resolved[DateRange] | None = None


class RoleMention(Span, frozen=True):
    """Words that fill a role in an incident, as the network tags them."""

    role: Role
    score: Score


class TriggerMention(Span, frozen=True):
    """Words that tell of an event, with the network's probability for each kind and facet.

    One that is not ``sure`` counts only if the rules take the words for a trigger too.
    """

    kinds: dict[str, float]
    facets: dict[str, float]
    score: Score
    sure: bool


class TollMention(Span, frozen=True):
    """A number of people harmed, or words for one of them, as the network tags it."""

    harm: Harm
    score: Score


class CueMention(Span, frozen=True):
    """Words that introduce a statement, with its likely kinds and the relations of what is said.

    Relation "none": it says of nobody what he does to another.
    """

    kinds: dict[str, float]
    relations: dict[str, float]


class PartyMention(Span, frozen=True):
    """Words that may fill a part of an event, with what the network makes of them if they do.

    ``certainties`` are a perpetrator's, ``effects`` a victim's.
    """

    certainties: dict[str, float]
    effects: dict[str, float]


class Link(Value, frozen=True):
    """What two stretches of text have to do with each other, as the network sees it.

    ``same_event`` joins two triggers, ``same_thing`` two fillers. ``about`` joins a trigger to the
    cue of what is said of its event; ``subject`` and ``object`` are the parties of what a cue
    introduces. Every other link says what ``first`` is to the event that ``second`` tells of.
    """

    name: LinkName
    first: Span
    second: Span
    score: Score


class Quotation(Value, frozen=True):
    """Source, cue and content that belong together; a broken content has several spans."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    score: Score


class Annotated(Value, frozen=True):
    """A document with what stands in it, before anything is made of it.

    ``triggers`` is None where no network has looked for them: then the rules decide alone.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    roles: tuple[RoleMention, ...]
    quotations: tuple[Quotation, ...]
    relevance: Score
    triggers: tuple[TriggerMention, ...] | None = None
    tolls: tuple[TollMention, ...] = ()
    cues: tuple[CueMention, ...] = ()
    parties: tuple[PartyMention, ...] = ()
    links: tuple[Link, ...] = ()

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds the character at ``offset``, if any."""
        return next((s for s in self.sentences if s.start <= offset < s.end), None)


# --------------------------------------------------------------------------- what is read


class Codes(Value, frozen=True):
    """A kind in other people's terms; null where a scheme has no place for it."""

    acled: str | None
    plover: str | None
    gtd: str | None
    muc4: str | None
    ucdp: str | None


class Participant(Value, frozen=True):
    """Somebody or something that takes part in an event; ``spans`` are all its mentions."""

    name: str
    named: bool
    spans: tuple[Span, ...]
    kind: ParticipantKind
    group: int | None = None
    actor: Resolved[Actor] = Resolved(why="not looked up")
    number: Count | None = None
    effect: Effect | None = None
    according_to: tuple[Source, ...] = ()
    certainty: Certainty = "fact"
    confidence: Score = 1.0


class Event(Value, frozen=True):
    """What one report says happened."""

    id: str
    kind: str
    codes: Codes
    stage: Stage
    clarity: Clarity
    background: bool
    trigger: tuple[Span, ...]
    date: Claimed[DateRange]
    place: Claimed[Place]
    perpetrators: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    victims: tuple[Participant, ...] = ()
    means: tuple[Participant, ...] = ()
    killed: tuple[Claimed[Count], ...] = ()
    injured: tuple[Claimed[Count], ...] = ()
    abducted: tuple[Claimed[Count], ...] = ()
    according_to: tuple[Source, ...] = ()
    confidence: Score = 1.0


class Phrase(Value, frozen=True):
    """Words of the text that fill a slot of a statement."""

    text: str
    spans: tuple[Span, ...]
    actor: Resolved[Actor] | None = None


class Proposition(Value, frozen=True):
    """What is said, as a relation between two parties: who arms whom, where."""

    relation: Relation
    negated: bool
    subject: Phrase | None
    object: Phrase | None
    place: Phrase | None = None
    direction: Phrase | None = None


class Check(Value, frozen=True):
    """A statement or value held against reference data; ``finding`` is a sentence to show."""

    about: str
    finding: str
    spans: tuple[Span, ...] = ()


class Statement(Value, frozen=True):
    """Somebody is said to have said something, or the report asserts it in its own voice."""

    id: str
    kind: StatementKind
    voice: Voice
    speaker: Source | None
    according_to: tuple[Source, ...]
    cue: Span | None
    content: tuple[Span, ...]
    about: tuple[str, ...] = ()
    accused: Participant | None = None
    proposition: Proposition | None = None
    date: Claimed[DateRange] = Claimed(why="no date is given for the statement")
    venue: Phrase | None = None
    addressee: Phrase | None = None
    checks: tuple[Check, ...] = ()
    confidence: Score = 1.0


class Contradiction(Value, frozen=True):
    """Two statements that cannot both hold, or that point in opposite directions."""

    statements: tuple[str, str]
    why: str


class Reading(Value, frozen=True):
    """One document as it was read: the object that ``accordingto code`` prints a line of."""

    document: Document
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    contradictions: tuple[Contradiction, ...] = ()
    refused: tuple[Refused, ...] = ()


class Coded(Reading, frozen=True):
    """A Reading whose places, dates and actors wait for reference data.

    Their ``value`` is null with ``why`` "not grounded" and their spans are set: ``ground`` reads
    the words there. A place or date that the text does not give has no spans and keeps its why.
    """


# --------------------------------------------------------------------------- what is joined


class Join(Value, frozen=True):
    """Why two events are one incident: a match weight (log2) and its parts, or a judgement."""

    left: str
    right: str
    score: Score
    parts: dict[str, float]
    judgement: str | None = None


class Holder(Value, frozen=True):
    """Who holds a position: an event of a document, through a chain."""

    document: str
    event: str
    publisher: str | None
    published: str | None
    according_to: tuple[Source, ...]
    certainty: Certainty
    spans: tuple[Span, ...]
    independent: bool = True


class Position(Value, frozen=True):
    """One value of a field as JSON, its wording, and everyone who holds it."""

    value: Any
    text: str
    holders: tuple[Holder, ...]


class Summary(Value, frozen=True):
    """One line chosen by a stated rule; the positions keep everything it leaves out."""

    title: str
    kind: str
    date: DateRange | None
    place: Place | None
    killed: Count | None
    injured: Count | None
    n_documents: int
    n_independent: int
    disagreements: tuple[str, ...]
    rule: str


class Incident(Value, frozen=True):
    """Events of one or many reports joined, with every disagreement kept side by side."""

    id: str
    kind: str
    members: tuple[str, ...]
    why: tuple[Join, ...]
    fields: dict[str, tuple[Position, ...]]
    summary: Summary


# --------------------------------------------------------------------------- what is decided


class Judgement(Value, frozen=True):
    """What a person decided about a value or a pair; withdrawn by a later one, never deleted."""

    target: str
    verdict: str
    value: Any
    reviewer: str
    at: str
    reason: str | None = None


class Entry(Value, frozen=True):
    """A line of the ledger. ``sha256`` covers all other fields and the previous entry's digest."""

    sequence: int
    kind: str
    key: str
    body: str
    at: str
    provenance: str
    previous: str
    sha256: str


# --------------------------------------------------------------------------- JSON

_encoder = msgspec.json.Encoder()


def to_json(value: Struct) -> str:
    """Return the value as one line of JSON, fields in the order of their declaration."""
    return _encoder.encode(value).decode()


def reading_from_json(line: str | bytes) -> Reading:
    """Read a line of ``accordingto code`` back.

    Raises:
        msgspec.ValidationError: When the line is not a Reading of this contract.
    """
    return msgspec.json.decode(line, type=Reading)


def refused_from_json(line: str | bytes) -> Refused:
    """Read a Refused back.

    Raises:
        msgspec.ValidationError: When the line is no Refused of this contract.
    """
    return msgspec.json.decode(line, type=Refused)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a Reading."""
    schema = msgspec.json.schema(Reading)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "version": CONTRACT} | schema


def spans_of(value: object) -> Iterator[Span]:
    """Yield every span inside a value, however deep, except those of the document's own text."""
    if isinstance(value, Span):
        yield value
    if isinstance(value, Struct) and not isinstance(value, Document):
        for name in value.__struct_fields__:
            yield from spans_of(getattr(value, name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from spans_of(inner)
