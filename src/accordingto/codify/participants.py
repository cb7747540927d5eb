"""Who and what takes part in an event: every mention of a thing merged into one participant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from accordingto.codify.chains import chain_at
from accordingto.codify.credit import credited
from accordingto.codify.evidence import Evidence
from accordingto.codify.fillers import Filler, Namer, Part, is_plural
from accordingto.codify.kinds import THINGS, head_words, is_listed, kind_of
from accordingto.codify.words import word_list
from accordingto.domain import (
    Annotated,
    Certainty,
    Effect,
    Mention,
    Participant,
    ParticipantKind,
    RoleMention,
    Span,
    Statement,
)

_PARTS: dict[str, Part] = {
    "perpetrator_individual": "perpetrator",
    "perpetrator_organisation": "perpetrator",
    "target": "target",
    "victim_named": "victim",
    "victim_described": "victim",
    "weapon": "means",
}
_PEOPLE = frozenset(("people", "person"))
_ANAPHOR = frozenset(
    ["group", "organisation", "organization", "militia", "movement", "faction", "network"]
)
_EFFECTS: tuple[Effect, ...] = get_args(Effect)
_CERTAINTY: tuple[Certainty, ...] = (
    "fact",
    "claimed",
    "accused_by_authorities",
    "accused",
    "denied",
    "possible",
    "implied",
)
CERTAINTY_CREDIT = 0.3  # of probability, for what the rules say
SAME_THING = 0.3  # probability that two fillers speak of one thing
MAX_ANTECEDENT_DISTANCE = 3  # sentences back to the name that "the group" stands for


def tagged_filler(role: RoleMention, text: str, namer: Namer, effect: Effect | None) -> Filler:
    """Return the network's role mention as a filler; its label decides what it is."""
    name = namer.name_at(role)
    is_name = role.role in {"victim_named", "perpetrator_organisation"}
    whole = name if is_name and name is not None and name.covers(role) else role
    words = re.sub(r"[’'][sS]?$", "", " ".join(whole.cut(text).split()))
    named = role.role in {"victim_named", "perpetrator_organisation"} or name is not None
    part = _PARTS[role.role]
    if part == "means" and is_listed(words, "armed_people"):
        part = "perpetrator"
    return Filler(
        span=Span(start=role.start, end=role.end),
        name=words,
        part=part,
        kind=_kind_by_role("perpetrator_individual", words)
        if part == "perpetrator" and role.role == "weapon"
        else _kind_by_role(role.role, words),
        named=named if role.role != "victim_described" else False,
        group=name.group if name is not None and named else None,
        number=None,
        effect=effect if part == "victim" else None,
        certainty="fact",
        score=role.score,
        by_network=True,
    )


def _kind_by_role(role: str, words: str) -> ParticipantKind:
    described = kind_of(words)
    if role == "perpetrator_organisation":
        return described if described in {"state_force", "government"} else "armed_group"
    if role == "perpetrator_individual":
        return described if described in {"person", "people", "official"} else _people(words)
    if role == "target":
        return described if described in THINGS else "building"
    if role == "weapon":
        return "object"
    if described in {"person", "people", "official"}:
        return described
    return "person" if role == "victim_named" else _people(words)


def _people(words: str) -> ParticipantKind:
    return "people" if is_plural(words) else "person"


def resolved(filler: Filler, annotated: Annotated) -> Filler:
    """Return the filler with the name that "the group" stands for, where there is one before."""
    heads = head_words(filler.name)
    if filler.named or not heads or heads[-1] not in _ANAPHOR or len(filler.name.split()) > 1:
        return filler
    before = annotated.document.text[: filler.span.start].rstrip()
    if not re.search(r"\b(?:the|this|that)$", before, re.IGNORECASE):
        return filler
    name = _antecedent(filler.span, annotated)
    if name is None:
        return filler
    words = " ".join(name.cut(annotated.document.text).split())
    span = Span(start=filler.span.start, end=filler.span.end)
    return filler._replace(
        name=words, named=True, group=name.group, span=span, kind="armed_group", number=None
    )


# "The Northern Front affiliate": the name says whose, not who.
_OF_A_PART = re.compile(
    r"(?:[’']s)?\s+(?:\w+\s+)?(?:affiliate|branch|wing|faction|members?|fighters?|militants?|leaders?|"
    r"offshoot|government|officials?|commanders?|spokes\w+|regime|stronghold|territory)\b",
    re.IGNORECASE,
)


