"""Who stands where around a word: subjects, objects, agents, as noun phrases of a clause."""

from accordingto.codify.phrases import coordinated, extended, is_description, is_name
from accordingto.codify.words import Clause, Phrase, word_list

_PARTICLES = frozenset(("up", "down", "out", "off", "away", "dead", "back"))
_MAX_AGENT_DISTANCE = 25  # words from a passive verb to its "by"


def verb_of(clause: Clause, first: int, last: int) -> int:
    """Return the first verb among words ``first`` to ``last``, or ``first``."""
    return next((i for i in range(first, last + 1) if clause.tag(i) in {"verb", "ing"}), first)


def is_passive(clause: Clause, i: int) -> bool:
    """Return whether the verb at word ``i`` is done to its subject."""
    j = i - 1
    while clause.tag(j) == "adv":
        j -= 1
    if clause.tag(j) == "aux":
        return _has_passive_auxiliary(clause, j)
    if clause.tag(j) == "conj" and clause.low(j) in {"and", "or", "but", "then"}:
        earlier = _verb_before(clause, j)
        return earlier is not None and is_passive(clause, earlier) and not objects(clause, i)
    if clause.low(i).endswith("ing"):
        return False
    return clause.tag(j) in {"noun", "num", "punct", "poss"} and _is_reduced(clause, i)


def _has_passive_auxiliary(clause: Clause, j: int) -> bool:
    while clause.tag(j) in {"aux", "adv"}:
        if clause.low(j) in word_list("passive_auxiliaries"):
            return True
        j -= 1
    return False


# Verbs that without an object are done to their subject: "five killed in a blast".
_NEEDS_OBJECT = frozenset(
    [
        "killed",
        "wounded",
        "injured",
        "kidnapped",
        "abducted",
        "arrested",
        "detained",
        "murdered",
        "slain",
        "executed",
        "beaten",
        "raped",
        "hurt",
        "assassinated",
        "shot",
        "hijacked",
        "tortured",
        "massacred",
        "stabbed",
        "lynched",
    ]
)


def _is_reduced(clause: Clause, i: int) -> bool:
    """Tell "five people killed in the blast" from "the blast killed five people"."""
    j = i + 1
    while clause.tag(j) == "adv":
        j += 1
    if clause.low(j) == "by":
        return True
    if clause.low(i) not in _NEEDS_OBJECT:
        return False
    if clause.low(j) in {"in", "when", "during", "after", "at", "near", "on", "as", "since"}:
        return clause.tag(j) != "det"
    return clause.tag(j) in {"punct", "conj"} and not objects(clause, i)


def _verb_before(clause: Clause, j: int) -> int | None:
    for k in range(j - 1, -1, -1):
        if clause.tag(k) in {"verb", "ing"}:
            return k
        if clause.low(k) in {";", ":", "--", "."} or clause.tag(k) == "rel":
            return None
    return None


def subjects(clause: Clause, i: int) -> tuple[Phrase, ...]:
    """Return the noun phrases in front of the verb at ``i`` that it is said of."""
    j, commas, is_relative = i - 1, 0, False
    while j >= 0:
        tag, low = clause.tag(j), clause.low(j)
        phrase = clause.phrase_before(j + 1)
        if phrase is not None:
            prepositional = clause.tag(phrase.first - 1) == "prep"
            if is_relative and prepositional:
                return _modified(clause, phrase)
            if not prepositional:
                return _backwards(clause, phrase)
            j = phrase.first - 2
        elif tag in {"adv", "aux", "poss", "prep"}:
            j -= 1
        elif tag == "rel":
            is_relative = low == "who" and clause.tag(j - 1) == "noun"
            j -= 2 if clause.low(j - 1) == "," else 1
        elif tag == "conj" and low in {"and", "or", "but", "then"}:
            earlier = _verb_before(clause, j)
            return subjects(clause, earlier) if earlier is not None else ()
        elif low in {",", "--", ")", "]"} and commas == 0:
            opened = _opening(clause, j)
            name = _name_inside(clause, opened, j)
            if name is not None:
                return (name,)
            j, commas = (opened - 1, 1) if opened is not None else (j - 1, 1)
        elif tag in {"ing", "verb"} and clause.phrase_before(j) is not None:
            if low in word_list("saying"):
                return ()
            j -= 1
        else:
            return ()
    return ()


