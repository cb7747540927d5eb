"""What a whole document says about where it is set: the countries it names, and how often."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from accordingto.domain import Document
from accordingto.ground.folding import fold
from accordingto.ground.gazetteer import Gazetteer, NameKind

_RUN = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?:[ \n](?:of|the|and|[A-ZÀ-Þ][\w'’.-]*))*")
_WORD = re.compile(r"\S+")
_DOMAIN = re.compile(r"^[a-z]+://(?:[^/@]*@)?([^/:]+)")
# Domains that sell to all the world say nothing about a country.
_OPEN_DOMAINS = frozenset({"tv", "io", "me", "co", "cc", "ws", "fm", "ai", "ly", "to", "am"})


class CountryWords:
    """The names and adjectives of countries, by key; made once for a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.demonyms = gazetteer.words(how=NameKind.DEMONYM)
        self.names = gazetteer.words(how=NameKind.MAIN) | gazetteer.words(how=NameKind.ALIAS)
        self.all: Mapping[str, str] = self.demonyms | self.names
        self._firsts = {key.partition(" ")[0] for key in self.all}
        self._firsts |= {first + "s" for first in self._firsts}  # "Pakistan's", folded
        self.isos = frozenset(self.all.values())

    def counted(self, text: str) -> Counter[str]:
        """Count how often each country is named, by name or by adjective."""
        return Counter(self.all[self._key(text, [(start, end)])] for start, end in self.found(text))

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where countries are named, by name or by adjective; the longest name wins."""
        for run in _RUN.finditer(text):
            words = [
                (run.start() + w.start(), run.start() + w.end()) for w in _WORD.finditer(run[0])
            ]
            at = 0
            while at < len(words):
                first = fold(run[0][words[at][0] - run.start() : words[at][1] - run.start()])
                size = min(4, len(words) - at) if first.partition(" ")[0] in self._firsts else 0
                while size and self._key(text, words[at : at + size]) not in self.all:
                    size -= 1
                if size:
                    yield words[at][0], words[at + size - 1][1]
                at += max(1, size)

    @staticmethod
    def _key(text: str, words: list[tuple[int, int]]) -> str:
        return fold(text[words[0][0] : words[-1][1]].removesuffix("'s").removesuffix("’s"))

    def of_publisher(self, document: Document) -> str | None:
        """Return the publisher's country, where its name or its web address tells."""
        for word in re.findall(r"\w+", document.publisher or ""):
            if fold(word) in self.all:
                return self.all[fold(word)]
        domain = _DOMAIN.match(document.uri)
        ending = domain[1].rpartition(".")[2].lower() if domain else ""
        if ending in _OPEN_DOMAINS:
            return None
        code = {"uk": "GB"}.get(ending, ending.upper())
        return code if code in self.isos else None


@lru_cache(maxsize=4)
def country_words(gazetteer: Gazetteer) -> CountryWords:
    """Return the gazetteer's country words, read from it once."""
    return CountryWords(gazetteer)
