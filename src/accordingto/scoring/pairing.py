"""Which value that was read is which gold value of the same report: one to one, best first."""

from collections.abc import Mapping

from accordingto.domain import Event, Reading, Span, Statement, Value
from accordingto.scoring.overlap import Pairs, overlap, pair_off, touching
from accordingto.scoring.tolls import is_close

ENOUGH = 0.5  # of the characters of two contents, for them to be one whatever their cues
_TRIGGER = 2.0  # of an event's score; everything else that agrees weighs up to 1


class Aligned(Value, frozen=True):
    """A gold reading and the program's of the same text; pairs as (gold, read) indices."""

    gold: Reading
    read: Reading
    events: Pairs
    statements: Pairs


def align(gold: Reading, read: Reading, *, families: Mapping[str, str]) -> Aligned:
    """Pair the events and the statements of two readings of one text.

    Args:
        families: The family of each kind of event, as the ontology has it.
    """
    return Aligned(
        gold=gold,
        read=read,
        events=pair_off(gold.events, read.events, lambda a, b: event_score(a, b, families)),
        statements=pair_off(gold.statements, read.statements, statement_score),
    )


def event_score(gold: Event, read: Event, families: Mapping[str, str]) -> float | None:
    """Return how alike two events of one report are; None when they cannot be one.

    They can be when a trigger touches a trigger, or when they are of one family of kinds and share
    words of a participant.
    """
    words = overlap(gold.trigger, read.trigger)
    people = overlap(_people(gold), _people(read))
    akin = families.get(gold.kind, gold.kind) == families.get(read.kind, read.kind)
    if not words and not (people and akin):
        return None
    alike = (akin + (gold.kind == read.kind)) / 2
    told = _same_days(gold, read) + _same_place(gold, read) + _same_toll(gold, read)
    return _TRIGGER * bool(words) + words + people + alike + told


def statement_score(gold: Statement, read: Statement) -> float | None:
    """Return how alike two statements of one report are; None when they cannot be one.

    They can be when half of the characters of either content are in both, or else when cue
    touches cue and content touches content; the first go before the second.
    """
    content = overlap(gold.content, read.content)
    cue = overlap([gold.cue], [read.cue])
    if content < ENOUGH and not (cue and content):
        return None
    # The cue only settles what the content leaves open.
    return 2 * (content >= ENOUGH) + content + cue / 10 + _same_speaker(gold, read) / 20


def _people(event: Event) -> list[Span]:
    parts = (*event.perpetrators, *event.targets, *event.victims)
    return [span for part in parts for span in part.spans]


def _same_days(gold: Event, read: Event) -> bool:
    one, other = gold.date.value, read.date.value
    if one is None or other is None:
        return False
    return (one.first, one.last) == (other.first, other.last)


def _same_place(gold: Event, read: Event) -> bool:
    one, other = gold.place.value, read.place.value
    return one is not None and other is not None and one.gazetteer_id == other.gazetteer_id


def _same_toll(gold: Event, read: Event) -> bool:
    return any(is_close(one.value, other.value) for one in gold.killed for other in read.killed)


def _same_speaker(gold: Statement, read: Statement) -> bool:
    one, other = gold.speaker, read.speaker
    return one is not None and other is not None and touching(one.spans, other.spans)
