"""Which stories are train, dev and test, and the digests that hold them there."""

import hashlib
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

from accordingto.scoring.gold import full_name, story_folders
from accordingto.scoring.reports import read_story

SPLITS = ("train", "dev", "test")
DEV_SHARE = 0.21  # of the stories outside test; dev then holds 15 % of all reports
PINS = "splits.toml"


def move_to_dev(corpus: Path) -> list[str]:
    """Move the stories that their names' digests choose from train to dev; return their names.

    Stories with near-twins in one another go together, by the first of their names.
    """
    linked = _linked(corpus)
    moved = []
    for story in story_folders(corpus / "train"):
        key = linked.get(story.name, story.name)
        number = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
        if number < DEV_SHARE:
            (corpus / "dev").mkdir(exist_ok=True)
            shutil.move(story, corpus / "dev" / story.name)
            moved.append(story.name)
    return moved


def _linked(corpus: Path) -> dict[str, str]:
    first: dict[str, str] = {}
    for story in story_folders(corpus / "train"):
        for pair in read_story(story).twins:
            stories = {full_name(story.name, incident).split("/")[0] for incident in pair}
            stories |= {first[s] for s in stories if s in first}
            first |= dict.fromkeys(stories, min(stories))
    return first


def digest_of(split: Path) -> str:
    """Return the SHA-256 over the names and bytes of a split's files, in order."""
    total = hashlib.sha256()
    for path in sorted(split.rglob("*.toml")):
        total.update(path.relative_to(split).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def pin(corpus: Path) -> None:
    """Write the digest of every split."""
    lines = [f'{split} = "{digest_of(corpus / split)}"\n' for split in SPLITS]
    head = "# SHA-256 of each split's files: python -m training.corpus pin\n"
    (corpus / PINS).write_text(head + "".join(lines), encoding="utf-8")


def changed(corpus: Path) -> Iterator[str]:
    """Yield one line for each split that is not as it was pinned."""
    pinned = tomllib.loads((corpus / PINS).read_text("utf-8")) if (corpus / PINS).exists() else {}
    for split in SPLITS:
        if pinned.get(split) != digest_of(corpus / split):
            yield f"{split} is not as pinned: look at it, then python -m training.corpus pin"
