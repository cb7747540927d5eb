"""One family of errors: the facts in fields, the next step in the message."""


class AccordingToError(Exception):
    """Anything a user can do something about; every message ends with the next step."""


class SpanError(AccordingToError, ValueError):
    """A span that is empty, reversed or outside its text."""


class UnreadableSource(AccordingToError):
    """An input that cannot be read as a report."""

    def __init__(self, uri: str, *, reason: str, next_step: str) -> None:
        super().__init__(f"{uri}: {reason}. {next_step}")
        self.uri, self.reason, self.next_step = uri, reason, next_step


class AnnotationError(AccordingToError):
    """A document whose text could not be annotated."""


class OntologyError(AccordingToError):
    """The table of event kinds contradicts itself."""


class GazetteerError(AccordingToError):
    """The gazetteer file cannot be opened or is not a gazetteer."""


class LedgerError(AccordingToError):
    """The ledger file cannot be opened, is of another version, or is damaged."""


class DecisionError(AccordingToError):
    """A reviewer's decision that does not fit what it is about."""


class ShareError(AccordingToError):
    """An export that cannot be written."""


class SettingError(AccordingToError):
    """A setting that does not exist or has an impossible value."""


class ResourceMissing(AccordingToError):
    """A pinned file that is not on this machine."""

    def __init__(self, name: str, *, next_step: str) -> None:
        super().__init__(f"{name} is not installed. {next_step}")
        self.name = name


class ResourceMismatch(AccordingToError):
    """A pinned file on disk is not the file the manifest names."""

    def __init__(self, name: str, *, expected: str, actual: str) -> None:
        super().__init__(
            f"{name} has {actual}, and {expected} is expected. "
            f"Install the version of {name} that belongs to this program."
        )
        self.name, self.expected, self.actual = name, expected, actual


class CorpusError(AccordingToError):
    """A marked report that is not in order; the message names the file."""
