"""Who does what to whom in a stretch of text: relations read by the frames of relations.toml."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from accordingto.codify.folded import folded
from accordingto.codify.parties import (
    as_phrase,
    direction_from,
    phrase_after,
    phrase_before,
    place_in,
    proper,
)
from accordingto.codify.words import Clause
from accordingto.domain import Mention, Phrase, Proposition, Relation, Span

Side = Literal["before", "after", "trigger", "mentioned", "none"]
# Words whose "not" or "no" this near before a trigger negate it.
N_NEGATION_WORDS = 4
N_BEFORE_GERUND = 2  # "to attack", "having armed": words before a verb without a subject
NEGATION = re.compile(r"\b(?:not|never|no longer|neither|nor|without|no)\b|n[’']t\b", re.IGNORECASE)


class Frame(NamedTuple):
    """One way of wording a relation."""

    relation: Relation
    trigger: re.Pattern[str]
    subject: Side
    object: Side
    weak: bool
    accuses: bool


class Controller(NamedTuple):
    """Who acts when the words leave it out, and the pronouns that mean them."""

    phrase: Phrase
    pronouns: frozenset[str]


class Related(NamedTuple):
    """A proposition, the words it rests on, and whether it accuses in the page's own voice."""

    proposition: Proposition
    trigger: Span
    weak: bool
    accuses: bool


class _Parties(NamedTuple):
    subject: Span | None
    object: Span | None


class Table(NamedTuple):
    """relations.toml, compiled: the frames, and the words of armed and of harmless parties."""

    frames: tuple[Frame, ...]
    any_trigger: re.Pattern[str]
    armed: re.Pattern[str]
    harmless: re.Pattern[str]
    given: re.Pattern[str]


@cache
def table() -> Table:
    """Return the table of relations."""
    raw = tomllib.loads(Path(__file__).with_name("relations.toml").read_text(encoding="utf-8"))
    frames = tuple(
        Frame(
            relation=f["relation"],
            trigger=_compiled(f["trigger"]),
            subject=f["subject"],
            object=f["object"],
            weak=f.get("weak", False),
            accuses=f.get("accuses", False),
        )
        for f in raw["frame"]
    )
    parties = raw["parties"]
    return Table(
        frames=frames,
        any_trigger=re.compile("|".join(frame.trigger.pattern for frame in frames)),
        armed=re.compile(parties["armed"], re.IGNORECASE),
        harmless=re.compile(parties["harmless"], re.IGNORECASE),
        given=re.compile(parties["given"]),
    )


def _compiled(trigger: str) -> re.Pattern[str]:
    some = r"(?:[\w’'-]+ ){0,3}?"
    return re.compile(rf"(?<!\w)(?:{trigger.replace('~', some)})(?!\w)")


def relations(
    text: str, span: Span, mentions: Sequence[Mention], *, controller: Controller | None = None
) -> list[Related]:
    """Return the relations asserted in ``text[span]``, in order, none inside another's words.

    Args:
        controller: Who acts when the words leave it out ("denied arming the rebels").
    """
    low = folded(text)
    if table().any_trigger.search(low, span.start, span.end) is None:
        return []
    matches = [
        (f, m) for f in table().frames for m in f.trigger.finditer(low, span.start, span.end)
    ]
    if not matches:
        return []
    clause = Clause(text, span)
    mentions = proper(mentions, text)
    found: list[Related] = []
    for frame, m in matches:
        if any(m.start() < r.trigger.end and r.trigger.start < m.end() for r in found):
            continue
        if made := _related(frame, m, clause, mentions, controller):
            found.append(made)
    return sorted(found, key=lambda r: r.trigger.start)


def _related(
    frame: Frame,
    match: re.Match[str],
    clause: Clause,
    mentions: Sequence[Mention],
    controller: Controller | None,
) -> Related | None:
    text = clause.text
    if frame.subject == "before" and _is_passive(clause, clause.word_at(match.start())):
        return None
    end = match.start() + len(match[0].rstrip())
    first = clause.word_at(match.start())
    after = clause.word_at(end - 1) + 1
    stop = _stop(clause, after)
    parties = _parties(frame, clause, first, after, stop, Span(start=match.start(), end=end))
    subject = as_phrase(text, parties.subject, mentions) if parties.subject else None
    other = _receiver(text, parties.object)
    object_ = as_phrase(text, other, mentions, but_not=parties.subject) if other else None
    if frame.object == "mentioned":
        object_ = as_phrase(
            text, Span(start=match.start(), end=match.start() + len(match[0].split()[0])), mentions
        )
    if frame.subject == "before":
        subject = _controlled(subject, controller, begins=first <= N_BEFORE_GERUND)
    if subject is None and object_ is None:
        return None
    if not _between_parties(subject, object_, mentions):
        return None
    if frame.relation == "attacks" and (subject is None or object_ is None):
        return None  # "the bombing", "shelling in": a noun
    threatens = frame.relation == "threatens"
    ends = [clause.word_at(p.end - 1) + 1 for p in parties if p and p.start >= match.start()]
    rest = max([after, *ends])
    place = place_in(clause, after, mentions, stop=stop) if frame.relation != "present_in" else None
    direction = direction_from(clause, rest, mentions, stop=stop) if threatens else None
    proposition = Proposition(
        relation=frame.relation,
        negated=_negated(clause, first),
        subject=subject,
        object=object_,
        place=_phrase(text, place),
        direction=_phrase(text, direction),
    )
    return Related(proposition, Span(start=match.start(), end=end), frame.weak, frame.accuses)


