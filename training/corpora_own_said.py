"""What the reports of ``corpus/`` have of statements: cues, who is said to act, who says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from accordingto.domain import Reading
from training.examples import Cue, Label, Range


def cues(reading: Reading) -> list[Cue]:
    """Return the words that introduce statements, with what is said and of which events."""
    numbers = {event.id: number for number, event in enumerate(reading.events)}
    return [
        Cue(
            statement.cue.start,
            statement.cue.end,
            statement.kind,
            statement.proposition.relation if statement.proposition else "none",
            frozenset(numbers[event] for event in statement.about),
        )
        for statement in reading.statements
        if statement.cue is not None
    ]


def said(reading: Reading) -> dict[Range, set[tuple[int, str]]]:
    """Return the parties of what is said: who is said to act, or is accused, and on whom.

    What somebody is said to have carried out is no party but the event that the cue is about.
    """
    parties: dict[Range, set[tuple[int, str]]] = defaultdict(set)
    for number, statement in enumerate(s for s in reading.statements if s.cue is not None):
        proposition = statement.proposition
        subject = proposition.subject if proposition else None
        is_act = proposition is not None and proposition.relation == "carried_out"
        object_ = proposition.object if proposition is not None and not is_act else None
        for link, party in (
            ("subject", subject), ("subject", statement.accused), ("object", object_),
        ):  # fmt: skip
            for span in party.spans if party else ():
                parties[span.start, span.end].add((number, link))
    return parties


def attribution(reading: Reading) -> Iterator[Label]:
    """Yield sources, cues and contents; what stands inside another content is left out."""
    contents = [span for s in reading.statements for span in s.content if s.cue is not None]
    outer = [c for c in contents if not any(o != c and o.covers(c) for o in contents)]
    for span in set(outer):
        yield Label(span.start, span.end, "content")
    for statement in reading.statements:
        spoken = statement.speaker.spans if statement.speaker else ()
        for kind, spans in (("source", spoken), ("cue", (statement.cue,))):
            for span in spans:
                if span is not None and not any(c.touches(span) for c in outer):
                    yield Label(span.start, span.end, kind)
