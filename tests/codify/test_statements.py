import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.annotate.coreference import grouped
from accordingto.annotate.quotes import quotations
from accordingto.annotate.sentences import sentences
from accordingto.annotate.times import times
from accordingto.codify.about import about
from accordingto.codify.chains import chain_at
from accordingto.codify.contradictions import contradictions
from accordingto.codify.statements import statements
from accordingto.domain import (
    Annotated,
    Claimed,
    Codes,
    Document,
    Event,
    Label,
    Mention,
    Phrase,
    Sentence,
    Span,
    Statement,
    spans_of,
)

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "statements.toml").read_text(encoding="utf-8"))["case"]
OPPOSED = tomllib.loads((HERE / "contradictions.toml").read_text(encoding="utf-8"))["case"]
LABELS: tuple[Label, ...] = ("person", "organisation", "place", "nationality")


def read(text: str, names: dict[str, list[str]]) -> Annotated:
    """Annotate a text by the rules alone, with the names that the case gives."""
    found = [
        Mention(start=m.start(), end=m.end(), label=label, group=0)
        for label in LABELS
        for name in names.get(label, [])
        for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]
    whole = [m for m in found if not any(o is not m and o.covers(m) and o != m for o in found)]
    timed = [Mention(start=t.start, end=t.end, label="time", group=0) for t in times(text)]
    parts = sentences(text)
    return Annotated(
        document=document(text),
        sentences=tuple(Sentence(start=s.start, end=s.end) for s in parts),
        mentions=grouped(text, sorted(whole + timed, key=lambda m: m.start)),
        roles=(),
        quotations=quotations(text, parts, None),
        relevance=1.0,
    )


def document(text: str) -> Document:
    return Document(
        id="case",
        uri="case.txt",
        publisher=None,
        title=None,
        authors=(),
        published=None,
        language="en",
        text=text,
        sha256="",
        n_characters=len(text),
        n_characters_read=len(text),
    )


def words(phrase: Phrase | None) -> str:
    return phrase.text if phrase is not None else ""


def flat(statement: Statement, text: str) -> dict[str, Any]:
    """Write a statement in the words of the cases."""
    speaker, proposition = statement.speaker, statement.proposition
    return {
        "kind": statement.kind,
        "voice": statement.voice,
        "speaker": speaker.name if speaker else "",
        "role": speaker.role if speaker else None,
        "source": speaker.kind if speaker else "",
        "via": [source.name for source in statement.according_to],
        "cue": statement.cue.cut(text) if statement.cue else "",
        "content": [span.cut(text) for span in statement.content],
        "accused": statement.accused.name if statement.accused else "",
        "relation": proposition.relation if proposition else "",
        "negated": proposition.negated if proposition else None,
        "subject": words(proposition.subject) if proposition else "",
        "object": words(proposition.object) if proposition else "",
        "place": words(proposition.place) if proposition else "",
        "direction": words(proposition.direction) if proposition else "",
        "date": " ".join(span.cut(text) for span in statement.date.spans),
        "venue": words(statement.venue),
        "to": words(statement.addressee),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_statements(case: dict[str, Any]) -> None:
    found = [flat(s, case["text"]) for s in statements(read(case["text"], case))]
    wanted = case["statements"]

    assert len(wanted) == len(found), found
    for want, got in zip(wanted, found, strict=True):
        assert want == {key: got[key] for key in want}


@pytest.mark.parametrize("case", OPPOSED, ids=lambda case: case["name"])
def test_contradictions(case: dict[str, Any]) -> None:
    made = statements(read(case["text"], case))
    found = contradictions(made, case["text"])

    assert case["why"] == [c.why for c in found]
    assert {i for c in found for i in c.statements} <= {s.id for s in made}


def test_the_chain_of_words_inside_a_passed_on_statement() -> None:
    text = "According to Veranews, Mayor Lena Brandt said that the mill burned down. It rained."
    made = statements(read(text, {"organisation": ["Veranews"], "person": ["Lena Brandt"]}))
    mill, rain = text.index("mill"), text.index("rained")

    assert [s.name for s in chain_at(Span(start=mill, end=mill + 4), made)] == [
        "Veranews",
        "Lena Brandt",
    ]
    assert chain_at(Span(start=rain, end=rain + 6), made) == ()


def event(text: str, trigger: str) -> Event:
    at = text.index(trigger)
    return Event(
        id=f"event-{trigger}",
        kind="attack",
        codes=Codes(acled=None, plover=None, gtd=None, muc4=None, ucdp=None),
        stage="accomplished",
        clarity="single",
        background=False,
        trigger=(Span(start=at, end=at + len(trigger)),),
        date=Claimed(why="the text gives no date for it"),
        place=Claimed(why="the text gives no place for it"),
    )


def test_a_statement_is_about_the_events_in_its_content_and_a_claim_about_the_last() -> None:
    text = "Police said a bomb exploded in the depot. The Dawn Brigade claimed responsibility."
    annotated = read(text, {"organisation": ["Dawn Brigade"]})

    told = about(statements(annotated), [event(text, "exploded")], annotated)

    assert [s.about for s in told] == [("event-exploded",), ("event-exploded",)]


CHUNKS = st.sampled_from(
    [
        *"“”\"'’,.:;—\n ",
        "said",
        "that",
        "and",
        "according to",
        "accused",
        "of",
        "arming",
        "The Dawn Brigade",
        "he",
        "who",
        "denied",
        "was",
        "told",
        "claimed responsibility for",
        "provided safe havens for",
        "In March 2018",
        "US",
        "from",
        "not",
        "Ostria",
        "support",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(CHUNKS, max_size=40).map(" ".join))


@settings(deadline=None, max_examples=150)
@given(text=TEXTS)
def test_any_text_gives_spans_inside_it(text: str) -> None:
    annotated = read(text, {"organisation": ["Dawn Brigade"], "place": ["Ostria", "US"]})
    made = statements(annotated)

    for span in (*spans_of(annotated.quotations), *spans_of(made)):
        assert span.cut(text)
    assert len({s.id for s in made}) == len(made)
    assert made == statements(annotated)
    contradictions(made, text)


@pytest.mark.parametrize(
    ("denial", "n"),
    [("The Red Harvest denied any role in it.", 1), ("Police dismissed the number.", 0)],
)
def test_a_claim_and_a_denial_of_the_same_event(denial: str, n: int) -> None:
    text = f"A bomb exploded in the depot. The Dawn Brigade claimed responsibility. {denial}"
    annotated = read(text, {"organisation": ["Dawn Brigade", "Red Harvest"]})

    told = about(statements(annotated), [event(text, "exploded")], annotated)

    assert len(contradictions(told, text)) == n
