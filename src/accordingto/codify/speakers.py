"""Who speaks: a source's words made a Source with a name, a role, a kind and a group."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from accordingto.codify.parties import proper
from accordingto.domain import Annotated, Mention, Source, SourceKind, Span

PRONOUNS_FOR_PEOPLE = frozenset(["he", "she", "him", "her", "his"])
ARTICLE = re.compile(
    r"^(?:the|a|an|(?:one|another)(?! of\b)|his|her|its|their|our|as)\s+", re.IGNORECASE
)
# Where the head of a description ends: "the translator / traveling with the slain man".
TAIL = re.compile(
    r",|\s[–—-]\s|\s\(|\s(?:who|whom|whose|which|that|reached|contacted|interviewed|\w{3,}ing)\b"
)
NAMING = re.compile(
    r", the|,(?: (?:[A-Z][a-z]{1,9}\.? ?){0,2})?|"
    r",? ?(?:that )?(?:calling (?:itself|themselves)|(?:calls|called) itself|known as|called|named)"
)
NAME_AFTER = re.compile(
    r"(?:\s(?:who|whose|that)\s[^,;]*)?,\s(?:the\s)?(?P<n>[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*){1,4}),?$"
)
POSSESSIVE = re.compile(r"[’']s?$")
SPEAKING_LABELS = ("person", "organisation")


@cache
def table() -> dict[str, Any]:
    """Return codify's table of cues and sources."""
    return tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))


