"""The word lists of ``names.toml``."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def word_list(kind: str) -> frozenset[str]:
    """Return a list, lower case."""
    return frozenset(_table()[kind])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
