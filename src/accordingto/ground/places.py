"""Which place a name means, from the words beside it and everything else the document names."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from accordingto.domain import Document, Place, Resolved, Span
from accordingto.ground.context import CountryWords
from accordingto.ground.gazetteer import Candidate, Gazetteer, PlaceKind
from accordingto.ground.names import PlaceName, describe, find, is_torn
from accordingto.ground.weighing import (
    CLOSE,
    SETTLED,
    WEIGHTS,
    Belief,
    Evidence,
    closeness,
    features,
    is_region,
    kilometres,
    namesakes,
    sense,
    without_echoes,
)

_PRECISION = {
    PlaceKind.COUNTRY: 6,
    PlaceKind.ADMIN1: 4,
    PlaceKind.ADMIN2: 3,
    PlaceKind.ADMIN2_LOOSE: 4,
    PlaceKind.SEA: 7,
    PlaceKind.AREA: 5,
}

_STOP = re.compile(r"[.!?][\"')\]”’]*\s|\n\s*\n")  # ends of sentences, roughly

# The second round sees what the first made of the other names. Right within 161 km on the training
# side (6,857 names): 0.749 after one, 0.759 after two, 0.760 after three.
ROUNDS = 2
# Of probability, between the best place and the best one elsewhere. On the same names, right and
# right when answered: 0.779 and 0.853 at 0.0; 0.759 and 0.886 at 0.15; 0.742 and 0.895 at 0.3.
TIE_MARGIN = 0.15
APART_KM = 60.0  # places nearer than this to each other are no tie
# "In Kunduz" is the town rather than its province, unless a word says province.
SEAT_FIRST = 2.0
# Reports from elsewhere name a country by its capital, seldom by a division: "Washington".
CAPITAL_ABROAD = 2.0
UNASKED = 20_000  # people; a smaller place needs its country in the text
NEXT_DOOR = 0.4  # a country named counts this much for those it borders on: Israel, Gaza


class Scene:
    """The place names of one document, weighed together.

    ``blocked`` are names of persons and bodies; ``hints`` are ISO codes of countries that
    something else in the document points to, such as its armed groups.
    ``weights`` are those of ``FEATURES``; training passes its own.
    """

    def __init__(
        self,
        document: Document,
        names: Iterable[Span],
        *,
        gazetteer: Gazetteer,
        words: CountryWords,
        blocked: Iterable[Span] = (),
        hints: Iterable[str] = (),
        weights: Sequence[float] = WEIGHTS,
    ) -> None:
        self.text, self.gazetteer, self.weights = document.text, gazetteer, weights
        self.known, self.blocked = tuple(names), tuple(blocked)
        self.publisher = words.of_publisher(document)
        self.named = words.counted(document.text) + Counter(set(hints))
        self.names = [self._describe(span) for span in self.known]
        self.beliefs: dict[str, Belief] = {}
        for _ in range(ROUNDS):
            evidence = self.evidence()
            self.beliefs = self._weigh(evidence)
        self.final = self.evidence()
        self.met: dict[PlaceName, Belief | None] = {}

    def _describe(self, span: Span) -> PlaceName:
        return describe(self.text, span.start, span.end, gazetteer=self.gazetteer)

    def candidates(self, name: PlaceName) -> tuple[Candidate, ...]:
        """Return the places any key of the name may mean, each once."""
        found: dict[int, Candidate] = {}
        for key in name.keys:
            for candidate in self.gazetteer.candidates(key):
                found.setdefault(candidate.id, candidate)
        return without_echoes(tuple(found.values())) if not name.meant else tuple(found.values())

    def evidence(self) -> Evidence:
        """Sum up what the document names so far."""
        countries: dict[str, float] = defaultdict(float)
        for iso, n in self.named.items():
            countries[iso] += math.sqrt(n)
            for neighbour in self.gazetteer.neighbours(iso):
                countries[neighbour] += NEXT_DOOR * math.sqrt(n)
        divisions: dict[int, float] = defaultdict(float)
        others = []
        for key, belief in self.beliefs.items():
            for candidate, chance in zip(belief.candidates[:5], belief.chances[:5], strict=True):
                if candidate.kind != PlaceKind.COUNTRY:
                    countries[candidate.country] += chance
                for unit in candidate.units:
                    divisions[unit] += chance
            others.append((key, belief.best, belief.chances[0]))
        total, most = sum(countries.values()) or 1.0, max(len(self.beliefs), 1)
        return Evidence(
            countries={iso: n / total for iso, n in countries.items()},
            divisions={unit: n / most for unit, n in divisions.items()},
            others=tuple(others),
            publisher=self.publisher,
        )

    def containers(self, name: PlaceName) -> frozenset[int]:
        """Return the ids of places that the text says this one lies in."""
        found = self.gazetteer.candidates(name.container) if name.container else ()
        return frozenset(c.id for c in found if c.kind not in SETTLED or c.population > 100_000)

    def belief(self, name: PlaceName, evidence: Evidence) -> Belief | None:
        """Weigh the places one name may mean; None where the gazetteer has none."""
        candidates: Sequence[Candidate] = self.candidates(name)
        if not candidates or is_region(candidates, name):
            return None
        candidates = [c for c in candidates if c.kind != PlaceKind.REGION]
        scores = self._scores(candidates, name, evidence)
        top = max(scores)
        parts = [math.exp(score - top) for score in scores]
        order = sorted(range(len(parts)), key=lambda i: (-parts[i], candidates[i].id))
        total = sum(parts)
        return Belief(
            tuple(candidates[i] for i in order), tuple(parts[i] / total for i in order)
        )  # fmt: skip

    def _scores(
        self, candidates: Sequence[Candidate], name: PlaceName, evidence: Evidence
    ) -> list[float]:
        """Score every candidate; those that no neighbour could lift to the top skip that part."""
        containers = self.containers(name)
        rows = (features(c, name, containers, evidence) for c in candidates)
        scores = [sum(w * x for w, x in zip(self.weights, row, strict=True)) for row in rows]
        seats = set() if name.meant else namesakes(candidates)
        weight = self.weights[CLOSE]
        reach = max(scores) - weight - 1.0
        outdone = set() if name.meant else self._outdone(candidates)
        for i, candidate in enumerate(candidates):
            if scores[i] > reach:
                scores[i] += weight * closeness(candidate, name, evidence)
            scores[i] -= SEAT_FIRST * (candidate.id in seats)
            scores[i] -= CAPITAL_ABROAD * (candidate.id in outdone)
        return scores

    def _outdone(self, candidates: Sequence[Candidate]) -> set[int]:
        """Return divisions of a country, not the text's own, whose capital has the same name."""
        home = max(self.named, key=lambda iso: self.named[iso], default=None)
        capitals = {c.country for c in candidates if c.kind == PlaceKind.CAPITAL} - {home}
        divisions = (c for c in candidates if c.kind == PlaceKind.ADMIN1)
        return {c.id for c in divisions if home and c.country in capitals}

    def _weigh(self, evidence: Evidence) -> dict[str, Belief]:
        """Weigh every name; where a name stands several times, the surest reading of it holds."""
        found: dict[str, Belief] = {}
        met: dict[PlaceName, Belief | None] = {}
        for name in self.names:
            belief = self._belief_once(name, evidence, met)
            key = sense(name)
            if belief and (key not in found or belief.chances[0] > found[key].chances[0]):
                found[key] = belief
        return found

    def _belief_once(
        self, name: PlaceName, evidence: Evidence, met: dict[PlaceName, Belief | None]
    ) -> Belief | None:
        """Weigh a name, once for all the places in the text where it stands alike."""
        alike = replace(name, start=0, end=1, near=False, between=False, beyond=False)
        if alike not in met:
            met[alike] = self.belief(name, evidence)
        return met[alike]

    def names_in(self, span: Span) -> list[PlaceName]:
        """Return the place names that stand in a phrase, in order."""
        covered = [known for known in self.known if span.covers(known)]
        # A span that is itself a name was chosen as a place with its sentence in view; the label
        # that the name got from its own words does not stand against that.
        blocked = [
            b
            for b in self.blocked
            if (b.start, b.end) != (span.start, span.end)
            and not any(known.covers(b) for known in covered)
        ]
        found = list(
            find(self.text, span, gazetteer=self.gazetteer, known=self.known, blocked=blocked)
        )
        whole = [at for at in found if not is_torn(self.text, at, found, covered)]
        return [describe(self.text, start, end, gazetteer=self.gazetteer) for start, end in whole]

    # ------------------------------------------------------------------ answers

    def resolve(self, span: Span) -> Resolved[Place]:
        """Place one name, given as exactly its words."""
        words = span.cut(self.text)
        if words == words.lower() and words != words.upper():
            return Resolved(why=f"not placed: “{words}” is not a name")
        return self._answer(self._describe(span), words)

    def resolve_phrase(self, spans: Sequence[Span]) -> Resolved[Place]:
        """Place a phrase that may hold several names: the most specific that fits the others."""
        names = [name for span in spans for name in self.names_in(span)]
        inner = [name for name in names if not name.beyond] or names
        inner = [name for name in inner if name.between] or inner
        words = " ".join(span.cut(self.text) for span in spans)
        if not inner:
            return Resolved(why=f"not placed: the gazetteer lists no name in “{words}”")
        answers = [(name, self._answer(name, self.text[name.start : name.end])) for name in inner]
        placed = [(name, answer.value) for name, answer in answers if answer.value is not None]
        if not placed:
            return answers[0][1]
        return Resolved(value=self._most_specific(placed))

    def nearest(self, spans: Sequence[Span]) -> tuple[Span, Place] | None:
        """Return the placed name that stands nearest to words that no gazetteer lists.

        Names in the same sentence come first; countries, names said to be elsewhere and names in
        another country than most are no answer. The precision is that of "near" (2) at best.
        """
        at, countries = spans[0].start, self.final.countries
        home = max(countries, key=lambda iso: countries[iso], default=None)
        placed = []
        for name in self.names:
            belief = self.beliefs.get(sense(name))
            own = any(span.start <= name.start < span.end for span in spans)
            if own or belief is None or name.beyond or belief.best.kind == PlaceKind.COUNTRY:
                continue
            if belief.best.country != home:
                continue
            words = self.text[name.start : name.end]
            if self._doubt(belief, words) is None:
                between = self.text[min(at, name.start) : max(at, name.start)]
                parted = len(_STOP.findall(between))
                placed.append(((parted, abs(at - name.start)), name, belief.best))
        if not placed:
            return None
        _, name, best = min(placed, key=lambda found: found[0])
        return Span(start=name.start, end=name.end), as_place(best, near=True)

    def _most_specific(self, placed: Sequence[tuple[PlaceName, Place]]) -> Place:
        """Choose by precision; a first name that another one holds to be elsewhere is passed by."""
        ranks = {1: 0, 2: 0, 3: 1, 4: 2, 7: 2, 5: 3, 6: 3}
        votes = Counter(place.country for _, place in placed)
        order = sorted(
            range(len(placed)),
            key=lambda i: (-votes[placed[i][1].country], ranks[placed[i][1].precision], i),
        )
        return placed[order[0]][1]

    def _answer(self, name: PlaceName, words: str) -> Resolved[Place]:
        belief = self._belief_once(name, self.final, self.met)
        if belief is None:
            listed = bool(self.candidates(name))
            why = "a region of several countries" if listed else "not in the gazetteer"
            return Resolved(why=f"not placed: “{words}” is {why}")
        belief = self._with_discourse(name, belief)
        why_not = self._doubt(belief, words)
        if why_not:
            return Resolved(why=why_not)
        return Resolved(value=as_place(belief.best, near=name.near, between=name.between))

    def _with_discourse(self, name: PlaceName, belief: Belief) -> Belief:
        """Let a surer reading of the same name elsewhere in the document decide."""
        known = self.beliefs.get(sense(name))
        if known is None or known.chances[0] <= belief.chances[0]:
            return belief
        return known

    def _doubt(self, belief: Belief, words: str) -> str | None:
        """Return why the best reading is not good enough, if it is not."""
        best = belief.best
        for other, chance in zip(belief.candidates[1:6], belief.chances[1:6], strict=False):
            far = kilometres(best, other) > APART_KM and best.id not in other.units
            if far and other.id not in best.units and belief.chances[0] - chance < TIE_MARGIN:
                return f"not placed: “{words}” may be {label(best)} or {label(other)}"
        small = best.kind in SETTLED and best.population < UNASKED
        if small and best.country not in self.held_without(belief):
            return (
                f"not placed: the “{words}” listed is {label(best)}, a small place in a country "
                "that nothing else in the text points to"
            )
        return None

    def held_without(self, belief: Belief) -> set[str]:
        """Return the countries that the text names, or that hold another place it names."""
        others = (b for b in self.beliefs.values() if b.best.id != belief.best.id)
        return {b.best.country for b in others if b.chances[0] > 0.5} | set(self.named)


