import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.codify.propositions import Controller, Related, relations
from accordingto.domain import Label, Mention, Phrase, Span, spans_of

CASES = tomllib.loads(Path(__file__).with_name("propositions.toml").read_text(encoding="utf-8"))[
    "case"
]
NAMES: dict[str, Label] = {
    "Dawn Brigade": "organisation",
    "Red Harvest": "organisation",
    "Kelmar": "place",
    "Taluk": "place",
    "Ostria": "place",
    "Maralia": "place",
    "US": "place",
    "Ostrian": "nationality",
    "Petar Ilic": "person",
}


def named(text: str) -> list[Mention]:
    found = [
        Mention(start=m.start(), end=m.end(), label=label, group=group)
        for group, (name, label) in enumerate(NAMES.items())
        for m in re.finditer(rf"\b{name}\b", text)
    ]
    return sorted(found, key=lambda m: m.start)


def words(phrase: Phrase | None) -> str:
    return phrase.text if phrase is not None else ""


def flat(related: Related) -> dict[str, Any]:
    proposition = related.proposition
    return {
        "relation": proposition.relation,
        "negated": proposition.negated,
        "subject": words(proposition.subject),
        "object": words(proposition.object),
        "place": words(proposition.place),
        "direction": words(proposition.direction),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_relations(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [flat(r) for r in relations(text, Span(start=0, end=len(text)), named(text))]
    wanted = case["relations"]

    assert len(wanted) == len(found), found
    for want, got in zip(wanted, found, strict=True):
        assert want == {key: got[key] for key in want}


def test_who_is_left_out_is_who_speaks() -> None:
    text = "Ostria denied arming the Dawn Brigade."
    content = Span(start=text.index("arming"), end=len(text) - 1)
    speaker = Phrase(text="Ostria", spans=(Span(start=0, end=6),))

    (related,) = relations(text, content, named(text), controller=Controller(speaker, frozenset()))

    assert related.proposition.subject == speaker


VERBS = ["arming", "provided", "support", "threat to", "funding", "attacked", "was", "has been"]
SMALL = ["The", "the", "and", ",", "of", "from", "in", "with", "by", "it", ".", "not"]
WORDS = st.sampled_from([*NAMES, *VERBS, *SMALL, "weapons", "safe havens"])


@settings(deadline=None, max_examples=150)
@given(text=st.one_of(st.text(min_size=1), st.lists(WORDS, min_size=1).map(" ".join)))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for related in relations(text, Span(start=0, end=len(text)), named(text)):
        for span in (related.trigger, *spans_of(related.proposition)):
            assert span.cut(text)
