"""How kinds of events stand to one another."""

from functools import cache
from pathlib import Path

import msgspec


class _Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    path: dict[str, str]
    title: dict[str, str]


@cache
def _kinds() -> _Kinds:
    return msgspec.toml.decode(Path(__file__).with_name("kinds.toml").read_bytes(), type=_Kinds)


def path_of(kind: str) -> str:
    """Return the path of a kind, vaguest first.

    >>> path_of("suicide_attack"), path_of("treaty")
    ('attack/bombing/suicide_attack', 'treaty')
    """
    return _kinds().path.get(kind, kind)


def compatible(left: str, right: str) -> bool:
    """Return whether one kind is the other, or a vaguer word for it.

    >>> compatible("attack", "suicide_attack"), compatible("grenade", "suicide_attack")
    (True, False)
    """
    one, other = path_of(left), path_of(right)
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def can_be_one(left: str, right: str) -> bool:
    """Return whether one happening can be of both kinds, given as paths.

    >>> can_be_one("attack/shooting", "attack/abduction"), can_be_one("attack", "protest/riot")
    (True, False)
    """
    return left.split("/")[0] == right.split("/")[0]


def title_of(kind: str) -> str:
    """Return a kind as the first words of a title.

    >>> title_of("suicide_attack"), title_of("drone_strike")
    ('Suicide bombing', 'Drone strike')
    """
    plain = kind.replace("_", " ")
    return _kinds().title.get(kind, plain[:1].upper() + plain[1:])
