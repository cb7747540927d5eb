"""Who did what to whom, from the order of words around a trigger."""

import re
from collections.abc import Iterable, Iterator

from accordingto.codify.fillers import Filler, Namer, Part
from accordingto.codify.kinds import THINGS, is_listed
from accordingto.codify.ontology import Ontology
from accordingto.codify.phrases import coordinated, included
from accordingto.codify.syntax import (
    agents,
    governed,
    is_passive,
    objects,
    possessor,
    subjects,
    verb_of,
)
from accordingto.codify.triggers import Hit
from accordingto.codify.words import Clause, Phrase, word_list
from accordingto.domain import Effect

_AT = frozenset(("at", "on", "against", "upon", "into", "outside", "near"))
_NEAR_BUILDING = frozenset(("at", "outside", "near", "in", "inside", "on", "under", "against"))
_AGAINST = frozenset(("on", "against", "upon", "targeting"))
# Subjects that do, in front of an event noun: "carried out the attack", "staged an ambush".
_LIGHT_VERB = re.compile(
    r"^(?:carr(?:y|ied|ies|ying)|launch|stag|commit|conduct|mount|perpetrat|execut|undert|mak|made|"
    r"perform|attempt|plann|orchestrat|masterminded|repel|suffer|survive|stepp)"
)
_SUFFERING = re.compile(r"^(?:repel|suffer|surviv|escap|foil|thwart|condemn)")
# What these kinds do has no patient, or its patient is a place.
_WITHOUT_PATIENT = frozenset(("peaceful_protest", "armed_clash", "riot", "agreement", "movement"))
_MACHINES = frozenset(("warplane", "warplanes", "aircraft", "jet", "jets", "helicopter", "drone"))
_WITH = re.compile(r"^(?:with|using|by|carrying|of|from|firing|wielding|hurling|throwing)$")


def effect_of(hit: Hit, ontology: Ontology) -> Effect | None:
    """Return what a trigger says became of its patient."""
    lemma = hit.trigger.lemma
    wording = hit.span.cut(hit.clause.text).casefold()
    if lemma in ontology.death_verbs or lemma in {
        "assassination",
        "murder",
        "execution",
        "massacre",
    }:
        return "death"
    if lemma in {
        "killing",
        "beheading",
        "lynching",
        "slaying",
        "slaughter",
        "homicide",
    } or re.search(r"dead|killed|to death|gunn", wording):
        return "death"
    if lemma in ontology.injury_verbs or re.search(r"wounded|injured", wording):
        return "injury"
    if hit.kind.family == "abduction":
        return "abducted"
    return "arrested" if hit.kind.name == "arrest" else None


def fillers(hit: Hit, namer: Namer, ontology: Ontology) -> Iterator[Filler]:
    """Yield who and what stands around a trigger; each phrase once."""
    effect = effect_of(hit, ontology)
    pairs = _around_verb(hit) if hit.is_verb else _around_noun(hit)
    seen: set[tuple[int, int]] = set()
    for part, named in (*pairs, *_means(hit)):
        phrase = _owner(hit.clause, named) if part == "perpetrator" else named
        if (phrase.first, phrase.last) in seen:
            continue
        seen.add((phrase.first, phrase.last))
        harmed = effect if part == "victim" else None
        filler = namer.filler(hit.clause, phrase, part, effect=harmed)
        if filler is not None and _fits(filler, hit):
            yield filler
            if filler.part == "perpetrator":
                yield from _organisation_of(filler, namer)


def _owner(clause: Clause, phrase: Phrase) -> Phrase:
    """Return the army of "a warplane of the army"."""
    if clause.low(phrase.last) not in _MACHINES or clause.low(phrase.last + 1) != "of":
        return phrase
    return clause.phrase_from(phrase.last + 2) or phrase


def _fits(filler: Filler, hit: Hit) -> bool:
    if filler.part == "perpetrator":
        return filler.kind not in THINGS and not is_listed(filler.name, "weapon")
    if filler.part == "means":
        return is_listed(filler.name, "weapon") and hit.kind.family in {"violence", "abduction"}
    return True


def _organisation_of(filler: Filler, namer: Namer) -> Iterator[Filler]:
    """Yield "Delta Front" beside "Delta Front fighters" and "fighters of the Delta Front"."""
    for name in namer.names_of(filler.span):
        if name.label == "organisation":
            words = " ".join(name.cut(namer.text).split())
            yield filler._replace(
                span=name, name=words, named=True, group=name.group, number=None, kind="armed_group"
            )


