"""Does the wording decide? ``python -m tests.gates.wording`` prints the figures and the rest.

`no_incident.toml`: paragraphs that report nothing violent. `neutrality.toml`: sentences whose
variants differ only in who the actors are or in loaded words; each must be read as the first of
its case is. Both were written without looking at what the program makes of them.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from accordingto.domain import Claimed, Count, Event, Participant, Reading, SourceItem
from accordingto.pipeline import Tools, open_tools, understand_all
from accordingto.settings import load_settings

HERE = Path(__file__).parent
PUBLISHED = "2024-03-14"
MARK = re.compile(r"\[(\w) ([^\]]*)\]")
ASPECTS = ("kind", "stage", "certainty", "counts", "roles")


class Marked(NamedTuple):
    """A variant without its marks, and the characters that each letter stands at."""

    text: str
    places: dict[str, list[tuple[int, int]]]


class Compared(NamedTuple):
    """Two variants of a case, and the aspects in which they are read differently."""

    case: str
    swap: str
    first: str
    other: str
    differs: tuple[str, ...]


def cases(name: str) -> list[dict]:
    """Return the cases of a data file."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))["case"]


def unmarked(variant: str) -> Marked:
    """Take the brackets out.

    >>> unmarked("[a Rebels] fled.")
    Marked(text='Rebels fled.', places={'a': [(0, 6)]})
    """
    text, places, last = "", {}, 0
    for match in MARK.finditer(variant):
        text += variant[last : match.start()]
        places.setdefault(match[1], []).append((len(text), len(text) + len(match[2])))
        text, last = text + match[2], match.end()
    return Marked(text + variant[last:], places)


def read(texts: Sequence[str], tools: Tools) -> list[Reading]:
    """Read each text as a report of its own."""
    items = [
        SourceItem(
            uri=f"text-{number}",
            data=text.strip().encode(),
            media_type="text/plain",
            published=PUBLISHED,
        )
        for number, text in enumerate(texts)
    ]
    return [outcome for outcome in understand_all(items, tools) if isinstance(outcome, Reading)]


def false_events(tools: Tools) -> Iterator[tuple[str, str, Event]]:
    """Yield name, text and event where a paragraph without an incident is said to have one."""
    told = cases("no_incident.toml")
    for case, reading in zip(told, read([c["text"] for c in told], tools), strict=True):
        for event in reading.events:
            if event.stage == "accomplished" and event.clarity == "single" and not event.background:
                yield case["name"], case["text"], event


def compared(tools: Tools) -> Iterator[Compared]:
    """Yield every variant beside the first of its case."""
    told = cases("neutrality.toml")
    marked = [[unmarked(variant) for variant in case["variants"]] for case in told]
    readings = iter(read([m.text for variants in marked for m in variants], tools))
    for case, variants in zip(told, marked, strict=True):
        coded = [_coding(next(readings), m) for m in variants]
        for variant, coding in zip(variants[1:], coded[1:], strict=True):
            pairs = zip(ASPECTS, coded[0], coding, strict=True)
            differs = tuple(aspect for aspect, one, other in pairs if one != other)
            yield Compared(case["name"], case["swap"], variants[0].text, variant.text, differs)


def _coding(reading: Reading, marked: Marked) -> tuple[object, ...]:
    """Return what must not change: kinds, stages, certainties, counts and roles by letters."""
    events = sorted(reading.events, key=lambda event: event.trigger[0].start)
    return (
        [event.kind for event in events],
        [(event.stage, event.clarity) for event in events],
        [[p.certainty for p in event.perpetrators] for event in events],
        [[_counts(c) for c in (e.killed, e.injured, e.abducted)] for e in events],
        [
            [_letters(part, marked) for part in (e.perpetrators, e.victims, e.targets)]
            for e in events
        ],
    )


def _counts(claims: Sequence[Claimed[Count]]) -> list[tuple[int | None, int | None]]:
    return [(c.value.low, c.value.high) for c in claims if c.value is not None]


def _letters(participants: Sequence[Participant], marked: Marked) -> list[str]:
    """Return the letters whose words name a participant, "?" for words without one."""
    found = []
    for participant in participants:
        letters = {
            letter
            for letter, places in marked.places.items()
            for start, end in places
            for span in participant.spans
            if span.start < end and start < span.end
        }
        found.append("".join(sorted(letters)) or "?")
    return sorted(found)


def main() -> None:
    """Print both figures, and what is read differently or wrongly."""
    tools = open_tools(load_settings())
    wrong = list(false_events(tools))
    print(f"no_incident: {len(wrong)} false events in {len(cases('no_incident.toml'))} paragraphs")
    for name, text, event in wrong:
        words = ", ".join(trigger.cut(text.strip()) for trigger in event.trigger)
        print(f"  {name}: {event.kind} at “{words}”")
    found = list(compared(tools))
    for swap in ("actors", "words", "both", None):
        _print_shares([c for c in found if swap in (c.swap, None)], swap or "all")
    for one in found:
        if one.differs:
            print(f"  {one.case} ({', '.join(one.differs)})\n    {one.first}\n    {one.other}")


def _print_shares(found: Sequence[Compared], name: str) -> None:
    n = max(len(found), 1)
    shares = [f"{a} {sum(a not in c.differs for c in found) / n:.1%}" for a in ASPECTS]
    same = sum(not c.differs for c in found) / n
    print(f"neutrality, {name}: {len(found)} pairs; {', '.join(shares)}; all alike {same:.1%}")


if __name__ == "__main__":
    main()
