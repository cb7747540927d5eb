"""Place names in running text: where they start and end, and what the words beside them say."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from accordingto.domain import Span
from accordingto.ground.folding import fold
from accordingto.ground.gazetteer import Gazetteer, NameKind, PlaceKind

_FIRST = frozenset({PlaceKind.ADMIN1})
_SECOND = frozenset({PlaceKind.ADMIN2, PlaceKind.ADMIN2_LOOSE})
_TOWNS = frozenset({PlaceKind.CAPITAL, PlaceKind.SEAT1, PlaceKind.SEAT2, PlaceKind.TOWN})
_ANY = frozenset(PlaceKind)
_COUNTRY = frozenset({PlaceKind.COUNTRY})

# What a word beside a name says the name is: the first set is meant, the second is possible.
_TERMS: dict[str, tuple[frozenset[PlaceKind], frozenset[PlaceKind]]] = {
    **dict.fromkeys(
        ("province", "governorate", "department", "oblast", "emirate", "voivodeship"),
        (_FIRST, _SECOND),
    ),
    **dict.fromkeys(
        ("state", "region", "prefecture", "division", "canton"),
        (_FIRST, _SECOND | _COUNTRY),
    ),
    **dict.fromkeys(("county", "parish"), (_SECOND, _FIRST)),
    "district": (_SECOND, _TOWNS | {PlaceKind.QUARTER}),
    "municipality": (_SECOND | _TOWNS, frozenset()),
    **dict.fromkeys(
        ("city", "town", "village", "capital", "port", "hamlet"),
        (_TOWNS, frozenset({PlaceKind.QUARTER})),
    ),
    **dict.fromkeys(
        ("neighborhood", "neighbourhood", "suburb", "quarter"),
        (frozenset({PlaceKind.QUARTER}), _TOWNS | _SECOND),
    ),
    "country": (_COUNTRY, frozenset()),
}  # fmt: skip
_WORDS = "|".join(_TERMS)
_AFTER = re.compile(rf"^(?:['’]s)?[ \n]+(?:provincial |border )?({_WORDS})\b", re.I)
_INSIDE = re.compile(rf"[ \n]({_WORDS})$", re.I)
_OF = re.compile(rf"\b({_WORDS}|provinces|districts|cities|towns|villages) of (?:the )?$", re.I)
_CAPITAL = re.compile(r"\b(?:capital|city|town|village)(?: city)?,? $", re.I)
_NEAR = re.compile(
    r"\b(?:near|nearby|outside|close to|not far from|"
    r"(?:on |in )?the (?:outskirts|edge|vicinity|suburbs) of|"
    r"(?:km|kms|kilomet(?:er|re)s?|miles?)(?: to the)?"
    r"(?: (?:north|south)?-?(?:east|west|north|south)(?:ern)?)? (?:of|from|outside))"
    r"(?: the)?(?: (?:city|town|village|provincial capital|capital) of| (?:city|town|village))? $",
    re.I,
)  # fmt: skip
_BETWEEN = re.compile(r"\b(?:between|from|linking|connecting) (?:the )?$", re.I)
_TO_ANOTHER = re.compile(rf"^(?: (?:{_WORDS}))? (?:and|to|with) (?:the )?[A-ZÀ-Þ]")
_BEYOND = re.compile(
    r"\b(?:bordering|borders?|border with|neighbou?ring|adjacent to|adjoining|next to|"
    r"across the border (?:from|in)|toward|towards|on the way to|en route to|headed (?:for|to)) "
    r"(?:on |with )?(?:the |neighbou?ring )?$",
    re.I,
)
_TOKEN = re.compile(r"[^\W_](?:[\w'’\u02bb.&-]*\w)?(?:(?<=[A-Z])\.)?", re.U)
_LINK = frozenset({
    "of", "the", "de", "del", "la", "las", "los", "el", "al", "ul", "and", "e", "i", "da", "do",
    "ad", "es",
})  # fmt: skip
_UNITS = (
    r"(?:provincial|governorate|department|district|province|city|town|county|village|state|"
    r"capital|municipality|neighbou?rhood|area)"
)
_BETWEEN_NAMES = (
    r"(?: (?:the|in|of|(?:(?:north|south)?-?(?:east|west|north|south)|central)(?:ern)?|nearby|"
    r"restive|neighbou?ring|capital|province|department|state|district|region|governorate|"
    r"country)\b)*"
)
_CONTAINER = re.compile(
    rf"^(?:['’]s)?(?: {_UNITS})*(?: ?,| ?\(|(?:,? (?:in|of)\b)){_BETWEEN_NAMES} ?(?=[^\W\d_])", re.I
)
# Names of places that are ordinary words, titles or months; they need a mention that says place.
_ORDINARY = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "had", "has", "he", "her",
    "his", "in", "is", "it", "its", "may", "march", "of", "on", "or", "she", "that", "the",
    "they", "this", "to", "was", "were", "will", "with", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday", "january", "february", "april", "june", "july",
    "august", "september", "october", "november", "december", "today", "army", "police",
    "general", "center", "centre", "news", "south", "north", "east", "west", "president",
    "minister", "government", "forces", "group", "state", "border", "city", "town", "village",
    "province", "district", "capital",
})  # fmt: skip
_MAX_WORDS = 5


class PlaceName(Struct, frozen=True):
    """A name as it stands in the text, and what the words beside it say.

    ``keys`` are tried in order; ``meant`` and ``possible`` are kinds, empty where no word says.
    ``container`` is the key of a name that this one is said to lie in.
    """

    start: int
    end: int
    keys: tuple[str, ...]
    meant: frozenset[PlaceKind] = frozenset()
    possible: frozenset[PlaceKind] = frozenset()
    near: bool = False
    between: bool = False
    beyond: bool = False
    container: str | None = None


def is_upper(text: str) -> bool:
    """Return whether the text is printed in capitals, so that case says nothing about names."""
    letters = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.7 * len(letters)


def describe(text: str, start: int, end: int, *, gazetteer: Gazetteer) -> PlaceName:
    """Read the words inside and beside the name at ``[start, end)``."""
    words, before, after = text[start:end], text[max(0, start - 60) : start], text[end : end + 90]
    before = before.replace("\n", " ")
    term = _INSIDE.search(words)
    beside = _AFTER.match(after) or _OF.search(before)
    said = (term or beside or _CAPITAL.search(before)) and (term or beside)
    label = said[1].lower().rstrip("s").replace("citie", "city") if said else ""
    if not label and _CAPITAL.search(before):
        label = "city"
    near = _NEAR.search(before) is not None
    meant, possible = _TERMS.get(label, (_TOWNS, _ANY) if near else (frozenset(), frozenset()))
    keys = [fold(words)] + ([fold(words[: term.start()])] if term else [])
    keys += [fold(words[:-2])] if words.endswith(("'s", "’s")) else []
    return PlaceName(
        start=start,
        end=end,
        keys=tuple(dict.fromkeys(key for key in keys if key)),
        meant=meant,
        possible=possible,
        near=near,
        between=_BETWEEN.search(before) is not None and _TO_ANOTHER.match(after) is not None,
        beyond=_BEYOND.search(before) is not None,
        container=_container(text, end, gazetteer=gazetteer),
    )


# "In Gaza, Israel said": the comma parts two clauses.
_SPEAKS = re.compile(
    r"\s+(?:said|says|say|told|has|had|have|is|was|claim|confirm|announc|report|denie|accus|warn|add|"
    r"insist|blam|vow|condemn|call|urge|launch|attack|fire|strike|struck|kill)",
    re.I,
)


def _container(text: str, end: int, *, gazetteer: Gazetteer) -> str | None:
    """Return the key of the place after "X, " or "X in the northern ", if one stands there."""
    link = _CONTAINER.match(text[end : end + 90].replace("\n", " "))
    if link is None:
        return None
    start = end + link.end()
    piece = Span(start=start, end=min(len(text), start + 60)) if start < len(text) else None
    found = next(find(text, piece, gazetteer=gazetteer, known=()), None) if piece else None
    if found is None or found[0] != start:
        return None
    if "," in link[0] and _SPEAKS.match(text[found[1] : found[1] + 20]):
        return None
    return fold(text[start : found[1]])


def find(
    text: str,
    within: Span,
    *,
    gazetteer: Gazetteer,
    known: Sequence[Span],
    blocked: Sequence[Span] = (),
) -> Iterator[tuple[int, int]]:
    """Yield where listed place names stand in a piece of text, longest first from the left.

    Args:
        known: Spans that are names of places for certain; in a text all in capitals only they
            and names after a preposition or comma count.
        blocked: Names of persons and bodies; no place starts inside one.
    """
    tokens = [
        (within.start + m.start(), within.start + m.end())
        for m in _TOKEN.finditer(text[within.start : within.end])
    ]
    upper, at = is_upper(text[max(0, within.start - 200) : within.end + 200]), 0
    while at < len(tokens):
        n_words = _longest(
            text, tokens[at:], gazetteer=gazetteer, known=known, blocked=blocked, upper=upper
        )
        if n_words:
            yield tokens[at][0], tokens[at + n_words - 1][1]
        at += max(1, n_words)


# Words of a name that a listed part of it may lack: "Greater Kabul", "Kunduz City".
_LOOSE = re.compile(
    rf"(?:{_WORDS}|{_UNITS}|(?:north|south)?-?(?:east|west|north|south)(?:ern)?|central|greater|old|"
    r"upper|lower|downtown|provincial|border|the|of|and|in|near|outside|[’']s|[’']|s)",
    re.I,
)


def is_torn(
    text: str, part: tuple[int, int], parts: Sequence[tuple[int, int]], known: Sequence[Span]
) -> bool:
    """Return whether a listed name is but a piece of a longer one: "Bazar" of "Tala Bazar"."""
    around = [k for k in known if k.start <= part[0] and part[1] <= k.end]
    if not around:
        return False
    whole = max(around, key=lambda k: k.end - k.start)
    tokens = [
        (whole.start + m.start(), whole.start + m.end()) for m in _TOKEN.finditer(whole.cut(text))
    ]
    left = [
        text[start:end]
        for start, end in tokens
        if not any(first <= start < last for first, last in parts)
    ]
    return any(not _LOOSE.fullmatch(word) and not word.islower() for word in left)


_PLACING = re.compile(
    r"(?:\b(?:in|at|near|to|outside|around|between)(?: the)? |[,(] ?|^|"
    rf"\b(?:{_WORDS}|capital) of (?:the )?)$",
    re.I,
)


def _longest(
    text: str,
    tokens: Sequence[tuple[int, int]],
    *,
    gazetteer: Gazetteer,
    known: Sequence[Span],
    blocked: Sequence[Span],
    upper: bool,
) -> int:
    """Return how many tokens from the first make up a listed name; 0 for none."""
    start = tokens[0][0]
    if not text[start].isupper() or any(span.start <= start < span.end for span in blocked):
        return 0
    ordinary = text[start : tokens[0][1]].casefold() in _ORDINARY
    sure = any(span.start <= start < span.end for span in known)
    if upper and not sure and not _PLACING.search(text[max(0, start - 12) : start]):
        return 0
    for n_words in range(min(_MAX_WORDS, len(tokens)), 0, -1):
        end = tokens[n_words - 1][1]
        last = text[tokens[n_words - 1][0] : end]
        gap = text[start:end]
        if last.casefold() in _LINK or "\n\n" in gap or (not upper and last.islower()):
            continue
        if n_words == 1 and ordinary:
            return 0
        if any(c.how != NameKind.DEMONYM for c in gazetteer.candidates(gap)[:3]):
            return n_words
    return 0
