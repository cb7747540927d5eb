"""Quotations by rule: who is said to say what, from word order and a table of cues alone.

The rules need no network. They were written for reports in which most attributions are plain
("S said that C", "C, S said", "according to S, C", "S accused T of C"), and they find nested ones.
"""

import re
from collections.abc import Sequence

from accordingto.annotate.quote_grammar import (
    ACCORDING,
    ADDRESSEE,
    ADVERBIAL,
    APPOSED_TO_THE_END,
    AUXILIARIES,
    BE,
    COORDINATORS,
    N_ADVERBIAL,
    had_be,
    is_adverb,
    is_no_speech,
    is_noun_phrase,
    joins,
    only_a_noun,
    speaks,
    starts_speaker,
)
from accordingto.annotate.quote_text import Cue, Token, mask, table, tokens, units
from accordingto.annotate.quote_unit import Found, Unit
from accordingto.domain import Quotation, Span

# How often such a finding was right in speaker and content, measured on every eighth training
# article of PolNeAR: "C, S said" and "according to" 0.884 of 293, "S said C" 0.694 of 732, a
# direct quotation that goes on 0.95 of about 100. Passives without a speaker were too few.
QUOTE_SCORE, RULE_SCORE, CONTINUED_SCORE, LOOSE_SCORE = 0.88, 0.69, 0.95, 0.5


def by_rule(
    text: str, sentences: Sequence[Span], *, more: Sequence[Span] = (), only_more: bool = False
) -> list[Quotation]:
    """Return the quotations that the rules find, in order of their cues.

    Args:
        text: The whole text.
        sentences: Its sentences, in order.
        more: Words that are cues although the table does not have them.
        only_more: Read only the units with such words, and the unit after each.
    """
    masked = mask(text)
    quotations: list[Quotation] = []
    was_read = True
    for unit in units(masked, sentences):
        was_read, before = not only_more or any(unit.covers(span) for span in more), was_read
        if not (was_read or before):
            continue
        found = _Rules(masked, unit, more).quotations()
        if not found and quotations and (longer := _continued(masked, unit, quotations[-1])):
            quotations[-1] = longer
            continue
        quotations.extend(
            Quotation(source=f.source, cue=f.cue, content=f.content, score=f.score)
            for f in sorted(found, key=lambda f: f.cue.start)
        )
    return quotations


def _continued(masked: str, unit: Span, last: Quotation) -> Quotation | None:
    """Extend a direct quotation by the unit after it when that is a direct quotation too."""
    words = tokens(masked, start=unit.start, end=unit.end)
    between = masked[last.content[-1].end : unit.start]
    spoken = any(masked[s.start] == "\x01" or masked[s.end - 1] == "\x01" for s in last.content)
    only_quote = len(words) == 1 and words[0].quoted
    if not (spoken and only_quote and len(between) < N_ADVERBIAL and "\n" not in between.strip()):
        return None
    spoken_on = Span(start=words[0].start, end=words[0].end)
    return Quotation(
        source=last.source, cue=last.cue, content=(*last.content, spoken_on), score=CONTINUED_SCORE
    )


