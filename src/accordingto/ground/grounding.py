"""Coded to Reading: every place, date and actor held against reference data, one by one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec.structs import asdict, replace

from accordingto.domain import (
    Actor,
    Claimed,
    Coded,
    Count,
    DateRange,
    Event,
    Mention,
    Participant,
    Phrase,
    Place,
    Proposition,
    Reading,
    Refused,
    Resolved,
    Source,
    Span,
    Statement,
)
from accordingto.ground.actors import ActorList, words_of
from accordingto.ground.checks import check_events, check_statement
from accordingto.ground.context import country_words
from accordingto.ground.dates import (
    NOT_DATES,
    looks_ahead,
    published_day,
    resolve_mentions,
    resolve_words,
    time_words,
)
from accordingto.ground.gazetteer import Gazetteer
from accordingto.ground.places import Scene
from accordingto.ground.timewords import Frame

_Kind = Literal["place", "date"]
# Things have no entry in a list of actors.
_THINGS = frozenset({"object", "building", "vehicle", "infrastructure"})
_PREPOSITIONS = frozenset(
    {"from", "in", "at", "to", "on", "of", "by", "against", "inside", "within"}
)


NOT_LISTED = ("gazetteer", "a small place in a country")  # in reasons why words were not placed
WHOLE_COUNTRY = 6  # UCDP where_prec
_FILED = re.compile(r"(?:\s*[(,/][^)\n]{0,60}?\)?)?\s*(?::|--|—|–|\s-\s)")


def _is_dateline(text: str, span: Span) -> bool:
    """Return whether the words open a line and a colon or dash parts them from the report.

    >>> _is_dateline("LOMAS, Verania — Two men died.", Span(start=0, end=5))
    True
    >>> _is_dateline("Lomas mourns: two men died.", Span(start=0, end=5))
    False
    """
    opens = not text[text.rfind("\n", 0, span.start) + 1 : span.start].strip()
    return opens and _FILED.match(text, span.end) is not None


class Grounding:
    """One document's grounding; made, used and thrown away by ``ground``."""

    def __init__(self, coded: Coded, *, gazetteer: Gazetteer, actors: ActorList) -> None:
        self.coded, self.actors = coded, actors
        self.document, self.text = coded.document, coded.document.text
        self.published: date | None = published_day(coded.document.published)
        self.when = self.published.isoformat() if self.published else None
        self.bodies = self._bodies()
        places = [
            Span(start=m.start, end=m.end)
            for m in coded.mentions
            if m.label == "place" and m not in self.bodies
        ]
        self.words = country_words(gazetteer)
        self.countries = self.words.counted(self.text)
        self.groups = self._actors_of_groups()
        self.scene = Scene(
            coded.document,
            places,
            gazetteer=gazetteer,
            words=self.words,
            blocked=[
                *(m for m in coded.mentions if m.label in ("person", "organisation")),
                *self.bodies,
            ],
            hints=self._homes(),
        )
        times = [m for m in coded.mentions if m.label == "time"]
        self.dates = resolve_mentions(self.text, times, published=self.published)
        self.refused: dict[tuple[_Kind, str, str], list[Span]] = defaultdict(list)

    def reading(self) -> Reading:
        """Return the Reading, with what could not be placed or dated under ``refused``."""
        mentions = tuple(map(self.mention, self.coded.mentions))
        events = tuple(map(self.event, self.coded.events))
        statements = tuple(map(self.statement, self.coded.statements))
        statements = tuple(
            check_statement(s, self.document, actors=self.actors, published=self.when)
            for s in statements
        )
        checked = check_events(
            statements, events, self.document, actors=self.actors, words=self.words
        )
        refused = tuple(
            Refused(kind=kind, what=what, why=why, spans=tuple(spans))
            for (kind, what, why), spans in self.refused.items()
        )
        fields = asdict(self.coded)
        fields |= {"mentions": mentions, "events": events, "statements": checked}
        fields["refused"] = self.coded.refused + refused
        return Reading(**fields)

    # ------------------------------------------------------------------ actors

    def _actors_of_groups(self) -> dict[int, Actor]:
        """Return who each group of mentions is: its longest name that the list knows."""
        found: dict[int, Actor] = {}
        named = [m for m in self.coded.mentions if m.label in ("person", "organisation")]
        for mention in sorted(named, key=lambda m: (m.start - m.end, m.start)):
            if mention.group not in found:
                actor = self.find(mention.cut(self.text)).value
                if actor is not None:
                    found[mention.group] = actor
        return found

    def _bodies(self) -> dict[Mention, str]:
        """Return what is marked as a place and is a listed agency or body: "Xinhua" said so."""
        found = {}
        for mention in self.coded.mentions:
            listed = self.actors.listed(mention.cut(self.text)) if mention.label == "place" else ()
            if listed and all(entry.id.startswith("organisation:") for entry in listed):
                found[mention] = listed[0].name
        return found

    def _homes(self) -> set[str]:
        """Return the countries of the listed actors that the document names."""
        listed = (self.actors.by_id(actor.id) for actor in self.groups.values())
        return {actor.country for actor in listed if actor and actor.country}

    def find(self, name: str) -> Resolved[Actor]:
        """Look a name up, with the document's date and the countries it names."""
        return self.actors.find(name, when=self.when, countries=self.countries)

    def actor(self, name: str, group: int | None) -> Resolved[Actor]:
        """Return who is meant: by the name itself, else by a fuller name of the same group."""
        own = self.find(name)
        if own.value is None and group in self.groups and self._may_be(name, self.groups[group]):
            fuller = self.groups[group]
            return Resolved(value=replace(fuller, score=round(0.9 * fuller.score, 4)))
        return own

    def _may_be(self, name: str, actor: Actor) -> bool:
        """Return whether a name can be short for an actor's: no other first name, say."""
        listed = self.actors.by_id(actor.id)
        if listed is None or listed.kind not in ("official", "person") or name.islower():
            return True
        return words_of(name) <= {
            word for n in (listed.name, *listed.aliases) for word in words_of(n)
        }

    def source(self, source: Source) -> Source:
        if source.kind in ("unnamed", "witness"):
            return replace(source, actor=Resolved(why="an unnamed source is not looked up"))
        return replace(source, actor=self.actor(source.name, source.group))

    def sources(self, chain: Iterable[Source]) -> tuple[Source, ...]:
        return tuple(map(self.source, chain))

    def participant(self, participant: Participant) -> Participant:
        actor = participant.actor
        if participant.kind not in _THINGS:
            actor = self.actor(participant.name, participant.group)
        chain = self.sources(participant.according_to)
        return replace(participant, actor=actor, according_to=chain)

    def participants(self, found: Iterable[Participant]) -> tuple[Participant, ...]:
        return tuple(map(self.participant, found))

    def phrase(self, phrase: Phrase | None) -> Phrase | None:
        if phrase is None:
            return None
        words = phrase.text.split()
        while len(words) > 1 and words[0].lower() in _PREPOSITIONS:
            words = words[1:]
        group = self._group_of(phrase.spans)
        return replace(phrase, actor=self.actor(" ".join(words), group))

    def _group_of(self, spans: Sequence[Span]) -> int | None:
        """Return the group of the one person or organisation that a phrase names, if one."""
        inside = {
            m.group
            for m in self.coded.mentions
            if m.label in ("person", "organisation") and any(s.covers(m) for s in spans)
        }
        return inside.pop() if len(inside) == 1 else None

    # ------------------------------------------------------------------ dates and places

    def date(self, claimed: Claimed[DateRange]) -> Claimed[DateRange]:
        """Date a claimed value by its words; what has a value or no words stays as it is."""
        chain = self.sources(claimed.according_to)
        if claimed.value is not None or not claimed.spans:
            return replace(claimed, according_to=chain)
        answers = [self._date_at(span) for span in claimed.spans]
        best = next((a for a in answers if a.value is not None), answers[0])
        if best.value is None:
            self.refuse("date", claimed.spans, best.why or "")
        return replace(claimed, value=best.value, why=best.why, according_to=chain)

    def _date_at(self, span: Span) -> Resolved[DateRange]:
        """Date a span: with the "since" or "until" before it, else as the time mention it is."""
        known = self.dates.get((span.start, span.end))
        words = time_words(self.text, span)
        if known is not None and words == span.cut(self.text):
            return known
        frame = Frame(self.published, None, looks_ahead(self.text, span.start))
        own = resolve_words(words, frame, text=span.cut(self.text))
        inside = [self.dates[k] for k in self.dates if span.start <= k[0] and k[1] <= span.end]
        found = [answer for answer in inside if answer.value is not None]
        return found[0] if own.value is None and found and words == span.cut(self.text) else own

    def place(self, claimed: Claimed[Place]) -> Claimed[Place]:
        """Place a claimed value by its words; what has a value or no words stays as it is."""
        chain = self.sources(claimed.according_to)
        if claimed.value is not None or not claimed.spans:
            return replace(claimed, according_to=chain)
        answer = self._placed(claimed.spans)
        if answer.value is None:
            self.refuse("place", claimed.spans, answer.why or "")
        return replace(claimed, value=answer.value, why=answer.why, according_to=chain)

    def place_of_event(self, claimed: Claimed[Place]) -> Claimed[Place]:
        """Place an event; one at words that nobody lists is put near the place named next to them.

        The value then is implied: the report names the other place, not this one, as a point.
        """
        own = self.place(claimed)
        unlisted = any(reason in (own.why or "") for reason in NOT_LISTED)
        if own.value is not None or not own.spans or not unlisted:
            return own
        beside = self.scene.nearest(own.spans)
        if beside is None:
            return own
        span, place = beside
        return replace(own, value=place, why=None, spans=(*own.spans, span), certainty="implied")

    def _placed(self, spans: Sequence[Span]) -> Resolved[Place]:
        """Place by the story's own words; by the dateline only where they leave the town open."""
        named = [s for s in spans if not any(body.covers(s) for body in self.bodies)]
        if not named:
            return Resolved(why=f"not placed: “{spans[0].cut(self.text)}” is the name of a body")
        told = [s for s in named if not _is_dateline(self.text, s)]
        answer = self.scene.resolve_phrase(told or named)
        if told == named or (answer.value and answer.value.precision < WHOLE_COUNTRY):
            return answer
        return self.scene.resolve_phrase(named)

    def refuse(self, kind: _Kind, spans: Iterable[Span], why: str) -> None:
        """Put a failure on record, once for the same words and reason."""
        plain = [Span(start=span.start, end=span.end) for span in spans]
        kept = self.refused[kind, plain[0].cut(self.text), why]
        kept += [span for span in plain if span not in kept]

    # ------------------------------------------------------------------ the values themselves

    def mention(self, mention: Mention) -> Mention:
        """Resolve a mention by its label; a nationality has no place and no actor."""
        match mention.label:
            case "place":
                body = self.bodies.get(mention)
                place = (
                    Resolved(why=f"not placed: it is the name of {body}")
                    if body is not None
                    else self.scene.resolve(mention)
                )
                if place.value is None:
                    self.refuse("place", [mention], place.why or "")
                return replace(mention, place=place)
            case "time":
                dated = self.dates[mention.start, mention.end]
                if dated.value is None and not any(n in (dated.why or "") for n in NOT_DATES):
                    self.refuse("date", [mention], dated.why or "")
                return replace(mention, date=dated)
            case "person" | "organisation":
                return replace(mention, actor=self.actor(mention.cut(self.text), mention.group))
            case _:
                return mention

    def counts(self, claims: Iterable[Claimed[Count]]) -> tuple[Claimed[Count], ...]:
        return tuple(replace(c, according_to=self.sources(c.according_to)) for c in claims)

    def event(self, event: Event) -> Event:
        return replace(
            event,
            date=self.date(event.date),
            place=self.place_of_event(event.place),
            perpetrators=self.participants(event.perpetrators),
            targets=self.participants(event.targets),
            victims=self.participants(event.victims),
            means=self.participants(event.means),
            killed=self.counts(event.killed),
            injured=self.counts(event.injured),
            abducted=self.counts(event.abducted),
            according_to=self.sources(event.according_to),
        )

    def statement(self, statement: Statement) -> Statement:
        return replace(
            statement,
            speaker=self.source(statement.speaker) if statement.speaker else None,
            according_to=self.sources(statement.according_to),
            accused=self.participant(statement.accused) if statement.accused else None,
            proposition=self.proposition(statement.proposition),
            date=self.date(statement.date),
            venue=self.phrase(statement.venue),
            addressee=self.phrase(statement.addressee),
        )

    def proposition(self, found: Proposition | None) -> Proposition | None:
        if found is None:
            return None
        return replace(
            found,
            subject=self.phrase(found.subject),
            object=self.phrase(found.object),
            place=self.phrase(found.place),
            direction=self.phrase(found.direction),
        )


def ground(coded: Coded, *, gazetteer: Gazetteer, actors: ActorList) -> Reading:
    """Resolve places, dates and actors of a coded document, and check offices and countries.

    What cannot be resolved keeps the reason as its ``why`` and, for places and dates, is listed
    under ``refused``; one bad name costs one name, never the document.
    """
    return Grounding(coded, gazetteer=gazetteer, actors=actors).reading()
