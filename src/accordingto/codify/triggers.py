"""The words of a text that tell of an event, and those that only look so."""

import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from accordingto.codify.credit import credited
from accordingto.codify.folded import folded
from accordingto.codify.ontology import Kind, Ontology, Trigger
from accordingto.codify.words import Clause
from accordingto.domain import Annotated, Sentence, Span, TriggerMention

# "the kidnapped man", "the killing fields": a participle right before its noun tells nothing new.
_ATTRIBUTIVE = frozenset(
    ["wounded", "injured", "kidnapped", "abducted", "hijacked", "detained", "arrested", "jailed"]
)
_IS_ADJECTIVE_BEFORE = frozenset(("det", "num", "poss"))

THREATENED = 0.5  # probability from which "a threat" is one that somebody made
_FEARED = frozenset(("threat", "threats", "danger", "dangers", "risk", "risks"))
RULE_CREDIT = 0.6  # of probability, for the kind that the rules name


class Hit(Struct, frozen=True, kw_only=True):
    """A trigger in its sentence: words ``[first, last]`` of ``clause``."""

    span: Span
    trigger: Trigger
    kind: Kind
    clause: Clause
    sentence: int
    first: int
    last: int
    is_verb: bool
    seen: TriggerMention | None = None


def hits(annotated: Annotated, ontology: Ontology) -> Iterator[Hit]:
    """Yield the triggers of a text in order; of overlapping ones the longest, most telling.

    The network says which words tell of an event, and the rules what they know of such words;
    where no network has looked, the rules alone decide.
    """
    times = tuple(m for m in annotated.mentions if m.label == "time")
    seen = annotated.triggers
    for number, sentence in enumerate(annotated.sentences):
        found = list(_in_sentence(annotated.document.text, sentence, ontology))
        mine = [t for t in seen or () if sentence.start <= t.start < sentence.end]
        if found or mine:
            inside = tuple(m for m in times if sentence.covers(m))
            clause = Clause(annotated.document.text, sentence, times=inside)
            made = (_hit(span, trigger, clause, number, ontology) for span, trigger in found)
            ruled = [hit for hit in made if hit is not None]
            if seen is None:
                yield from ruled
            else:
                yield from _seen(mine, ruled, clause, number, ontology)


def _seen(
    mentions: Sequence[TriggerMention],
    ruled: Sequence[Hit],
    clause: Clause,
    number: int,
    ontology: Ontology,
) -> Iterator[Hit]:
    """Yield what the network sees in a sentence; a word that the rules know too needs less."""
    for mention in mentions:
        known = next((hit for hit in ruled if hit.span.touches(mention)), None)
        if known is None and (not mention.sure or not _says_something(mention, clause)):
            continue
        kind = _kind_seen(mention, known, ontology)
        if known is not None:
            span = Span(start=mention.start, end=mention.end)
            yield msgspec.structs.replace(known, span=span, kind=kind, seen=mention)
        else:
            yield _unruled(mention, kind, clause, number)


def _says_something(mention: TriggerMention, clause: Clause) -> bool:
    """Return whether its nouns and verbs tell of more than "the", or than "a threat" does."""
    first, last = clause.word_at(mention.start), clause.word_at(mention.end - 1)
    words = [
        clause.low(i) for i in range(first, last + 1) if clause.tag(i) in {"noun", "verb", "ing"}
    ]
    if mention.facets.get("threatened", 0.0) < THREATENED:
        return not _FEARED.issuperset(words)
    return bool(words)


def _kind_seen(mention: TriggerMention, known: Hit | None, ontology: Ontology) -> Kind:
    """Return the likeliest kind; that of the rules has some credit, unless it is a general one."""
    likely = mention.kinds
    if known is not None and not known.trigger.is_harm:
        likely = credited(likely, known.kind.name, RULE_CREDIT)
    best = max(likely, key=lambda name: likely[name], default="attack")
    return ontology.kind(best)


