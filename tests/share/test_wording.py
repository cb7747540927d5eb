"""Chains and sentences as they stand in a cell."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.domain import Source, Span
from accordingto.share import wording

CASES = tomllib.loads(Path(__file__).with_name("wording.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["chain"], ids=lambda case: case["written"])
def test_chain(case: dict[str, Any]) -> None:
    sources = [
        Source(name=name, role=role or None, kind="unnamed") for name, role in case["sources"]
    ]

    assert wording.chain(sources, publisher=case["publisher"] or None) == case["written"]


@pytest.mark.parametrize("case", CASES["sentences"], ids=lambda case: case["found"])
def test_sentences(case: dict[str, Any]) -> None:
    starts = [(case["text"].index(words), len(words)) for words in case["spans"]]
    spans = [Span(start=start, end=start + length) for start, length in starts]

    assert wording.sentences(spans, case["text"]) == case["found"]


TEXTS = st.text(alphabet=st.sampled_from('aB. \n?!"。\u2026é'), min_size=1, max_size=300)


@given(text=TEXTS, data=st.data())
def test_a_sentence_holds_the_whole_span_on_one_line(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start=start, end=data.draw(st.integers(start + 1, len(text))))
    sentence = wording.sentences((span,), text) or ""

    assert " ".join(span.cut(text).split()) in sentence
    assert "\n" not in sentence


def test_a_text_without_a_stop_is_not_copied_whole() -> None:
    text = "word " * 10_000

    assert len(wording.sentences((Span(start=20_000, end=20_004),), text) or "") < 2_100
