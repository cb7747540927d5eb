"""Which names of a text are the same thing: equal, shortened, or abbreviated."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from accordingto.annotate.lists import word_list
from accordingto.domain import Label, Mention

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ALIAS_GAP = re.compile(r"\s*[(\[]\s*|,?\s*(?:also |better |or )?known (?:as|by)\s+(?:the\s+)?")


def grouped(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the mentions in order with ``group`` set: the same number, the same thing.

    A shorter name belongs to an earlier or later longer one when all its words stand in it and
    only one such name is in the text; an abbreviation, when it is the initials of a name or
    stands in brackets behind it. Groups are numbered from 0 in the order of first mention.
    """
    ordered = sorted(mentions, key=lambda m: (m.start, m.end))
    keys = [_key(text, mention) for mention in ordered]
    joined = _Groups(len(ordered))
    _join_equal(joined, ordered, keys)
    _join_aliases(joined, text, ordered)
    _join_initials(joined, ordered, keys)
    _join_shorter(joined, ordered, keys)
    numbers: dict[int, int] = {}
    return tuple(
        msgspec.structs.replace(m, group=numbers.setdefault(joined.root(i), len(numbers)))
        for i, m in enumerate(ordered)
    )


class _Groups:
    """A union-find over positions; the earliest position stands for its group."""

    def __init__(self, n: int) -> None:
        self._parent = list(range(n))

    def root(self, i: int) -> int:
        while self._parent[i] != i:
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        low, high = sorted((self.root(i), self.root(j)))
        self._parent[high] = low


def _key(text: str, mention: Mention) -> tuple[str, ...]:
    words = [w.casefold() for w in _WORD.findall(mention.cut(text))]
    words = [w for w in words if w != "s"]
    while (
        mention.label == "person"
        and len(words) > 1
        and words[0] in word_list("titles_before_names")
    ):
        words = words[1:]
    return tuple(w for w in words if w not in {"the", "a", "an"}) or tuple(words)


def _class(label: Label) -> str:
    return "name" if label in {"person", "organisation", "place"} else label


def _join_equal(joined: _Groups, ms: Sequence[Mention], keys: Sequence[tuple[str, ...]]) -> None:
    first: dict[tuple[str, tuple[str, ...]], int] = {}
    for i, mention in enumerate(ms):
        joined.join(first.setdefault((_class(mention.label), keys[i]), i), i)


def _join_aliases(joined: _Groups, text: str, ms: Sequence[Mention]) -> None:
    """Join "Northern Sea Front (NSF)" and "the affiliate, known as ISIS-K"."""
    for i in range(len(ms) - 1):
        left, right = ms[i], ms[i + 1]
        if left.label != right.label or left.label not in {"organisation", "person"}:
            continue
        gap = text[left.end : right.start]
        if _ALIAS_GAP.fullmatch(gap):
            joined.join(i, i + 1)


def _join_initials(joined: _Groups, ms: Sequence[Mention], keys: Sequence[tuple[str, ...]]) -> None:
    initials: dict[str, int] = {}
    for i, key in enumerate(keys):
        if ms[i].label == "organisation" and len(key) > 1:
            for spelt in _initials(key):
                initials.setdefault(spelt, i)
    for i, key in enumerate(keys):
        if ms[i].label == "organisation" and len(key) == 1:
            i_full = initials.get(key[0].replace("-", ""))
            if i_full is not None and len(key[0]) > 1:
                joined.join(i_full, i)


def _initials(key: tuple[str, ...]) -> Iterable[str]:
    yield "".join(word[0] for word in key)
    yield "".join(word[0] for word in key if word not in word_list("small"))


def _join_shorter(joined: _Groups, ms: Sequence[Mention], keys: Sequence[tuple[str, ...]]) -> None:
    """Join a name to the only longer one that holds all its words, in their order at the end.

    "Akbar Haqqani" joins "Mohammad Akbar Haqqani"; "Haqqani" joins neither of two Haqqanis
    unless one of them was named just before; a place never takes part ("York", "New York").
    """
    longer: dict[str, list[int]] = defaultdict(list)
    for i, key in enumerate(keys):
        if ms[i].label in {"person", "organisation"} and len(key) > 1:
            for word in key:
                longer[word].append(i)
    for i, key in enumerate(keys):
        if ms[i].label not in {"person", "organisation"} or not key:
            continue
        holders = [
            j
            for j in longer[key[-1]]
            if len(keys[j]) > len(key)
            and ms[j].label == ms[i].label
            and _part_of(key, keys[j], ms[i].label)
        ]
        roots = {joined.root(j) for j in holders}
        if len(roots) == 1:
            joined.join(i, roots.pop())


def _part_of(short: tuple[str, ...], long: tuple[str, ...], label: Label) -> bool:
    """Return whether ``short`` is a shortened form of ``long``.

    Of a person any words in order will do, for a Spanish name is shortened to its middle word;
    of an organisation only the beginning or the end, and not one common word ("Front").
    """
    words = iter(long)
    if not all(word in words for word in short):
        return False
    if label == "person":
        return True
    return len(short) > 1 and (long[: len(short)] == short or long[-len(short) :] == short)
