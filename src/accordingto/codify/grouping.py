"""Which triggers tell of the same event: told again, or another one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from accordingto.codify.evidence import Evidence
from accordingto.codify.fillers import Filler
from accordingto.codify.kinds import head_words
from accordingto.codify.stage import Reality
from accordingto.codify.triggers import Hit
from accordingto.codify.when import When, when
from accordingto.codify.words import word_list
from accordingto.domain import Mention

# "The attack" may stand for any violence; "the blast" only for what explodes.
_EXPLOSIVE = frozenset(
    (
        "bombing",
        "mine",
        "suicide_attack",
        "grenade",
        "air_strike",
        "drone_strike",
        "rocket",
        "shelling",
    )
)
GENERIC = frozenset(("attack", "armed_clash", "property_destruction"))
_AIMED = frozenset(("attack", "shooting", "assassination", "beating", "torture", "mob_violence"))
_ANOTHER = re.compile(
    r"\b(?:another|second|third|separate(?:ly)?|other\s+(?:attacks?|incidents?|bombings?)|meanwhile|"
    r"elsewhere|in\s+a\s+different|on\s+the\s+same\s+day|additionally|in\s+addition|similar|"
    r"earlier\s+(?:attack|incident)|previous|simultaneously|hours\s+later|days\s+later)\b",
    re.IGNORECASE,
)
_DEFINITE = frozenset(("the", "this", "that", "these", "such", "his", "her", "their"))
# Two mentions of like violence this many sentences apart, without a name, date or place that
# tells them apart, are one event.
MAX_GAP = 6
SAME_EVENT = 0.25  # mean probability over the pairs of triggers
NEXT_TO = 60  # characters between a noun and the verb whose subject it can be
FAR = 900  # characters; less than a window of the network has
LEAD = 1  # number of the last sentence that may sum up the story


@dataclass(frozen=True)
class Told:
    """A trigger with what its sentence says of it."""

    hit: Hit
    reality: Reality
    fillers: tuple[Filler, ...]
    dates: tuple[Mention, ...]
    places: tuple[Mention, ...]


@dataclass
class Draft:
    """Triggers of one event, in the order of the text."""

    told: list[Told] = field(default_factory=list)

    @property
    def first(self) -> Told:
        """The first mention."""
        return self.told[0]

    @property
    def is_seen(self) -> bool:
        """Whether the network tells of it, and not a rule alone."""
        return any(t.hit.seen is not None for t in self.told)

    def kinds(self) -> set[str]:
        """Return the kinds its triggers name."""
        return {t.hit.kind.name for t in self.told}

    def victims(self) -> set[str]:
        """Return the harmed, by group or head word."""
        return {key(f) for t in self.told for f in t.fillers if f.part in {"victim", "target"}}


def key(filler: Filler) -> str:
    """Return what makes two fillers the same thing: the name's group, or the head word."""
    if filler.named and filler.group is not None:
        return f"#{filler.group}"
    heads = head_words(filler.name)
    return heads[-1] if heads else filler.name.casefold()


def grouped(told: Sequence[Told], *, published: str | None, evidence: Evidence) -> list[Draft]:
    """Return the events of a text, in the order of their first triggers."""
    drafts: list[Draft] = []
    for one in told:
        if evidence.is_there:
            joined = _joined(drafts, one, published, evidence)
            if joined is not None:
                joined.told.append(one)
            else:
                drafts.append(Draft([one]))
            continue
        homes = [d for d in reversed(drafts) if _same(d, one, published)]
        same_kind = [d for d in homes if one.hit.kind.name in d.kinds() - GENERIC]
        here = [d for d in homes if d.told[-1].hit.sentence == one.hit.sentence]
        home = next(iter((*same_kind, *here, *homes)), None)
        if home is None:
            drafts.append(Draft([one]))
        else:
            home.told.append(one)
    return drafts


def _joined(
    drafts: Sequence[Draft], one: Told, published: str | None, evidence: Evidence
) -> Draft | None:
    """Return the draft whose triggers the network most likely takes for the same event.

    Of triggers too far apart to be read together the rules say whether they are.
    """
    best, home = SAME_EVENT, None
    for draft in drafts:
        if draft.first.reality.clarity != one.reality.clarity or _conflict(draft, one, published):
            continue
        if _is_its_harm(draft.told[-1].hit, one.hit):
            return draft
        near = [t for t in draft.told if one.hit.span.start - t.hit.span.end <= FAR]
        if near:
            score = sum(evidence.same_event(t.hit, one.hit) for t in near) / len(near)
        else:
            score = SAME_EVENT if _same(draft, one, published) else 0.0
        if score >= best:
            best, home = score, draft
    return home


def _is_its_harm(before: Hit, hit: Hit) -> bool:
    """Return whether a verb says what the event before it did: "a suicide bombing killed"."""
    gap = hit.span.start - before.span.end
    close = before.sentence == hit.sentence and 0 <= gap < NEXT_TO
    return close and hit.trigger.is_harm and hit.is_verb and not before.is_verb


