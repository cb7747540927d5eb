"""Names by rule, for what the network does not see: countries, titles, telling last words."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from accordingto.annotate.folded import folded
from accordingto.annotate.lists import word_list
from accordingto.annotate.sentences import trimmed
from accordingto.domain import Label, Mention, Span

# A rule is surer than nothing and less sure than the network: below the scores it gives to spans.
RULE_SCORE = 0.5
_NAME_WORD = r"[^\W\d_][\w'’.-]*"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_LINK = r"(?:of|the|and|for|de|del|la|las|los|el|al|bin|ibn|ul|von|van|da|do|dos|y)"
_NAME = re.compile(
    rf"\b{_CAPITAL}[\w'’-]*(?:\.(?=\w))?[\w'’-]*"
    rf"(?:[ \n](?:{_LINK}[ \n]){{0,2}}(?:{_CAPITAL}[\w'’-]*\.?)(?=\W|$))*"
)
_ACRONYM = re.compile(r"[(\[]\s*([A-Z][A-Z0-9-]{1,9})\s*[)\]]")
_CAPITALS = re.compile(r"\b(?:[A-Z]\.){2,}|\b[A-Z]{2,}(?:-[A-Z0-9]+)*\b")
_COMPASS = frozenset(("northern", "southern", "eastern", "western", "central"))
_STATES = frozenset(("US", "USA", "UK", "UAE", "DRC", "CAR"))
_TOWN_OF = re.compile(
    r"\b(?:town|city|village|district|province|department|capital|region|suburb|port|state|county|"
    r"neighbou?rhood|municipality|island)\s+(?:of\s+)?"
    rf"({_CAPITAL}[\w'’-]+(?:[ \n]{_CAPITAL}[\w'’-]+){{0,2}})"
)
_POSSESSIVE = re.compile(r"[’']s?$")


def names_by_rule(text: str, taken: Sequence[Span]) -> list[Mention]:
    """Return mentions that rules find in ``text`` outside the spans already ``taken``."""
    found: list[Mention] = []
    for span, label in (*_listed(text), *_shaped(text)):
        if not any(span.touches(other) for other in (*taken, *found)):
            found.append(
                Mention(start=span.start, end=span.end, label=label, group=0, score=RULE_SCORE)
            )
    return found


def _listed(text: str) -> Iterator[tuple[Span, Label]]:
    lists: tuple[tuple[str, Label], ...] = (
        ("countries", "place"),
        ("nationalities", "nationality"),
    )
    for kind, label in lists:
        for match in _any_of(kind).finditer(folded(text)):
            if text[match.start()].isupper():
                yield Span(start=match.start(), end=match.end()), label


@cache
def _any_of(kind: str) -> re.Pattern[str]:
    longest_first = sorted(word_list(kind), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")


def _shaped(text: str) -> Iterator[tuple[Span, Label]]:
    """Yield capitalised names whose surroundings or last word tell what they are."""
    for match in _ACRONYM.finditer(text):
        yield Span(start=match.start(1), end=match.end(1)), "organisation"
    if text.upper() == text:
        return
    for match in _CAPITALS.finditer(text):
        is_dateline = match.start() < 3 and text[match.end() : match.end() + 1] in {",", " "}
        is_place = is_dateline or match.group().replace(".", "") in _STATES
        label: Label = "place" if is_place else "organisation"
        yield Span(start=match.start(), end=match.end()), label
    for kind, label in (("place_ends", "place"), ("organisation_ends", "organisation")):
        for match in _ending_in(kind).finditer(text):
            named = _without_common_words(text, match)
            if named is not None and named.cut(text)[0].isupper():
                yield named, label
    for match in _TOWN_OF.finditer(text):
        yield Span(start=match.start(1), end=match.end(1)), "place"
    for match in _NAME.finditer(text):
        span = _without_common_words(text, match)
        if span is None:
            continue
        shape = _label(text, span)
        if shape is not None:
            yield (_without_title(text, span) if shape == "person" else span), shape


@cache
def _ending_in(kind: str) -> re.Pattern[str]:
    """Return the pattern of "Takhar province": a name before a lower-case word for its kind."""
    kinds = "|".join(sorted(word_list(kind), key=len, reverse=True))
    capitalised = rf"{_CAPITAL}[\w'’-]+"
    return re.compile(rf"\b({capitalised}(?:[ \n]{capitalised}){{0,2}})[ \n](?:{kinds})\b")


def _without_common_words(text: str, match: re.Match[str]) -> Span | None:
    start, end = match.span()
    while start < end:
        first = re.match(r"\S+\s*", text[start:end])
        if first is None or first.group().strip().casefold() not in word_list("common"):
            break
        start += first.end()
    possessive = _POSSESSIVE.search(text, start, end)
    return trimmed(text, start, possessive.start() if possessive else end)


def _label(text: str, span: Span) -> Label | None:
    tokens = [token.casefold() for token in re.findall(_NAME_WORD, span.cut(text))]
    if not tokens:
        return None
    before = re.findall(r"[\w'’-]+", text[max(0, span.start - 25) : span.start])
    previous = before[-1].casefold() if before else ""
    if tokens[-1] in word_list("place_ends") and len(tokens) > 1:
        return "place"
    if tokens[-1] in word_list("organisation_ends") and len(tokens) > 1:
        return "organisation"
    if (tokens[0] in word_list("titles") and len(tokens) > 1) or previous in word_list("titles"):
        return "person"
    if previous in _COMPASS and len(before) > 1:
        previous = before[-2].casefold()
    if previous in word_list("place_prepositions") and len(tokens) < 4:
        return "place"
    return None


def _without_title(text: str, span: Span) -> Span:
    start = span.start
    while match := re.match(r"([^\W\d_]+)\.?\s+", text[start : span.end]):
        if match.group(1).casefold() not in word_list("titles"):
            break
        start += match.end()
    return Span(start=start, end=span.end)
