"""Annotated -> events: triggers joined into events, and each event filled in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from accordingto.codify.agreement import as_blamed, without_contradiction
from accordingto.codify.chains import chain_at
from accordingto.codify.counts import SMALL
from accordingto.codify.credit import credited
from accordingto.codify.evidence import Evidence
from accordingto.codify.fillers import Filler, Namer
from accordingto.codify.folded import folded
from accordingto.codify.grouping import GENERIC, Draft, Told, grouped, is_definite
from accordingto.codify.kinds import head_words
from accordingto.codify.material import Material
from accordingto.codify.ontology import Kind, Ontology
from accordingto.codify.participants import participants, resolved
from accordingto.codify.patterns import fillers
from accordingto.codify.responsibility import certainty_of
from accordingto.codify.scene import (
    date_of,
    dates_in,
    is_where,
    place_of,
    place_of_story,
    places_in,
)
from accordingto.codify.shares import Shares
from accordingto.codify.stage import reality
from accordingto.codify.triggers import RULE_CREDIT, Hit, hits
from accordingto.codify.words import Clause
from accordingto.domain import (
    Annotated,
    Certainty,
    Claimed,
    Count,
    Event,
    Harm,
    Place,
    Span,
    Statement,
)
from accordingto.ids import content_id

T = TypeVar("T")

_GOES_ON = re.compile(
    r"(?:additionally|in addition|also|moreover|furthermore|among (?:them|these)|most recently|"
    r"in (?:another|one)|for (?:example|instance))\b",
    re.IGNORECASE,
)


# "Our friends were kidnapped" gives no number to set beside "five".
_NUMBERED = re.compile(
    rf"\d|\b(?:{SMALL}|an?|the|his|her|no|none|nobody|dozens?|hundreds?|thousands?|scores|several|many)\b",
    re.IGNORECASE,
)
_HARMING = frozenset(("violence", "abduction"))
_LISTS = re.compile(r"\b(?:such as|including|among them)\b", re.IGNORECASE)


def events(
    annotated: Annotated, *, ontology: Ontology, statements: Sequence[Statement]
) -> tuple[Event, ...]:
    """Return what the document says happened, in the order of the first words that tell it."""
    namer = Namer(annotated.document.text, annotated.mentions)
    evidence = Evidence(annotated)
    told = list(_told(annotated, namer, ontology))
    drafts = grouped(told, published=annotated.document.published, evidence=evidence)
    material = Material(annotated, drafts, statements, evidence, namer, ontology)
    return tuple(Assembly(material).events())


def _told(annotated: Annotated, namer: Namer, ontology: Ontology) -> Iterator[Told]:
    places = places_in(annotated)
    for hit in hits(annotated, ontology):
        real = reality(hit, published=annotated.document.published)
        if real is None:
            continue
        found = tuple(resolved(f, annotated) for f in fillers(hit, namer, ontology))
        yield Told(
            hit=hit,
            reality=real,
            fillers=found,
            dates=dates_in(hit.span, hit.clause.span, annotated),
            places=tuple(
                m
                for m in places
                if hit.clause.span.covers(m)
                and is_where(annotated.document.text, hit.clause.span.start, m)
            ),
        )


class Assembly:
    """Fills the drafts of one document; the network's roles go to the nearest draft."""

    def __init__(self, material: Material) -> None:
        self._material, self._drafts = material, material.drafts
        self._places = [
            place_of([t.hit for t in d.told], material.annotated, material.evidence)
            for d in material.drafts
        ]
        self._shares = Shares(material)

    def events(self) -> Iterator[Event]:
        """Yield the events that tell at least one thing about what happened."""
        for i, draft in enumerate(self._drafts):
            event = self._event(i, draft)
            if draft.is_seen or _tells_something(event):
                yield event

    # ---------------------------------------------------------------------- one event

    def _event(self, i: int, draft: Draft) -> Event:
        told = draft.told
        found = [*(f for t in told for f in t.fillers), *self._shares.fillers[i]]
        kind = _kind(draft, found, self._material.ontology)
        found = as_blamed([self._with_certainty(f, draft) for f in found])
        if not any(f.part == "perpetrator" for f in found):
            found.extend(self._from_context(draft))
        found = without_contradiction(found)
        first, document = told[0].hit.span, self._material.annotated.document
        part = {
            name: participants(
                found,
                name,
                namer=self._material.namer,
                statements=self._material.statements,
                evidence=self._material.evidence,
            )
            for name in ("perpetrator", "target", "victim", "means")
        }
        claims = {harm: self._claims(i, harm) for harm in ("killed", "injured", "abducted")}
        hits_of = [t.hit for t in told]
        return Event(
            id=content_id("event", document.id, kind.name, f"{first.start}-{first.end}"),
            kind=kind.name,
            codes=kind.codes,
            stage=told[0].reality.stage,
            clarity=told[0].reality.clarity,
            background=all(t.reality.background for t in told) or self._shares.is_aside(draft),
            trigger=tuple(t.hit.span for t in told),
            date=self._vouched(
                date_of(
                    hits_of,
                    self._material.annotated,
                    self._material.evidence,
                    is_whole_story=len(self._drafts) == 1,
                )
            ),
            place=self._vouched(self._place(i, hits_of)),
            perpetrators=part["perpetrator"],
            targets=part["target"],
            victims=part["victim"],
            means=part["means"],
            killed=claims["killed"],
            injured=claims["injured"],
            abducted=claims["abducted"],
            according_to=chain_at(first, self._material.statements),
            confidence=self._confidence(draft, found),
        )

    def _place(self, i: int, hits_of: Sequence[Hit]) -> Claimed[Place]:
        """Return the event's own place, or the one its story is about."""
        if self._places[i].spans:
            return self._places[i]
        family = self._drafts[i].first.hit.kind.family
        others = [
            (d.first.hit.sentence, place.spans[0])
            for d, place in zip(self._drafts, self._places, strict=True)
            if place.spans
            and d.first.reality.clarity == "single"
            and not self._shares.is_aside(d)
            and (d.first.hit.kind.family == family or {d.first.hit.kind.family, family} <= _HARMING)
        ]
        return place_of_story(hits_of, others, self._material.annotated)

    def _with_certainty(self, filler: Filler, draft: Draft) -> Filler:
        if filler.part != "perpetrator":
            return filler
        clause = next(
            (t.hit.clause for t in draft.told if t.hit.clause.span.covers(filler.span)), None
        )
        chain = chain_at(filler.span, self._material.statements)
        if clause is None and not draft.is_seen:  # a role where no event is told of
            vague = filler.by_network and filler.certainty == "fact"
            return filler._replace(certainty="implied") if vague else filler
        if clause is None:
            clause = self._clause_at(filler.span)
        return filler._replace(certainty=certainty_of(clause, filler, chain))

    def _clause_at(self, span: Span) -> Clause:
        sentence = self._material.annotated.sentence_at(span.start)
        return Clause(self._material.text, sentence if sentence is not None else span)

    def _from_context(self, draft: Draft) -> Iterator[Filler]:
        """Yield whose attacks the paragraph lists, for an event that names nobody itself.

        "The group has carried out attacks. Additionally, a bombing killed the minister."
        """
        goes_on = _GOES_ON.match(self._material.text, draft.first.hit.clause.span.start)
        for other in reversed(self._drafts):
            before = other.told[-1].hit
            gap = draft.first.hit.sentence - before.sentence
            between = self._material.text[before.span.end : draft.first.hit.span.start]
            listed = gap == 0 and _LISTS.search(between) is not None
            if not listed and (not goes_on or not 0 < gap <= 2 or "\n\n" in between):
                continue
            doers = [
                f for t in other.told for f in t.fillers if f.part == "perpetrator" and f.named
            ]
            if doers:
                certainty: Certainty = "fact" if listed else "implied"
                yield doers[0]._replace(certainty=certainty, score=0.4)
                return

    def _vouched(self, claimed: Claimed[T]) -> Claimed[T]:
        """Return the value with the chain that its words stand in."""
        if not claimed.spans:
            return claimed
        chain = chain_at(claimed.spans[0], self._material.statements)
        return msgspec.structs.replace(claimed, according_to=chain)

    def _claims(self, i: int, harm: Harm) -> tuple[Claimed[Count], ...]:
        claims: list[Claimed[Count]] = []
        for toll in (t for t in self._shares.tolls[i] if t.harm == harm):
            chain = chain_at(toll.span, self._material.statements)
            same = [c for c in claims if c.according_to == chain]
            if any(_adds_nothing(c.value, toll.number) for c in same if c.value):
                continue
            claims.append(Claimed[Count](value=toll.number, spans=(toll.span,), according_to=chain))
        numbered = [c for c in claims if c.value and _NUMBERED.search(c.value.text)]
        return tuple(numbered or claims)

    def _confidence(self, draft: Draft, found: Sequence[Filler]) -> float:
        """Return the network's probability for the surest trigger; a rough score without one."""
        seen = [t.hit.seen.score for t in draft.told if t.hit.seen is not None]
        if seen:
            return max(seen)
        evidence = 0.4 + 0.3 * bool(found) + 0.3 * self._material.annotated.relevance
        return round(min(1.0, evidence), 4)


