"""Whether a trigger tells of what happened: once, often, almost, long ago, or not at all."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from accordingto.codify.triggers import Hit
from accordingto.codify.words import word_list
from accordingto.domain import Clarity, Stage

LIKELY = 0.5
_CONDITIONS = frozenset(("if", "unless", "whether", "should", "in case"))
_DRILL = re.compile(
    r"\b(?:drill|simulat\w+|mock|training exercise|exercise scenario|rehears\w+|hypothetical\w*|"
    r"fictional|(?:in|of) (?:a|the) (?:film|movie|novel|game))\b",
    re.IGNORECASE,
)
_TRIED = re.compile(
    r"\b(?:tr(?:y|ies|ied|ying)|attempt(?:ed|ing|s)?|fail(?:ed|ing)?|unsuccessfully\s+\w+)\s+"
    r"(?:\w+\s+)?to\s+(?:\w+\s+){0,3}$|\b(?:attempted|failed|abortive|botched|unsuccessful|"
    r"frustrated|attempt(?:s|ed)?\s+(?:at|on))\s+(?:\w+[\s-]+){0,2}$|\b(?:survived|escaped|escaping|"
    r"surviving|unhurt\s+in|unharmed\s+in)\s+(?:(?:an?|the|last|this)\s+)?(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_FOILED = re.compile(
    r"\b(?:foil(?:ed|s|ing)?|thwart(?:ed|s|ing)?|prevent(?:ed|ing)?|avert(?:ed|ing)?|"
    r"defus(?:ed|ing)|deactivat(?:ed|ing)|disrupt(?:ed|ing))\s+(?:\w+[\s,-]+){0,6}$",
    re.IGNORECASE,
)
_THREATENED = re.compile(
    r"\b(?:threat(?:en(?:ed|s|ing)?|s)?|vow(?:ed|s|ing)?|pledg(?:ed|es)|warn(?:ed|s)?\s+(?:\w+\s+)?"
    r"(?:of|that))\s+(?:\w+\s+){0,4}$",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|plot(?:s|ted|ting)?|want(?:s|ed)?|intend(?:s|ed)?|order(?:s|ed)?|"
    r"prepar(?:es|ed|ing)|call(?:s|ed)?\s+(?:for|on)|urg(?:es|ed)|risk\s+of|fear(?:s|ed)?\s+of|"
    r"danger\s+of|possib(?:le|ility\s+of)|potential|future|against|stop|end|avoid|condemn(?:s|ed)?"
    r"\s+all|protect\w*\s+\w+\s+from|in\s+case\s+of|in\s+the\s+event\s+of|training\s+in|"
    r"fight(?:ing)?\s+against|combat(?:ing)?|halt|stopping|end\s+of|type\s+of|kind\s+of|"
    r"conspir(?:acy|ing|ed)|wave\s+the|denounc(?:e|es|ing)\s+all)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_REAL_INFINITIVE = re.compile(
    r"\b(?:manag(?:ed|es)|went\s+on|continu(?:ed|es)|began|begun|start(?:ed|s)|able|used|using|"
    r"said|reported|believed|alleged|known|happened|helped)\s+to\s+$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es|ed)|disput(?:es|ed))\s+"
    r"(?:\w+\s+){0,3}?"
    # "denied that it burned the trucks": they burned, the doer is denied
    r"(?:that\b(?!\s+(?:it|they|he|she|its|their|his|her)\b)|having\b|reports?\b|rumou?rs?\b|killing\b)"
    r"[^.;]{0,80}$",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"\b(?:numerous|many|several|dozens\s+of|hundreds\s+of|scores\s+of|series\s+of|wave\s+of|"
    r"spate\s+of|string\s+of|repeated|frequent|countless|various|constant|continued|recent|"
    r"ongoing|daily|all|most|such|more|regular|further|these|those|previous|past|other|new|"
    r"high-profile|deadly|major|increasing|rising|escalating|surge\s+in|increase\s+in|rise\s+in|"
    r"\d{2,}|(?:a\s+)?dozen|hundreds|number\s+of)\s+(?:[\w’'-]+\s+){0,3}$",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:since\s+(?:19|20)\d\d|since\s+(?:the\s+)?(?:start|beginning)|over\s+the\s+(?:last|past)|"
    r"in\s+(?:recent|the\s+(?:last|past)(?:\s+\w+)?)\s+(?:years|months|weeks|decades?)|"
    r"so\s+far\s+this\s+(?:year|month)|(?:every|each)\s+(?:day|week|month|year)|regularly|"
    r"frequently|often|routinely|always|usually|for\s+(?:\w+\s+)?(?:years|decades|months)|"
    r"(?:the\s+)?(?:last|past)\s+\w+\s+(?:years|months|weeks)|on\s+several\s+occasions)\b",
    re.IGNORECASE,
)
_HABIT = re.compile(r"\b(?:has|have)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:(?:\w+\s+)?(?:years?|months?|decades?)\s+(?:ago|earlier|before)|last\s+year|"
    r"in\s+the\s+(?:19)?[4-9]0s|anniversary|commemorat\w+|recall(?:ed|s|ing)|in\s+the\s+past|"
    r"previously|years?\s+later|history\s+of|convicted\s+(?:of|for)|sentenced|on\s+trial|"
    r"wanted\s+for|former(?:ly)?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


_NOBODY = re.compile(
    r"\b(?:no\s+\w+|nobody|no\s+one|none(?:\s+of\s+\w+\s+\w+)?)\s+"
    r"(?:was|were|is|are|has|have|had|been|\s)*$",
    re.IGNORECASE,
)


class Reality(NamedTuple):
    """What is said of a trigger: how far it went, once or often, an old story or the news."""

    stage: Stage
    clarity: Clarity
    background: bool


def reality(hit: Hit, *, published: str | None) -> Reality | None:
    """Return how real a trigger's event is, or None when none is told of."""
    if hit.seen is not None:
        return _seen(hit.seen.facets)
    before = _before(hit)
    sentence = hit.clause.span.cut(hit.clause.text)
    if _is_denied(hit, before) or _DRILL.search(sentence):
        return None
    stage = _stage(hit, before)
    if stage is None:
        return None
    clarity: Clarity = "aggregate" if _is_aggregate(hit, before, sentence) else "single"
    return Reality(stage, clarity, _is_background(hit, sentence, published))


