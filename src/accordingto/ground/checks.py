"""What a text takes for granted, held against reference data: offices, places, bodies."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from accordingto.domain import Check, DateRange, Document, Event, Span, Statement
from accordingto.ground.actors import ActorList, ListedActor, Office, first_day
from accordingto.ground.context import CountryWords
from accordingto.ground.dates import published_day, resolve_words
from accordingto.ground.folding import fold
from accordingto.ground.timewords import Frame

_NAME = r"(?-i:[A-ZÀ-Þ][\w'’.-]+(?: (?:al-|el-|bin |ul-|de |da |von |ur-)?[A-ZÀ-Þ][\w'’.-]*){0,4})"
_OFFICES = (
    "vice president|president|prime minister|premier|chancellor|secretary of state|"
    "foreign minister|interior minister|home minister|defen[cs]e minister|defen[cs]e secretary|"
    "supreme leader|secretary[- ]general|king|crown prince|state counsellor|emir|sultan"
)
_TITLED = re.compile(rf"\b(?P<office>{_OFFICES}),? (?P<name>{_NAME})", re.I)
_APPOSED = re.compile(
    rf"(?P<name>{_NAME}), (?:the |its |their |(?:\w+['’]s ))?(?:\w+ )?"
    rf"(?P<office>{_OFFICES})\b(?!-)",
    re.I,
)
# Another office, whose name ends like this one's: "deputy foreign minister", "vice-president".
_LOWER = re.compile(r"\b(?:deputy|vice|shadow|junior|assistant|parliamentary)[- ]$", re.I)
# Said of somebody who no longer, or does not yet, hold the office; or who held it then.
_FORMER = re.compile(
    r"\b(?:former|formerly|ex|then|late|one-?time|erstwhile|deposed|ousted|toppled|exiled|fugitive|"
    r"past|previous|old|future|incoming)[- ](?:[\w-]+ ){0,4}$",
    re.I,
)
_SYNONYMS = {
    "premier": "prime minister",
    "defense": "defence",
    "home minister": "interior minister",
}
_TIME = re.compile(
    r"\b(?:since |between |from )?(?:(?:\d{1,2}(?:st|nd|rd|th)? )?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{1,2},)? )?"
    r"(?:1[89]|20)\d\d\b(?:(?: ?[-\u2013] ?| (?:and|to) )(?:19|20)\d\d)?",
    re.I,
)
# A stop ends a sentence unless an initial or a title stands before it.
_STOP = re.compile(
    r"(?<![^\w][A-Z])(?<!Gen)(?<!Mr)(?<!Dr)(?<!Lt)(?<!Col)(?<!Sen)(?<!Gov)"
    r"[.!?][\"”’')]*\s+(?=[\"“‘(]?[A-ZÀ-Þ])|\n\s*\n"
)
_WITHIN = re.compile(
    r"\b(?:in|inside|within|throughout) (?:the )?(?:(?:north|south)?-?(?:east|west|north|south)"
    r"(?:ern)? |central )?$",
    re.I,
)


class _Use(Struct, frozen=True):
    """Somebody called by an office, as something true at the time."""

    person: ListedActor
    office: str
    span: Span


def sentence_around(text: str, spans: Sequence[Span]) -> Span | None:
    """Return the sentences that hold all the spans; None where there are no spans."""
    if not spans:
        return None
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    starts = [m.end() for m in _STOP.finditer(text, 0, first + 1) if m.end() <= first]
    after = _STOP.search(text, max(first, last - 1))
    return Span(start=starts[-1] if starts else 0, end=after.start() + 1 if after else len(text))


def check_statement(
    statement: Statement, document: Document, *, actors: ActorList, published: str | None
) -> Statement:
    """Return the statement with a check for each office that was not held when it is used.

    The time is the statement's own, else the years in its sentence, else (for the speaker only)
    the day of publication; without any there is nothing to compare.
    """
    speaker = statement.speaker.spans if statement.speaker else ()
    cue = (statement.cue,) if statement.cue else ()
    around = sentence_around(document.text, [*speaker, *cue] or statement.content[:1])
    if around is None:
        return statement
    times = list(_times(statement, document, around, published=published))
    found = [
        check
        for use in _uses(statement, document.text, around, actors=actors)
        if times and (check := _compare(use, times, actors=actors))
    ]
    return replace(statement, checks=statement.checks + tuple(found)) if found else statement


def _uses(statement: Statement, text: str, around: Span, *, actors: ActorList) -> Iterator[_Use]:
    for pattern in (_TITLED, _APPOSED):
        for match in pattern.finditer(text, around.start, around.end):
            at = Span(start=match.start(), end=match.end())
            before = text[around.start : match.start("office")]
            if _FORMER.search(before) or _LOWER.search(before):
                continue
            person = _person(match["name"], statement, actors=actors)
            if person is not None:
                yield _Use(person, match["office"], at)


def _person(name: str, statement: Statement, *, actors: ActorList) -> ListedActor | None:
    """Return the listed person of this name; a surname alone only if it is the speaker's."""
    words = re.sub(r"['’]s$", "", name).split()
    for n_words in range(len(words), 1, -1):
        listed = actors.listed(" ".join(words[:n_words]))
        if len(listed) == 1:
            return listed[0] if listed[0].roles else None
    speaker = (
        statement.speaker.actor.value if statement.speaker and statement.speaker.actor else None
    )
    if speaker and fold(words[0]) in fold(speaker.name).split():
        return actors.by_id(speaker.id)
    return None