def _antecedent(span: Span, annotated: Annotated) -> Mention | None:
    """Return the first organisation of the nearest sentence before that names one."""
    at = next((i for i, s in enumerate(annotated.sentences) if s.covers(span)), None)
    if at is None:
        return None
    for number in range(at, max(-1, at - MAX_ANTECEDENT_DISTANCE - 1), -1):
        sentence = annotated.sentences[number]
        inside = [
            m
            for m in annotated.mentions
            if m.label == "organisation" and sentence.covers(m) and m.end <= span.start
        ]
        whole = [m for m in inside if not _OF_A_PART.match(annotated.document.text, m.end)]
        if whole:
            return whole[0]
    return None


def participants(
    fillers: Iterable[Filler],
    part: Part,
    *,
    namer: Namer,
    statements: Sequence[Statement],
    evidence: Evidence,
) -> tuple[Participant, ...]:
    """Return the participants of one part, in the order of their first mention."""
    merged: list[list[Filler]] = []
    for filler in sorted((f for f in fillers if f.part == part), key=lambda f: f.span.start):
        home = next((m for m in merged if any(_same(f, filler, evidence) for f in m)), None)
        if home is None:
            merged.append([filler])
        else:
            home.append(filler)
    return tuple(_participant(mentions, namer, statements, evidence) for mentions in merged)


def _same(one: Filler, other: Filler, evidence: Evidence) -> bool:
    if one.span.touches(other.span):
        return True
    if one.group is not None and other.group is not None:
        return one.group == other.group
    if one.by_network and other.by_network and evidence.is_there:
        return evidence.same_thing(one.span, other.span) >= SAME_THING
    if one.named != other.named:
        return False
    left, right = head_words(one.name), head_words(other.name)
    if not left or not right:
        return one.name.casefold() == other.name.casefold()
    if one.part == "perpetrator" and one.kind in _PEOPLE and other.kind in _PEOPLE:
        unknown = {left[-1], right[-1]} & word_list("unknown_doers")
        return bool(unknown) or left[-1] == right[-1]
    return left[-1] == right[-1] and _alike(one.name, other.name)


def _alike(one: str, other: str) -> bool:
    """Return whether one description adds nothing against the other: "guards", "two guards"."""
    left, right = set(one.casefold().split()), set(other.casefold().split())
    return left <= right or right <= left or len(left & right) > 1


def _participant(
    mentions: Sequence[Filler], namer: Namer, statements: Sequence[Statement], evidence: Evidence
) -> Participant:
    best = min(mentions, key=_rank)
    full = namer.full_name(best.group) if best.named and best.group is not None else None
    wording = " ".join(full.cut(namer.text).split()) if full is not None else best.name
    wording = re.sub(r"[’'][sS]?$", "", wording) or best.name
    spans = sorted({(s.start, s.end) for s in (*(f.span for f in mentions), *filter(None, [full]))})
    numbers = [f.number for f in mentions if f.number is not None]
    surest = min(mentions, key=lambda f: _CERTAINTY.index(f.certainty)) if best.named else best
    return Participant(
        name=wording,
        named=best.named,
        spans=tuple(Span(start=start, end=end) for start, end in spans),
        kind=best.kind,
        group=best.group,
        number=numbers[0] if numbers else None,
        effect=_effect(mentions, evidence),
        according_to=chain_at(surest.span, statements),
        certainty=_certainty(surest, mentions, evidence),
        confidence=min(1.0, max(f.score for f in mentions)),
    )


def _certainty(surest: Filler, mentions: Sequence[Filler], evidence: Evidence) -> Certainty:
    """Return how sure it is that it was he, by the rules and by the network together."""
    seen = [evidence.certainties(f.span) for f in mentions if f.part == "perpetrator"]
    means = _mean([found for found in seen if found])
    likely = credited(means, surest.certainty, CERTAINTY_CREDIT)
    return max(_CERTAINTY, key=lambda name: likely.get(name, 0.0))


def _effect(mentions: Sequence[Filler], evidence: Evidence) -> Effect | None:
    """Return what became of a victim: what the rules read, else what the network sees."""
    ruled = [f.effect for f in mentions if f.effect is not None]
    if ruled or mentions[0].part != "victim":
        return "death" if "death" in ruled else (ruled[0] if ruled else None)
    likely = _mean([found for f in mentions if (found := evidence.effects(f.span))])
    if not likely:
        return None
    likeliest: Effect = max(_EFFECTS, key=lambda name: likely.get(name, 0.0))
    return likeliest


def _mean(likely: Sequence[Mapping[str, float]]) -> dict[str, float]:
    names = {name for found in likely for name in found}
    return {name: sum(found.get(name, 0.0) for found in likely) / len(likely) for name in names}


def _rank(filler: Filler) -> tuple[bool, bool, bool, int]:
    """Order mentions: a name before a description, one that says more, the network's cut, early."""
    heads = head_words(filler.name)
    is_vague = bool(heads) and heads[-1] in word_list("unknown_doers")
    return (not filler.named, is_vague, not filler.by_network, filler.span.start)
