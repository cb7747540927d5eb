"""Noun phrases made whole: "of" phrases, lists, names in apposition."""

from accordingto.codify.words import Clause, Phrase, word_list


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
    if is_closed and is_description(clause, one) and is_name(clause, other):
        return other, other.last
    if is_closed and is_name(clause, one) and is_description(clause, other):
        return one, other.last
    return one, one.last


def is_description(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase describes one thing: "the minister"."""
    return clause.low(phrase.first) in {"the", "a", "an", "his", "her", "their"} and not (
        clause.low(phrase.head).endswith("s") or clause.tag(phrase.first + 1) == "num"
    )


def is_name(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase is a name of two words or more."""
    first = phrase.first + (clause.low(phrase.first) == "the")
    words = clause.words[first : phrase.last + 1]
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