def _unruled(mention: TriggerMention, kind: Kind, clause: Clause, number: int) -> Hit:
    """Return a hit at words that no rule knows."""
    first, last = clause.word_at(mention.start), clause.word_at(mention.end - 1)
    is_verb = any(clause.tag(i) in {"verb", "ing"} for i in range(first, last + 1))
    lemma = clause.cut(first, last).casefold()
    return Hit(
        span=Span(start=mention.start, end=mention.end),
        trigger=Trigger(kind=kind.name, form="verb" if is_verb else "noun", lemma=lemma),
        kind=kind,
        clause=clause,
        sentence=number,
        first=first,
        last=last,
        is_verb=is_verb,
        seen=mention,
    )


def _in_sentence(
    text: str, sentence: Sentence, ontology: Ontology
) -> Iterator[tuple[Span, Trigger]]:
    low = folded(text)
    false = [m.span() for m in ontology.not_events.finditer(low, sentence.start, sentence.end)]
    taken: list[tuple[int, int]] = []
    found: list[tuple[Span, Trigger]] = []
    for match, trigger in _candidates(low, sentence, ontology):
        start, end = match.span()
        if any(start < right and left < end for left, right in (*taken, *false)):
            continue
        taken.append((start, end))
        found.append((Span(start=start, end=end), trigger))
    if all(trigger.is_harm for _, trigger in found) and ontology.accidents.search(
        low, sentence.start, sentence.end
    ):
        return
    yield from sorted(found, key=lambda pair: pair[0].start)


def _candidates(
    text: str, sentence: Sentence, ontology: Ontology
) -> Iterator[tuple[re.Match[str], Trigger]]:
    for pattern, trigger in ontology.phrases:
        for match in pattern.finditer(text, sentence.start, sentence.end):
            yield match, trigger
    for match in ontology.matcher.finditer(text, sentence.start, sentence.end):
        word = " ".join(match.group().casefold().split())
        yield match, ontology.words[word]


def _hit(
    span: Span, trigger: Trigger, clause: Clause, number: int, ontology: Ontology
) -> Hit | None:
    first, last = clause.word_at(span.start), clause.word_at(span.end - 1)
    verb_first = _verb_in(clause, first, last, trigger)
    is_attributive = clause.low(first) in _ATTRIBUTIVE or clause.low(first).endswith("ed")
    if trigger.form == "verb" and verb_first is None and is_attributive:
        return None
    if verb_first is None and _is_modifier(clause, last):
        return None
    if verb_first is not None and trigger.lemma in {"killing"}:
        trigger = ontology.words["killed"]
    return Hit(
        span=span,
        trigger=trigger,
        kind=ontology.kind(trigger.kind),
        clause=clause,
        sentence=number,
        first=first,
        last=last,
        is_verb=verb_first is not None,
    )


def _is_modifier(clause: Clause, last: int) -> bool:
    """Return whether the noun only says what kind another is: "an assault rifle"."""
    return clause.tag(last) == clause.tag(last + 1) == "noun" and not clause.words[last + 1].capital


def _verb_in(clause: Clause, first: int, last: int, trigger: Trigger) -> int | None:
    """Return the index of the trigger's verb, or None when it is a noun or an adjective."""
    if trigger.form == "noun":
        is_ing = clause.low(first).endswith("ing") and first == last
        follows = clause.tag(first - 1) in {"punct", "prep", "conj", "adv", "noun"}
        if is_ing and follows and clause.tag(first + 1) in {"det", "num", "noun", "poss"}:
            is_compound = clause.tag(first - 1) == "noun" or clause.tag(first + 1) == "noun"
            return None if is_compound and clause.low(first) != "killing" else first
        return None
    if trigger.form == "verb" and clause.low(first - 1) == "to":
        return first
    if trigger.form == "verb" and clause.tag(first) in {"det", "num", "poss", "noun"}:
        before = clause.tag(first - 1)
        if before in _IS_ADJECTIVE_BEFORE or clause.tag(first) == "noun":
            return first if _is_finite_after_noun(clause, first) else None
    return first


def _is_finite_after_noun(clause: Clause, i: int) -> bool:
    """Tell "two wounded soldiers" from "three killed, two wounded in the attack"."""
    if clause.low(i).endswith("s") and clause.tag(i - 1) == "noun":
        return clause.tag(i + 1) in {"det", "num"}
    after = clause.tag(i + 1)
    return clause.tag(i - 1) in {"num", "noun"} and after not in {"noun", "num", "aux", "verb"}
