"""What only the whole corpus shows: names used twice, twins across stories, test's own writers."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from accordingto.errors import CorpusError
from accordingto.scoring.gold import Corpus, full_name, report_files, story_folders
from accordingto.scoring.reports import read_report, read_story
from training.corpus.splits import SPLITS


def between_stories(corpus: Path) -> Iterator[str]:
    """Yield one line for each thing that is not in order between stories and splits."""
    seen: dict[str, Path] = {}
    writers: dict[str, set[str]] = {split: set() for split in SPLITS}
    incidents: dict[str, str] = {}
    pairs: list[tuple[str, tuple[str, str]]] = []
    for split in SPLITS:
        for story in story_folders(corpus / split):
            if story.name in seen:
                yield f"{story}: the name is used by {seen[story.name]} too"
            seen[story.name] = story
            try:
                about = read_story(story)
                reports = [read_report(path) for path in report_files(story)]
            except CorpusError:
                continue  # the check of the story names it
            writers[split].add(about.writer)
            events = [event for report in reports for event in report.events.values()]
            incidents |= {full_name(story.name, event.incident): split for event in events}
            pairs += [
                (split, (full_name(story.name, a), full_name(story.name, b)))
                for a, b in about.twins
            ]
    for split, pair in pairs:
        for name in pair:
            if incidents.get(name) != split:
                yield f"twins {pair[0]} and {pair[1]}: {name} is in no report of {split}"
    if both := writers["test"] & (writers["train"] | writers["dev"]):
        yield f"{', '.join(sorted(both))} wrote in test and outside it"


def declared_copies(parts: Iterable[Corpus]) -> set[tuple[str, str]]:
    """Return the pairs of document ids that are copies by their own word, also of one original."""
    groups: dict[str, set[str]] = {}
    for document in (report.reading.document for part in parts for report in part.reports):
        if document.copy_of is not None:
            groups.setdefault(document.copy_of, {document.copy_of}).add(document.id)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}
