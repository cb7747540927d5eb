"""The pieces the quotation rules walk over: units, tokens and the table of cues."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from accordingto.annotate.folded import folded
from accordingto.domain import Span

MASK = "\x01"  # stands for every character of a direct quotation, so that offsets stay
QUOTED = re.compile(r'“[^”\n]{1,2000}”|"[^"\n]{1,2000}"|(?<!\w)‘[^’\n]{20,2000}[.,?!]’')
TOKEN = re.compile(rf"{MASK}+|(?:[A-Z]\.)+|\w+(?:[-'’.]\w+)*(?:['’](?=\s))?|\S")
LONGEST_UNIT = 6000  # characters; beyond that it is a table or a list, and rules cost the square
FULL_STOP = re.compile(r"(?<=[a-z]{3})\.\s+(?=\S)")
N_SCARE_WORDS = 3  # a quotation this short and unpunctuated belongs to the sentence around it


class Token(NamedTuple):
    """A word, a punctuation mark or a whole direct quotation."""

    start: int
    end: int
    text: str

    @property
    def quoted(self) -> bool:
        """Return whether the token is a direct quotation."""
        return self.text.startswith(MASK)

    @property
    def lower(self) -> str:
        """Return the word in lower case."""
        return self.text.lower()


class Cue(NamedTuple):
    """A cue as found: character offsets, the entry it belongs to, and how strict it is."""

    start: int
    end: int
    base: str
    clause_only: bool
    noun_like: bool


class Table(NamedTuple):
    """cues.toml, compiled."""

    word: re.Pattern[str]
    phrase: re.Pattern[str]
    base_of: dict[str, str]
    clause_only: frozenset[str]
    noun_like: frozenset[str]
    speakers: frozenset[str]


def _forms(base: str, irregular: dict[str, list[str]]) -> set[str]:
    if base in irregular:
        return {base.split()[0], *irregular[base]}
    if base.endswith("e"):
        return {base, base + "s", base + "d", base[:-1] + "ing"}
    es = "es" if re.search(r"(?:s|sh|ch|x|z)$", base) else "s"
    return {base, base + es, base + "ed", base + "ing"}


@cache
def table() -> Table:
    """Return the cue table."""
    raw = tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))
    irregular = raw["irregular"]
    base_of: dict[str, str] = {}
    for base in (*raw["open"], *raw["clause"]):
        for form in _forms(base, irregular):
            base_of.setdefault(form, base.split()[0])
    clause = frozenset(raw["clause"]) - {b.split()[0] for b in raw["open"] if " " not in b}
    some, word = r"(?:[\w’'-]+ ){0,3}?", r"[\w’'-]+"
    phrases = [p.replace("%a", some).replace("%n", word) for p in raw["phrases"]["any"]]
    longest = sorted(base_of, key=lambda form: (-len(form), form))
    return Table(
        word=re.compile(rf"\b(?:{'|'.join(longest)})\b(?!['’-])"),
        phrase=re.compile("|".join(rf"\b(?:{p})(?!\w)" for p in phrases)),
        base_of=base_of,
        clause_only=clause,
        noun_like=frozenset(raw["noun_like"]),
        speakers=frozenset(raw["nouns"]["speakers"]),
    )


def mask(text: str) -> str:
    """Return the text with every direct quotation that is speech masked out, same length."""

    def hide(found: re.Match[str]) -> str:
        words, inside = found[0], found[0][1:-1].rstrip()
        speech = inside[-1:] in {",", ".", "?", "!"} or len(words.split()) > N_SCARE_WORDS
        return MASK * len(words) if speech else words

    return QUOTED.sub(hide, text)


def tokens(masked: str, *, start: int, end: int) -> list[Token]:
    """Return the tokens of ``masked[start:end]`` with offsets into the whole text."""
    return [Token(m.start(), m.end(), m[0]) for m in TOKEN.finditer(masked, start, end)]


def units(masked: str, sentences: Sequence[Span]) -> Iterator[Span]:
    """Yield the sentences, those that a direct quotation runs across joined into one."""
    start: int | None = None
    for sentence in sentences:
        start = sentence.start if start is None else start
        if masked[sentence.end - 1] == MASK and masked[sentence.end : sentence.end + 1] == MASK:
            continue
        yield from _pieces(masked, start, sentence.end)
        start = None
    if start is not None:
        yield Span(start=start, end=sentences[-1].end)


def _pieces(masked: str, start: int, end: int) -> Iterator[Span]:
    """Split what is no sentence: endless lines, and lower-cased texts at their full stops."""
    while end - start > LONGEST_UNIT:
        middle = masked.rfind(" ", start, start + LONGEST_UNIT)
        middle = middle if middle > start else start + LONGEST_UNIT
        yield Span(start=start, end=middle)
        start = middle
    if masked[start:end].islower():
        for stop in FULL_STOP.finditer(masked, start, end):
            yield Span(start=start, end=stop.start() + 1)
            start = stop.end()
    if start < end:
        yield Span(start=start, end=end)


def cues(masked: str, unit: Span, more: Sequence[Span] = ()) -> list[Cue]:
    """Return the cues of a unit in order; phrases win over the words inside them.

    ``more`` are cues known from elsewhere: a cue of the table that one of them touches needs no
    further sign that it is one.
    """
    known, low = table(), folded(masked)
    found = [
        Cue(m.start(), m.end(), m[0].lower(), clause_only=False, noun_like=False)
        for m in known.phrase.finditer(low, unit.start, unit.end)
    ]
    for m in known.word.finditer(low, unit.start, unit.end):
        form, words = m[0], masked[m.start() : m.end()]
        if words[0].isupper() and not words.isupper():
            continue  # "the United States", a heading's "Claims": a verb stands in lower case
        base = known.base_of[form]
        if not any(c.start < m.end() and m.start() < c.end for c in found):
            strict, noun = base in known.clause_only, form in known.noun_like
            found.append(Cue(m.start(), m.end(), base, clause_only=strict, noun_like=noun))
    sure = [span for span in more if unit.covers(span)]
    found = [
        cue._replace(clause_only=False, noun_like=False) if _touched(cue, sure) else cue
        for cue in found
    ]
    for span in sure:
        if not any(_touched(cue, [span]) for cue in found):
            words = masked[span.start : span.end].lower()
            found.append(Cue(span.start, span.end, words, clause_only=False, noun_like=False))
    return sorted(found)


def _touched(cue: Cue, spans: Sequence[Span]) -> bool:
    return any(cue.start < span.end and span.start < cue.end for span in spans)
