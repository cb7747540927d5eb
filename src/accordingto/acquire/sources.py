"""Files and folders to inputs, one by one and in order; what cannot be read is told, not lost."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from accordingto.acquire import rows
from accordingto.acquire.binary import looks_like_a_page
from accordingto.acquire.limits import DOCUMENT_LIMIT, TOO_LARGE
from accordingto.acquire.rows import refused
from accordingto.domain import Refused, SourceItem

SUFFIXES = (".txt", ".md", ".html", ".htm", ".jsonl", ".json")
_PAGES = (".html", ".htm", ".xhtml")


def items(paths: Iterable[str | Path]) -> Iterator[SourceItem | Refused]:
    """Yield the inputs in the order given, each file once, one in memory at a time.

    Folders are searched to any depth in the order of their names, for files with one of
    ``SUFFIXES``; hidden files and folders are passed over. A file named outright is read
    whatever its suffix: as JSON Lines, as a web page, else as plain text. Checked here is what
    can be checked without decoding: paths, sizes and the form of JSON rows. ``acquire`` checks
    the bytes.

    Yields:
        A SourceItem; or a Refused of kind "document" whose ``what`` is the path, or path:line,
        and whose ``why`` is the reason and the next step. It never raises for an input.
    """
    for found in _each_once(paths):
        if isinstance(found, Refused):
            yield found
        else:
            yield from _from_file(found)


def n_bytes(paths: Iterable[str | Path]) -> int:
    """Return how many bytes the files have together that ``items`` would read."""
    return sum(_size(found) for found in _each_once(paths) if isinstance(found, Path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # `items` says what is wrong with it
        return 0


def _each_once(paths: Iterable[str | Path]) -> Iterator[Path | Refused]:
    seen: set[str] = set()
    for path in paths:
        for found in _files(path):
            if isinstance(found, Refused):
                yield found
            elif (real := os.path.realpath(found)) not in seen:
                seen.add(real)
                yield found


def _files(path: str | Path) -> Iterator[Path | Refused]:
    """Yield the file itself, or all known files of a folder; links are followed once."""
    if not str(path) or "\0" in str(path):
        yield refused(repr(str(path)), "is not a path. Give a file or folder.")
        return
    if not Path(path).is_dir():
        yield Path(path)
        return
    waiting, entered, n_files = [Path(path)], set[str](), 0
    while waiting:
        entry = waiting.pop()
        if not entry.is_dir():
            n_files += 1
            yield entry
        elif (real := os.path.realpath(entry)) not in entered:
            entered.add(real)
            inside = _entries(entry)
            if isinstance(inside, Refused):
                n_files += 1
                yield inside
            else:
                waiting += reversed(inside)
    if not n_files:
        yield refused(_uri(Path(path)), f"holds no file to read. Read are {', '.join(SUFFIXES)}.")


def _entries(folder: Path) -> list[Path] | Refused:
    try:
        inside = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        return _unreadable(folder, error)
    return [
        entry
        for entry in inside
        if not entry.name.startswith(".")
        and (entry.suffix.lower() in SUFFIXES or entry.is_dir())
        and not entry.is_fifo()
        and not entry.is_socket()
    ]


def _from_file(path: Path) -> Iterator[SourceItem | Refused]:
    try:
        file = path.open("rb")
    except OSError as error:
        yield _unreadable(path, error)
        return
    with file:
        outcomes = _outcomes(file, path)
        while True:  # not `yield from`: an error of the disk is told, one of the caller is not
            try:
                outcome = next(outcomes, None)
            except OSError as error:
                outcome, outcomes = _unreadable(path, error), iter(())
            if outcome is None:
                return
            yield outcome


def _outcomes(file: BinaryIO, path: Path) -> Iterator[SourceItem | Refused]:
    suffix, uri = path.suffix.lower(), _uri(path)
    if suffix == ".jsonl":
        yield from rows.from_lines(file, uri=uri, name=Path(uri).name)
        return
    data = file.read(DOCUMENT_LIMIT + 1)
    if suffix == ".json":
        yield from _from_json(file, data, uri=uri)
    elif len(data) > DOCUMENT_LIMIT:
        yield refused(uri, f"{TOO_LARGE}. Split it, or write JSON Lines, one document a line.")
    else:
        yield SourceItem(uri=uri, data=data, media_type=_media_type(suffix, data))


def _from_json(file: BinaryIO, data: bytes, *, uri: str) -> Iterator[SourceItem | Refused]:
    """Yield the rows of a .json file: one list, one object, or in truth JSON Lines."""
    whole = None
    if len(data) <= DOCUMENT_LIMIT:
        whole = rows.from_json(data, uri=uri, name=Path(uri).name)
    if whole is not None:
        yield from whole
        return
    first = data.split(b"\n", 1)[0].strip()
    if data and not first.endswith(b"}"):  # so that a broken file is refused once, not by line
        yield refused(uri, "is neither JSON nor JSON Lines. Mend it, or write JSON Lines.")
        return
    file.seek(0)
    yield from rows.from_lines(file, uri=uri, name=Path(uri).name)


def _media_type(suffix: str, data: bytes) -> Literal["text/plain", "text/html"]:
    return "text/html" if suffix in _PAGES or looks_like_a_page(data) else "text/plain"


def _unreadable(path: Path, error: OSError) -> Refused:
    next_step = {
        FileNotFoundError: "Check the path.",
        PermissionError: "Give yourself the right to read it.",
    }.get(type(error), "Check the file and its disk.")
    reason = (error.strerror or type(error).__name__).lower()
    return refused(_uri(path), f"cannot be opened: {reason}. {next_step}")


def _uri(path: Path) -> str:
    """Return the path as given, with forward slashes; bytes that are no UTF-8 as U+FFFD."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
