"""What kind of participant a noun phrase names, by its last words."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from accordingto.domain import ParticipantKind

ORDER: tuple[tuple[str, ParticipantKind], ...] = (
    ("armed_people", "people"),
    ("armed_group", "armed_group"),
    ("state_force", "state_force"),
    ("government", "government"),
    ("official", "official"),
    ("person", "people"),
    ("vehicle", "vehicle"),
    ("building", "building"),
    ("infrastructure", "infrastructure"),
    ("organisation", "organisation"),
    ("weapon", "object"),
    ("object", "object"),
)
THINGS: frozenset[ParticipantKind] = frozenset(("object", "building", "vehicle", "infrastructure"))
ORGANISED: frozenset[ParticipantKind] = frozenset(
    ("armed_group", "state_force", "government", "organisation")
)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "wives": "wife", "knives": "knife",
    "buses": "bus", "gunmen": "gunman", "policemen": "policeman", "people": "people",
    "authorities": "authority", "militiamen": "militiaman", "troops": "troop", "churches": "church",
}  # fmt: skip


@cache
def lexicon(kind: str) -> frozenset[str]:
    """Return a list of ``lexicon.toml``."""
    return frozenset(_table()[kind])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text("utf-8"))


def singular(word: str) -> str:
    """Return a word's singular, by its ending.

    >>> singular("gunmen"), singular("embassies"), singular("buses"), singular("police")
    ('gunman', 'embassy', 'bus', 'police')
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def head_words(name: str) -> tuple[str, ...]:
    """Return the last word and the last two, singular and lower case, longest first.

    The head stands before "of", "in" and the like: "members of the guard" gives "member".

    >>> head_words("two electricity pylons near the river")
    ('electricity pylon', 'pylon')
    """
    words = [w.casefold() for w in _WORD.findall(re.split(_TAIL, name.strip(), maxsplit=1)[0])]
    if not words:
        return ()
    last = singular(words[-1])
    return (f"{words[-2]} {last}", last) if len(words) > 1 else (last,)


_TAIL = re.compile(
    r",|\s(?:of|in|at|near|on|from|to|for|with|by|who|which|that|del|[a-z]+ing)\s", re.IGNORECASE
)


def is_listed(name: str, kind: str) -> bool:
    """Return whether a phrase's head is in a list of the lexicon."""
    words = _WORD.findall(name.casefold())
    plain = words[-1:] if words else []
    return any(word in lexicon(kind) for word in (*head_words(name), *plain))


def kind_of(name: str) -> ParticipantKind:
    """Return what kind of thing a phrase without a proper name describes.

    >>> kind_of("unknown armed men"), kind_of("a tank truck"), kind_of("the deputy governor")
    ('people', 'vehicle', 'official')
    """
    for kind, participant_kind in ORDER:
        if is_listed(name, kind):
            if kind in {"person", "armed_people"}:
                return "people" if _is_plural(name) else "person"
            return participant_kind
    return "unknown"


def _is_plural(name: str) -> bool:
    words = [w.casefold() for w in _WORD.findall(re.split(_TAIL, name.strip(), maxsplit=1)[0])]
    return bool(words) and (singular(words[-1]) != words[-1] or words[-1] in {"people", "others"})
