"""Files that are not text whatever they are called, known by their first bytes."""

import re

# The first bytes, what such a file is, and what its owner can do about it.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "Save its text as .txt first (for example with pdftotext)."),
    (b"PK\x03\x04", "a ZIP file or an office document", "Unpack it, or save it as plain text."),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Save it as plain text."),
    (b"{\\rtf", "an RTF document", "Save it as plain text."),
    (b"\x1f\x8b", "a gzip file", "Unpack it first (gunzip)."),
    (b"BZh", "a bzip2 file", "Unpack it first (bunzip2)."),
    (b"\xfd7zXZ\x00", "an xz file", "Unpack it first (unxz)."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file", "Unpack it first."),
    (b"Rar!\x1a\x07", "a RAR file", "Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "a zstd file", "Unpack it first (unzstd)."),
    (b"\x89PNG\r\n", "an image", "Give its text, not its picture."),
    (b"\xff\xd8\xff", "an image", "Give its text, not its picture."),
    (b"GIF8", "an image", "Give its text, not its picture."),
    (b"II*\x00", "an image", "Give its text, not its picture."),
    (b"MM\x00*", "an image", "Give its text, not its picture."),
    (b"RIFF", "an image, sound or film", "Give its text."),
    (b"ID3", "a sound file", "Give its transcript as text."),
    (b"OggS", "a sound or film file", "Give its transcript as text."),
    (b"SQLite format 3\x00", "an SQLite database", "Export its texts as JSON Lines."),
    (b"PAR1", "a Parquet file", "Export its texts as JSON Lines."),
    (b"WARC/", "a web archive", "Take the pages out as HTML or JSON Lines first."),
    (b"\x7fELF", "a program", "Give a text file."),
)
_WORDS_TOO = (b"BZh", b"RIFF", b"ID3", b"PAR1", b"GIF8")  # could begin a real text: need a 0 byte
_UNICODE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 and UTF-32 hold zero bytes by right
_PDF_WITHIN = 1024  # a PDF may have this many bytes before its header (ISO 32000, annex H)
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def binary(data: bytes) -> tuple[str, str] | None:
    """Return what the bytes are and the next step when they are no text at all, else None."""
    for magic, thing, next_step in _MAGIC:
        if data.startswith(magic) and (magic not in _WORDS_TOO or b"\x00" in data):
            return thing, next_step
    if b"%PDF-" in data[:_PDF_WITHIN] and (b"\x00" in data or b"endobj" in data):
        return _MAGIC[0][1:]
    zero = -1 if data.startswith(_UNICODE) else data.find(b"\x00")
    if zero >= 0:
        return f"not text (a zero byte at byte {zero})", "Give plain text, HTML or JSON Lines."
    return None


def looks_like_a_page(data: bytes) -> bool:
    """Return whether the bytes begin as a web page does, whatever the file is called."""
    return _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")[:2048]) is not None
