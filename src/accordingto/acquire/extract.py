"""The report inside a web page, by trafilatura."""

import logging
import re
from typing import NamedTuple

from accordingto.acquire import dates
from accordingto.errors import UnreadableSource

# What is left of an empty, blocked or broken page is a menu or "Please enable JavaScript to read
# this page"; the shortest brief ("A blast in the market of Oru killed three people on Monday,
# police said.") is a little longer.
_LEAST_WORDS = 10

# Dates come from what the page says about itself (address, metadata, marked-up times), never
# from a search through its words: the words hold the dates of events. The bounds are fixed, as
# the library's own upper bound is the day it runs on, and a page must read the same tomorrow.
_DATE_PARAMS = {
    "original_date": True,
    "extensive_search": False,
    "min_date": "1970-01-01",
    "max_date": "2099-12-31",
}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# The library trips over some broken markup: 70 of 7,200 damaged copies of one page ended in an
# AssertionError inside it (an AttributeError where Python runs without assertions). To the
# reader that is a page without a report, and so are the others that such a slip can end in.
_TRIPS = (AssertionError, AttributeError, IndexError, RecursionError, TypeError, ValueError)
_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext")


class Page(NamedTuple):
    """What a web page says, and what it says about itself."""

    text: str
    title: str | None
    authors: tuple[str, ...]
    published: str | None
    publisher: str | None


def extract_page(html: str, *, uri: str) -> Page:
    """Return the report in a web page, without menus, advertisements and comments.

    Raises:
        UnreadableSource: When no text of ten words, or fifty characters, is found in it.
    """
    # Imported here: it takes 0.3 s, and text and JSON Lines do without it.
    from lxml import etree  # type: ignore[import-untyped]
    from trafilatura import bare_extraction

    for name in _LOGGERS:  # an unreadable page is refused by us, not logged by them
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        found = bare_extraction(
            _NOT_IN_XML.sub(" ", html),
            include_comments=False,
            favor_precision=False,
            with_metadata=True,
            date_extraction_params=_DATE_PARAMS,
        )
    except (etree.LxmlError, *_TRIPS):
        found = None
    if found is None or isinstance(found, dict):
        raise _no_report(html, uri=uri)
    title = _line(found.title)
    text = _without_headline((found.text or "").strip(), title)
    if len(text.split()) < _LEAST_WORDS and len(text) < _LEAST_WORDS * 5:
        raise _no_report(html, uri=uri)
    return Page(
        text=text,
        title=title,
        authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
        published=dates.published(found.date),
        publisher=_line(found.sitename),
    )


def _without_headline(text: str, title: str | None) -> str:
    """Return the text without its first line where that is the title, which is kept as such."""
    first, _, rest = text.partition("\n")
    return rest.lstrip() if rest and _line(first) == title else text


def _no_report(html: str, *, uri: str) -> UnreadableSource:
    if "</html" in html[-200:].lower():
        reason, next_step = "has no report text in it", "Save the page with its article."
    else:
        reason = "is a page without report text and without an end"
        next_step = "Save the whole page again."
    return UnreadableSource(uri, reason=reason, next_step=next_step)


def _line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None