def as_place(candidate: Candidate, *, near: bool = False, between: bool = False) -> Place:
    """Return a candidate as a value; ``precision`` is UCDP's where_prec."""
    precision = _PRECISION.get(candidate.kind, 2 if near else 1)
    return Place(
        name=candidate.name,
        gazetteer_id=gazetteer_id(candidate.id),
        latitude=candidate.latitude,
        longitude=candidate.longitude,
        admin1=candidate.unit(PlaceKind.ADMIN1),
        admin2=candidate.unit(PlaceKind.ADMIN2) or candidate.unit(PlaceKind.ADMIN2_LOOSE),
        country=candidate.country,
        country_name=candidate.country_name,
        precision=5 if between and precision < 6 else precision,
    )


def label(candidate: Candidate) -> str:
    """Return a candidate's name with the division and country it lies in."""
    where = [unit.name for unit in candidate.within if unit.kind != PlaceKind.ADMIN2_LOOSE]
    return f"{candidate.name} ({', '.join(where)})" if where else candidate.name


def gazetteer_id(number: int) -> str:
    """Return where a place's number comes from: GeoNames, Who's On First or our own table."""
    if number < 0:
        return f"wof:{-number}"
    return f"geonames:{number}" if number < 2_000_000_000 else f"accordingto:{number}"
