"""Statements of one document that cannot both hold, or that point in opposite directions."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from accordingto.domain import Contradiction, Participant, Phrase, Proposition, Source, Statement

EMPTY_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "from",
        "and",
        "its",
        "his",
        "her",
        "their",
        "government",
        "regime",
        "authorities",
        "group",
        "movement",
        "soil",
        "territory",
        "state",
        "forces",
        "officials",
        "president",
        "former",
        "administration",
        "country",
        "side",
    ]
)
# What turns a country's name into its people's: "Afghan" of Afghanistan, "Iraqi" of Iraq.
DEMONYM = re.compile(r"(?:|n|an|ian|i|ese|ish|istan|stan|ic)")
SHORTEST_STEM = 4
DISOWNS = re.compile(r"\b(?:claims?|responsib\w+|involvement|role|part|behind)\b", re.IGNORECASE)
RESPONSES = re.compile(
    r"\b(?:accusations?|allegations?|charges?|claims?|involvement|responsibility|role|it|reports?|behind|part)\b",
    re.IGNORECASE,
)


def contradictions(statements: Sequence[Statement], text: str) -> tuple[Contradiction, ...]:
    """Return the pairs that contradict each other, each with one plain sentence of why."""
    return tuple(
        Contradiction(statements=(first.id, second.id), why=why)
        for first, second in combinations(statements, 2)
        if (why := _why(first, second, text)) is not None
    )


def _why(first: Statement, second: Statement, text: str) -> str | None:
    return (
        _opposite_polarity(first, second)
        or _opposite_directions(first, second)
        or _denied(first, second, text)
        or _denied(second, first, text)
        or _rival_claims(first, second)
    )


def _opposite_polarity(first: Statement, second: Statement) -> str | None:
    one, other = first.proposition, second.proposition
    if one is None or other is None or one.relation != other.relation:
        return None
    if one.negated == other.negated or not (
        _same(one.subject, other.subject) and _same(one.object, other.object)
    ):
        return None
    yes, no = (second, first) if one.negated else (first, second)
    return f"{_who(yes)} says so and {_who(no)} denies it: {_said(yes.proposition)}."


def _opposite_directions(first: Statement, second: Statement) -> str | None:
    one, other = first.proposition, second.proposition
    if one is None or other is None or {one.relation, other.relation} != {"threatens"}:
        return None
    if one.direction is None or other.direction is None or not _same(one.subject, other.subject):
        return None
    if not (_same(one.object, other.direction) and _same(other.object, one.direction)):
        return None
    return (
        f"The same threat from opposite directions: {_who(first)} sees it coming "
        f"{one.direction.text}, {_who(second)} {other.direction.text}."
    )


def _denied(claim: Statement, denial: Statement, text: str) -> str | None:
    """Hold an accusation or claim against a denial by the accused, or of the same event."""
    if denial.kind != "deny" or denial.speaker is None or claim.speaker is None:
        return None
    said = " ".join(s.cut(text) for s in (*((denial.cue,) if denial.cue else ()), *denial.content))
    if claim.kind == "claim_responsibility":
        if (
            DISOWNS.search(said)
            and set(claim.about) & set(denial.about)
            and not _same_source(claim.speaker, denial.speaker)
        ):
            return f"{_who(claim)} claims responsibility and {_who(denial)} denies the same event."
        return None
    if claim.kind != "accuse" or not _accused_is(claim, denial.speaker):
        return None
    shared = set(claim.about) & set(denial.about)
    answer = RESPONSES.search(said)
    related = (
        claim.proposition is not None
        and denial.proposition is not None
        and claim.proposition.relation == denial.proposition.relation
    )
    if shared or answer or related:
        return f"{_who(claim)} accuses {denial.speaker.name}, and {denial.speaker.name} denies it."
    return None


def _rival_claims(first: Statement, second: Statement) -> str | None:
    kinds = {first.kind, second.kind}
    if kinds != {"claim_responsibility"} or first.speaker is None or second.speaker is None:
        return None
    if set(first.about) & set(second.about) and not _same_source(first.speaker, second.speaker):
        return f"{_who(first)} and {_who(second)} each claim responsibility for the same event."
    return None


def _accused_is(claim: Statement, speaker: Source) -> bool:
    names = list(_accused_names(claim.accused, claim.proposition))
    group = claim.accused.group if claim.accused is not None else None
    if group is not None and group == speaker.group:
        return True
    said_by = f"{speaker.role or ''} {speaker.name}"
    return any(_alike(name, speaker.name) or _alike(name, said_by) for name in names)


def _accused_names(accused: Participant | None, proposition: Proposition | None) -> Iterator[str]:
    if accused is not None:
        yield accused.name
    if proposition is not None and proposition.subject is not None:
        yield proposition.subject.text


def _same(one: Phrase | None, other: Phrase | None) -> bool:
    return one is not None and other is not None and _alike(one.text, other.text)


def _same_source(one: Source, other: Source) -> bool:
    return (one.group is not None and one.group == other.group) or _alike(one.name, other.name)


def _alike(one: str, other: str) -> bool:
    """Return whether one name's words all stand in the other, countries and peoples alike."""
    a, b = _words(one), _words(other)
    short, long = sorted((a, b), key=len)
    return bool(short) and all(any(_same_word(w, v) for v in long) for w in short)


def _words(name: str) -> list[str]:
    words = re.findall(r"\w+", re.sub(r"[’']s\b", "", name.casefold()).replace(".", ""))
    return [w for w in words if w not in EMPTY_WORDS] or words


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return (
        len(short) >= SHORTEST_STEM
        and long.startswith(short)
        and DEMONYM.fullmatch(long[len(short) :]) is not None
    )


def _who(statement: Statement) -> str:
    return statement.speaker.name if statement.speaker is not None else "The report itself"


def _said(proposition: Proposition | None) -> str:
    if proposition is None:
        return "the same thing"
    subject = proposition.subject.text if proposition.subject else "somebody"
    other = proposition.object.text if proposition.object else "somebody"
    return f"{subject} {proposition.relation.replace('_', ' ')} {other}"
