"""The small grammar behind the quotation rules: word classes and what a word can be."""

import re
from collections.abc import Sequence

from accordingto.annotate.quote_text import Cue, Token, table, tokens
from accordingto.domain import Span

N_ADVERBIAL = 120  # characters an adverbial may take between a cue and its "that"
N_SOURCE_TOKENS = 30
AUXILIARIES = frozenset(
    [
        "neither",
        "nor",
        "must",
        "cannot",
        "should",
        "shall",
        "has",
        "had",
        "have",
        "having",
        "did",
        "do",
        "does",
        "was",
        "is",
        "are",
        "were",
        "be",
        "been",
        "being",
        "also",
        "later",
        "earlier",
        "then",
        "repeatedly",
        "again",
        "not",
        "n't",
        "never",
        "previously",
        "publicly",
        "recently",
        "immediately",
        "initially",
        "quickly",
        "reportedly",
        "once",
        "first",
        "further",
        "often",
        "strongly",
        "flatly",
        "categorically",
        "formally",
        "officially",
        "explicitly",
        "vehemently",
        "always",
        "still",
        "since",
        "already",
        "now",
        "would",
        "could",
        "will",
        "may",
        "might",
        "can",
        "finally",
        "separately",
        "privately",
        "simply",
        "just",
        "even",
        "only",
        "n’t",
        "both",
    ]
)
BE = frozenset(["was", "is", "are", "were", "be", "been", "being"])
BOUNDARIES = frozenset(
    [
        "that", "after", "before", "but", "because", "while", "although", "though", "as", "when",
        "where", "since", "if", "until", "than", "whether", "whereas", "however", "meanwhile",
        "yet", "so",
    ]
)  # fmt: skip
COORDINATORS = frozenset({"and", "but", "or", "while", "then"})
FINITE = frozenset(
    [
        "must",
        "cannot",
        "should",
        "was",
        "were",
        "is",
        "are",
        "has",
        "have",
        "had",
        "will",
        "would",
        "could",
        "did",
        "does",
        "said",
        "can",
        "may",
    ]
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DAY = (
    r"(?:(?:late|early|earlier|last|this|next|on)\s)*"
    rf"(?:{_WEEKDAY}|today|yesterday|(?:last |this )?(?:week|month|year)|"
    rf"{_MONTH}(?: \d{{1,2}})?(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?|in \d{{4}})"
    r"(?: (?:morning|afternoon|evening|night))?"
)
_SMALL = r"(?:but|and|or|yet|so|however|meanwhile|also|later|earlier|still|then|now)"
LEADING = re.compile(
    rf"(?:{_SMALL}\b,?\s*)*(?:{DAY},?\s+)?(?:(?:but|and)\s+)?",
    re.IGNORECASE,
)
_NAMES = r"[A-Z][\w’'.-]*(?: (?:of )?[A-Z][\w’'.-]*)*"
_MEDIUM = (
    r"(?:statement|interview|speech|briefing|post|tweet|letter|message|address|conference|video|"
    r"report|broadcast|communique|communiqué)"
)
ADVERBIAL = re.compile(
    rf"\s*(?:{DAY}|"
    rf"(?:in|through|via|during|at|by) (?:a|an|his|her|its|their|the) "
    rf"(?:[\w’'-]+ ){{0,3}}?{_MEDIUM}"
    rf"(?: (?:on|to|with|by|from|posted on|released) (?:[\w’'.-]+)(?: {_NAMES})?)?|"
    r"to reporters|again|here|,(?! who| which))",
)
_HEARERS = (
    r"(?:reporters|journalists|agency|newspaper|council|parliament|lawmakers|television|network|"
    r"crowd|audience|supporters|assembly|magazine)"
)
ADDRESSEE = re.compile(
    rf"\s*(?:(?:the |a |an |his |her |their )?(?:[\w’'-]+ ){{0,2}}?{_HEARERS}\b"
    rf"(?: (?:in|at|on) (?:the )?{_NAMES})?|"
    r"(?:the )?[A-Z][\w’'.-]*(?:(?: of| and)? [A-Z][\w’'.-]*)*|him|her|them|us|me|you|it)\b"
)
# How "said on Monday in the capital that" may begin: with anything but what is said itself.
_BEFORE_THAT = (
    r"(?=\s*(?:that\b|:|,|(?:on|in|at|to|during|through|via|by|from|after|before|following|of|about|late|"
    rf"early|earlier|again|also|this|last|{_WEEKDAY}|today|yesterday|tonight)\b))"
)
THAT = re.compile(
    rf"{_BEFORE_THAT}"
    r"(?:(?!\x01|[.;]\s| (?:was|were|is|are|had|has|have|will|and|but) )[^“”:])*?"
    r"(?:\bthat\b|:(?=\s))",
    re.IGNORECASE,
)
CONTENT_WORDS = frozenset({"that", "whether", "how", "why", "what", "if", ":"})
# What stands before a wire report's first sentence: "KABUL, Oct. 3 (Agency) --".
DATELINE = re.compile(
    r"(?:[^.!?\n]{0,90}?\([A-Z][\w ]{1,20}\)\s*(?:[—–-]+)\s|"
    r"[A-Z]{3}[A-Z .'’-]{0,30}(?:, ?[\w .,]{2,40})?\s?(?:[—–]|--)\s?|"
    r"[A-Z]{3}[A-Z '’-]{0,30}: )(?:\[[A-Z]+\]\s)?"
)
OPENING = re.compile(r"(?:but|and)\s+", re.IGNORECASE)
TRAILING_TIME = re.compile(rf",?\s+(?:(?:on|in)\s)?{DAY}$", re.IGNORECASE)
PHONED = re.compile(r"[^“\"\x01]*? to (?:discuss|say|ask|tell|warn|inform|report|offer|express)\b")
# ", a shopkeeper who saw it." and ", commander of the guard." after "said NAME".
APPOSED_TO_THE_END = re.compile(
    r",\s(?:(?:a|an|the|who|whose|his|her|its|their)\s|(?:[a-z][\w’'-]*\s){1,3}(?:of|for|at|in)\s)"
    r"[^,;“”\"\x01]*[.,]?\s*$"
)
ACCORDING = re.compile(r"\b(?:in )?according to\b", re.IGNORECASE)


def is_no_speech(masked: str, cue: Cue, after: Sequence[Token]) -> bool:
    """Return whether what follows shows that the cue is a noun, a phone call or a name."""
    if not after:
        return False
    if after[0].lower in FINITE:
        return True
    if cue.base == "threaten":
        return not (after[0].quoted or after[0].lower in {"to", "that", "retaliation", "revenge"})
    if cue.base != "call":
        return False
    named = after[0].lower.endswith(("self", "selves"))
    return named or PHONED.match(masked, cue.end, after[-1].end) is not None


def stops_at(stripped: Sequence[Token], last: int) -> bool:
    """Return whether the token at ``last`` itself cannot end a noun phrase."""
    return stripped[last].lower in BOUNDARIES | COORDINATORS or not stripped[last].text[0].isalnum()


def apposition_end(after: Sequence[Token], comma: int) -> int | None:
    """Return the end of ", a spokesman for X," after a name, or None if no apposition follows."""
    follows = after[comma + 1 : comma + 2]
    if not follows or follows[0].lower not in {"a", "an", "who", "which"}:
        return None
    closing = next((t for t in after[comma + 1 : comma + 20] if t.text == ","), None)
    return closing.start if closing else None


def is_adverb(words: Sequence[Token]) -> bool:
    return (
        bool(words)
        and words[-1].lower.endswith("ly")
        and not words[-1].text.istitle()
        and words[-1].lower not in {"family", "assembly", "italy", "ally", "weekly", "daily"}
    )


def had_be(words: Sequence[Token]) -> bool:
    return any(t.lower in BE for t in words[-3:])


def joins(stripped: Sequence[Token]) -> bool:
    return len(stripped) > 1 and stripped[-2].lower in COORDINATORS


def speaks(words: Sequence[Token], *, named: bool) -> bool:
    """Return whether the last word can be a speaker, so that the next one is a verb."""
    if not words:
        return False
    last = words[-1]
    if last.lower in table().speakers:
        return True
    if all(w.text == w.text.upper() for w in words):
        return False  # in a text all in capitals a capital says nothing
    return (last.text[:1].isupper() and last.start != words[0].start) or (
        not named and last.text[0].isalpha()
    )


def only_a_noun(before: Sequence[Token], form: str) -> bool:
    """Return whether a determiner, preposition or "to" makes the cue no finite verb."""
    if not before:
        return not form.endswith("ing")
    return before[-1].lower in {
        "the",
        "a",
        "an",
        "to",
        "of",
        "his",
        "her",
        "their",
        "its",
        "this",
        "for",
        "such",
        "any",
        "in",
        "no",
        "with",
        "by",
    }


def starts_speaker(after: Sequence[Token]) -> bool:
    first = after[0]
    if first.lower in CONTENT_WORDS:
        return False
    if first.lower in {"the", "a", "an", "one", "another", "his", "her", "their"}:
        return True
    near = {t.lower for t in after[:4]}
    return first.text[:1].isupper() or bool(near & table().speakers and first.text.isalpha())


def is_noun_phrase(masked: str, source: Span) -> bool:
    words = tokens(masked, start=source.start, end=source.end)
    if not words or len(words) > N_SOURCE_TOKENS or not any(w.text[0].isalnum() for w in words):
        return False
    if (
        words[0].lower in {"to", "of", "be", "not", "there", "there's", "which"}
        or words[-1].lower in FINITE
    ):
        return False
    relative = next(
        (i for i, w in enumerate(words) if w.lower in {"who", "which", "whose", ","}), len(words)
    )
    return not any(w.lower in FINITE for w in words[:relative])
