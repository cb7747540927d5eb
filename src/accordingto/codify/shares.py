"""What stands away from the triggers: roles, blame and tolls shared out to the nearest event."""

import re
from collections.abc import Sequence

from accordingto.codify.casualties import Toll, harmed, tolls
from accordingto.codify.fillers import Filler, Namer
from accordingto.codify.grouping import Draft
from accordingto.codify.ontology import Ontology
from accordingto.codify.participants import resolved, tagged_filler
from accordingto.codify.patterns import effect_of
from accordingto.codify.responsibility import blames
from accordingto.domain import Annotated, Effect, Span


class Shares:
    """For each draft of a document, by its number, the ``fillers`` and ``tolls`` that are its."""

    def __init__(
        self, annotated: Annotated, drafts: Sequence[Draft], namer: Namer, ontology: Ontology
    ) -> None:
        self._annotated = annotated
        self._text = annotated.document.text
        self._drafts = drafts
        self._namer = namer
        self._ontology = ontology
        self.fillers: dict[int, list[Filler]] = {i: [] for i in range(len(drafts))}
        self.tolls: dict[int, list[Toll]] = {i: [] for i in range(len(drafts))}
        if drafts:
            self._share_out_roles()
            self._share_out_blames()
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

    def _share_out_roles(self) -> None:
        for role in self._annotated.roles:
            if role.role == "place":
                continue
            home = self._nearest(role)
            if home is not None:
                effect = self._effect_near(role, self._drafts[home])
                filler = tagged_filler(role, self._text, self._namer, effect)
                self.fillers[home].append(resolved(filler, self._annotated))

    def _effect_near(self, span: Span, draft: Draft) -> Effect | None:
        near = [t.hit for t in draft.told if t.hit.clause.span.covers(span)]
        effects = {effect_of(hit, self._ontology) for hit in near} - {None}
        return effects.pop() if len(effects) == 1 else None

    def _share_out_blames(self) -> None:
        for blame in blames(self._annotated, self._namer):
            home = self._nearest(blame.cue)
            if home is not None:
                self.fillers[home].append(resolved(blame.filler, self._annotated))

    def _share_out_tolls(self) -> None:
        for number, sentence in enumerate(self._annotated.sentences):
            here = [
                (i, t)
                for i, d in enumerate(self._drafts)
                for t in d.told
                if t.hit.sentence == number
            ]
            single = [t for _, t in here if t.reality.clarity == "single"]
            found = [toll for t in single if (toll := harmed(t.hit, self._namer, self._ontology))]
            if len(single) == len(here):
                found.extend(tolls(self._text, sentence))
            for toll in _distinct(found):
                home = self._home_of_toll(toll, number, {i for i, _ in here})
                if home is not None:
                    self.tolls[home].append(toll)

    def _home_of_toll(self, toll: Toll, number: int, here: set[int]) -> int | None:
        if here:
            return self._nearest(toll.span) if len(here) > 1 else next(iter(here))
        before = [
            i
            for i, d in enumerate(self._drafts)
            if d.first.hit.sentence < number
            and not self.is_aside(d)
            and d.first.hit.kind.family in {"violence", "abduction"}
            and d.first.reality.clarity == "single"
        ]
        accident = self._ontology.accidents.search(
            self._annotated.sentences[number].cut(self._text)
        )
        return before[-1] if before and not accident else None

    def is_aside(self, draft: Draft) -> bool:
        """Return whether a draft is an older event that a story about another one recalls."""
        years = re.compile(r"(?:19|20)\d\d")
        first = self._drafts[0]
        only_year = all(years.fullmatch(d.cut(self._text)) for d in draft.first.dates)
        recalled = bool(draft.first.dates) and only_year and draft is not first
        return draft.first.reality.background or recalled


def _distinct(found: Sequence[Toll]) -> list[Toll]:
    """Return the totals of a sentence, the first of those that share words."""
    kept: list[Toll] = []
    for toll in found:
        if not any(k.harm == toll.harm and k.span.touches(toll.span) for k in kept):
            kept.append(toll)
    return kept
