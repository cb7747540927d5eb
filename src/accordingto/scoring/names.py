"""Where in a marked phrase the proper name stands."""

import re

from accordingto.domain import Span
from accordingto.scoring.reports import Thing

_WORD = re.compile(r"[^\s,;:()“”\"]+")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")


def name_in(span: Span, text: str, thing: Thing) -> Span | None:
    """Return the longest run of words in ``span`` that belong to the thing's name, or None.

    A run begins and ends with a word written as names are, so that "the Army of the South" is
    found and a lone "of the" is not.
    """
    if thing.name is None:
        return None
    known = {w for form in (thing.name, *thing.also) for w in _words(form)}
    runs: list[list[re.Match[str]]] = [[]]
    for word in _WORD.finditer(text, span.start, span.end):
        if _folded(word.group()) in known:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    spans = [s for run in runs if (s := _trimmed(run)) is not None]
    return max(spans, key=lambda s: (s.end - s.start, -s.start), default=None)


def _words(form: str) -> set[str]:
    return {_folded(word.group()) for word in _WORD.finditer(form)}


def _folded(word: str) -> str:
    return _POSSESSIVE.sub("", word.rstrip(".!?…").strip("'‘’")).casefold()


def _trimmed(run: list[re.Match[str]]) -> Span | None:
    while run and not _is_capital(run[-1].group()):
        run = run[:-1]
    while run and not _is_capital(run[0].group()):
        run = run[1:]
    if not run:
        return None
    last = run[-1].group()
    bare = _POSSESSIVE.sub("", last.rstrip("!?…").rstrip("'‘’"))
    return Span(start=run[0].start(), end=run[-1].start() + len(bare))


def _is_capital(word: str) -> bool:
    return any(c.isupper() or c.isdigit() for c in word)
