"""The reports of ``corpus/`` as training examples: marks made labels of the network's heads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from accordingto.domain import Event, Participant, Reading, Span
from accordingto.scoring.gold import read_corpus
from training.corpora import PATTERNS
from training.examples import Example, Label, Range, Verdict, overlaps, sentences
from training.labels import INCIDENTS

NAME = "own"
LEADING = re.compile(r"(?:the|an?|some|his|her|their|its)\s+", re.IGNORECASE)
PRONOUN = re.compile(r"(?:s?he|it|they|them|him|we|us|i|who|which)$", re.IGNORECASE)
GROUPS = ("armed_group", "state_force", "government", "organisation")
HEAD_KIND = {  # our kinds of events in the words of the network's incident head
    "bombing": "bombing", "suicide_attack": "bombing", "mine": "bombing", "grenade": "bombing",
    "abduction": "abduction", "hijacking": "abduction", "arson": "arson", "robbery": "robbery",
    "looting": "robbery", "arrest": "arrest", "raid": "arrest",
}  # fmt: skip
ATTACKS = (
    "shooting", "attack", "assassination", "air_strike", "drone_strike", "shelling", "rocket",
    "chemical_attack", "sexual_violence", "torture", "beating", "armed_clash", "mob_violence",
    "property_destruction", "protest_fired_on",
)  # fmt: skip


def read_own(folder: Path) -> list[Example]:
    """Read every report of a part of the corpus; all of a text is annotated, head by head."""
    return [_example(report.reading) for report in read_corpus(folder).reports]


def _example(reading: Reading) -> Example:
    text = reading.document.text
    spans = {
        "roles": list(_roles(reading)),
        "entities": [Label(m.start, m.end, m.label) for m in reading.mentions if m.label != "time"],
        "attribution": list(_attribution(reading)),
    }
    whole: list[Range] = [(0, len(text))]
    known = dict.fromkeys((*spans, "incidents"), whole)
    return Example(
        reading.document.id, NAME, text, spans, known, {}, list(_verdicts(reading)),
        relevance_weight=0.3,
    )  # fmt: skip


# ------------------------------------------------------------------------ roles


def _roles(reading: Reading) -> Iterator[Label]:
    """Yield each word's first role: a perpetrator of one event may be a victim of another."""
    taken: list[Range] = []
    for event in sorted(reading.events, key=lambda e: (e.background, e.trigger[0].start)):
        for label in _roles_of(event, reading):
            place = (label.start, label.end)
            if not overlaps(place, taken):
                taken.append(place)
                yield label


def _roles_of(event: Event, reading: Reading) -> Iterator[Label]:
    text = reading.document.text
    for participant in event.victims:
        yield from _labels(participant, "victim", reading)
    for participant in event.perpetrators:
        yield from _labels(participant, "perpetrator", reading)
    for role, participants in (("target", event.targets), ("weapon", event.means)):
        for participant in participants:
            for span in participant.spans:
                yield _trimmed(span, text, role)
    for span in event.place.spans:
        yield Label(span.start, span.end, "place")


def _labels(participant: Participant, role: str, reading: Reading) -> Iterator[Label]:
    text = reading.document.text
    for span in participant.spans:
        if PRONOUN.match(span.cut(text)):
            continue
        name = next((m for m in reading.mentions if _is_name_of(m, participant, span)), None)
        is_group = participant.kind in GROUPS and (
            participant.named or participant.kind != "armed_group"
        )
        if role == "perpetrator":
            kind = "perpetrator_organisation" if is_group else "perpetrator_individual"
        else:
            kind = "victim_named" if name is not None else "victim_described"
        if name is not None and (is_group or role == "victim"):
            yield Label(name.start, name.end, kind)
        else:
            yield _trimmed(span, text, kind)


def _is_name_of(mention: Span, participant: Participant, span: Span) -> bool:
    return participant.named and span.covers(mention) and _group(mention) == participant.group


def _group(mention: Span) -> int | None:
    return getattr(mention, "group", None)


def _trimmed(span: Span, text: str, kind: str) -> Label:
    article = LEADING.match(text, span.start, span.end)
    start = article.end() if article and article.end() < span.end else span.start
    end = span.start + len(span.cut(text).rstrip(",;:"))
    return Label(start, max(end, start + 1), kind)


# ------------------------------------------------------------------------ attribution


def _attribution(reading: Reading) -> Iterator[Label]:
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


# ------------------------------------------------------------------------ incidents


def _verdicts(reading: Reading) -> Iterator[Verdict]:
    """Yield which kinds each sentence tells of; where it only hints at one, nothing is said."""
    text = reading.document.text
    for start, end in sentences(text):
        here = Span(start=start, end=end)
        told = {_head_kind(e) for e in reading.events if any(t.touches(here) for t in e.trigger)}
        hinted = {_head_kind(e) for e in reading.events if _is_hinted(e, here)}
        for kind in INCIDENTS:
            if kind in told:
                yield Verdict(start, end, kind, holds=True)
            elif kind not in hinted and not (hinted and PATTERNS[kind].search(text[start:end])):
                yield Verdict(start, end, kind, holds=False)


def _head_kind(event: Event) -> str | None:
    return HEAD_KIND.get(event.kind, "attack" if event.kind in ATTACKS else None)


def _is_hinted(event: Event, sentence: Span) -> bool:
    parts = (*event.victims, *event.perpetrators, *event.targets, *event.means)
    tolls = (*event.killed, *event.injured, *event.abducted)
    return any(s.touches(sentence) for value in (*parts, *tolls) for s in value.spans)
