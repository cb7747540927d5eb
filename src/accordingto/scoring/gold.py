"""Marked reports as the values the program would ideally read: gold Readings and incidents."""

from collections.abc import Sequence
from pathlib import Path

from accordingto.codify.ontology import Ontology, load_ontology
from accordingto.domain import Event, Reading, Statement, Value
from accordingto.errors import CorpusError, OntologyError
from accordingto.ground.gazetteer import Gazetteer
from accordingto.resources import resource
from accordingto.scoring.meaning import Meaning
from accordingto.scoring.reports import read_report, read_story


class Marked(Value, frozen=True):
    """One gold report; ``incidents`` maps an event's id to "<story>/<incident>"."""

    reading: Reading
    incidents: dict[str, str]
    story: str
    form: str
    english: str
    country: str


class Corpus(Value, frozen=True):
    """The reports of a folder, and the incidents that are alike but not the same."""

    reports: tuple[Marked, ...]
    twins: tuple[tuple[str, str], ...]


def read_corpus(folder: Path) -> Corpus:
    """Read every story below a folder, in the order of their names.

    Raises:
        CorpusError: When there is none, or a file is not in order.
    """
    stories = story_folders(folder)
    if not stories:
        raise CorpusError(f"{folder}: no story.toml in it or below. Name a folder of the corpus.")
    ontology = load_ontology()
    reports: list[Marked] = []
    twins: list[tuple[str, str]] = []
    with Gazetteer.open(resource("gazetteer")) as gazetteer:
        for story in stories:
            reports.extend(read_gold(p, ontology, gazetteer) for p in report_files(story))
            twins.extend(
                (full_name(story.name, a), full_name(story.name, b))
                for a, b in read_story(story).twins
            )
    if not reports:
        raise CorpusError(f"{folder}: its stories have no reports. Name a folder of the corpus.")
    return Corpus(reports=tuple(reports), twins=tuple(twins))


def story_folders(folder: Path) -> list[Path]:
    """Return the folders of the stories in a folder or below, in order."""
    return sorted(path.parent for path in folder.rglob("story.toml"))


def report_files(story: Path) -> list[Path]:
    """Return the reports of a story's folder, in order."""
    return sorted(path for path in story.glob("*.toml") if path.name != "story.toml")


def full_name(story: str, incident: str) -> str:
    """Return an incident's name in the whole corpus."""
    return incident if "/" in incident else f"{story}/{incident}"


def read_gold(path: Path, ontology: Ontology, gazetteer: Gazetteer) -> Marked:
    """Read one marked report.

    Raises:
        CorpusError: When it is not in order; the message names the file and the entry.
    """
    report = read_report(path)
    story = path.parent.name
    gold = Meaning(report, f"{story}/{path.stem}", ontology, gazetteer)
    try:
        events = {name: gold.event(name, event) for name, event in report.events.items()}
        statements = [gold.statement(name, s, events) for name, s in report.statements.items()]
        mentions = tuple(sorted(gold.mentions(), key=lambda m: (m.start, m.end)))
        _check_names([*events.values(), *statements])
    except (KeyError, ValueError, OntologyError) as error:
        what = (
            f"no mark or entry {error}" if isinstance(error, KeyError) else str(error).rstrip(".")
        )
        raise CorpusError(f"{path}: {what}. Look at corpus/GUIDELINES.md.") from error
    return Marked(
        reading=Reading(
            document=gold.document,
            events=tuple(events.values()),
            statements=tuple(sorted(statements, key=lambda s: (s.content[0].start, s.id))),
            mentions=mentions,
        ),
        incidents={
            events[name].id: full_name(story, event.incident)
            for name, event in report.events.items()
        },
        story=story,
        form=report.form,
        english=report.english,
        country=report.country,
    )


def _check_names(values: Sequence[Event | Statement]) -> None:
    """Refuse two values of one kind that begin with the same words: they would share an id."""
    ids = [value.id for value in values]
    for value in values:
        if ids.count(value.id) > 1:
            raise ValueError(f"two entries of kind {value.kind!r} begin with the same words")