class _Rules(Unit):
    """The rules over one unit."""

    def quotations(self) -> list[Found]:
        self._according()
        for cue in self.cues:
            if made := self._of_cue(cue):
                self.found.append(made)
        return [f for f in self.found if f.content]

    def _according(self) -> None:
        for m in ACCORDING.finditer(self.masked, self.start, self.end):
            after = self.after(m.end())
            head = not [t for t in self.before(m.start()) if t.lower not in COORDINATORS | {","}]
            stop = self.source_end(after, at_head=head)
            source = self.trim(m.end(), stop)
            if source is None:
                continue
            content = self.trim(stop, self.end) if head else self.clause_before(m.start())
            if content is not None:
                cue = Span(start=m.start(), end=m.end())
                self.found.append(Found(source, cue, (content,), QUOTE_SCORE))

    def _of_cue(self, cue: Cue) -> Found | None:
        before, after = self.before(cue.start), self.after(cue.end)
        stripped = list(before)
        while (stripped and stripped[-1].lower in AUXILIARIES) or is_adverb(stripped):
            stripped.pop()
        auxiliaries = {t.lower for t in before[len(stripped) :]}
        spoken = bool(after) and (after[0].quoted or after[0].text == ":")
        if cue.noun_like and not spoken and not speaks(stripped, named=not auxiliaries):
            return None
        if is_no_speech(self.masked, cue, after):
            return None
        form = self.masked[cue.start : cue.end].lower().split()[0]
        if form == "claimed" and re.match(
            r"\s(?:\S+\s){0,4}?lives?\b", self.masked[cue.end :][:60]
        ):
            return None
        if only_a_noun(before, form):
            return None
        if auxiliaries & BE and not form.endswith("ing") and "quoted" not in cue.base:
            return self._passive(cue, stripped, after)
        inverted = self._inverted(cue, stripped, after)
        return inverted or self._plain(cue, stripped, after, participle=form.endswith("ing"))

    def _cue_span(self, cue: Cue) -> Span:
        return Span(start=cue.start, end=cue.end)

    def _passive(self, cue: Cue, stripped: list[Token], after: list[Token]) -> Found | None:
        by = re.match(r"\s*by ", self.masked[cue.end : self.end])
        if cue.base in {"accuse", "blame", "condemn", "criticise", "criticize", "denounce"} and by:
            stop = next(
                (t.start for t in after[2:] if t.lower in {"of", "for", ",", ".", "over"}), self.end
            )
            source = self.trim(cue.end + by.end(), stop)
            content = self.trim(stop, self.end)
            subject = self.subject(stripped)
            parts = tuple(s for s in (subject, content) if s is not None)
            return Found(source, self._cue_span(cue), parts, RULE_SCORE) if parts else None
        if cue.base in {
            "say",
            "believe",
            "report",
            "allege",
            "suspect",
            "accuse",
            "think",
            "estimate",
            "fear",
        }:
            subject, rest = self.subject(stripped), self.content_after(cue, after)
            if subject is not None and subject.cut(self.masked).lower() in {"it", "there"}:
                subject = None
            parts = tuple(s for s in (subject, rest) if s is not None)
            return Found(None, self._cue_span(cue), parts, LOOSE_SCORE) if rest else None
        return None

    def _inverted(self, cue: Cue, stripped: list[Token], after: list[Token]) -> Found | None:
        """Read "C, said S" and “C,” said S."""
        if not stripped or not after or cue.base == "tell":
            return None
        last = stripped[-1]
        if not (last.quoted or (last.text == "," and len(stripped) > 3)):
            return None
        if not starts_speaker(after):
            return None
        stop = self.source_end(after, at_head=False)
        if not last.quoted and APPOSED_TO_THE_END.match(self.masked, stop, self.end):
            stop = self.end
        source = self.trim(cue.end, stop)
        if source is None or (
            not last.quoted and len(self.after(stop)) > 2 and not stripped[-2].quoted
        ):
            return None
        content = self.clause_before(last.end)
        if not last.quoted and not is_noun_phrase(self.masked, source):
            return None
        spoken = [Span(start=t.start, end=t.end) for t in self.after(stop) if t.quoted]
        parts = tuple(([content] if content else []) + spoken)
        return Found(source, self._cue_span(cue), parts, QUOTE_SCORE) if parts else None

    def _plain(
        self, cue: Cue, stripped: list[Token], after: list[Token], *, participle: bool
    ) -> Found | None:
        """Read "S said C", "C, S said" and "..., adding that C"."""
        source, coordinated = self._source_of(cue, stripped, participle=participle)
        if source is None:
            return None
        final = self._final(cue, source, after) if not coordinated else None
        if final:
            return final
        content = self.content_after(cue, after)
        if content is None:
            return self._bare_claim(cue, source)
        return Found(source, self._cue_span(cue), (content,), RULE_SCORE)

    def _bare_claim(self, cue: Cue, source: Span) -> Found | None:
        """Read "S claimed responsibility." with the noun itself as what is said."""
        noun = re.search(r"\bresponsibility\b", self.masked[cue.start : cue.end])
        if noun is None:
            return None
        content = Span(start=cue.start + noun.start(), end=cue.start + noun.end())
        verb = self.trim(cue.start, content.start)
        return Found(source, verb or content, (content,), RULE_SCORE)

    def _source_of(
        self, cue: Cue, stripped: list[Token], *, participle: bool
    ) -> tuple[Span | None, bool]:
        last = stripped[-1] if stripped else None
        if last is None:
            return None, False
        joined = last.lower in COORDINATORS or (
            last.text == "," and not participle and joins(stripped)
        )
        if joined or (participle and last.text == ","):
            return self.earlier_source(cue), True
        if participle and last.lower not in table().speakers and not had_be(self.before(cue.start)):
            return None, False
        return self.subject(stripped), False

    def _final(self, cue: Cue, source: Span, after: list[Token]) -> Found | None:
        """Read "C, S said." with the cue at the end of its clause."""
        rest = after
        if cue.base == "tell" and (to := ADDRESSEE.match(self.masked, cue.end, self.end)):
            rest = self.after(to.end())
        end = cue.end if rest is after else (rest[0].start if rest else self.end)
        while m := re.compile(rf"\s*(?:{ADVERBIAL.pattern})").match(self.masked, end, self.end):
            if m.end() == end or self.masked[m.start() : m.end()].strip() == ",":
                break
            end = m.end()
        rest = self.after(end)
        closing = not rest or rest[0].text in {".", "”", '"', ";"}
        cites = len(rest) > 1 and rest[1].lower in {"citing", "quoting"}
        closing = closing or cites
        comma = rest and rest[0].text in {",", ":"} and not cites
        quoted_next = comma and len(rest) > 1 and rest[1].quoted
        before = self.before(source.start)
        leads = before and (before[-1].quoted or before[-1].text in {",", "—", "–"})
        if not leads or not (closing or comma or before[-1].quoted):
            return None
        content = self.clause_before(before[-1].end)
        if content is None:
            return None
        n_words = len(tokens(self.masked, start=content.start, end=content.end))
        if not before[-1].quoted and n_words < (2 if comma else 3):
            return None
        spoken = [Span(start=t.start, end=t.end) for t in rest if t.quoted]
        if comma and not spoken and len(rest) > 1 and rest[0].text == ",":
            return self._parenthetical(cue, source, content, rest)
        if quoted_next or spoken:
            return Found(source, self._cue_span(cue), (content, *spoken), QUOTE_SCORE)
        return Found(source, self._cue_span(cue), (content,), QUOTE_SCORE)

    def _parenthetical(
        self, cue: Cue, source: Span, before: Span, rest: Sequence[Token]
    ) -> Found | None:
        """Read "C, S said, C" and "which, S said, C"."""
        after = self.trim(rest[1].start, self.content_end(cue, rest[1].start))
        relative = re.search(r"\b(?:which|who|that)$", self.masked[before.start : before.end])
        parts = [part for part in (None if relative else before, after) if part is not None]
        return Found(source, self._cue_span(cue), tuple(parts), RULE_SCORE) if parts else None
