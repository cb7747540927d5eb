"""One unit of text under the quotation rules: where its phrases, subjects and contents lie."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from accordingto.annotate.quote_grammar import (
    ACCORDING,
    ADDRESSEE,
    ADVERBIAL,
    AUXILIARIES,
    BOUNDARIES,
    CONTENT_WORDS,
    COORDINATORS,
    DATELINE,
    DAY,
    FINITE,
    LEADING,
    N_ADVERBIAL,
    N_SOURCE_TOKENS,
    OPENING,
    THAT,
    TRAILING_TIME,
    apposition_end,
    is_adverb,
    is_noun_phrase,
    stops_at,
)
from accordingto.annotate.quote_text import Cue, Token, cues, tokens
from accordingto.domain import Span


class Found(NamedTuple):
    """A quotation while it is being made; ``level`` counts the contents around it."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    score: float


class Unit:
    """A unit's tokens and cues, with questions about the words around a cue."""

    def __init__(self, masked: str, unit: Span, more: Sequence[Span] = ()) -> None:
        self.masked = masked
        self.start, self.end = unit.start, unit.end
        self.tokens = tokens(masked, start=unit.start, end=unit.end)
        self.cues = cues(masked, unit, more)
        self.found: list[Found] = []

    def before(self, offset: int) -> list[Token]:
        return [t for t in self.tokens if t.end <= offset]

    def after(self, offset: int) -> list[Token]:
        return [t for t in self.tokens if t.start >= offset]

    def trim(self, start: int, end: int) -> Span | None:
        """Strip white space, and punctuation that belongs to the sentence, from a stretch."""
        while start < end and (self.masked[start].isspace() or self.masked[start] in ",;:–—-"):
            start += 1
        while end > start and (self.masked[end - 1].isspace() or self.masked[end - 1] in ",;:.–—"):
            end -= 1
        return Span(start=start, end=end) if start < end else None

    def source_end(self, after: Sequence[Token], *, at_head: bool) -> int:
        """Return where the source after "according to" or "said" ends."""
        stops = {
            ",",
            ".",
            ";",
            ":",
            "—",
            "–",
            "[",
            "]",
            "(",
            "that",
            "who",
            "which",
            "after",
            "as",
            "while",
            "when",
        }
        for i, token in enumerate(after[:N_SOURCE_TOKENS]):
            if (
                token.quoted
                or (token.lower in stops and i > 0)
                or token.lower in {"but", "because"}
            ):
                if at_head and token.text == "," and (end := apposition_end(after, i)):
                    return end
                return token.start
            rest = self.masked[token.start : self.end]
            if i > 0 and not at_head and re.match(rf"(?:on|in a statement|{DAY})\b", rest):
                return token.start
        return after[min(len(after), N_SOURCE_TOKENS) - 1].end if after else self.end

    def clause_before(self, offset: int) -> Span | None:
        """Return the stretch from the last strong boundary to ``offset``."""
        start = self.start
        for f in self.found:
            ends = [f.cue.end, *((f.source.end,) if f.source else ())]
            start = max([start, *(e for e in ends if e < offset)])
        for token in self.before(offset):
            if token.text == ";" and token.start > start:
                start = token.end
        stretch = self.trim(start, offset)
        if stretch is None:
            return None
        start = stretch.start
        for opening in (DATELINE, OPENING):
            lead = opening.match(self.masked, start, stretch.end)
            start = lead.end() if lead else start
        return self.trim(start, stretch.end)

    def earlier_source(self, cue: Cue) -> Span | None:
        """Return the outermost speaker of this unit, else the sentence's first noun phrase."""
        earlier = [f for f in self.found if f.cue.end <= cue.start and f.source]
        if earlier:
            return min(earlier, key=lambda f: f.cue.start).source
        return self._first_phrase(cue.start)

    def _first_phrase(self, stop: int) -> Span | None:
        words = self.before(stop)
        if not words:
            return None
        lead = LEADING.match(self.masked, self.start)
        start = lead.end() if lead else self.start
        for i, token in enumerate(words):
            verb = token.text.islower() and (
                token.lower in FINITE or re.search(r"(?:ed|ought|ook)$", token.lower)
            )
            if i and verb and token.start > start:
                return self.trim(start, token.start)
        return None

    def subject(self, stripped: list[Token]) -> Span | None:
        """Return the noun phrase that ends where ``stripped`` ends, with its apposition."""
        if not stripped:
            return None
        end = stripped[-1].end
        i = len(stripped) - 1
        if stripped[i].lower == "who" or (stripped[i].lower == "which" and i):
            return Span(start=stripped[i].start, end=end)
        if stripped[i].text == ",":
            opening = next((k for k in range(i - 1, -1, -1) if stripped[k].text == ","), None)
            if opening is None or opening == 0:
                return None
            end, i = stripped[i].start, opening - 1
        first = self._phrase_start(stripped, i)
        if first > i:
            return None
        lead = LEADING.match(self.masked, stripped[first].start, stripped[i].end)
        start = lead.end() if lead else stripped[first].start
        dateline = DATELINE.match(self.masked, start, end)
        start = dateline.end() if dateline else start
        time = TRAILING_TIME.search(self.masked[start:end])
        source = self.trim(start, start + time.start() if time else end)
        return source if source and is_noun_phrase(self.masked, source) else None

    def _phrase_start(self, stripped: list[Token], last: int) -> int:
        first = last
        for k in range(last, -1, -1):
            token = stripped[k]
            stops = token.quoted or token.text in {
                ",",
                "[",
                "]",
                ";",
                ":",
                "—",
                "–",
                "(",
                ")",
                "“",
                '"',
                ".",
            }
            if stops and not (token.text == "." and k and len(stripped[k - 1].text) <= 3):
                break
            if token.lower in BOUNDARIES and token.text != "As":
                break
            if token.lower in {"and", "or"} and any(
                t.lower in FINITE or t.lower.endswith("ed") for t in stripped[max(0, k - 12) : k]
            ):
                break
            first = k
        else:
            return first
        return first if first <= last and not (stops_at(stripped, last)) else last + 1

    def content_after(self, cue: Cue, after: list[Token]) -> Span | None:
        start = self._content_start(cue)
        ahead = self.after(start)
        if not ahead or ahead[0].text in {".", ")", "”"}:
            return None
        marked = self._marked(cue.end, start) or ahead[0].quoted or ahead[0].text in "“\"'‘"
        marked = marked or ahead[0].lower in CONTENT_WORDS
        if cue.clause_only and not marked:
            return None
        if (
            not marked
            and cue.base in {"say", "tell", "add"}
            and ahead[0].lower in {"to", "about", "in", "on", "of"}
            and cue.base != "tell"
        ):
            return None
        return self.trim(start, self.content_end(cue, start))

    def _marked(self, cue_end: int, start: int) -> bool:
        return bool(re.search(r"(?:\bthat|:)\s*$", self.masked[cue_end:start]))

    def _content_start(self, cue: Cue) -> int:
        at = cue.end
        if cue.base == "tell" and (to := ADDRESSEE.match(self.masked, at, self.end)):
            at = to.end()
        following = next((c.start for c in self.cues if c.start >= at), self.end)
        that = THAT.match(self.masked[at : min(following, self.end, at + N_ADVERBIAL)])
        if that and cue.base not in {"accuse", "blame", "condemn", "deny"}:
            return at + that.end()
        while (m := ADVERBIAL.match(self.masked, at, self.end)) and m.end() > at:
            at = m.end()
        directly = re.match(r"\s*that\b", self.masked[at : self.end], re.IGNORECASE)
        return at + directly.end() if directly else at

    def content_end(self, cue: Cue, start: int) -> int:
        """Return where the content ends: before a second cue of the same speaker, or the end."""
        for other in self.cues:
            if other.start <= start:
                continue
            before = [t for t in self.before(other.start) if t.start >= start]
            while before and (before[-1].lower in AUXILIARIES or is_adverb(before)):
                before.pop()
            participle = self.masked[other.start : other.end].lower().endswith("ing")
            auxiliary = any(t.lower in AUXILIARIES for t in self.before(other.start)[-2:])
            if not before or (other.noun_like and not auxiliary):
                continue
            if before[-1].lower in COORDINATORS:
                return (
                    before[-2].end
                    if len(before) > 1 and before[-2].text == ","
                    else before[-1].start
                )
            if participle and before[-1].text == ",":
                return before[-1].start
        tail = ACCORDING.search(self.masked, start, self.end)
        return tail.start() if tail else self.end
