"""JSON Lines and JSON: rows ``{id, text, published, publisher, title, url}``.

Other columns are passed over; a row that cannot be read is refused, and the next one read.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import count
from typing import BinaryIO

from accordingto.acquire.binary import binary
from accordingto.acquire.limits import DOCUMENT_LIMIT, TOO_LARGE
from accordingto.domain import Refused, SourceItem
from accordingto.ids import content_id, digest

_COLUMNS = ("published", "publisher", "title", "url")
_BOM = b"\xef\xbb\xbf"
_FORM = 'Write one JSON object a line, as {"id": ..., "text": ...}.'


def from_lines(file: BinaryIO, *, uri: str, name: str) -> Iterator[SourceItem | Refused]:
    """Yield one outcome for each line that is not blank, holding one line in memory.

    ``name`` is the file's name: with the row's content it names rows without an ``id``.
    ``uri`` and the line's number, from 1, name what is refused.
    """
    head = file.read(1024)
    file.seek(0)
    found = binary(head)
    if found is not None or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        thing, step = found or ("UTF-16", "Save it again as UTF-8.")
        yield refused(uri, f"is {thing}, not JSON Lines. {step}")
        return
    n_rows = 0
    for number, line in _lines(file):
        n_rows += line is None or bool(line.strip())
        where = f"{uri}:{number}"
        if line is None:
            yield refused(where, f"{TOO_LARGE}. Split it into documents.")
        elif line.strip():
            yield _from_line(line, where=where, name=name)
    if not n_rows:
        yield refused(uri, f"has no rows in it. {_FORM}")


def from_json(data: bytes, *, uri: str, name: str) -> list[SourceItem | Refused] | None:
    """Return the rows of one JSON value, a list or one object; None when it is not one value."""
    try:
        value = json.loads(data.removeprefix(_BOM).decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    values: Sequence[object] = value if isinstance(value, list) else [value]
    if not values:
        return [refused(uri, f"is an empty list. {_FORM}")]
    return [
        _from_value(row, where=f"{uri}:{number}", name=name)
        for number, row in enumerate(values, start=1)
    ]


def refused(what: str, why: str) -> Refused:
    """Return a refusal of an input; ``why`` gives the reason and the next step on one line."""
    return Refused(kind="document", what=what, why=" ".join(why.split()))


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield numbered lines; None for one over the limit, which is skipped in small pieces."""
    for number in count(1):
        line = file.readline(DOCUMENT_LIMIT + 1)
        if not line:
            return
        if len(line) <= DOCUMENT_LIMIT:
            yield number, line.removeprefix(_BOM) if number == 1 else line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(1 << 16)
        yield number, None


def _from_line(line: bytes, *, where: str, name: str) -> SourceItem | Refused:
    try:
        value = json.loads(line.decode("utf-8").strip())
    except UnicodeDecodeError as error:
        return refused(
            where, f"is not UTF-8: byte {error.start} of the line. Save it again as UTF-8."
        )
    except json.JSONDecodeError as error:
        reason = error.msg.removesuffix(" at")
        return refused(where, f"is not JSON: {reason} at character {error.pos}. {_FORM}")
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets too deep
        return refused(where, f"is JSON that cannot be read in. {_FORM}")
    return _from_value(value, where=where, name=name)


def _from_value(row: object, *, where: str, name: str) -> SourceItem | Refused:
    if not isinstance(row, dict):
        return refused(where, f"is not a JSON object. {_FORM}")
    why_not = _why_not(row)
    if why_not is not None:
        return refused(where, f"{why_not}. {_FORM}")
    known = {column: _words(row.get(column)) for column in _COLUMNS}
    return SourceItem(
        uri=where,
        data=row["text"].encode("utf-8"),
        media_type="text/plain",
        id=_id(row, known=known, name=name),
        **known,
    )


def _why_not(row: dict[str, object]) -> str | None:
    text, given = row.get("text"), row.get("id")
    if "text" not in row:
        return 'has no "text"'
    if not isinstance(text, str):
        return 'has a "text" that is not a string'
    if not _is_unicode(text):
        return 'has half a surrogate pair in its "text"'
    if not text.strip():
        return 'has an empty "text"'
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        return 'has an "id" that is neither a string nor a whole number'
    if isinstance(given, str) and not _is_unicode(given):
        return 'has half a surrogate pair in its "id"'
    return None


def _id(row: dict[str, object], *, known: dict[str, str | None], name: str) -> str:
    """Return the row's own id, else one made of all it says: two publishers of one wire text
    are two documents."""
    given = row.get("id")
    if given is not None and given != "":
        return str(given)
    return content_id("document", name, digest(json.dumps([row["text"], known]).encode()))


def _words(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").split()) or None


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
