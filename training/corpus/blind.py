"""A second, blind annotation: drawing reports, taking their marks out, comparing both hands."""

import random
import tomllib
from pathlib import Path

from accordingto.scoring.gold import report_files, story_folders
from accordingto.scoring.reports import Report, read_report


def drawn(folders: list[Path], *, n_reports: int, seed: int) -> list[Path]:
    """Return reports drawn at random, each from another story while there are enough."""
    chance = random.Random(seed)
    stories = sorted({story for folder in folders for story in story_folders(folder)})
    chance.shuffle(stories)
    chosen = [chance.choice(report_files(story)) for story in stories[:n_reports]]
    return sorted(chosen)


def n_values(path: Path) -> int:
    """Return how many values a report's tables state: every entry, every item of a list."""
    table = tomllib.loads(path.read_text("utf-8"))
    return sum(_n_leaves(value) for value in table.values() if isinstance(value, dict))


def _n_leaves(value: object) -> int:
    if isinstance(value, dict):
        return sum(_n_leaves(inner) for inner in value.values())
    return len(value) if isinstance(value, list) else 1


def stripped(path: Path) -> str:
    """Return a report's file with its head and its bare text, to be marked by another hand."""
    report = read_report(path)
    head = [f'{name} = "{_escaped(value)}"' for name, value in _head(report) if value]
    text = report.marked.text
    return "\n".join([*head, "fictional = true", f"text = '''\n{text}\n'''", ""])


def _head(report: Report) -> list[tuple[str, str | None]]:
    names = ("publisher", "published", "title", "form", "english", "country")
    return [(name, getattr(report, name)) for name in names]


def _escaped(value: str | None) -> str:
    return (value or "").replace("\\", "\\\\").replace('"', '\\"')
