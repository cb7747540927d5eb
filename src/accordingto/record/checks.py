"""What a value must be before it gets into the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager

from accordingto.domain import Reading, Value, spans_of, to_json
from accordingto.errors import LedgerError
from accordingto.ids import digest


def check_reading(reading: Reading) -> None:
    """Hold every value against the text: one whose words are not there does not get in.

    Raises:
        LedgerError: With the document, and the first span or id that is wrong.
    """
    name, n_characters = reading.document.id, len(reading.document.text)
    for span in spans_of(reading):
        if span.end > n_characters:
            raise LedgerError(
                f"Document {name}: span [{span.start}, {span.end}) lies outside its text of "
                f"{n_characters} characters. Read the document again."
            )
    for values in (reading.events, reading.statements):
        ids = [value.id for value in values]
        if len(ids) != len(set(ids)):
            twice = next(i for i in ids if ids.count(i) > 1)
            raise LedgerError(f"Document {name}: {twice} occurs twice. Read the document again.")


def body_json(value: Value) -> str:
    """Return the value as the body of an entry.

    Raises:
        LedgerError: When a text in it cannot be written as UTF-8.
    """
    with _whole_characters():
        return to_json(value)


def text_digest(text: str) -> str:
    """Return the SHA-256 of the text as UTF-8.

    Raises:
        LedgerError: When it cannot be written as UTF-8.
    """
    with _whole_characters():
        return digest(text.encode())


@contextmanager
def _whole_characters() -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError as error:
        raise LedgerError(
            f"A text holds half a character ({error.reason}). Read the document again as UTF-8."
        ) from error
