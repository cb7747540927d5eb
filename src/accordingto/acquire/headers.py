"""An optional header on a .txt or .md file that says what its text cannot.

Lines ``Title: ...``, ``Publisher: ...``, ``Published: 2025-05-01``, ``Author: ...`` (several,
or one with names between semicolons) and ``URL: ...``, in any order, from the first line on,
closed by a blank line. One line of any other form, or a key twice, and it is no header: then
all of it is text.
"""

import re
from typing import NamedTuple

_LINE = re.compile(r"(title|publisher|published|author|url):[ \t]*(.*?)[ \t]*", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\A(?:[ \t\r]*\n)+")
_MAX_LINES = 20


class Header(NamedTuple):
    """What a header says; ``published`` as it is written."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None


def split_header(text: str) -> tuple[Header, str]:
    """Return the header and the text after it: the text unchanged when there is no header.

    >>> split_header("Title: Quiet night\\n\\nNothing happened.")[1]
    'Nothing happened.'
    """
    found: dict[str, str] = {}
    authors: list[str] = []
    at = 0
    for _ in range(_MAX_LINES):
        end = text.find("\n", at)
        line = text[at:end].rstrip("\r") if end >= 0 else text[at:]
        if not line.strip():
            break
        pair = _LINE.fullmatch(line)
        if pair is None or pair[1].lower() in found:
            return Header(), text
        if pair[1].lower() == "author":
            authors += [name.strip() for name in pair[2].split(";") if name.strip()]
        else:
            found[pair[1].lower()] = pair[2]
        if end < 0:
            return Header(), text
        at = end + 1
    else:
        return Header(), text
    if at == 0:
        return Header(), text
    return _header(found, authors), _BLANK_LINES.sub("", text[at:])


def _header(found: dict[str, str], authors: list[str]) -> Header:
    return Header(
        title=found.get("title") or None,
        publisher=found.get("publisher") or None,
        published=found.get("published") or None,
        authors=tuple(authors),
        url=found.get("url") or None,
    )