def _same(draft: Draft, one: Told, published: str | None) -> bool:
    last = draft.told[-1]
    if draft.first.reality.clarity != one.reality.clarity:
        return False
    same_sentence = any(t.hit.sentence == one.hit.sentence for t in draft.told)
    is_consequence = one.hit.trigger.is_harm and same_sentence
    if draft.first.hit.kind.family != one.hit.kind.family and not is_consequence:
        return False
    if (draft.first.reality.stage == "accomplished") != (one.reality.stage == "accomplished"):
        return False
    if not _compatible(draft, one) or _conflict(draft, one, published):
        return False
    if same_sentence:
        return not _is_second_in_sentence(draft, one)
    if is_definite(one.hit):
        return True
    if _shared_victims(draft, one):
        return True
    between = one.hit.clause.text[one.hit.clause.span.start : one.hit.span.start]
    if _is_added(one) or _ANOTHER.search(between) or one.hit.sentence - last.hit.sentence > MAX_GAP:
        return False
    if _new_victims(draft, one) or _other_parties(draft, one):
        return False
    return _retells_the_lead(draft, one) or not _new_place(draft, one)


def _compatible(draft: Draft, one: Told) -> bool:
    """Return whether a kind may name, more or less closely, what the draft tells of."""
    kind = one.hit.kind.name
    kinds = draft.kinds()
    if one.hit.trigger.is_harm or kind in kinds or kind in GENERIC or kinds <= GENERIC:
        return True
    if kind in _EXPLOSIVE:
        return bool(kinds & _EXPLOSIVE)
    if kind in _AIMED:
        return bool(kinds & (_AIMED | _EXPLOSIVE))
    return one.hit.kind.family in {"protest", "taking", "arrest", "abduction", "release"} or (
        kind == "arson" and bool(kinds & _EXPLOSIVE)
    )


def _is_added(one: Told) -> bool:
    """Return whether it is told as one more: "mourners were attacked as well"."""
    behind = one.hit.clause.text[one.hit.span.end : one.hit.clause.span.end]
    return re.match(r"\s+(?:as\s+well|too)\b", behind, re.IGNORECASE) is not None


def _conflict(draft: Draft, one: Told, published: str | None) -> bool:
    """Return whether both give a day, and not the same."""
    days = [when(d.cut(t.hit.clause.text)) for t in draft.told for d in t.dates]
    mine = [when(d.cut(one.hit.clause.text)) for d in one.dates]
    if not days or not mine:
        return False
    return all(_differ(a, b, published) for a in days for b in mine)


def _differ(one: When, other: When, published: str | None) -> bool:
    """Return whether two times exclude each other; a weekday may well be a date."""
    if one.words == other.words:
        return False
    for a, b in zip(one[1:], other[1:], strict=True):
        if a and b:
            return a != b
    this_year = (published or "")[:4]
    years = {one.year, other.year} - {"", this_year}
    if one.is_vague or other.is_vague:
        return one.is_vague and other.is_vague
    return bool(years)


def is_definite(hit: Hit) -> bool:
    """Return whether a noun speaks of something known: "the attack"."""
    if hit.is_verb:
        return False
    phrase = hit.clause.phrase_with(hit.first)
    return phrase is not None and hit.clause.low(phrase.first) in _DEFINITE


def _is_second_in_sentence(draft: Draft, one: Told) -> bool:
    """Tell "attacked X and shot Y dead in A, bombed Z in B" from one story told twice."""
    mine = {key(f) for f in one.fillers if f.part in {"victim", "target"}}
    theirs = draft.victims()
    if one.hit.trigger.is_harm or not mine or not theirs or mine & theirs:
        return False
    places = {p.group for t in draft.told for p in t.places if p.end <= one.hit.span.start}
    later = {p.group for p in one.places if p.start >= one.hit.span.start}
    return bool(places and later and not places & later) or one.hit.kind.name not in (
        draft.kinds() | GENERIC | _AIMED
    )


def _shared_victims(draft: Draft, one: Told) -> bool:
    mine = {key(f) for f in one.fillers if f.part in {"victim", "target"}}
    if any(k.startswith("#") for k in mine & draft.victims()):
        return True
    described = {_words(f) for t in draft.told for f in t.fillers if f.part == "victim"}
    return any(len(words := _words(f)) > 1 and words in described for f in one.fillers)


def _words(filler: Filler) -> tuple[str, ...]:
    return tuple(filler.name.casefold().split())


def _retells_the_lead(draft: Draft, one: Told) -> bool:
    """Return whether the story's second or third sentence tells its first one again, in full."""
    return draft.first.hit.sentence <= LEAD and one.hit.sentence <= LEAD + 1


def _new_victims(draft: Draft, one: Told) -> bool:
    mine = {
        k for f in one.fillers if f.named and (k := key(f)).startswith("#") and f.part == "victim"
    }
    theirs = {k for k in draft.victims() if k.startswith("#")}
    return bool(mine and theirs and not mine & theirs)


def _other_parties(draft: Draft, one: Told) -> bool:
    """Return whether both name doers and harmed, and have none of them in common."""
    for parts in (("perpetrator",), ("victim", "target")):
        mine = {key(f) for f in one.fillers if f.part in parts}
        theirs = {key(f) for t in draft.told for f in t.fillers if f.part in parts}
        if not mine or not theirs or mine & theirs or (mine | theirs) & word_list("unknown_doers"):
            return False
    return True


def _new_place(draft: Draft, one: Told) -> bool:
    theirs = {p.group for t in draft.told for p in t.places}
    mine = {p.group for p in one.places}
    return bool(theirs and mine and not theirs & mine)
