"""What kind of statement a quotation is: by its cue, by a "not" before it, by what it says."""

import re
from functools import cache
from typing import get_args

from accordingto.codify.credit import credited
from accordingto.codify.propositions import Related
from accordingto.codify.speakers import table
from accordingto.domain import CueMention, Phrase, Quotation, Source, StatementKind

KINDS: tuple[StatementKind, ...] = get_args(StatementKind)
RULE_CREDIT = 0.6  # of probability, for the kind that the rules name; "say" is where they name none
N_NEGATION_CHARACTERS = 24  # "has not yet", "declined to": how far before a cue its "not" stands
OWN = frozenset({"we", "i", "its fighters", "its members", "our fighters", "its forces", "its men"})
CLAIMED = re.compile(r"\s+((?:[\w’-]+\s){0,2}responsibility)\b")


def cue_words(text: str, quotation: Quotation) -> str:
    """Return the cue's words, with the noun that makes "claimed / responsibility" a claim."""
    if quotation.cue is None:
        return ""
    words = quotation.cue.cut(text)
    following = CLAIMED.match(text, quotation.cue.end)
    return f"{words} {following[1]}" if following else words


def is_nobody(words: str) -> bool:
    return any(re.search(p, words.strip(), re.IGNORECASE) for p in table()["negation"]["nobody"])


def is_negated(text: str, quotation: Quotation) -> bool:
    """Return whether a "not" stands between the speaker and the cue."""
    if quotation.cue is None:
        return False
    before = max(0, quotation.cue.start - N_NEGATION_CHARACTERS)
    if quotation.source is not None and quotation.source.end <= quotation.cue.start:
        before = max(before, quotation.source.end)
    between = text[before : quotation.cue.end]
    between = re.split(r"[.;!?\n,]", between)[-1]
    return any(re.search(p, between, re.IGNORECASE) for p in table()["negation"]["patterns"])


@cache
def _kinds() -> tuple[tuple[StatementKind, re.Pattern[str]], ...]:
    return tuple(
        (k["name"], re.compile("|".join(rf"\b(?:{p})" for p in k["patterns"]), re.IGNORECASE))
        for k in table()["kind"]
    )


def kind_of(cue: str, speaker: Source | None, *, negated: bool) -> StatementKind:
    if re.search(r"\baccording to\b", cue, re.IGNORECASE):
        reports = speaker is not None and speaker.kind in {"agency", "document", "publisher"}
        return "report" if reports else "say"
    matching = (kind for kind, pattern in _kinds() if pattern.search(cue))
    found: StatementKind = next(matching, "say")
    if negated and found != "claim_responsibility":
        return "say"
    return found


def kind_by_content(
    kind: StatementKind,
    text: str,
    quotation: Quotation,
    found: Related | None,
    speaker: Source | None,
) -> StatementKind:
    """Raise a plain "said" to what its content makes of it: a claim, a denial, an accusation."""
    if kind not in {"say", "report", "opinion", "confirm"}:
        return kind
    proposition = found.proposition if found else None
    if proposition is not None and proposition.relation in {"carried_out", "attacks", "directs"}:
        own = (
            speaker is not None
            and proposition.subject is not None
            and _is_self(proposition.subject, speaker)
        )
        if own and proposition.relation == "carried_out":
            return "deny" if proposition.negated else "claim_responsibility"
    content = " ".join(span.cut(text) for span in quotation.content)
    rules = table()["content"]
    if kind == "say" and proposition is not None and not proposition.negated:
        behind = any(re.search(p, content, re.IGNORECASE) for p in rules["accuse"])
        strong = not found.weak if found else False
        if behind or (strong and found is not None and found.accuses and proposition.subject):
            return "accuse"
    if kind == "say" and any(re.search(p, content, re.IGNORECASE) for p in rules["estimate"]):
        return "estimate"
    return kind


def likeliest_kind(by_rule: StatementKind, seen: CueMention | None) -> StatementKind:
    """Return the likeliest kind by the network and the rules together."""
    if seen is None:
        return by_rule
    likely = credited(seen.kinds, by_rule, RULE_CREDIT if by_rule != "say" else 0.0)
    return max(KINDS, key=lambda kind: likely.get(kind, 0.0))


def _is_self(subject: Phrase, speaker: Source) -> bool:
    words = subject.text.casefold()
    return words in OWN or words == speaker.name.casefold()
