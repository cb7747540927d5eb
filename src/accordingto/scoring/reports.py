"""A marked report as it is written: the TOML of ``corpus/GUIDELINES.md``, typed and frozen."""

import re
import tomllib
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

import msgspec

from accordingto.domain import (
    Certainty,
    Clarity,
    ParticipantKind,
    Relation,
    SourceKind,
    Stage,
    StatementKind,
    Value,
)
from accordingto.errors import CorpusError
from accordingto.scoring.marks import MarkedText, MarkError, read_marks

Form = Literal[
    "wire",
    "local_paper",
    "radio_monitoring",
    "police_release",
    "army_release",
    "flash_update",
    "situation_report",
    "group_statement",
    "aggregator",
    "feature",
    "opinion",
    "broadcast",
    "court_report",
    "other",
]
English = Literal[
    "british",
    "american",
    "indian",
    "pakistani",
    "nigerian",
    "east_african",
    "gulf",
    "philippine",
    "australian",
    "translated_dari",
    "translated_urdu",
    "translated_arabic",
    "translated_spanish",
    "translated_french",
    "translated_other",
]
T = TypeVar("T")
RELATIONS = frozenset(Relation.__args__)  # type: ignore[attr-defined]
CERTAINTIES = frozenset(Certainty.__args__)  # type: ignore[attr-defined]


class Thing(Value, frozen=True):
    """Somebody or something that the text speaks of."""

    kind: ParticipantKind
    name: str | None = None
    label: Literal["person", "organisation", "nationality", "place"] | None = None
    also: tuple[str, ...] = ()
    role: str | None = None
    number: str | None = None
    source: SourceKind | None = None


class MarkedEvent(Value, frozen=True):
    """What the marks of one event mean; values as ``handle [rest] [@ chain] [~certainty]``."""

    kind: str
    incident: str
    by: str | None = None
    date: str | None = None
    place: str | None = None
    near: bool = False
    stage: Stage = "accomplished"
    clarity: Clarity = "single"
    background: bool = False
    perpetrators: tuple[str, ...] = ()
    victims: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    killed: tuple[str, ...] = ()
    injured: tuple[str, ...] = ()
    abducted: tuple[str, ...] = ()


class MarkedStatement(Value, frozen=True):
    """What the marks of one statement mean."""

    kind: StatementKind
    by: str | None = None
    about: tuple[str, ...] = ()
    accused: str | None = None
    proposition: str | None = None
    when: str | None = None
    venue: str | None = None
    to: str | None = None


class Report(Value, frozen=True):
    """One file of the corpus."""

    publisher: str
    title: str
    form: Form
    english: English
    country: str
    fictional: Literal[True]
    text: str
    published: str | None = None
    copy_of: str | None = None
    plain: tuple[str, ...] = ()  # capitalised or cue words that are left unmarked on purpose
    places: dict[str, int | str] = msgspec.field(default_factory=dict)
    times: dict[str, str] = msgspec.field(default_factory=dict)
    things: dict[str, Thing] = msgspec.field(default_factory=dict)
    events: dict[str, MarkedEvent] = msgspec.field(default_factory=dict)
    statements: dict[str, MarkedStatement] = msgspec.field(default_factory=dict)

    @property
    def marked(self) -> MarkedText:
        """The text without its marks, and where they were."""
        return read_marks(self.text)


class Story(Value, frozen=True):
    """What ``story.toml`` says of the reports beside it."""

    region: str
    writer: str
    about: str
    twins: tuple[tuple[str, str], ...] = ()


class ValueLine(NamedTuple):
    """``handles rest @ chain ~certainty`` taken apart; chain None where none is given."""

    handles: tuple[str, ...]
    rest: str
    chain: tuple[str, ...] | None
    certainty: Certainty


class PropositionLine(NamedTuple):
    """``[not] subject relation object [in place] [from direction]`` taken apart."""

    negated: bool
    subject: tuple[str, ...]
    relation: Relation
    object: tuple[str, ...]
    place: tuple[str, ...]
    direction: tuple[str, ...]


def read_report(path: Path) -> Report:
    """Read a file of the corpus.

    Raises:
        CorpusError: When it is not TOML, or not a report as the guidelines describe it.
    """
    table = _toml(path)
    for group, letter in (("events", "e"), ("statements", "s")):
        names = [name for name in table if re.fullmatch(rf"{letter}\d+", name)]
        table[group] = {name: table.pop(name) for name in names}
    report = _as(table, Report, path)
    try:
        _ = report.marked
    except MarkError as error:
        raise CorpusError(f"{path}: {error}. Mend the marks of its text.") from error
    return report


def read_story(folder: Path) -> Story:
    """Read the ``story.toml`` of a folder.

    Raises:
        CorpusError: When there is none, or it lacks something.
    """
    return _as(_toml(folder / "story.toml"), Story, folder / "story.toml")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"{path}: {error}. Look at corpus/GUIDELINES.md.") from error


def _as(table: dict[str, Any], kind: type[T], path: Path) -> T:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise CorpusError(f"{path}: {error}. Look at corpus/GUIDELINES.md.") from error


def value_line(line: str) -> ValueLine:
    """Take a value of an event apart.

    Raises:
        ValueError: When it has another form.

    >>> value_line("k2 11.. @ afp > chief ~accused")
    ValueLine(handles=('k2',), rest='11..', chain=('afp', 'chief'), certainty='accused')
    """
    words, tilde, certainty = line.partition("~")
    words, at, chain = words.partition("@")
    handles, _, rest = words.strip().partition(" ")
    if not handles or (tilde and certainty.strip() not in CERTAINTIES):
        raise ValueError(f"{line!r} is not “handle [effect or count] [@ chain] [~certainty]”")
    return ValueLine(
        tuple(handles.split(",")),
        rest.strip(),
        chain_line(chain) if at else None,
        certainty.strip() if tilde else "fact",  # type: ignore[arg-type]
    )


def chain_line(chain: str) -> tuple[str, ...]:
    """Return the handles of a chain, who passed it on first; ``-`` is the report itself."""
    return tuple(link for part in chain.split(">") if (link := part.strip()) not in ("", "-"))


def proposition_line(line: str) -> PropositionLine:
    """Take a proposition apart.

    Raises:
        ValueError: When it has another form or names no relation.
    """
    match = re.fullmatch(
        r"(?P<not>not )?(?P<s>\S+) (?P<r>\w+) (?P<o>\S+)(?: in (?P<p>\S+))?(?: from (?P<d>\S+))?",
        line.strip(),
    )
    if match is None or match["r"] not in RELATIONS:
        form = "[not] subject relation object [in place] [from direction]"
        raise ValueError(f"{line!r} is not “{form}”")
    parts = [tuple(h for h in (match[g] or "-").split(",") if h != "-") for g in "sopd"]
    return PropositionLine(bool(match["not"]), parts[0], match["r"], *parts[1:])  # type: ignore[arg-type]
