"""Killed, injured, abducted: totals of a sentence, each with its words."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from accordingto.codify.counts import NUMBER, count_in, total
from accordingto.codify.fillers import Filler, Namer, is_plural
from accordingto.codify.folded import folded
from accordingto.codify.ontology import Ontology
from accordingto.codify.patterns import effect_of
from accordingto.codify.phrases import included
from accordingto.codify.syntax import is_passive, objects, subjects, verb_of
from accordingto.codify.triggers import Hit
from accordingto.codify.words import Phrase
from accordingto.domain import Count, Harm, Span

HARM_OF: dict[str, Harm] = {"death": "killed", "injury": "injured", "abducted": "abducted"}
_QUANTITY = (
    rf"(?:(?:at\s+least|no\s+(?:fewer|less)\s+than|more\s+than|over|up\s+to|as\s+many\s+as|"
    rf"fewer\s+than|less\s+than|about|around|some|nearly|almost|approximately|between|another)\s+)*"
    rf"(?<![\w-])(?<!\bno\s)(?:{NUMBER}(?:\s*(?:-|–|to|and|or)\s*{NUMBER})?(?![-–]?\w)|"
    rf"(?:dozens|scores|hundreds|thousands|tens\s+of\s+thousands|several|many|no|a\s+(?:couple|few))\b)"
)
_PEOPLE = (
    r"(?:\s+(?!and\b|were\b|was\b|have\b|had\b|are\b|or\b|in\b|to\b|died\b|dead\b|injured\b|"
    r"wounded\b|killed\b|hurt\b|by\b|who\b)[\w’'-]+){0,4}"
)
_BE = (
    r"(?:\s+(?:were|was|are|is|have\s+been|had\s+been|has\s+been|being|left|also|reported|lay|"
    r"more))*"
)
_KILLED = r"(?:dead|bodies|killed|slain|died|deaths?|fatalit(?:y|ies)|shot\s+dead|murdered)"
_INJURED = r"(?:injured|wounded|hurt|injuries|maimed)"
_ABDUCTED = r"(?:kidnapped|abducted|taken\s+hostage|hostages|missing)"
_NOBODY_WAS = r"(?:nobody|no\s+one|none)\s+(?:was|were|has\s+been|had\s+been)\s+(?:\w+\s+or\s+)?"
_PATTERNS: tuple[tuple[Harm, str], ...] = (
    ("killed", rf"(?P<n>{_QUANTITY}){_PEOPLE}{_BE}\s+{_KILLED}\b"),
    ("injured", rf"(?P<n>{_QUANTITY}){_PEOPLE}{_BE}\s+{_INJURED}\b"),
    ("abducted", rf"(?P<n>{_QUANTITY}){_PEOPLE}{_BE}\s+{_ABDUCTED}\b"),
    (
        "killed",
        rf"(?:death\s+toll|toll)\b[^.;]{{0,120}}?(?P<n>(?:from\s+{NUMBER}\s+to\s+)?{_QUANTITY})",
    ),
    (
        "killed",
        rf"(?:claim|cost|took|claimed|claiming|costing)\w*\s+(?:the\s+lives\s+of\s+)?"
        rf"(?P<n>{_QUANTITY}){_PEOPLE}(?:\s+lives)?(?<=lives)",
    ),
    (
        "abducted",
        rf"(?P<n>{_QUANTITY})(?:\s+\w+){{0,2}}\s+who\s+(?:were|was|had\s+been|have\s+been)\s+"
        r"(?:taken|abducted|kidnapped|seized)\b",
    ),
    ("killed", r"(?P<n>(?:no|zero)\s+(?:casualties|deaths|fatalities|victims))"),
    (
        "injured",
        r"(?P<n>(?:no|zero)\s+(?:casualties|injuries|wounded|victims|one\s+was\s+injured))",
    ),
    ("killed", rf"(?P<n>{_NOBODY_WAS}killed)"),
    ("injured", rf"(?P<n>{_NOBODY_WAS}(?:injured|hurt|wounded))"),
)
_TOLLS = tuple((harm, re.compile(pattern)) for harm, pattern in _PATTERNS)
_BOTH = re.compile(
    rf"(?P<n>{_QUANTITY}){_PEOPLE}{_BE}\s+killed\s+(?:or|and)\s+(?:wounded|injured)\b", re.I
)


# "six of the wounded had died": some of those counted already.
_MONTH = re.compile(r"\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b")
_OF_THOSE = re.compile(
    r"\s+of\s+(?:the|those|them)\s+(?:wounded|injured|dead|killed|victims)\b", re.I
)
_LISTED = re.compile(
    rf"(?P<m>{_QUANTITY})(?P<of>(?:\s+(?!(?:and|or|in|to|by|who|was|were|have|had|are|"
    r"dead|killed|slain|died|injured|wounded|hurt|missing|kidnapped|abducted)\b)[\w’'-]+){1,4})"
    r"\s+and\s+\Z",
    re.IGNORECASE,
)


_NUMBERS = re.compile(_QUANTITY)
_BEFORE_AGE = re.compile(r"[A-Z][\w’'-]+(?:,\s+|\s*\()\Z")
_AFTER_AGE = re.compile(r"\s*[,)]")


class Toll(NamedTuple):
    """A number of killed, injured or abducted, and the words that give it."""

    harm: Harm
    number: Count
    span: Span


def tolls(text: str, sentence: Span) -> Iterator[Toll]:
    """Yield the numbers that a sentence gives for those harmed, each word read once a harm."""
    taken: dict[Harm, list[Span]] = {"killed": [], "injured": [], "abducted": []}
    low = folded(text)
    for harm, pattern in _TOLLS:
        for match in pattern.finditer(low, sentence.start, sentence.end):
            both = _BOTH.match(text, match.start(), sentence.end)
            if both is not None:
                continue
            if _MONTH.match(low, match.end("n")) or _OF_THOSE.match(
                text, match.end("n"), sentence.end
            ):
                continue
            span = Span(start=match.start("n"), end=match.end("n"))
            count = _count(span.cut(text), text[match.start() : match.end()])
            listed = _LISTED.search(text, sentence.start, match.start("n"))
            if listed is not None and count is not None:
                span, count = _summed(text, listed, span, count)
            if count is not None and not any(span.touches(other) for other in taken[harm]):
                taken[harm].append(span)
                yield Toll(harm, count, span)


def _summed(text: str, listed: re.Match[str], span: Span, count: Count) -> tuple[Span, Count]:
    """Add "four engineers and" to "two guides are missing"."""
    before = count_in(listed["m"])
    if before is None:
        return span, count
    whole = Span(start=listed.start("m"), end=span.end)
    words = " ".join(whole.cut(text).split())
    return whole, total([before, count], text=words) or count


def _count(words: str, whole: str) -> Count | None:
    plain = " ".join(words.split())
    if re.match(r"(?:no|zero|nobody|none|no one)\b", plain, re.IGNORECASE) and not re.match(
        r"no (?:fewer|less|more)", plain, re.IGNORECASE
    ):
        return Count(low=0, high=0, text=plain)
    count = count_in(plain)
    if count is None:
        return None
    others = (
        count.others
        or re.search(r"\bothers?\b|\bmore\s+(?:people\s+)?(?:were|was)\b", whole) is not None
    )
    return Count(low=count.low, high=count.high, text=plain, others=others)


def count_of(words: str) -> Count | None:
    """Return the number in words that the network takes for a toll; None where there is none."""
    return _count(words, words)


def whole_quantity(text: str, number: Span, sentence: Span) -> Span:
    """Return a number with what hedges it: "no fewer than / ten", "ten / or twelve"."""
    for match in _NUMBERS.finditer(folded(text), sentence.start, sentence.end):
        found = Span(start=match.start(), end=match.end())
        if found.covers(number):
            return found
    return number


def is_age(text: str, number: Span) -> bool:
    """Return whether a number stands behind a name, between commas or in brackets."""
    return (
        _BEFORE_AGE.search(text, max(0, number.start - 20), number.start) is not None
        and _AFTER_AGE.match(text, number.end) is not None
    )


def harmed(hit: Hit, namer: Namer, ontology: Ontology) -> Toll | None:
    """Return the total of a trigger's patients: "the minister and four bodyguards" is 5."""
    effect = effect_of(hit, ontology)
    harm = HARM_OF.get(effect or "")
    if harm is None:
        return None
    patients = _patients(hit)
    made = [(p, namer.filler(hit.clause, p, "victim", effect=effect)) for p in patients]
    kept = [(p, f) for p, f in made if f is not None and f.part == "victim" and f.number]
    if not kept:
        return None
    span = hit.clause.span_of(kept[0][0].first, kept[-1][0].last)
    listed = included(hit.clause, patients[-1].last)
    count = _with_included(hit, [f for _, f in kept], listed, namer, text=_words(span, hit))
    return Toll(harm, count, span) if count is not None else None