def _kind(draft: Draft, found: Iterable[Filler], ontology: Ontology) -> Kind:
    """Return the kind of the highest rank; harm verbs name one only where nothing else does.

    A killing takes its kind from the weapon: "a car bomb killed five" is a bombing.
    """
    seen = [t.hit for t in draft.told if t.hit.seen is not None]
    if seen:
        return _likeliest_kind(seen, ontology)
    named = [t.hit for t in draft.told if not t.hit.trigger.is_harm]
    telling = [hit for hit in named if not (hit.kind.name in GENERIC and is_definite(hit))]
    if named:
        return max((hit.kind for hit in telling or named), key=lambda kind: kind.rank)
    heads = [head for f in found if f.part == "means" for head in head_words(f.name)]
    by_means = next((ontology.means[head] for head in heads if head in ontology.means), None)
    return ontology.kind(by_means) if by_means else draft.first.hit.kind


def _likeliest_kind(hits: Sequence[Hit], ontology: Ontology) -> Kind:
    """Return the kind with the most probability over an event's triggers."""
    sums: dict[str, float] = {}
    for hit in hits:
        seen = hit.seen.kinds if hit.seen is not None else {}
        for name, p in credited(seen, hit.kind.name, RULE_CREDIT).items():
            sums[name] = sums.get(name, 0.0) + p
    kind = ontology.kind(max(sums, key=lambda name: sums[name]))
    beside = (folded(hit.clause.span.cut(hit.clause.text)) for hit in hits)
    if kind.shown_by is None or any(kind.shown_by.search(words) for words in beside):
        return kind
    return ontology.kind(kind.otherwise)


def _tells_something(event: Event) -> bool:
    return bool(
        event.perpetrators
        or event.targets
        or event.victims
        or event.killed
        or event.injured
        or event.abducted
        or event.date.spans
    )


def _adds_nothing(known: Count, new: Count) -> bool:
    """Return whether a later count repeats an earlier one or speaks of a part of it."""
    if (known.low, known.high) == (new.low, new.high):
        return True
    return (new.low, new.high) == (1, 1) and (known.low or 0) > 1
