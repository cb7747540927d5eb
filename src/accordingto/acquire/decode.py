"""Bytes to characters, without guessing: a byte order mark, a declared charset, or UTF-8."""

import codecs
import re

from accordingto.acquire.binary import binary
from accordingto.acquire.limits import DOCUMENT_LIMIT, TOO_LARGE
from accordingto.errors import UnreadableSource

_MARKS = (  # the longer mark first: UTF-32-LE begins as UTF-16-LE does
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_DECLARED_WITHIN = 4096  # browsers look at 1024 bytes; pages with long scripts on top need more

# Labels as browsers read them (WHATWG Encoding): Latin-1 is Windows-1252, GB 2312 is GB 18030.
# A list, because Python also has codecs ("unicode_escape", "idna") that no page is written in.
_SAME = {
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
    "windows-874": "cp874",
}
_ALLOWED = re.compile(
    r"windows-125[0-8]|cp125[0-8]|iso-8859-\d\d?|koi8-[ru]|big5|euc-jp|gb18030|macintosh"
)

# A page is put together from pieces (advertisements, comments), and a few of its bytes are often
# in another encoding than the rest; browsers show U+FFFD for them. More than this share of
# unreadable bytes means that the encoding itself is unknown.
_STRAY_SHARE = 0.001


def decode_text(data: bytes, *, uri: str) -> str:
    """Return the characters of a plain text file; a byte order mark is not one of them.

    Raises:
        UnreadableSource: For a binary file, one over the limit, or one that is not UTF-8
            (or UTF-16 or UTF-32 with a byte order mark); the message names the byte.
    """
    _refuse_other_than_text(data, uri=uri)
    body, encoding, at = _marked(data)
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(error, uri=uri, encoding=encoding, offset=at) from error


def decode_page(data: bytes, *, uri: str) -> str:
    """Return the characters of a web page, by its byte order mark, as UTF-8, or as it declares.

    UTF-8 goes before a declaration: no other encoding looks like it by chance, and pages that
    moved to it kept their old line. Stray bytes, at most one in a thousand, become U+FFFD.

    Raises:
        UnreadableSource: As for plain text.
    """
    _refuse_other_than_text(data, uri=uri)
    body, encoding, at = _marked(data)
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        encoding = encoding if at else _declared(body) or encoding
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        text = body.decode(encoding, errors="replace")
        # One more than the share allows: a page cut off in the middle of a character.
        if text.count("\ufffd") > 1 + _STRAY_SHARE * len(body):
            raise _undecodable(error, uri=uri, encoding=encoding, offset=at) from error
        return text


def _refuse_other_than_text(data: bytes, *, uri: str) -> None:
    if len(data) > DOCUMENT_LIMIT:
        raise UnreadableSource(uri, reason=TOO_LARGE, next_step="Split it into documents.")
    found = binary(data)
    if found is not None:
        thing, next_step = found
        raise UnreadableSource(uri, reason=f"is {thing}", next_step=next_step)


def _marked(data: bytes) -> tuple[bytes, str, int]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :], encoding, len(mark)
    return data, "utf-8", 0


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    label = found[1].decode("ascii").lower() if found else ""
    if label in _SAME:
        return _SAME[label]
    return label.replace("windows-", "cp") if _ALLOWED.fullmatch(label) else None


def _undecodable(
    error: UnicodeDecodeError, *, uri: str, encoding: str, offset: int
) -> UnreadableSource:
    at = error.start + offset
    value = error.object[error.start]
    reason = f"is not {encoding.upper()}: byte {at} (0x{value:02x}) cannot be read"
    return UnreadableSource(uri, reason=reason, next_step="Save it again as UTF-8.")
