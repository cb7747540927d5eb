"""What is not in order in a story: every finding one line, nothing printed when all is well."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from accordingto.codify.counts import count_in
from accordingto.codify.ontology import Ontology, load_ontology
from accordingto.domain import Span
from accordingto.errors import CorpusError
from accordingto.ground.gazetteer import Gazetteer
from accordingto.resources import resource
from accordingto.scoring.gold import Marked, full_name, read_gold, report_files
from accordingto.scoring.reports import MarkedEvent, Report, read_report, read_story, value_line
from accordingto.scoring.written import count_of, date_of, is_overruled, place_of
from training.corpus.unmarked import unmarked

MIN_WORDS, MAX_WORDS = 60, 450
_DAYS = [name.casefold() for name in calendar.day_name]
_MONTHS = [name.casefold() for name in calendar.month_name][1:]
N_DAYS_APART = 10  # two reports may differ about the day of an incident, not about the month
# Who publishes in these forms speaks for himself: "the police deny …".
_OWN_VOICE = ("group_statement", "police_release", "army_release", "flash_update", "other")
_EFFECT_OF = {"killed": "death", "injured": "injury", "abducted": "abducted"}


def findings(stories: list[Path]) -> Iterator[str]:
    """Yield one line for each thing that is not in order."""
    ontology = load_ontology()
    with Gazetteer.open(resource("gazetteer")) as gazetteer:
        for story in stories:
            yield from _of_story(story, ontology, gazetteer)


def _of_story(story: Path, ontology: Ontology, gazetteer: Gazetteer) -> Iterator[str]:
    golds: dict[Path, Marked] = {}
    for path in report_files(story):
        try:
            report = read_report(path)
            yield from (f"{path}: {line}" for line in _of_report(report, gazetteer))
            golds[path] = read_gold(path, ontology, gazetteer)
        except CorpusError as error:
            yield str(error)
    try:
        known = {name for gold in golds.values() for name in gold.incidents.values()}
        for pair in read_story(story).twins:
            for name in (full_name(story.name, incident) for incident in pair):
                if name.startswith(f"{story.name}/") and name not in known:
                    yield f"{story}/story.toml: no report tells of the incident {name}"
    except CorpusError as error:
        yield str(error)
    if not report_files(story):
        yield f"{story}: no report in it"
    yield from _apart(golds)


def _apart(golds: dict[Path, Marked]) -> Iterator[str]:
    """Yield the incidents that two reports date too far apart to be one."""
    days: dict[str, list[tuple[date, date, str]]] = {}
    for path, gold in golds.items():
        for event in gold.reading.events:
            when = event.date.value
            if when is not None and event.clarity == "single":
                first, last = date.fromisoformat(when.first), date.fromisoformat(when.last)
                days.setdefault(gold.incidents[event.id], []).append((first, last, path.name))
    for incident, dated in days.items():
        early, late = min(dated, key=lambda d: d[1]), max(dated, key=lambda d: d[0])
        if late[0] - early[1] > timedelta(days=N_DAYS_APART):
            yield f"{incident}: {early[2]} has it on {early[1]}, {late[2]} on {late[0]}"


def _of_report(report: Report, gazetteer: Gazetteer) -> Iterator[str]:
    n_words = len(report.marked.text.split())
    if not MIN_WORDS <= n_words <= MAX_WORDS:
        yield f"{n_words} words; a report has {MIN_WORDS} to {MAX_WORDS}"
    if not re.fullmatch(r"[A-Z]{2}", report.country):
        yield f"country {report.country!r} is no ISO code of two capitals"
    if report.published is not None:
        try:
            date.fromisoformat(report.published)
        except ValueError:
            yield f"published {report.published!r} is no day such as 2024-05-15"
            return
    yield from _handles(report)
    yield from _values(report)
    yield from _times(report)
    yield from _places(report, gazetteer)
    yield from unmarked(report)


def _handles(report: Report) -> Iterator[str]:
    marks = set(report.marked.spans)
    tables = (report.things, report.places, report.times, report.events, report.statements)
    entries = [name for table in tables for name in table]
    for name in sorted({n for n in entries if entries.count(n) > 1}):
        yield f"{name} stands in two tables"
    lines = [line for event in report.events.values() for line in _lines(event)]
    used = {h for line in lines for h in value_line(line).handles}
    for handle in sorted(marks):
        counts = re.fullmatch(r"k\d+", handle)
        if handle.endswith(".cue"):
            if handle.removesuffix(".cue") not in report.statements:
                yield f"[{handle} …] has no entry [{handle.removesuffix('.cue')}]"
        elif counts and handle not in used:
            yield f"[{handle} …] is no value of any event"
        elif not counts and handle not in entries:
            yield f"[{handle} …] has no entry"
    for name in entries:
        if name not in marks:
            yield f"the entry {name} has no mark in the text"
    parts = used | set(re.findall(r"[a-z][a-z0-9_]*", " ".join(_other_uses(report))))
    for name, thing in report.things.items():
        if name not in parts and thing.kind in ("armed_group", "object") and thing.name is None:
            yield f"{name} has no part in an event or statement: give it one, or unmark it"
        if (thing.name is None) != (thing.label is None) and thing.label != "nationality":
            yield f"{name} needs both a name and a label, or neither"


def _lines(event: MarkedEvent) -> list[str]:
    groups = ("perpetrators", "victims", "targets", "means", "killed", "injured", "abducted")
    lines = [line for group in groups for line in getattr(event, group)]
    return [*lines, *(x for x in (event.date, event.place) if x)]


def _other_uses(report: Report) -> Iterator[str]:
    for event in report.events.values():
        yield event.by or ""
        yield from (line.partition("@")[2] for line in _lines(event))
    for said in report.statements.values():
        yield from (said.by or "", said.accused or "", said.proposition or "")
        yield from (said.venue or "", said.to or "", said.when or "")


# ------------------------------------------------------------------------ values


def _values(report: Report) -> Iterator[str]:
    text, spans = report.marked
    for name, event in report.events.items():
        for group, effect in _EFFECT_OF.items():
            lines = getattr(event, group)
            for line in map(value_line, lines):
                words = [s.cut(text) for h in line.handles for s in spans.get(h, ())[:1]]
                # A list of people has no number of its own to read again.
                yield from _count(f"{name}.{group}", line.rest, words[0] if len(words) == 1 else "")
            harmed = [v for v in map(value_line, event.victims) if v.rest == effect]
            sure = [v for v in harmed if v.certainty == "fact"]
            if sure and not lines and event.clarity == "single":
                yield f"{name}: a victim has {effect!r} and `{group}` is empty"
    for name, thing in report.things.items():
        if thing.number and name in spans:
            yield from _count(name, thing.number, spans[name][0].cut(text))
    own = report.publisher.casefold()
    chains = [(n, e.by or "") for n, e in report.events.items()]
    chains += [(n, s.by or "") for n, s in report.statements.items()]
    for name, chain in chains:
        for link in re.findall(r"[a-z][a-z0-9_]*", chain):
            thing_name = report.things[link].name if link in report.things else None
            if thing_name and thing_name.casefold() == own and report.form not in _OWN_VOICE:
                yield f"{name}: the publisher itself ({link}) is in its chain"
    for name, said in report.statements.items():
        if said.kind == "accuse" and not said.accused and not said.proposition:
            yield f"{name}: an accusation names `accused` or a `proposition`"
        if said.by and f"{name}.cue" not in spans:
            yield f"{name}: it has a speaker and no [{name}.cue …]"


def _count(where: str, written: str, words: str) -> Iterator[str]:
    try:
        count = count_of(written, words)
    except ValueError as error:
        yield f"{where}: {error}"
        return
    second = count_in(words)
    if is_overruled(written) or second is None:
        return
    if (second.low, second.high, second.others) != (count.low, count.high, count.others):
        others = " others" if second.others else ""
        low, high = second.low or "", "" if second.high is None else second.high
        reads = str(second.low) if second.low == second.high else f"{low}..{high}"
        yield (
            f"{where}: {written!r}, but “{words}” reads as {reads}{others} "
            f'(write "{written}!" if you are sure)'
        )


def _times(report: Report) -> Iterator[str]:
    text, spans = report.marked
    for handle, written in report.times.items():
        try:
            found = date_of(written)
        except ValueError as error:
            yield f"{handle}: {error}"
            continue
        if found is None:
            continue
        first, last = date.fromisoformat(found[0]), date.fromisoformat(found[1])
        for span in spans.get(handle, ()):
            words = span.cut(text).casefold()
            if why := _misdated(words, first, last, report.published):
                yield f"{handle}: {written} is not “{words}”: {why}"


def _misdated(words: str, first: date, last: date, published: str | None) -> str | None:
    stretch = [first + timedelta(days=n) for n in range(min((last - first).days, 40) + 1)]
    for day in _DAYS:
        if re.search(rf"\b{day}\b", words) and all(_DAYS[d.weekday()] != day for d in stretch):
            return f"{first} is a {_DAYS[first.weekday()].capitalize()}"
    for number, month in enumerate(_MONTHS, 1):
        if re.search(rf"\b{month}\b", words) and number not in {first.month, last.month}:
            return f"its month is not {month.capitalize()}"
    year = re.search(r"\b(?:19|20)\d\d\b", words)
    if year and int(year.group()) not in {first.year, last.year}:
        return f"its year is not {year.group()}"
    if published and words in {"today", "yesterday"}:
        told = date.fromisoformat(published) - timedelta(days=words == "yesterday")
        return None if first == told else f"the report is of {published}"
    return None


def _places(report: Report, gazetteer: Gazetteer) -> Iterator[str]:
    text, spans = report.marked
    for handle, written in report.places.items():
        try:
            place = place_of(written)
        except ValueError as error:
            yield f"{handle}: {error}"
            continue
        if place.number is None:
            continue
        listed = gazetteer.by_id(place.number)
        if listed is None:
            yield f"{handle}: the gazetteer has no place {place.number}"
        elif not place.is_spelt_otherwise:
            yield from _spelling(handle, place.number, spans.get(handle, ()), text, gazetteer)


def _spelling(
    handle: str, number: int, spans: tuple[Span, ...], text: str, gazetteer: Gazetteer
) -> Iterator[str]:
    for words in sorted({span.cut(text) for span in spans}):
        bare = re.sub(r"^[a-z ]+(?=[A-Z])|^The\s+|['’]s?$", "", words)
        names = (
            words,
            bare,
            re.sub(r"(?i)\s+(?:state|province|district|region|county)$", "", bare),
        )
        if all(number not in {c.id for c in gazetteer.candidates(name)} for name in names):
            yield (
                f"{handle}: place {number} is not listed as “{words}” "
                f'(write "{number} spelt otherwise" if it is that place all the same)'
            )
