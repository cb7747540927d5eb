"""The kinds of events, their codes in other schemes, and the words that tell of them."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from msgspec import Struct

from accordingto.domain import Codes
from accordingto.errors import OntologyError

_SCHEMES = ("acled", "plover", "gtd", "muc4", "ucdp")


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of event; of two kinds told of one event the one of higher ``rank`` names it.

    Where a network sees it and no word in ``shown_by`` stands beside, it is an ``otherwise``.
    """

    name: str
    family: str
    rank: int
    codes: Codes
    shown_by: re.Pattern[str] | None = None
    otherwise: str = ""


class Trigger(Struct, frozen=True, kw_only=True):
    """What a word or phrase tells: a kind, as a verb, noun or phrase, or that there is harm."""

    kind: str
    form: str
    lemma: str
    is_harm: bool = False


class Ontology(Struct, frozen=True, kw_only=True):
    """All kinds by name, and the matchers made from their words."""

    kinds: Mapping[str, Kind]
    words: Mapping[str, Trigger]
    matcher: re.Pattern[str]
    phrases: tuple[tuple[re.Pattern[str], Trigger], ...]
    not_events: re.Pattern[str]
    accidents: re.Pattern[str]
    means: Mapping[str, str]
    death_verbs: frozenset[str]
    injury_verbs: frozenset[str]

    def kind(self, name: str) -> Kind:
        """Return a kind.

        Raises:
            OntologyError: When the table has no such kind.
        """
        if name not in self.kinds:
            raise OntologyError(f"There is no kind {name!r}. Look at codify/ontology.toml.")
        return self.kinds[name]


def load_ontology(path: Path | None = None) -> Ontology:
    """Read the table that comes with the program, or another one of the same form.

    Raises:
        OntologyError: When a kind is named twice, lacks a field, or two kinds claim a word.
    """
    source = path or files(__package__).joinpath("ontology.toml")
    table = tomllib.loads(source.read_text("utf-8"))
    rows = table["kind"]
    words = _words(rows, table["forms"], table["harm"])
    return Ontology(
        kinds=_kinds(rows),
        words=words,
        matcher=_alternatives(re.escape(word).replace(r"\ ", r"\s+") for word in words),
        phrases=tuple(_phrases(rows)),
        not_events=_alternatives(table["not_events"]["phrases"]),
        accidents=_alternatives(table["not_events"]["accidents"]),
        means={weapon: kind for kind, weapons in table["means"].items() for weapon in weapons},
        death_verbs=frozenset(table["harm"]["death_verbs"]),
        injury_verbs=frozenset(table["harm"]["injury_verbs"]),
    )


def _kinds(rows: Iterable[dict[str, Any]]) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for row in rows:
        try:
            codes = Codes(**{scheme: row.get(scheme) for scheme in _SCHEMES})
            kind = Kind(
                name=row["name"],
                family=row["family"],
                rank=row["rank"],
                codes=codes,
                shown_by=_alternatives(row["shown_by"]) if "shown_by" in row else None,
                otherwise=row.get("otherwise", ""),
            )
        except KeyError as missing:
            raise OntologyError(f"A kind lacks {missing}: {row}. Add it to the table.") from missing
        if kind.name in kinds:
            raise OntologyError(f"The kind {kind.name!r} is there twice. Merge the two rows.")
        kinds[kind.name] = kind
    return kinds


def _words(
    rows: Iterable[dict[str, Any]], forms: dict[str, list[str]], harm: dict[str, Any]
) -> dict[str, Trigger]:
    verbs: dict[str, Trigger] = {}
    nouns: dict[str, Trigger] = {}
    for row in rows:
        for verb in row["verbs"]:
            for word in forms.get(verb) or inflected(verb):
                _claim(verbs, word, Trigger(kind=row["name"], form="verb", lemma=verb))
        for noun in row["nouns"]:
            for word in (noun, plural(noun)):
                _claim(nouns, word, Trigger(kind=row["name"], form="noun", lemma=noun))
    for verb in harm["verbs"]:
        for word in forms.get(verb) or inflected(verb):
            verbs[word] = Trigger(kind=harm["kind"], form="verb", lemma=verb, is_harm=True)
    return verbs | nouns  # "the bombing": what can be both is looked up as the noun


def _claim(words: dict[str, Trigger], word: str, trigger: Trigger) -> None:
    if words.setdefault(word, trigger).kind != trigger.kind:
        raise OntologyError(f"{word!r} is claimed by two kinds. Keep it in one.")


def _phrases(rows: Iterable[dict[str, Any]]) -> Iterable[tuple[re.Pattern[str], Trigger]]:
    for row in sorted(rows, key=lambda row: -row["rank"]):
        if row["phrases"]:
            trigger = Trigger(kind=row["name"], form="phrase", lemma=row["name"])
            yield _alternatives(row["phrases"]), trigger


def _alternatives(patterns: Iterable[str]) -> re.Pattern[str]:
    """Compile for folded text."""
    longest_first = sorted(patterns, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?![\w-])")


def inflected(verb: str) -> tuple[str, ...]:
    """Return a regular verb's forms.

    >>> inflected("abduct")
    ('abduct', 'abducts', 'abducted', 'abducting')
    >>> inflected("explode")
    ('explode', 'explodes', 'exploded', 'exploding')
    """
    stem = verb.removesuffix("e")
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return verb, third, stem + "ed", stem + "ing"


def plural(noun: str) -> str:
    """Return a regular noun's plural; of "exchange of fire" the first word's.

    >>> plural("robbery"), plural("ambush"), plural("exchange of fire")
    ('robberies', 'ambushes', 'exchanges of fire')
    """
    first, of, rest = noun.partition(" of ")
    if of:
        return f"{plural(first)} of {rest}"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")