def _between_parties(
    subject: Phrase | None, object_: Phrase | None, mentions: Sequence[Mention]
) -> bool:
    """Return whether one of the two is somebody: a name, armed men, a body; not "evidence"."""
    for phrase in (subject, object_):
        if phrase is None:
            continue
        if any(m.touches(s) for m in mentions for s in phrase.spans):
            return True
        if table().armed.search(phrase.text) or table().harmless.search(phrase.text):
            return True
    return False


def _receiver(text: str, span: Span | None) -> Span | None:
    """Cut what is given off its receiver: "the rebels / weapons"."""
    given = table().given.search(text, span.start, span.end) if span is not None else None
    return span if span is None or given is None else Span(start=span.start, end=given.start())


def _is_passive(clause: Clause, first: int) -> bool:
    """Return whether "was" or "been" stands before a verb in -ed, so that its object does."""
    low = clause.low(first)
    if not (low.endswith("ed") or low in {"sent", "given", "sold", "paid", "struck", "hit"}):
        return False
    back = first - 1
    while clause.tag(back) == "adv" and back > 0:
        back -= 1
    return clause.low(back) in {"was", "were", "been", "being", "is", "are", "be"}


def _parties(
    frame: Frame, clause: Clause, first: int, after: int, stop: int, trigger: Span
) -> _Parties:
    spans: dict[Side, Span | None] = {"none": None, "mentioned": None, "trigger": None}
    spans["before"] = _before(clause, first)
    spans["after"] = phrase_after(clause, after, stop=stop)
    if frame.object == "trigger":
        noun = clause.phrase_with(first)
        begin = clause.words[noun.first].start if noun else trigger.start
        spans["trigger"] = Span(start=begin, end=clause.words[first].end)
    return _Parties(spans[frame.subject], spans[frame.object])


def _before(clause: Clause, first: int) -> Span | None:
    """Find who acts: next to the verb, before "of arming", or at the head of "... and armed"."""
    at = first
    if clause.low(at - 1) in {"of", "for"} and clause.words[at].low.endswith("ing"):
        return phrase_before(clause, at - 1)
    back = at - 1
    while back >= 0 and clause.tag(back) in {"aux", "adv"}:
        back -= 1
    if back >= 0 and clause.low(back) in {"and", "or", "but", ","} and clause.low(back) != ",":
        return _head_subject(clause, back) or phrase_before(clause, at)
    if clause.tag(back) == "poss" or clause.low(back) in {"’s", "'s"}:
        phrase = clause.phrase_with(back)
        return clause.span_of(phrase.first, back - 1) if phrase and back > phrase.first else None
    return phrase_before(clause, at)


def _head_subject(clause: Clause, stop: int) -> Span | None:
    """Return the subject of the first finite verb of a coordinated clause."""
    for i in range(1, stop):
        if clause.tag(i) in {"aux", "verb"} and (found := phrase_before(clause, i)) is not None:
            return found
    return None


def _stop(clause: Clause, after: int) -> int:
    """Return the word where this verb's clause ends: a new clause or a strong stop."""
    for k in range(after, len(clause.words)):
        low = clause.low(k)
        if low in {
            ";",
            ".",
            "?",
            "!",
            ":",
            "that",
            "which",
            "who",
            "while",
            "because",
            "although",
            "after",
            "before",
            "when",
            "but",
        }:
            return k
        verb_next = clause.tag(k + 1) in {"verb", "aux"} or clause.tag(k + 2) == "verb"
        if low == "and" and verb_next and clause.tag(k + 1) != "noun":
            return k
    return len(clause.words)


def _controlled(
    subject: Phrase | None, controller: Controller | None, *, begins: bool
) -> Phrase | None:
    """Let who speaks stand for a pronoun of their kind, or for nobody before "arming them"."""
    if controller is None:
        return subject
    phrase = controller.phrase
    if subject is None:
        return phrase if begins else None
    if subject.text.casefold() not in controller.pronouns:
        return subject
    return Phrase(text=phrase.text, spans=(*phrase.spans, *subject.spans))


def _negated(clause: Clause, first: int) -> bool:
    begin = max(0, first - N_NEGATION_WORDS)
    for k in range(first - 1, begin - 1, -1):
        if clause.tag(k) == "punct" or clause.low(k) in {"and", "but", "that"}:
            begin = k + 1
            break
    if begin >= first:
        return bool(
            re.search(r"\bno\b", clause.cut(first, min(first + 2, len(clause.words) - 1)), re.I)
        )
    near = clause.cut(begin, min(first + 2, len(clause.words) - 1))
    return bool(NEGATION.search(near))


def _phrase(text: str, span: Span | None) -> Phrase | None:
    return Phrase(text=span.cut(text), spans=(span,)) if span else None