def _modified(clause: Clause, phrase: Phrase) -> tuple[Phrase, ...]:
    """Return whom "who" means: the boy of "uncle of a boy who", members of "members of X who"."""
    is_of = clause.low(phrase.first - 1) == "of"
    outer = clause.phrase_before(phrase.first - 1) if is_of else None
    many = outer is not None and clause.low(outer.head).endswith("s")
    if outer is not None and many and clause.low(outer.head) in word_list("relational"):
        return (extended(clause, outer),)
    return (extended(clause, phrase),)


def _name_inside(clause: Clause, opened: int | None, closed: int) -> Phrase | None:
    """Return the name in "a little-known group, the Ember Front, claimed"."""
    name = clause.phrase_from(opened + 1) if opened is not None else None
    described = clause.phrase_before(opened) if opened is not None else None
    if name is None or described is None or name.last != closed - 1:
        return None
    return name if is_name(clause, name) and is_description(clause, described) else None


def _opening(clause: Clause, j: int) -> int | None:
    """Return where the insertion that closes at word ``j`` opens, if it does."""
    partner = {")": "(", "]": "["}.get(clause.low(j), clause.low(j))
    for k in range(j - 1, max(-1, j - 20), -1):
        if clause.low(k) == partner:
            return k
    return None


def _backwards(clause: Clause, last: Phrase) -> tuple[Phrase, ...]:
    """Return a phrase and those joined in front of it: "a guard and two drivers were"."""
    found = [extended(clause, last)]
    while clause.low(found[0].first - 1) in {"and", ","}:
        i = found[0].first - 2
        i = i - 1 if clause.low(i) == "," else i
        before = clause.phrase_before(i + 1)
        joined = clause.low(found[0].first - 1) == "and" or len(found) > 1
        if before is None or not joined or clause.tag(before.first - 1) in {"prep", "verb"}:
            break
        found.insert(0, extended(clause, before))
    return tuple(found)


def objects(clause: Clause, i: int) -> tuple[Phrase, ...]:
    """Return the noun phrases right behind the verb at ``i``."""
    j = i + 1
    while clause.tag(j) == "adv" or clause.low(j) in _PARTICLES:
        j += 1
    phrase = clause.phrase_from(j)
    return coordinated(clause, phrase) if phrase is not None else ()


def governed(clause: Clause, i: int, prepositions: frozenset[str]) -> tuple[Phrase, ...]:
    """Return the phrases behind the first of ``prepositions`` after word ``i``, in its clause."""
    for j in range(i + 1, min(i + 1 + _MAX_AGENT_DISTANCE, len(clause.words))):
        low, tag = clause.low(j), clause.tag(j)
        if low in prepositions:
            phrase = clause.phrase_from(j + 1)
            if phrase is not None:
                return coordinated(clause, phrase)
        if low in {";", ":", "--", "."} or tag == "rel" or _is_finite(clause, j):
            return ()
    return ()


def _is_finite(clause: Clause, j: int) -> bool:
    """Tell "was attacked and killed by" from "was attacked and the army said by"."""
    return (
        clause.tag(j) in {"aux", "verb"}
        and clause.tag(j - 1) in {"noun", "pron"}
        and (clause.low(j + 1) != "by")
    )


def agents(clause: Clause, i: int) -> tuple[Phrase, ...]:
    """Return the phrases behind "by" that did what the passive verb or noun at ``i`` says."""
    return governed(clause, i, frozenset(("by",)))


def possessor(clause: Clause, i: int) -> Phrase | None:
    """Return whose the noun at ``i`` is: of "the mayor's murder", "the mayor"."""
    phrase = clause.phrase_with(i)
    if phrase is None:
        return None
    for k in range(i - 1, phrase.first, -1):
        if clause.tag(k) == "poss":
            return Phrase(phrase.first, k - 1, k - 1)
    return None
