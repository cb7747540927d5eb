"""The reports of ``corpus/`` as training examples: marks made labels of the network's heads."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random

from accordingto.domain import Event, Participant, Reading, Span
from accordingto.scoring.gold import read_corpus
from training.corpora import PATTERNS
from training.corpora_own_said import attribution, cues, said
from training.examples import (
    Example,
    Filler,
    Label,
    Range,
    Trigger,
    Verdict,
    overlaps,
    sentences,
)
from training.labels import INCIDENTS, TOLLS

NAME, PLAIN = "own", "plain"
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


HEDGE = (
    r"(?:at least|at most|up to|more than|fewer than|less than|no fewer than|as many as|about|"
    r"around|some|nearly|almost|over|between|another|the|all|a further|roughly|perhaps)\s+"
)
NUMBER = (
    r"\d[\d,.]*|\w*(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|ty)"
    r"(?:-\w+)?|dozens?|scores?|hundreds?|thousands?|several|(?:an?\s+)?(?:dozen|score|hundred)"
)
QUANTITY = re.compile(
    rf"(?:{HEDGE})*(?:{NUMBER})(?:\s+(?:(?:and|or|to)\s+(?={NUMBER})|{NUMBER}|others|more))*\b",
    re.IGNORECASE,
)
N_AT_RANDOM = 6


def read_own(folder: Path) -> list[Example]:
    """Read every report of a part of the corpus; all of a text is annotated, head by head."""
    return [_example(report.reading) for report in read_corpus(folder).reports]


def read_plain(folder: Path) -> list[Example]:
    """Read our texts in which nothing happens, whatever their words: nothing to mark, all known."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"]):
            text = case["text"].strip()
            whole: list[Range] = [(0, len(text))]
            spans: dict[str, list[Label]] = {"roles": [], "triggers": [], "tolls": []}
            found.append(
                Example(
                    f"{path.stem}-{number}", PLAIN, text, spans, dict.fromkeys(spans, whole), {},
                    [Verdict(0, len(text), kind, holds=False) for kind in INCIDENTS],
                    relevance_weight=0.3,
                )
            )  # fmt: skip
    return found


def _example(reading: Reading) -> Example:
    text = reading.document.text
    triggers = _triggers(reading)
    spans = {
        "roles": list(_roles(reading)),
        "entities": list(_whole_names(reading)),
        "attribution": list(attribution(reading)),
        "triggers": [Label(t.start, t.end, "event") for t in triggers],
        "tolls": list(_tolls(reading)),
    }
    whole: list[Range] = [(0, len(text))]
    known = dict.fromkeys((*spans, "incidents"), whole)
    return Example(
        reading.document.id, NAME, text, spans, known, {}, list(_verdicts(reading)),
        relevance_weight=0.3, names=_names(reading), triggers=triggers,
        fillers=_fillers(reading), cues=cues(reading),
    )  # fmt: skip


# ------------------------------------------------------------------------ events


def _triggers(reading: Reading) -> list[Trigger]:
    """Return the words that tell of events; the first of those that overlap stays."""
    kept: list[Trigger] = []
    for span in sorted({t for e in reading.events for t in e.trigger}, key=lambda t: t.start):
        if kept and span.start < kept[-1].end:
            continue
        told = [i for i, event in enumerate(reading.events) if span in event.trigger]
        event = reading.events[told[0]]
        facets = {event.stage, event.clarity} | ({"background"} if event.background else set())
        kept.append(Trigger(span.start, span.end, event.kind, frozenset(facets), frozenset(told)))
    return kept


def _fillers(reading: Reading) -> list[Filler]:
    """Return what fills an event's places, and as counter-examples what fills none."""
    fills: dict[Range, set[tuple[int, str]]] = defaultdict(set)
    things: dict[Range, int] = {}
    certainties: dict[Range, str] = {}
    effects: dict[Range, str] = {}
    for number, event in enumerate(reading.events):
        for link, participants in (
            ("perpetrator", event.perpetrators), ("victim", event.victims),
            ("target", event.targets), ("means", event.means),
        ):  # fmt: skip
            for participant in participants:
                first = participant.spans[0].start
                for label in _labels(participant, link, reading):
                    at = (label.start, label.end)
                    fills[at].add((number, link))
                    things[at] = first
                    if link == "perpetrator":
                        certainties.setdefault(at, participant.certainty)
                    elif link == "victim" and participant.effect is not None:
                        effects.setdefault(at, participant.effect)
        tolls = (*event.killed, *event.injured, *event.abducted)
        for span in (s for toll in tolls for s in toll.spans):
            fills[_quantity(span, reading.document.text)].add((number, "toll"))
        for link, spans in (("place", event.place.spans), ("time", event.date.spans)):
            for span in spans:
                fills[span.start, span.end].add((number, link))
    for mention in reading.mentions:
        fills[mention.start, mention.end] |= set()
        if mention.label != "time":
            things.setdefault((mention.start, mention.end), -1 - mention.group)
    parties = said(reading)
    for at in parties:
        fills[at] |= set()
    for place in _at_random(reading.document.text):
        if not overlaps(place, fills):
            fills[place] = set()
    return [
        Filler(
            *at, frozenset(of), things.get(at), frozenset(parties.get(at, ())),
            certainties.get(at), effects.get(at),
        )
        for at, of in sorted(fills.items())
    ]  # fmt: skip


def _at_random(text: str) -> list[Range]:
    """Return a few words that are no filler: what is read may be no filler either."""
    words = [match.span() for match in re.finditer(r"\w+", text)]
    random = Random(text)
    drawn = random.sample(range(len(words)), min(N_AT_RANDOM, len(words)))
    return [(words[i][0], words[min(i + i % 3, len(words) - 1)][1]) for i in drawn]


def _whole_names(reading: Reading) -> Iterator[Label]:
    """Yield the names but those inside others: a piece has one label."""
    names = [m for m in reading.mentions if m.label != "time"]
    for m in names:
        if not any(o.covers(m) and (o.start, o.end) != (m.start, m.end) for o in names):
            yield Label(m.start, m.end, m.label)


def _tolls(reading: Reading) -> Iterator[Label]:
    taken: list[Range] = []
    for event in reading.events:
        for kind, claims in zip(TOLLS, (event.killed, event.injured, event.abducted), strict=True):
            for span in (s for claim in claims for s in claim.spans):
                at = _quantity(span, reading.document.text)
                if not overlaps(at, taken):
                    taken.append(at)
                    yield Label(*at, kind)


def _quantity(span: Span, text: str) -> Range:
    """Return the number in the words of a toll with its hedge; the whole where it has none."""
    match = QUANTITY.match(text, span.start, span.end)
    return match.span() if match else (span.start, span.end)


def _names(reading: Reading) -> dict[str, list[str]]:
    """Return what may be exchanged: people, towns, nationalities, groups that attack."""
    text = reading.document.text
    attackers = {
        p.group for e in reading.events for p in e.perpetrators if p.kind == "armed_group"
    } - {None}
    wordings: dict[str, list[str]] = defaultdict(list)
    for mention in reading.mentions:
        kind = "group" if mention.label == "organisation" else mention.label
        is_attacker = kind == "group" and mention.group in attackers
        if kind in ("person", "place", "nationality") or is_attacker:
            wordings[f"{kind}:{mention.group}"].append(" ".join(mention.cut(text).split()))
    return {
        key: sorted(dict.fromkeys(said), key=lambda w: (-len(w), w))
        for key, said in wordings.items()
    }


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