def _words(span: Span, hit: Hit) -> str:
    return " ".join(span.cut(hit.clause.text).split())


def _with_included(
    hit: Hit, kept: Sequence[Filler], listed: Sequence[Phrase], namer: Namer, *, text: str
) -> Count | None:
    """Sum the patients; those that "including" lists are among them.

    "Officials, including the governor" says only that the governor is one of them: the plural
    may span several events, so the number is open from those listed.
    """
    counts = [f.number for f in kept if f.number is not None]
    if len(counts) == 1 and counts[0].high == 1 and _is_one_of_them(hit):
        return Count(low=1, high=None, text=text)
    whole = total(counts, text=text)
    if len(kept) == 1 and listed and is_plural(kept[0].name) and whole and whole.text == text:
        inside = [namer.filler(hit.clause, p, "victim", effect="death") for p in listed]
        parts = [f.number for f in inside if f is not None and f.number is not None]
        among = total(parts, text=text)
        return Count(low=among.low, high=None, text=text) if among is not None else whole
    return whole


def _is_one_of_them(hit: Hit) -> bool:
    """Return whether it is told in passing of one: "a boy who was killed in the bombing"."""
    before = [hit.clause.low(i) for i in range(max(0, hit.first - 4), hit.first)]
    return "who" in before


def _patients(hit: Hit) -> tuple[Phrase, ...]:
    clause, verb = hit.clause, verb_of(hit.clause, hit.first, hit.last)
    if hit.is_verb:
        if is_passive(clause, verb):
            return subjects(clause, verb)
        return objects(clause, hit.last) or objects(clause, verb)
    if clause.low(hit.last + 1) == "of":
        return objects(clause, hit.last + 1)
    return ()
