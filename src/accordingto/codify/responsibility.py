"""Who is said to be behind it: claims, denials, accusations, and how sure the words are."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct

from accordingto.codify.fillers import Filler, Namer
from accordingto.codify.kinds import head_words
from accordingto.codify.syntax import governed, objects, subjects
from accordingto.codify.words import Clause, Phrase, word_list
from accordingto.domain import Annotated, Certainty, Source, Span

_OFFICIAL = re.compile(
    r"\b(?:police|army|military|government|ministry|minister|officials?|authorit(?:y|ies)|governor|"
    r"president|spokes(?:man|woman|person)|general|colonel|commander|intelligence|security\s+forces|"
    r"prosecutors?|investigators?|troops|officer|chief)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no\s+(?:\w+\s+){0,2}(?:group|one|organi[sz]ation|party|faction)|nobody|none|not\s+(?:\w+\s+)?)"
    r"[^.;]{0,30}$|\b(?:nobody|no\s+one|no\s+group)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:may|might|could)\s+(?:\w+\s+)?have\b|\b(?:believed|thought)\s+to\b|\bpossibly\b|"
    r"\bpresumabl[ey]|\bpresumed\b|\bapparently\b|\bprobably\b|\bsuspected\b|\bsupposedly\b|"
    r"\blinked\s+to\b|\bapparent\b",
    re.IGNORECASE,
)
_ALLEGED = re.compile(
    r"\balleged(?:ly)?\b|\breportedly\b|\baccused\b|\bblam(?:ed|es|ing)\b", re.IGNORECASE
)

_ABOUT_VIOLENCE = re.compile(
    r"\b(?:attack|bomb|kill|murder|assassinat|explosion|blast|kidnap|abduct|shoot|shot|ambush|massacre|"
    r"raid|arson|burn|shell|strike|incident|crime|death|violence|responsibility|responsible|behind|act)\w*",
    re.IGNORECASE,
)


class Cue(Struct, frozen=True, kw_only=True):
    """A pattern of ``responsibility.toml``, where its doer stands, and how sure it is."""

    pattern: str
    doer: Literal["subject", "object", "behind"]
    certainty: Certainty

    def search(self, wording: str) -> re.Match[str] | None:
        """Return the cue's first match."""
        return _compiled(self.pattern).search(wording)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _cues() -> tuple[Cue, ...]:
    table = tomllib.loads(files(__package__).joinpath("responsibility.toml").read_text("utf-8"))
    return msgspec.convert(table["cue"], tuple[Cue, ...])


# What else one can be accused of: "accused the police of ignoring a warning" is no blame for the
# attack itself.
_OTHER_FAULT = re.compile(
    r"\b(?:of|for)\s+(?:\w+ly\s+)?(?!(?:carry|commit|kill|attack|bomb|stag|launch|perpetrat|burn|sett|"
    r"be|plant|shoot|abduct|kidnapp|murder|execut|massacr|orchestrat|mastermind|order|fir|target|shell|"
    r"us|ambush|assassinat|torch|detonat|throw|stabb|behead|tortur|beat|raid|storm|lead|explod|destroy|"
    r"hi|seiz|tak|rap|hold|slaughter|mow|gunn|blow|hurl)\w*ing\b)(?P<fault>\w{3,}ing)\b",
    re.IGNORECASE,
)


class Blame(NamedTuple):
    """Somebody said to be behind an event told of in or before ``sentence``."""

    sentence: int
    cue: Span
    filler: Filler


def blames(annotated: Annotated, namer: Namer) -> Iterator[Blame]:
    """Yield who is said to be responsible, sentence by sentence."""
    text = annotated.document.text
    times = tuple(m for m in annotated.mentions if m.label == "time")
    for number, sentence in enumerate(annotated.sentences):
        wording = sentence.cut(text)
        found = next(((c, m) for c in _cues() if (m := c.search(wording))), None)
        if found is None or _ABOUT_VIOLENCE.search(wording) is None:
            continue
        cue, match = found
        if _NOBODY.search(wording[: match.start()]):
            continue
        if cue.certainty == "accused" and _OTHER_FAULT.search(wording, match.end()):
            continue
        inside = tuple(t for t in times if sentence.covers(t))
        clause = Clause(text, sentence, times=inside)
        start, end = sentence.start + match.start(), sentence.start + match.end()
        for phrase in _doers(clause, start, end, cue):
            sure = _sure(cue, clause, start)
            filler = namer.filler(clause, phrase, "perpetrator", certainty=sure)
            if filler is not None and filler.part == "perpetrator":
                yield Blame(number, Span(start=start, end=end), filler)


def _doers(clause: Clause, start: int, end: int, cue: Cue) -> tuple[Phrase, ...]:
    first, last = clause.word_at(start), clause.word_at(end - 1)
    if cue.doer == "subject":
        return subjects(clause, first)
    if cue.doer == "object":
        return objects(clause, last)
    return governed(clause, last - 1, frozenset((clause.low(last),)))


def _sure(cue: Cue, clause: Clause, start: int) -> Certainty:
    """Raise an accusation to the authorities' where one stands in front of the cue."""
    by_authorities = _OFFICIAL.search(clause.text[clause.span.start : start]) is not None
    return (
        "accused_by_authorities" if cue.certainty == "accused" and by_authorities else cue.certainty
    )


def certainty_of(clause: Clause, filler: Filler, chain: Sequence[Source]) -> Certainty:
    """Return how sure the words around a perpetrator are that it was he.

    A doer named in the report's own voice is a fact, and so is one whom nobody knows ("gunmen,
    police said"); cue words in the sentence lower it. Who names another accuses him; who names
    himself or his own claims it.
    """
    if filler.certainty != "fact":
        return filler.certainty
    wording = clause.span.cut(clause.text)
    around = clause.text[max(clause.span.start, filler.span.start - 40) : filler.span.end]
    if _POSSIBLE.search(around) or re.search(r"\b(?:may|might|could)\s+have\b", wording):
        return "possible"
    if _ALLEGED.search(around):
        return "accused_by_authorities" if chain and _OFFICIAL.search(wording) else "accused"
    return _by_chain(filler, chain[-1]) if chain else "fact"


def _by_chain(filler: Filler, source: Source) -> Certainty:
    heads = head_words(filler.name)
    if heads and heads[-1] in word_list("unknown_doers"):
        return "fact"
    if filler.group is not None and filler.group == source.group:
        return "claimed"
    return "accused_by_authorities" if source.kind == "official" else "accused"