def _around_verb(hit: Hit) -> list[tuple[Part, Phrase]]:
    clause, verb = hit.clause, verb_of(hit.clause, hit.first, hit.last)
    if hit.kind.name in _WITHOUT_PATIENT:
        return [("perpetrator", p) for p in (*subjects(clause, verb), *_opponents(hit))]
    if is_passive(clause, verb):
        patients = subjects(clause, verb)
        listed = included(clause, patients[-1].last) if patients else ()
        return [
            *(_as("victim", (*patients, *listed))),
            *(_as("perpetrator", agents(clause, hit.last))),
        ]
    patients = objects(clause, hit.last) or objects(clause, verb)
    if not patients:
        patients = _aimed_at(hit)
    listed = included(clause, patients[-1].last) if patients else ()
    return [*_as("perpetrator", subjects(clause, verb)), *_as("victim", (*patients, *listed))]


def _opponents(hit: Hit) -> tuple[Phrase, ...]:
    return governed(hit.clause, hit.last, frozenset(("with", "between")))


def _aimed_at(hit: Hit) -> tuple[Phrase, ...]:
    """Return what a verb without object hits: "fired on a bus", "exploded outside the bank"."""
    if hit.kind.name == "bombing":
        found = governed(hit.clause, hit.last, _NEAR_BUILDING)
        return found[:1] if found and _is_thing(hit.clause, found[0]) else ()
    if hit.kind.family not in {"violence", "protest"}:
        return ()
    verb = verb_of(hit.clause, hit.first, hit.last)
    return governed(hit.clause, verb, frozenset(("on", "at", "upon", "into")))


def _is_thing(clause: Clause, phrase: Phrase) -> bool:
    words = clause.cut(phrase.first, phrase.last)
    return any(is_listed(words, kind) for kind in ("building", "vehicle", "infrastructure"))


def _around_noun(hit: Hit) -> list[tuple[Part, Phrase]]:
    clause, last = hit.clause, hit.last
    found: list[tuple[Part, Phrase]] = list(_as("perpetrator", agents(clause, last)))
    is_of_people = hit.trigger.lemma.split()[-1] in word_list("done_to_people")
    if clause.low(last + 1) == "of":
        phrase = clause.phrase_from(last + 2)
        if phrase is not None:
            patients = coordinated(clause, phrase)
            found += _as("victim", (*patients, *included(clause, patients[-1].last)))
    elif hit.kind.name == "armed_clash":
        found += _as("perpetrator", _opponents(hit))
    else:
        found += _as("victim", governed(clause, last, _AGAINST))
        if hit.kind.name == "bombing":
            found += _as(
                "victim",
                [p for p in governed(clause, last, _NEAR_BUILDING) if _is_thing(clause, p)],
            )
    owner = possessor(clause, hit.first)
    if owner is not None:
        found += _as("victim" if is_of_people else "perpetrator", (owner,))
    found += _as("perpetrator", _light_subjects(hit))
    found += _modifiers(hit)
    return found


def _light_subjects(hit: Hit) -> tuple[Phrase, ...]:
    """Return who "carried out" the event, or "was behind" it."""
    clause = hit.clause
    phrase = clause.phrase_with(hit.first)
    j = (phrase.first if phrase is not None else hit.first) - 1
    while clause.tag(j) in {"prep", "adv"}:
        j -= 1
    if clause.tag(j) in {"verb", "ing"} and _LIGHT_VERB.match(clause.low(j)):
        if _SUFFERING.match(clause.low(j)) or is_passive(clause, j):
            return ()
        return subjects(clause, j)
    for k in range(hit.last + 1, min(hit.last + 5, len(clause.words))):
        if clause.tag(k) == "verb" and _LIGHT_VERB.match(clause.low(k)):
            return agents(clause, k)
    return ()


def _modifiers(hit: Hit) -> list[tuple[Part, Phrase]]:
    """Return the doer or the weapon in "a guerrilla attack", "a car bomb attack"."""
    phrase = hit.clause.phrase_with(hit.first)
    if phrase is None or phrase.first >= hit.first:
        return []
    before = Phrase(phrase.first, hit.first - 1, hit.first - 1)
    words = hit.clause.cut(before.first, before.last)
    if any(is_listed(words, kind) for kind in ("armed_people", "armed_group", "state_force")):
        return [("perpetrator", before)]
    return [("means", before)] if is_listed(words, "weapon") else []


def _means(hit: Hit) -> Iterator[tuple[Part, Phrase]]:
    """Yield the weapons of the trigger's sentence: inside the trigger, or behind "with"."""
    if hit.kind.family not in {"violence", "abduction", "taking"}:
        return
    clause = hit.clause
    for phrase in clause.phrases:
        words = clause.cut(phrase.first, phrase.last)
        inside = (
            hit.first <= phrase.last and phrase.first <= hit.last and hit.trigger.form != "noun"
        )
        governed_by = _WITH.match(clause.low(phrase.first - 1)) is not None
        explodes = hit.kind.name in {
            "bombing",
            "mine",
            "grenade",
            "suicide_attack",
            "rocket",
            "shelling",
        }
        if is_listed(words, "weapon") and (inside or governed_by or explodes):
            yield "means", phrase


def _as(part: Part, phrases: Iterable[Phrase]) -> list[tuple[Part, Phrase]]:
    return [(part, phrase) for phrase in phrases]
