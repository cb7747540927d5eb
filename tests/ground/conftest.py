"""Documents coded by hand: where words stand is found, the rest is as the coder leaves it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import accordingto
from accordingto.domain import (
    Claimed,
    Coded,
    Codes,
    Document,
    Event,
    Mention,
    Participant,
    Source,
    Span,
    Statement,
)
from accordingto.ground import ActorList, Gazetteer
from accordingto.ids import digest

DATA = Path(accordingto.__file__).parent / "data"


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(DATA / "gazetteer.sqlite")


@pytest.fixture(scope="session")
def actors() -> ActorList:
    return ActorList.open(DATA / "actors.jsonl")


def at(text: str, words: str) -> Span:
    """Return where words stand; "~2" at the end means their second place."""
    plain, _, turn = words.partition("~")
    found = [m.start() for m in re.finditer(re.escape(plain), text)]
    start = found[int(turn or 1) - 1]
    return Span(start=start, end=start + len(plain))


def document(text: str, **known: Any) -> Document:
    return Document(
        id="d1", uri=known.get("uri", "d1.txt"), publisher=known.get("publisher"), title=None,
        authors=(), published=known.get("published"), language="en", text=text,
        sha256=digest(text.encode()), n_characters=len(text), n_characters_read=len(text),
    )  # fmt: skip


def mention(text: str, words: str, label: str, group: int) -> Mention:
    span = at(text, words)
    return Mention(start=span.start, end=span.end, label=label, group=group)  # type: ignore[arg-type]


def claimed(text: str, words: list[str]) -> Claimed[Any]:
    if not words:
        return Claimed(why="the text gives no such thing")
    return Claimed(why="not grounded", spans=tuple(at(text, w) for w in words))


def event(text: str, row: dict[str, Any]) -> Event:
    trigger = at(text, row["trigger"])
    return Event(
        id=f"event-{trigger.start}", kind="attack",
        codes=Codes(acled=None, plover=None, gtd=None, muc4=None, ucdp=None),
        stage="accomplished", clarity="single", background=False, trigger=(trigger,),
        date=claimed(text, row.get("date", [])), place=claimed(text, row.get("place", [])),
        perpetrators=tuple(
            Participant(name=name, named=True, spans=(at(text, name),), kind="armed_group")
            for name in row.get("perpetrators", [])
        ),
    )  # fmt: skip


def statement(text: str, row: dict[str, Any], about: tuple[str, ...]) -> Statement:
    speaker = row.get("speaker")
    content = at(text, row["content"])
    return Statement(
        id=f"statement-{content.start}", kind="say", voice="attributed" if speaker else "document",
        speaker=speaker and Source(
            name=speaker, kind="official", spans=(at(text, speaker),), group=row.get("group")
        ),
        according_to=(), cue=None, content=(content,), about=about,
        date=claimed(text, row.get("date", [])),
    )  # fmt: skip


@pytest.fixture(scope="session")
def make() -> Callable[..., Coded]:
    def coded(text: str, **rows: Any) -> Coded:
        """Code a text: mentions as label = [words], groups by order or as [[words, group]]."""
        mentions = []
        for label in ("person", "organisation", "place", "nationality", "time"):
            for i, words in enumerate(rows.get(label, []), 100):
                name, group = (words, i) if isinstance(words, str) else words
                mentions.append(mention(text, name, label, group))
        events = tuple(event(text, row) for row in rows.get("events", []))
        about = tuple(e.id for e in events)
        return Coded(
            document=document(text, **rows), events=events, mentions=tuple(mentions),
            statements=tuple(statement(text, row, about) for row in rows.get("statements", [])),
        )  # fmt: skip

    return coded
