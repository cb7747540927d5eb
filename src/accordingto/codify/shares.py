"""What stands away from the triggers: roles, blame and tolls shared out to the nearest event."""

import re
from collections.abc import Sequence

from accordingto.codify.casualties import Toll, harmed, tolls
from accordingto.codify.chains import chain_at
from accordingto.codify.counts import number
from accordingto.codify.dateline import dateline
from accordingto.codify.fillers import Filler
from accordingto.codify.folded import folded
from accordingto.codify.grouping import Draft, is_definite
from accordingto.codify.linked import effect_near, linked_fillers, linked_tolls
from accordingto.codify.material import Material
from accordingto.codify.named import named_victims
from accordingto.codify.participants import resolved, tagged_filler
from accordingto.codify.responsibility import blames
from accordingto.codify.triggers import Hit
from accordingto.domain import Certainty, Span


class Shares:
    """For each draft of a document, by its number, the ``fillers`` and ``tolls`` that are its."""

    def __init__(self, material: Material) -> None:
        self._material, self._drafts = material, material.drafts
        self._annotated, self._text = material.annotated, material.text
        drafts, evidence = material.drafts, material.evidence
        self.fillers: dict[int, list[Filler]] = {i: [] for i in range(len(drafts))}
        self.tolls: dict[int, list[Toll]] = {i: [] for i in range(len(drafts))}
        if drafts:
            if evidence.is_there:
                self._take_linked()
            else:
                self._share_out_roles()
            self._share_out_blames()
            self._share_out_named_victims()
            self._share_out_tolls()

    def _nearest(self, span: Span, *, single: bool = True) -> int | None:
        """Return the draft whose trigger is nearest in the same sentence, else anywhere before."""
        best: tuple[int, int, int] | None = None
        for i, draft in enumerate(self._drafts):
            for told in draft.told:
                if single and told.reality.clarity == "aggregate":
                    continue
                outside = 0 if told.hit.clause.span.covers(span) else 1
                distance = abs(told.hit.span.start - span.start)
                later = 2 if told.hit.span.start > span.start and outside else 1
                rank = (outside, distance * later, i)
                best = min(best, rank) if best is not None else rank
        return best[2] if best is not None else None

    def _take_linked(self) -> None:
        for i, draft in enumerate(self._drafts):
            found = linked_fillers(draft, self._material)
            self.fillers[i].extend(
                resolved(f, self._annotated) for f in found if _names_something(f.name)
            )
            self.tolls[i].extend(linked_tolls(draft, self._material))

    def _share_out_roles(self) -> None:
        filed = dateline(self._text)
        for role in self._annotated.roles:
            if role.role == "place" or (filed is not None and filed[0].touches(role)):
                continue
            home = self._nearest(role)
            if home is not None:
                effect = effect_near(role, self._drafts[home], self._material.ontology)
                filler = tagged_filler(role, self._text, self._material.namer, effect)
                if not self._only_speaks(filler) and _names_something(filler.name):
                    self.fillers[home].append(resolved(filler, self._annotated))

    def _only_speaks(self, filler: Filler) -> bool:
        """Return whether a victim the network sees is one who tells of the event.

        At the words that name the speaker, and in any sentence that tells of no event.
        """
        if filler.part != "victim":
            return False
        aside = not any(t.hit.clause.span.covers(filler.span) for d in self._drafts for t in d.told)
        for speaker in (s.speaker for s in self._material.statements if s.speaker is not None):
            here = any(span.covers(filler.span) for span in speaker.spans)
            same = filler.group is not None and filler.group == speaker.group
            named = speaker.name.casefold() in filler.name.casefold()
            described = filler.name.casefold() == (speaker.role or "").casefold()
            if (here and (same or named or described)) or (same and aside):
                return True
        return False

    def _share_out_blames(self) -> None:
        for blame in blames(self._annotated, self._material.namer):
            home = self._nearest(blame.cue)
            if home is not None:
                filler = resolved(blame.filler, self._annotated)
                if filler.certainty == "fact":
                    filler = filler._replace(certainty=self._accused(blame.cue))
                self.fillers[home].append(filler)

    def _accused(self, cue: Span) -> Certainty:
        """Return how sure "X was responsible" is: an accusation where somebody says so."""
        chain = chain_at(cue, self._material.statements)
        if not chain:
            return "fact"
        return "accused_by_authorities" if chain[-1].kind == "official" else "accused"

    def _share_out_named_victims(self) -> None:
        found = named_victims(
            self._annotated, self._drafts, self._material.ontology, self._material.statements
        )
        for victim in found:
            told = [
                i
                for i, d in enumerate(self._drafts)
                if d.first.hit.span.start <= victim.cue.start and not self.is_aside(d)
            ]
            home = self._nearest(victim.cue) if not told else told[-1]
            pointed = [
                i for i in told if any(t.hit.span == victim.cue for t in self._drafts[i].told)
            ]
            if home is not None:
                home = pointed[0] if pointed else home
                self._move(victim.filler, home)

    def _move(self, victim: Filler, home: int) -> None:
        """Give a victim to one event, and take the same words from those recalled."""
        for i, kept in self.fillers.items():
            if i != home and self.is_aside(self._drafts[i]):
                self.fillers[i] = [
                    f for f in kept if f.part != "victim" or not f.span.touches(victim.span)
                ]
        self.fillers[home].append(victim)

    def _share_out_tolls(self) -> None:
        """Give the rules' tolls to events for which the network has none of that harm."""
        seen = {i: {toll.harm for toll in own} for i, own in self.tolls.items()}
        for at, sentence in enumerate(self._annotated.sentences):
            here = [
                (i, t) for i, d in enumerate(self._drafts) for t in d.told if t.hit.sentence == at
            ]
            single = [t for _, t in here if t.reality.clarity == "single"]
            found = [
                toll
                for t in single
                if (toll := harmed(t.hit, self._material.namer, self._material.ontology))
            ]
            if len(single) == len(here):
                found.extend(tolls(self._text, sentence))
            for toll in _distinct(found):
                home = self._home_of_toll(toll, at, {i for i, _ in here})
                if home is not None and toll.harm not in seen[home]:
                    self.tolls[home].append(toll)

    def _home_of_toll(self, toll: Toll, at: int, here: set[int]) -> int | None:
        if here:
            return self._nearest(toll.span) if len(here) > 1 else next(iter(here))
        before = [
            i
            for i, d in enumerate(self._drafts)
            if d.first.hit.sentence < at
            and not self.is_aside(d)
            and d.first.hit.kind.family in {"violence", "abduction"}
            and d.first.reality.clarity == "single"
        ]
        accident = self._material.ontology.accidents.search(
            folded(self._annotated.sentences[at].cut(self._text))
        )
        return before[-1] if before and not accident else None

    def is_aside(self, draft: Draft) -> bool:
        """Return whether a draft is an older event that a story about another one recalls."""
        years = re.compile(r"(?:19|20)\d\d")
        first = self._drafts[0]
        only_year = all(years.fullmatch(d.cut(self._text)) for d in draft.first.dates)
        recalled = bool(draft.first.dates) and only_year
        passing = all(_in_passing(t.hit) for t in draft.told)
        return draft.first.reality.background or (draft is not first and (recalled or passing))


def _in_passing(hit: Hit) -> bool:
    """Return whether the words take an event for known: "victims of Tuesday's market bombing"."""
    text, start = hit.clause.text, hit.clause.span.start
    if hit.is_verb:
        return re.search(r"\bwho\s+(?:\w+\s+){1,2}$", text[start : hit.span.start]) is not None
    owned = re.search(r"[’']s\s+(?:[\w-]+\s+){0,2}$", text[start : hit.span.start])
    return owned is not None or is_definite(hit)


def _distinct(found: Sequence[Toll]) -> list[Toll]:
    """Return the totals of a sentence, the first of those that share words."""
    kept: list[Toll] = []
    for toll in found:
        if not any(k.harm == toll.harm and k.span.touches(toll.span) for k in kept):
            kept.append(toll)
    return kept


def _names_something(words: str) -> bool:
    """Return whether the words name a thing, and not its number or its manner alone.

    >>> _names_something("eleven"), _names_something("eleven guards"), _names_something("suicide")
    (False, True, False)
    """
    return number(words) is None and words.casefold() != "suicide"
