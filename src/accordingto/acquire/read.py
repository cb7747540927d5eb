"""One input becomes one Document."""

from pathlib import PurePosixPath

from accordingto.acquire import dates
from accordingto.acquire.decode import decode_page, decode_text
from accordingto.acquire.extract import Page, extract_page
from accordingto.acquire.headers import split_header
from accordingto.acquire.languages import guess_language
from accordingto.domain import Document, SourceItem
from accordingto.errors import UnreadableSource
from accordingto.ids import content_id, digest


def acquire(item: SourceItem) -> Document:
    """Read one input.

    An item with an ``id`` is a row of JSON Lines: its text is kept to the character. Of a plain
    text file the text is the decoded file, less a byte order mark and an optional header
    (``headers``). Of a web page it is the report (``extract``). What is known from outside, in
    the item's fields, goes before what the header or the page says of itself. ``sha256`` is of
    ``item.data``; ``uri`` is the address when a row or header gives one, else ``item.uri``.

    Raises:
        UnreadableSource: When it is binary, not in a known encoding, over the size limit, or
            holds no text.
    """
    said, url = _read(item)
    if not said.text.strip():
        reason = "has no text in it" if item.data else "is empty"
        raise UnreadableSource(item.uri, reason=reason, next_step="Leave it out.")
    return Document(
        id=document_id(item),
        uri=_address(item.url) or _address(url) or item.uri,
        publisher=item.publisher or said.publisher,
        title=item.title or said.title,
        authors=said.authors,
        published=dates.published(item.published) or said.published,
        language=guess_language(said.text),
        text=said.text,
        sha256=digest(item.data),
        n_characters=len(said.text),
        n_characters_read=len(said.text),
    )


def document_id(item: SourceItem) -> str:
    """Return the id of the item's document, without reading it.

    The id a row gives; else one made of the file's name, without its folder, and its bytes.
    """
    name = PurePosixPath(item.uri).name
    return item.id or content_id("document", name, digest(item.data))


def _read(item: SourceItem) -> tuple[Page, str | None]:
    """Return what the item says, and the address its header gives, if any."""
    if item.media_type == "text/html":
        return extract_page(decode_page(item.data, uri=item.uri), uri=item.uri), None
    if item.id is not None:
        return Page(_row_text(item), None, (), None, None), None
    header, text = split_header(decode_text(item.data, uri=item.uri))
    day = dates.published(header.published)
    return Page(text, header.title, header.authors, day, header.publisher), header.url


def _row_text(item: SourceItem) -> str:
    try:
        return item.data.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8: byte {error.start} cannot be read"
        raise UnreadableSource(
            item.uri, reason=reason, next_step="Save it again as UTF-8."
        ) from error


def _address(url: str | None) -> str | None:
    """Return a web address as given, None for anything else (a script, a file, a remark)."""
    is_web = url is not None and url.startswith(("http://", "https://"))
    return url if is_web and not any(c.isspace() for c in url or "") else None