def _times(
    statement: Statement, document: Document, around: Span, *, published: str | None
) -> Iterator[tuple[DateRange, tuple[Span, ...]]]:
    if statement.date.value is not None:
        yield statement.date.value, statement.date.spans
        return
    frame, none_said = Frame(published_day(published)), True
    for match in _TIME.finditer(document.text, around.start, around.end):
        answer = resolve_words(match[0], frame)
        if answer.value is not None:
            none_said = False
            yield answer.value, (Span(start=match.start(), end=match.end()),)
    if none_said and published and statement.speaker is not None:
        yield DateRange(first=published, last=published, precision="day", text=published), ()


def _compare(
    use: _Use, times: Sequence[tuple[DateRange, tuple[Span, ...]]], *, actors: ActorList
) -> Check | None:
    """Return a finding if the office was held at none of the times."""
    wanted = fold(use.office)
    for said, listed in _SYNONYMS.items():
        wanted = wanted.replace(said, listed)
    held = [office for office in use.person.roles if fold(office.office).startswith(wanted)]
    if not held:
        return None
    terms = sorted(office.days() for office in held)
    times = [(time, spans) for time, spans in times if time.first <= actors.known_until]
    if not times or any(
        first <= time.last and time.first <= last for first, last in terms for time, _ in times
    ):
        return None
    time, spans = times[0]
    country = held[0].country or use.person.country
    title = held[0].office
    if country and " of " not in title:
        title = f"{title} of {actors.state_name(country)}"
    finding = (
        f"{use.person.name} is called {title}; that office {_when(held, terms, time)}, "
        f"the text implies {_plain(time)}"
    )
    return Check(about=use.person.name, finding=finding, spans=(use.span, *spans))


def _when(held: Sequence[Office], terms: Sequence[tuple[str, str]], time: DateRange) -> str:
    if terms[-1][1] < time.first:
        return f"ended {max(office.last or '' for office in held)}"
    if terms[0][0] > time.last:
        return f"began {min(office.first or '' for office in held)}"
    return "was held " + " and ".join(
        f"{first} to {'today' if last > '9000' else last}" for first, last in terms
    )


def _plain(time: DateRange) -> str:
    match time.precision:
        case "year":
            return time.first[:4]
        case "month":
            return time.first[:7]
        case "day":
            return time.first
        case _:
            return f"{time.first} to {time.last}"


# ------------------------------------------------------------------ events


def check_events(
    statements: Sequence[Statement],
    events: Sequence[Event],
    document: Document,
    *,
    actors: ActorList,
    words: CountryWords,
) -> tuple[Statement, ...]:
    """Return the statements with what speaks against the events they are about.

    That is a place in another country than the one that the sentence names, and a doer that was
    founded after the event.
    """
    findings = {
        event.id: [*_elsewhere(event, document.text, words=words), *_unfounded(event, actors)]
        for event in events
    }
    checked = []
    for statement in statements:
        found = tuple(check for id in statement.about for check in findings.get(id, ()))
        checked.append(replace(statement, checks=statement.checks + found) if found else statement)
    return tuple(checked)


def _unfounded(event: Event, actors: ActorList) -> Iterator[Check]:
    date = event.date.value
    for doer in event.perpetrators if date is not None else ():
        actor = doer.actor.value if doer.actor is not None else None
        listed = actors.by_id(actor.id) if actor is not None else None
        if listed is None or listed.since is None or date is None:
            continue
        if date.last < first_day(listed.since):
            finding = (
                f"{listed.name} was founded in {listed.since}; the text implies {_plain(date)}"
            )
            yield Check(about=event.id, finding=finding, spans=(*doer.spans, *event.date.spans))


def _elsewhere(event: Event, text: str, *, words: CountryWords) -> Iterator[Check]:
    place, around = event.place.value, sentence_around(text, event.place.spans)
    if place is None or around is None or place.precision >= 6:
        return
    named: dict[str, Span] = {}
    for start, end in words.found(text[around.start : around.end]):
        span = Span(start=around.start + start, end=around.start + end)
        iso = words.names.get(fold(re.sub(r"['’]s$", "", span.cut(text))))
        if iso and _WITHIN.search(text[max(0, span.start - 24) : span.start]):
            named[iso] = span
    if len(named) != 1 or place.country in named:
        return
    (iso, span), *_ = named.items()
    finding = f"{place.name} is in {place.country_name}; the sentence names {span.cut(text)}"
    yield Check(about=event.id, finding=finding, spans=(*event.place.spans, span))
