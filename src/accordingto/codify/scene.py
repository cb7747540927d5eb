"""Where and when: the words for an event's place and date, or why there are none."""

import re
from collections.abc import Iterable, Sequence

from accordingto.codify.dateline import dateline
from accordingto.codify.evidence import Evidence, likeliest
from accordingto.codify.triggers import Hit
from accordingto.codify.words import word_list
from accordingto.domain import Annotated, Claimed, DateRange, Mention, Place, RoleMention, Span

NOT_GROUNDED = "not grounded"
MAX_PLACES = 4  # names for one place: a town, its larger places, a vaguer name in the lead
NO_DATE = "the text gives no date for it"
NO_PLACE = "the text gives no place for it"
_STRONG = re.compile(r"\b(?:in|at|near|outside|inside|around|across|throughout)\b", re.IGNORECASE)
# Before a place name these say that it is something else: a border, an origin, a party.
_ELSEWHERE = re.compile(
    r"\b(?:bordering|borders|border\s+with|from|to|toward|towards|between|of\s+the\s+government\s+of|"
    r"against|by|for|with|and\s+later|than|like|via|leaving|into|capital\s+of)\s+(?:the\s+)?"
    r"(?:\w+ern\s+)?$",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:governor|mayor|police\s+chief|commander|chief|councillor|prosecutor|resident|residents|"
    r"villagers|inhabitants|people|capital|bishop|archbishop|senator)\s+(?:of|for|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_STATEMENT_TIME = re.compile(
    r"\b(?:said|told|reported|announced|stated|confirmed|added|denied|claimed|disclosed|arrested|"
    r"statement|interview|published|issued|since|until|by|before|after|sentenced|elected|appointed|"
    r"conference|communique)\s+(?:\w+\s+){0,2}(?:on\s+|in\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)

_BACK = re.compile(
    r"\bthere(?=[.,;]|$|\s+(?:on|in|at|that|this|last)\b)|"
    r"\b(?:in|at|near|outside|across)\s+(?:the|that|this)\s+(?:same\s+)?"
    r"(?:city|town|village|area|district|province|neighbou?rhood|settlement)\b(?!\s+of\b)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"[’']s\b")
_OWNED = re.compile(r"[’']s\s+(?:[\w-]+\s+){0,3}")  # "Tuesday's market / bombing"
_MEASURED = re.compile(r"\b(?:before|after)$", re.IGNORECASE)  # "a week before the bombing"


def place_of(hits: Sequence[Hit], annotated: Annotated, evidence: Evidence) -> Claimed[Place]:
    """Return the words that say where; ``ground`` takes the most specific of them.

    In the triggers' sentences: what the network links to the event, and of each sentence its place
    role, else a name behind "in", "at" or "near", else the place of a victim's office. After them
    what the network links from another sentence.
    """
    places = places_in(annotated)
    linked = [span for span, _ in likeliest(evidence.fillers("place", hits))]
    here = [span for span in linked if _is_beside(span, hits)]
    seen = _with_larger(here[0], hits[0], places) if here else []
    spans = _unlike(
        span
        for hit in hits
        if (found := _said_at(hit, places, annotated)) is not None
        for span in _with_larger(found, hit, places)
    )
    if spans:
        local = () if seen else _local_dateline(annotated.document.text)
        return _placed(_unlike((*seen, *spans, *local)))
    if seen:
        return _placed(seen)
    return _placed(_with_larger(linked[0], hits[0], places)) if linked else _placed(())


def _said_at(hit: Hit, places: Sequence[Mention], annotated: Annotated) -> Span | None:
    found = (finder(hit, places, annotated) for finder in (_tagged, _stated, _office))
    return next((span for span in found if span is not None), None)


def _placed(spans: Sequence[Span]) -> Claimed[Place]:
    if not spans:
        return Claimed[Place](why=NO_PLACE)
    return Claimed[Place](why=NOT_GROUNDED, spans=tuple(spans)[:MAX_PLACES])


def _is_beside(span: Span, hits: Sequence[Hit]) -> bool:
    """Return whether a span stands in the sentence of a trigger."""
    return any(hit.clause.span.covers(span) for hit in hits)


def _local_dateline(text: str) -> tuple[Span, ...]:
    """Return the town of "LOMAS: ...": a paper of the town names only its streets and yards."""
    filed = dateline(text)
    if filed is None or not filed[1].cut(text).isupper():
        return ()
    if not re.fullmatch(r"\s*:\s*", text[filed[1].end : filed[0].end]):
        return ()
    return (filed[1],)


def place_of_story(
    hits: Sequence[Hit], others: Sequence[tuple[int, Span]], annotated: Annotated
) -> Claimed[Place]:
    """Return the place for an event whose sentences name none.

    Args:
        hits: The event's triggers.
        others: The sentence and the place of each event of the text that has one.
        annotated: The text.

    The place the sentence points back to ("there", "in the town"); the only place the story's
    events have; the dateline, where no event has a place, for a report filed elsewhere says so.
    """
    first = hits[0]
    earlier = [span for number, span in others if number <= first.sentence]
    if earlier and _BACK.search(first.clause.span.cut(first.clause.text)):
        return _implied(earlier[-1])
    groups = {m.group for m in places_in(annotated) for _, span in others if m.touches(span)}
    if len(groups) == 1:
        return _implied(others[0][1])
    if others:
        return Claimed[Place](why=NO_PLACE)
    places = [m for m in annotated.mentions if m.label == "place"]
    fallback = _dateline(annotated, places) or _only(places)
    return _implied(fallback) if fallback is not None else Claimed[Place](why=NO_PLACE)


def _implied(span: Span) -> Claimed[Place]:
    place = Span(start=span.start, end=span.end)
    return Claimed[Place](why=NOT_GROUNDED, spans=(place,), certainty="implied", confidence=0.4)


def places_in(annotated: Annotated) -> list[Mention]:
    """Return the place names of a text but for those of its dateline."""
    filed = dateline(annotated.document.text)
    return [
        m
        for m in annotated.mentions
        if m.label == "place" and not (filed is not None and filed[0].touches(m))
    ]


def _unlike(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in their order, each once."""
    return tuple({(span.start, span.end): span for span in spans}.values())


def _tagged(hit: Hit, places: Sequence[Mention], annotated: Annotated) -> Span | None:
    filed = dateline(annotated.document.text)
    inside: list[RoleMention] = [
        r
        for r in annotated.roles
        if r.role == "place"
        and hit.clause.span.covers(r)
        and not (filed is not None and filed[0].touches(r))
    ]
    best = min(inside, key=lambda r: _distance(r, hit), default=None)
    return Span(start=best.start, end=best.end) if best is not None else None


def _stated(hit: Hit, places: Sequence[Mention], annotated: Annotated) -> Span | None:
    """Return the nearest place behind "in" or its like; a place behind the trigger is nearer."""
    text = annotated.document.text
    inside = [
        m for m in places if hit.clause.span.covers(m) and is_where(text, hit.clause.span.start, m)
    ]
    best = min(inside, key=lambda m: _distance(m, hit), default=None)
    return Span(start=best.start, end=best.end) if best is not None else None


def is_where(text: str, start: int, place: Span) -> bool:
    """Return whether a place name behind ``start`` says where something is, by what precedes it."""
    before = text[max(start, place.start - 60) : place.start]
    if _ELSEWHERE.search(before) or _OFFICE.search(before):
        return False
    words = re.findall(r"[\w’']+", before.casefold())
    near: list[str] = []
    for word in reversed(words):
        if word not in word_list("before_places"):
            break
        near.append(word)
    follows_place = re.search(r",\s*$", before) is not None
    return bool(_STRONG.search(" ".join(near))) or (follows_place and not near)


def _office(hit: Hit, places: Sequence[Mention], annotated: Annotated) -> Span | None:
    """Return the place whose office a victim holds: "the governor of X province was killed"."""
    text = annotated.document.text
    for m in places:
        before = text[max(hit.clause.span.start, m.start - 40) : m.start]
        if hit.clause.span.covers(m) and m.start > hit.span.start and _OFFICE.search(before):
            return Span(start=m.start, end=m.end)
    return None


def _distance(span: Span, hit: Hit) -> int:
    if span.start >= hit.span.end:
        return span.start - hit.span.end
    return 2 * (hit.span.start - span.end)


def _with_larger(found: Span, hit: Hit, places: Sequence[Mention]) -> list[Span]:
    """Add the larger places that follow: "in Bala, Zarin province"."""
    spans = [found]
    text = hit.clause.text
    for m in sorted(places, key=lambda m: m.start):
        gap = text[spans[-1].end : m.start] if m.start >= spans[-1].end else None
        if gap is not None and re.fullmatch(
            r"\s*(?:,\s*|\(\s*|\bin\s+|\bof\s+)?(?:in\s+|of\s+)?(?:the\s+)?(?:(?:\w+ern|city|town|village|district|"
            r"province|region|department|state)\s+(?:of\s+)?){0,3}",
            gap,
            re.IGNORECASE,
        ):
            spans.append(Span(start=m.start, end=m.end))
    return spans


def _dateline(annotated: Annotated, places: Sequence[Mention]) -> Span | None:
    filed = dateline(annotated.document.text)
    if filed is None:
        return None
    return next((m for m in places if m.touches(filed[1])), filed[1])


def _only(places: Sequence[Mention]) -> Mention | None:
    groups = {m.group for m in places}
    return places[0] if len(groups) == 1 and places else None


def dates_in(hit_span: Span, sentence: Span, annotated: Annotated) -> tuple[Mention, ...]:
    """Return the time expressions of a sentence that date its event, nearest to it first."""
    text = annotated.document.text
    inside = [m for m in annotated.mentions if m.label == "time" and sentence.covers(m)]
    own = [m for m in inside if _OWNED.fullmatch(text, m.end, max(m.end, hit_span.start))]
    if own:
        return (own[-1],)
    kept = [
        m
        for m in inside
        if not _dates_something_else(text, sentence, m)
        and not _POSSESSIVE.match(text, m.end)
        and not _dates_the_saying(m, hit_span, annotated)
    ]
    return tuple(sorted(kept, key=lambda m: abs(m.start - hit_span.start)))


def _dates_the_saying(time: Span, hit_span: Span, annotated: Annotated) -> bool:
    """Return whether the event is inside what somebody says, and the time outside of it."""
    return any(
        any(part.covers(hit_span) for part in q.content)
        and not any(part.touches(time) for part in q.content)
        for q in annotated.quotations
    )


def _dates_something_else(text: str, sentence: Span, time: Mention) -> bool:
    before = text[sentence.start : time.start]
    if _STATEMENT_TIME.search(before) or _MEASURED.search(time.cut(text)):
        return True
    after = text[time.end : time.end + 3]
    in_dateline = time.start < 120 and re.match(r"\s*(?:\(|--|—)", text[time.end : time.end + 4])
    return bool(in_dateline) or after.startswith(")")


def date_of(
    hits: Sequence[Hit], annotated: Annotated, evidence: Evidence, *, is_whole_story: bool
) -> Claimed[DateRange]:
    """Return the words that say when: in the triggers' sentences, or linked from another one.

    Args:
        hits: The event's triggers.
        annotated: The text.
        evidence: What the network links to them.
        is_whole_story: Whether the text tells of no other event, so that a time of day or date
            in a sentence between two of its triggers is its own.
    """
    linked = [span for span, _ in likeliest(evidence.fillers("time", hits))]
    here = [span for span in linked if _is_beside(span, hits)]
    stated = [d for hit in hits for d in dates_in(hit.span, hit.clause.span, annotated)[:1]]
    for time in (*here, *stated, *linked):
        span = Span(start=time.start, end=time.end)
        return Claimed[DateRange](why=NOT_GROUNDED, spans=(span,))
    if is_whole_story:
        near = {hit.sentence + step for hit in hits for step in (-1, 1)}
        for number in sorted(n for n in near if 0 <= n < len(annotated.sentences)):
            sentence = annotated.sentences[number]
            found = dates_in(hits[0].span, sentence, annotated)
            is_when = [
                m
                for m in found
                if re.search(r"day|night|morning|\d", m.cut(annotated.document.text), re.IGNORECASE)
            ]
            if is_when:
                first = is_when[0]
                return Claimed[DateRange](
                    why=NOT_GROUNDED,
                    spans=(Span(start=first.start, end=first.end),),
                    certainty="implied",
                    confidence=0.5,
                )
    return Claimed[DateRange](why=NO_DATE)
