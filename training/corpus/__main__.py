"""``python -m training.corpus``: the commands with which the corpus is written and checked."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from accordingto.errors import CorpusError
from accordingto.scoring import as_markdown
from accordingto.scoring.gold import Corpus, read_corpus, story_folders
from training.corpus import blind, quality
from training.corpus.agreement import agreement
from training.corpus.check import findings
from training.corpus.places import lines
from training.corpus.repetition import near_copies
from training.corpus.splits import SPLITS, changed, move_to_dev, pin
from training.corpus.tables import tables
from training.corpus.whole import between_stories, declared_copies

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
BEGIN, END = "<!-- tables: begin -->\n", "<!-- tables: end -->\n"


@click.group()
def main() -> None:
    """Write, check and describe the corpus."""


@main.command()
@click.argument("country")
@click.argument("names", nargs=-1, required=True)
def places(country: str, names: tuple[str, ...]) -> None:
    """Look NAMES up in COUNTRY (an ISO code, or * for anywhere)."""
    for line in lines(country.upper(), names):
        click.echo(line)


@main.command()
@click.argument("folder", type=_FOLDER)
def check(folder: Path) -> None:
    """Say what is not in order in the stories of FOLDER; say nothing when all is well."""
    stories = story_folders(folder) or [folder]
    _end(findings(stories))


@main.command("all")
@click.argument("corpus", type=_FOLDER, default="corpus")
def everything(corpus: Path) -> None:
    """Check every story, what spans stories, the tables of the README and the pinned digests."""

    def found() -> Iterator[str]:
        stories = story_folders(corpus)
        broken = list(findings(stories))
        yield from broken
        yield from between_stories(corpus)
        yield from changed(corpus)
        splits = _splits(corpus)
        texts = {
            gold.reading.document.id: gold.reading.document.text
            for part in splits.values()
            for gold in part.reports
        }
        declared = declared_copies(splits.values())
        for one, other, share in near_copies(texts):
            if (one, other) not in declared:
                yield f"{one} and {other} share {share:.0%} of their words: declare copy_of"
        if "\n".join(tables(splits)) not in (corpus / "README.md").read_text("utf-8"):
            yield f"{corpus}/README.md has old tables: python -m training.corpus tables --write"
        if not broken:
            told = [gold.story for part in splits.values() for gold in part.reports]
            click.echo(f"{len(told)} reports in {len(set(told))} stories", err=True)

    _end(found())


@main.command("tables")
@click.argument("corpus", type=_FOLDER, default="corpus")
@click.option("--write", is_flag=True, help="Put them into the corpus's README.md.")
def tables_(corpus: Path, *, write: bool) -> None:
    """Print what the corpus holds, and how little it repeats itself, as Markdown."""
    text = "\n".join(tables(_splits(corpus)))
    if not write:
        click.echo(text)
        return
    _put(corpus / "README.md", text)


@main.command("quality")
@click.argument("dev", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("test", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("page", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--corpus", type=_FOLDER, default="corpus")
def quality_(dev: Path, test: Path, page: Path, corpus: Path) -> None:
    """Put the figures of two `accordingto evaluate --format json` runs into PAGE."""
    text = "\n".join(
        quality.lines(quality.read_evaluation(dev), quality.read_evaluation(test), corpus)
    )
    _put(page, text + "\n")


@main.command("pin")
@click.argument("corpus", type=_FOLDER, default="corpus")
def pin_(corpus: Path) -> None:
    """Write the digests of the splits after a change that is meant."""
    pin(corpus)


@main.command()
@click.argument("corpus", type=_FOLDER, default="corpus")
def split(corpus: Path) -> None:
    """Move the stories that their names' digests choose from train to dev."""
    for name in move_to_dev(corpus):
        click.echo(name)


@main.command()
@click.argument("folders", type=_FOLDER, nargs=-1, required=True)
@click.option("--n", "n_reports", default=20, show_default=True)
@click.option("--seed", default=20261122, show_default=True)
def draw(folders: tuple[Path, ...], n_reports: int, seed: int) -> None:
    """Print reports drawn at random, each from another story, and how many values each states."""
    paths = blind.drawn(list(folders), n_reports=n_reports, seed=seed)
    for path in paths:
        click.echo(f"{path}\t{blind.n_values(path)}")
    click.echo(f"{len(paths)} reports, {sum(map(blind.n_values, paths))} values", err=True)


@main.command("agreement")
@click.argument("corpus", type=_FOLDER, default="corpus")
def agreement_(corpus: Path) -> None:
    """Print how far the two hands agree that marked the reports of CORPUS/second."""
    try:
        click.echo(as_markdown(agreement(corpus)))
    except CorpusError as error:
        sys.exit(str(error))


@main.command()
@click.argument("report", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def strip(report: Path) -> None:
    """Print REPORT with its head and bare text, for a second hand to mark."""
    click.echo(blind.stripped(report), nl=False)


def _put(page: Path, text: str) -> None:
    """Put the text between a page's two comments."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}{text}{END}{after}", encoding="utf-8")


def _splits(corpus: Path) -> dict[str, Corpus]:
    return {name: read_corpus(corpus / name) for name in SPLITS if any((corpus / name).glob("*"))}


def _end(lines_: Iterator[str]) -> None:
    failed = False
    try:
        for line in lines_:
            failed = True
            click.echo(line)
    except CorpusError as error:
        sys.exit(str(error))
    sys.exit(failed)


if __name__ == "__main__":
    main()