def _seen(facets: Mapping[str, float]) -> Reality:
    """Return what the network says of a trigger; a facet it does not name is unlikely."""
    stages: tuple[Stage, ...] = ("attempted", "threatened", "foiled")
    likely = max(stages, key=lambda stage: facets.get(stage, 0.0))
    return Reality(
        stage=likely if facets.get(likely, 0.0) >= LIKELY else "accomplished",
        clarity="aggregate" if facets.get("aggregate", 0.0) >= LIKELY else "single",
        background=facets.get("background", 0.0) >= LIKELY,
    )


def _before(hit: Hit) -> str:
    """Return the clause's words in front of the trigger."""
    start = hit.clause.span.start
    left = hit.clause.text[start : hit.span.start]
    cut = max(left.rfind(mark) for mark in (";", ". ", " -- "))
    return " ".join(left[cut + 1 :].split()) + " "


def _is_denied(hit: Hit, before: str) -> bool:
    words = [hit.clause.low(i) for i in range(max(0, hit.first - 4), hit.first)]
    if _DENIED.search(before):
        return True
    if not hit.is_verb:
        near = words[-3:]
        return any(word in {"no", "without", "nor", "neither", "any"} for word in near)
    j = hit.first - 1
    while hit.clause.tag(j) in {"adv", "aux"}:
        if hit.clause.low(j) in word_list("negations"):
            return True
        j -= 1
    return _NOBODY.search(before) is not None


def _stage(hit: Hit, before: str) -> Stage | None:
    if _FOILED.search(before):
        return "foiled"
    if _TRIED.search(before):
        return "attempted"
    if _THREATENED.search(before) and (_is_infinitive(hit) or not hit.is_verb or _modal(hit)):
        return "threatened"
    if _UNREAL.search(before) and not _names_one(hit):
        return None
    if hit.is_verb:
        modal = _modal(hit)
        if modal and not modal.startswith(("may have", "might have", "could have")):
            return None
        if _is_infinitive(hit) and not _REAL_INFINITIVE.search(before):
            return None
        if _is_conditional(hit):
            return None
    elif _modal_of_noun(hit):
        return None
    return "accomplished"


def _names_one(hit: Hit) -> bool:
    """Tell "against the attack" (one that happened) from "against terrorist attacks"."""
    phrase = hit.clause.phrase_with(hit.first)
    return phrase is not None and hit.clause.low(phrase.first) in {"the", "this", "that"}


def _is_infinitive(hit: Hit) -> bool:
    j = hit.first - 1
    while hit.clause.tag(j) == "adv":
        j -= 1
    if hit.clause.low(j) in word_list("passive_auxiliaries") and hit.clause.low(j - 1) == "to":
        return True
    return hit.clause.low(j) == "to" and not hit.clause.low(hit.first).endswith(("ed", "ing", "s"))


def _modal(hit: Hit) -> str:
    j = hit.first - 1
    while hit.clause.tag(j) in {"adv", "aux"}:
        if hit.clause.low(j) in word_list("modals"):
            return f"{hit.clause.low(j)} {hit.clause.low(j + 1)}"
        j -= 1
    return ""


def _modal_of_noun(hit: Hit) -> bool:
    """Return whether the noun is what somebody will or could do: "could launch an attack"."""
    phrase = hit.clause.phrase_with(hit.first)
    j = (phrase.first if phrase else hit.first) - 1
    if hit.clause.tag(j) in {"noun", "verb"}:
        return hit.clause.low(j - 1) in word_list("modals") | {"to"}
    return False


def _is_conditional(hit: Hit) -> bool:
    return any(hit.clause.low(i) in _CONDITIONS for i in range(max(0, hit.first - 8), hit.first))


def _is_aggregate(hit: Hit, before: str, sentence: str) -> bool:
    if hit.is_verb:
        return bool(_HABIT.search(before) and _SINCE.search(sentence)) or bool(
            _SINCE.search(sentence) and re.search(r"\b(?:regularly|often|frequently)\b", sentence)
        )
    is_plural = hit.clause.low(hit.last).endswith("s") and hit.trigger.form == "noun"
    if not is_plural:
        return bool(_SINCE.search(sentence) and _SERIES.search(before))
    return bool(_SERIES.search(before)) or _is_bare_plural(hit) or bool(_SINCE.search(sentence))


def _is_bare_plural(hit: Hit) -> bool:
    """Return whether "attacks" stand without "the" or a small number."""
    phrase = hit.clause.phrase_with(hit.first)
    if phrase is None:
        return True
    return hit.clause.tag(phrase.first) not in {"det", "num"}


def _is_background(hit: Hit, sentence: str, published: str | None) -> bool:
    if _PAST.search(sentence):
        return True
    years = _YEAR.findall(sentence)
    full = re.findall(r"\b((?:19|20)\d\d)\b", sentence)
    return bool(years and published and all(year < published[:4] for year in full))