class Speakers:
    """Turns source spans of one document into Sources, later ones by what came before."""

    def __init__(self, annotated: Annotated) -> None:
        self._text = annotated.document.text
        names = proper(annotated.mentions, self._text)
        self._mentions = [m for m in names if not _is_title(m, self._text)]
        self._seen: list[tuple[Span, Source]] = []

    def source(self, span: Span) -> Source:
        """Return the Source that these words name or refer back to; remembers it."""
        words = POSSESSIVE.sub("", re.sub(r"\s", " ", span.cut(self._text)))
        made = _on_one_line(self._referred(span, words) or self._named(span, words))
        self._seen.append((span, made))
        return made

    def _named(self, span: Span, words: str) -> Source:
        head = _head(words)
        head_end = span.start + words.find(head) + len(head)
        inside = [m for m in self._mentions if span.covers(m)]
        name = _best([m for m in inside if m.start < head_end and self._heads(m, head_end)])
        if name is None or name.label != "person":
            name = next((m for m in inside if self._follows(head_end, m)), name)
        if name is not None:
            title = _title(name.cut(self._text)) if name.label == "person" else 0
            before = ARTICLE.sub("", self._text[span.start : name.start + title], count=1)
            before = re.sub(r",\s*(?:the|[A-Z][a-z]{1,4}\.?)?\s*$", "", before).strip(" ,")
            after = POSSESSIVE.sub("", self._text[name.end : span.end].strip(" ,–—"))
            after = "" if after.startswith(("’", "'")) else after
            role = before or _role_after(after) or None
            full = self._full_name(name)
            kind = _kind(words if name.label == "person" else f"{role or ''} {full}", name.label)
            return Source(name=full, kind=kind, role=role, spans=(span,), group=name.group)
        plain = ARTICLE.sub("", head, count=1).strip() or words
        role, proper = _title_and_name(plain)
        apposed = NAME_AFTER.match(words[words.find(head) + len(head) :])
        if apposed and head[:1].islower() | head.startswith(("The ", "A ", "An ", "His ", "Her ")):
            role, proper = plain, apposed["n"].strip()
        earlier = self._same_name(proper) if role is not None or proper[:1].isupper() else None
        if earlier is not None:
            return _as(earlier, span, role)
        kind = _kind(words, "person" if role else None)
        return Source(name=proper, kind=kind, role=role, spans=(span,))

    def _heads(self, mention: Mention, end: int) -> bool:
        """Return whether a name is whom its phrase is about: not "Amina" of "Amina's brother"."""
        if re.match(r"[’']s\b", self._text[mention.end : end]) or POSSESSIVE.search(
            mention.cut(self._text)
        ):
            return False
        rest = self._text[mention.end : end].strip(" ,’'")
        return mention.label == "person" or not rest or rest.startswith("(")

    def _follows(self, end: int, mention: Mention) -> bool:
        """Return whether the name completes a description: "the mayor, Ann", "known as Ann"."""
        if mention.start < end or mention.label not in SPEAKING_LABELS:
            return False
        between = self._text[end : mention.start].strip()
        return bool(NAMING.fullmatch(between)) and (
            not between.startswith(",") or between == ", the" or mention.label == "person"
        )

    def _full_name(self, mention: Mention) -> str:
        same = [m for m in self._mentions if m.group == mention.group and m.label == mention.label]
        names = [POSSESSIVE.sub("", m.cut(self._text)) for m in same or [mention]]
        if mention.label == "person":
            names = [name[_title(name) :] for name in names]
        return max(names, key=lambda name: len(name.split()))

    def _same_name(self, name: str) -> Source | None:
        words = name.casefold().split()
        for _, source in reversed(self._seen):
            known = source.name.casefold().split()
            if words and (words == known or (len(words) < len(known) and words[-1] == known[-1])):
                return source
        return None

    # ------------------------------------------------------------------ referring back

    def _referred(self, span: Span, words: str) -> Source | None:
        low = words.casefold()
        if low in PRONOUNS_FOR_PEOPLE:
            return self._pronoun(span)
        if low in {"who", "which", "that"}:
            return self._antecedent(span)
        if low in {"it", "they", "we", "its", "their"}:
            return self._earlier_organisation(span)
        description = re.fullmatch(r"(?:[Tt]he|[Tt]his|[Tt]hat) ((?:[\w’-]+ )?[\w’-]+)", words)
        if description and words[4:5].islower():
            return self._described(span, description[1].casefold())
        return None

    def _pronoun(self, span: Span) -> Source | None:
        spoken = [s for at, s in self._seen if at.end <= span.start and _is_person(s)]
        people = [m for m in self._mentions if m.label == "person" and m.end <= span.start]
        last = people[-1] if people else None
        nearest = [at for at, s in self._seen if at.end <= span.start and _is_person(s)]
        if spoken and (last is None or nearest[-1].end >= last.start or last.group is None):
            return _as(spoken[-1], span, spoken[-1].role)
        subject = self._subject_before(span)
        if subject is not None and subject.label == "person":
            return self._of_mention(subject, span)
        if spoken:
            return _as(spoken[-1], span, spoken[-1].role)
        return self._of_mention(last, span) if last else None

    def _subject_before(self, span: Span) -> Mention | None:
        """Return the first person named in the sentence before, most often its subject."""
        start = max(self._text.rfind(". ", 0, max(0, span.start - 2)), 0)
        stretch = [m for m in self._mentions if start <= m.start and m.end <= span.start]
        return next((m for m in stretch if m.label == "person"), None)

    def _antecedent(self, span: Span) -> Source | None:
        near = self._text[max(0, span.start - 90) : span.start].rstrip(" ,")
        ends = [m for m in self._mentions if m.label in SPEAKING_LABELS and m.end <= span.start]
        if ends and span.start - ends[-1].end < 60:
            return self._of_mention(ends[-1], span)
        phrase = re.search(r"(?:(?:the|a|an)\s)?(?:[\w’-]+\s){0,3}?[\w’-]+$", near)
        return (
            Source(name=phrase[0], kind=_kind(phrase[0], None), spans=(span,)) if phrase else None
        )

    def _earlier_organisation(self, span: Span) -> Source | None:
        bodies = [(at, s) for at, s in self._seen if not _is_person(s) and s.kind != "person"]
        before = [(at, s) for at, s in bodies if at.end <= span.start]
        orgs = [m for m in self._mentions if m.label == "organisation" and m.end <= span.start]
        speaks = span.cut(self._text).casefold() == "we"
        if before and (speaks or not orgs or before[-1][0].end >= orgs[-1].start):
            return _as(before[-1][1], span, before[-1][1].role)
        return self._of_mention(orgs[-1], span) if orgs else None

    def _described(self, span: Span, head: str) -> Source | None:
        """Resolve "the spokesman" to the last one described so, "the group" to the last group."""
        for at, source in reversed(self._seen):
            known = f"{source.role or ''} {source.name}".casefold()
            if at.end <= span.start and re.search(rf"\b{re.escape(head)}\b", known):
                return _as(source, span, source.role)
        if head.split()[-1] in {"group", "movement", "organisation", "organization", "militants"}:
            orgs = [m for m in self._mentions if m.label == "organisation" and m.end <= span.start]
            return self._of_mention(orgs[-1], span, kind="group") if orgs else None
        return None

    def _of_mention(self, mention: Mention, span: Span, kind: SourceKind | None = None) -> Source:
        full = self._full_name(mention)
        known = next((s for _, s in reversed(self._seen) if s.group == mention.group), None)
        return Source(
            name=full,
            kind=kind or (known.kind if known else _kind(full, mention.label)),
            role=known.role if known else None,
            spans=(span,),
            group=mention.group,
        )


