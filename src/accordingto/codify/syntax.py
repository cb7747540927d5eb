"""Who stands where around a word: subjects, objects, agents, as noun phrases of a clause."""

from accordingto.codify.words import Clause, Phrase, word_list

_PARTICLES = frozenset(("up", "down", "out", "off", "away", "dead", "back"))
_MAX_AGENT_DISTANCE = 25  # words from a passive verb to its "by"


def extended(clause: Clause, phrase: Phrase) -> Phrase:
    """Return the phrase with the "of" phrases that belong to its name."""
    last, head = phrase.last, phrase.head
    while clause.low(last + 1) == "of" and clause.low(head) in word_list("relational"):
        following = clause.phrase_from(last + 2)
        if following is None:
            break
        last, head = following.last, following.head
        is_pair = clause.low(last + 1) == "and" and clause.low(phrase.head) == "minister"
        pair = clause.phrase_from(last + 2) if is_pair else None
        if pair is not None and clause.tag(pair.first) == "noun":
            last = pair.last
    counts_only = clause.low(phrase.head) in word_list("quantities") and last > phrase.last
    return Phrase(phrase.first, last, head if counts_only else phrase.head)


def coordinated(clause: Clause, first: Phrase) -> tuple[Phrase, ...]:
    """Return a phrase and those joined to it: "the minister, a guard and two drivers"."""
    found: list[Phrase] = []
    following: Phrase | None = first
    while following is not None:
        one = extended(clause, following)
        name, last = _apposed(clause, one)
        found.append(name)
        following = _next_in_list(clause, last)
    return tuple(found)


def _apposed(clause: Clause, one: Phrase) -> tuple[Phrase, int]:
    """Return the name in "the minister, Omar Tal," or "Omar Tal, the minister,", and its end."""
    other = clause.phrase_from(one.last + 2) if clause.low(one.last + 1) == "," else None
    if other is None:
        return one, one.last
    other = extended(clause, other)
    is_closed = clause.tag(other.last + 1) == "punct"
    if is_closed and _is_description(clause, one) and _is_name(clause, other):
        return other, other.last
    if is_closed and _is_name(clause, one) and _is_description(clause, other):
        return one, other.last
    return one, one.last


def _is_description(clause: Clause, phrase: Phrase) -> bool:
    return clause.low(phrase.first) in {"the", "a", "an", "his", "her", "their"} and not (
        clause.low(phrase.head).endswith("s") or clause.tag(phrase.first + 1) == "num"
    )


def _is_name(clause: Clause, phrase: Phrase) -> bool:
    words = clause.words[phrase.first : phrase.last + 1]
    return len(words) > 1 and all(word.capital and word.tag == "noun" for word in words)


def included(clause: Clause, after: int) -> tuple[Phrase, ...]:
    """Return what "including" or "among them" lists right after word ``after``."""
    i = after + 1
    while clause.low(i) in {",", "-", "--", "–", "—", "("}:
        i += 1
    if clause.low(i) == "among" and clause.low(i + 1) in {"them", "whom"}:
        i += 2
    elif clause.low(i) == "including" or (clause.low(i) == "such" and clause.low(i + 1) == "as"):
        i += 1 if clause.low(i) == "including" else 2
    else:
        return ()
    phrase = clause.phrase_from(i)
    return coordinated(clause, phrase) if phrase else ()


def _next_in_list(clause: Clause, last: int) -> Phrase | None:
    i = last + 1
    if clause.low(i) == ",":
        i += 1
    if clause.low(i) in {"and", "or", "as-well-as", "&"}:
        i += 1
    elif clause.low(i) == "as" and clause.low(i + 1) == "well" and clause.low(i + 2) == "as":
        i += 3
    elif i == last + 1 or not _list_goes_on(clause, i):
        return None
    if i == last + 1:
        return None
    phrase = clause.phrase_from(i)
    if phrase is None or _begins_a_clause(clause, phrase):
        return None
    return phrase


def _list_goes_on(clause: Clause, i: int) -> bool:
    """Tell "a guard, a driver and two clerks" from "a guard, a father of two"."""
    phrase = clause.phrase_from(i)
    if phrase is None:
        return False
    end = extended(clause, phrase).last
    if clause.low(end + 1) == ",":
        follows = clause.phrase_from(end + 2)
        has_and = clause.low(end + 2) == "and" and clause.phrase_from(end + 3) is not None
        return has_and or (follows is not None and clause.tag(follows.first) != "det")
    return clause.low(end + 1) == "and" and clause.phrase_from(end + 2) is not None


def _begins_a_clause(clause: Clause, phrase: Phrase) -> bool:
    end = extended(clause, phrase).last + 1
    while clause.tag(end) == "adv":
        end += 1
    return clause.tag(end) == "aux" or (
        clause.tag(end) == "verb" and clause.low(end + 1) not in {"by", "in", "when", "during"}
    )


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
    j, commas = i - 1, 0
    while j >= 0:
        tag, low = clause.tag(j), clause.low(j)
        phrase = clause.phrase_before(j + 1)
        if phrase is not None:
            prepositional = clause.tag(phrase.first - 1) == "prep"
            if not prepositional:
                return _backwards(clause, phrase)
            j = phrase.first - 2
        elif tag in {"adv", "aux", "poss", "prep"}:
            j -= 1
        elif tag == "rel":
            j -= 2 if clause.low(j - 1) == "," else 1
        elif tag == "conj" and low in {"and", "or", "but", "then"}:
            earlier = _verb_before(clause, j)
            return subjects(clause, earlier) if earlier is not None else ()
        elif low in {",", "--", ")", "]"} and commas == 0:
            opened = _opening(clause, j)
            j, commas = (opened - 1, 1) if opened is not None else (j - 1, 1)
        elif tag in {"ing", "verb"} and clause.phrase_before(j) is not None:
            if low in word_list("saying"):
                return ()
            j -= 1
        else:
            return ()
    return ()


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
