"""Names as keys: when two reports name the same person, party or thing."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from accordingto.domain import Actor, Participant, Resolved

LONGEST_NAME = 5
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _listed(name: str) -> frozenset[str]:
    path = Path(__file__).with_name("words.toml")
    return frozenset(msgspec.toml.decode(path.read_bytes(), type=dict[str, list[str]])[name])


def folded(name: str) -> str:
    """Return a name in lower-case base letters, without titles, words parted by single spaces.

    >>> folded("Dr. José Núñez"), folded("the Subh-e-Nau Front")
    ('jose nunez', 'subh e nau front')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    titles = _listed("titles")
    return " ".join(word for word in _WORD.findall(letters) if word not in titles)


def full_name(name: str) -> str | None:
    """Return the key of a person's name, or None where it is too short to tell who it is.

    >>> full_name("Musa Garba"), full_name("Haqqani")
    ('musa garba', None)
    """
    key = folded(name)
    return key if " " in key else None


def party_keys(name: str, actor: Resolved[Actor] | None) -> tuple[str, ...]:
    """Return the keys of a party: its entry in the actor list, if any, and its name."""
    entry = actor.value if actor is not None else None
    listed = (f"actor {entry.id}", folded(entry.name)) if entry is not None else ()
    return tuple(dict.fromkeys(key for key in (*listed, folded(name)) if key))


def same_party(left: str, right: str) -> bool:
    """Return whether one name holds all the words of the other.

    >>> same_party("Islamic State", "Islamic State in Iraq"), same_party("Army", "RSF")
    (True, False)
    """
    one, other = set(folded(left).split()), set(folded(right).split())
    return bool(one and other) and (one <= other or other <= one)


def content_words(participants: Iterable[Participant]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the telling words of what was hit, and the common ones: "mill", and "police".

    Singular where the plural is regular. A phrase of more than ``LONGEST_NAME`` words is a piece
    of a sentence, not the name of a thing, and tells nothing.

    >>> content_words([]), _singular("markets"), _singular("police")
    (((), ()), 'market', 'police')
    """
    empty = _listed("empty")
    names = (p.name for p in participants if len(p.name.split()) <= LONGEST_NAME)
    words = (w for name in names for w in folded(name).split())
    found = {_singular(w) for w in words if len(w) > 2 and w not in empty}
    common = _listed("common")
    return tuple(sorted(found - common)), tuple(sorted(found & common))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