def _as(source: Source, span: Span, role: str | None) -> Source:
    return Source(
        name=source.name,
        kind=source.kind,
        role=role or source.role,
        spans=(span,),
        group=source.group,
    )


def _on_one_line(source: Source) -> Source:
    role = " ".join(source.role.split()) if source.role else None
    return msgspec.structs.replace(source, name=" ".join(source.name.split()), role=role)


def _head(words: str) -> str:
    """Return the phrase up to its first relative clause, participle or apposition."""
    tail = TAIL.search(words, 3)
    return words[: tail.start()] if tail else words


def _best(inside: Sequence[Mention]) -> Mention | None:
    """Choose who speaks among the names of a phrase: the last person, else the last body."""
    people = [m for m in inside if m.label == "person"]
    bodies = [m for m in inside if m.label == "organisation"]
    return people[-1] if people else bodies[-1] if bodies else None


def _role_after(after: str) -> str | None:
    role = ARTICLE.sub("", re.split(r",?\s(?:who|whose|which)\b", after)[0], count=1).strip(" ,")
    return role or None


def _is_title(mention: Mention, text: str) -> bool:
    """Return whether a mention of a person is a bare title: "the Prime Minister"."""
    last = mention.cut(text).split()[-1]
    return mention.label == "person" and last in table()["source"]["titles"]


@cache
def _titles() -> re.Pattern[str]:
    titles = "|".join(re.escape(t) for t in sorted(table()["source"]["titles"], key=len)[::-1])
    return re.compile(
        rf"of [A-Z]\w+ (?=[A-Z])|(?:[A-Z][\w’-]* ){{0,3}}(?:{titles})(?: [Oo]f [A-Z]\w+)? (?=[A-Z])"
    )


def _title(name: str) -> int:
    """Return how many characters of a name are a title before it; some word always remains."""
    found = _titles().match(name)
    return found.end() if found else 0


def _title_and_name(plain: str) -> tuple[str | None, str]:
    """Split "police chief Ana Ruiz" into its description and its name, if it ends in a name."""
    title = _title(plain)
    if title:
        return plain[:title].strip(), plain[title:]
    found = re.match(
        r"(?P<role>(?:.*\s)?[a-z][\w’-]*)\s(?P<name>[A-Z][\w’.-]*(?:\s[A-Z][\w’.-]*){0,3})$", plain
    )
    if not found or re.search(r"\b(?:of|in|for|and|the|at|from|to|on)$", found["role"]):
        return None, plain
    return found["role"], found["name"].strip()


def _is_person(source: Source) -> bool:
    return source.kind in {"person", "official", "witness"} and (
        source.group is not None
        or bool(re.search(r"[A-Z]", source.name))
        or source.role is not None
    )


def _kind(words: str, label: str | None) -> SourceKind:
    """Return what a speaker is: by its head noun, by any of its words, else by its label."""
    head = re.split(r"\s(?:by|from|in|at|for|of|with)\s", words, maxsplit=1)[0]
    for part in (head, words):
        for kind, pattern in _kinds():
            unlike = label == "person" and kind in {"agency", "document", "group"}
            if pattern.search(part) and not unlike:
                return kind
    return "group" if label == "organisation" else "person"


@cache
def _kinds() -> tuple[tuple[SourceKind, re.Pattern[str]], ...]:
    return tuple((k, re.compile(p, re.IGNORECASE)) for k, p in table()["source"]["kinds"])
