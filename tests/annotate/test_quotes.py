import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.annotate.decoding import TaggedSpan
from accordingto.annotate.quotes import link, merged, quotations
from accordingto.annotate.sentences import sentences
from accordingto.domain import Quotation, Span, spans_of

CASES = tomllib.loads(Path(__file__).with_name("quotes.toml").read_text(encoding="utf-8"))["case"]


def flat(quotation: Quotation, text: str) -> dict[str, Any]:
    return {
        "source": quotation.source.cut(text) if quotation.source else "",
        "cue": quotation.cue.cut(text) if quotation.cue else "",
        "content": [span.cut(text) for span in quotation.content],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_quotations_by_rule(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [flat(q, text) for q in quotations(text, sentences(text), None)]

    assert case["quotations"] == found


def tags(text: str, **words: list[str]) -> list[TaggedSpan]:
    """Tag words as a network would, each where it stands next."""
    found, at = [], 0
    for word, label in sorted(
        ((w, label) for label, ws in words.items() for w in ws), key=lambda p: text.index(p[0])
    ):
        at = text.index(word, at)
        found.append(TaggedSpan(start=at, end=at + len(word), label=label, score=0.9))
    return found


def test_the_networks_spans_are_linked_to_the_nearest() -> None:
    text = "Ana mused that it rained. Ben quipped that it had not."
    found = link(
        text,
        sentences(text),
        tags(
            text,
            source=["Ana", "Ben"],
            cue=["mused", "quipped"],
            content=["it rained", "it had not"],
        ),
    )

    assert [flat(q, text) for q in found] == [
        {"source": "Ana", "cue": "mused", "content": ["it rained"]},
        {"source": "Ben", "cue": "quipped", "content": ["it had not"]},
    ]


def test_a_content_that_goes_on_in_the_next_sentence_joins_the_one_before() -> None:
    text = "“It rained,” mused Ana. “It always rains.”"
    found = link(
        text,
        sentences(text),
        tags(text, source=["Ana"], cue=["mused"], content=["It rained", "It always rains"]),
    )

    assert [flat(q, text)["content"] for q in found] == [["It rained"]]

    text = "Ana mused: It rained. It always rains."
    found = link(
        text,
        sentences(text),
        tags(text, source=["Ana"], cue=["mused"], content=["It rained", "It always rains"]),
    )

    assert [flat(q, text)["content"] for q in found] == [["It rained", "It always rains"]]


def test_reportedly_takes_no_source() -> None:
    text = "Ana has reportedly left the town."
    found = link(
        text,
        sentences(text),
        tags(text, source=["Ana"], cue=["reportedly"], content=["left the town"]),
    )

    assert [q.source for q in found] == [None]


def test_what_both_found_is_one_quotation_and_surer() -> None:
    said = Span(start=4, end=8)
    rule = Quotation(source=None, cue=said, content=(Span(start=9, end=20),), score=0.5)
    network = Quotation(
        source=Span(start=0, end=3), cue=said, content=(Span(start=9, end=19),), score=0.6
    )

    (both,) = merged([network], [rule])

    assert both.source == network.source
    assert both.content == rule.content
    assert both.score == pytest.approx(0.8)


WORDS = st.sampled_from(
    [
        *[
            "The",
            "mayor",
            "said",
            "that",
            "according",
            "to",
            "told",
            "was",
            "accused",
            "of",
            "by",
            "who",
            "he",
            "claimed",
            "denied",
        ],
        *",.“”\"':—\n",
        "and",
        "responsibility",
        "adding",
        "US",
        "wrote",
    ]
)


@settings(deadline=None, max_examples=200)
@given(text=st.one_of(st.text(), st.lists(WORDS, max_size=50).map(" ".join)))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    found = quotations(text, sentences(text), None)

    for span in spans_of(found):
        assert span.cut(text).strip()
    assert all(q.content for q in found)
    assert found == quotations(text, sentences(text), None)


@settings(deadline=None, max_examples=100)
@given(
    text=st.lists(WORDS, min_size=3, max_size=40).map(" ".join),
    cuts=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8),
    labels=st.lists(st.sampled_from(["source", "cue", "content"]), min_size=8, max_size=8),
)
def test_any_tags_are_linked_inside_the_text(
    text: str, cuts: list[tuple[int, int]], labels: list[str]
) -> None:
    tagged = [
        TaggedSpan(start=start, end=min(start + length, len(text)), label=label, score=0.5)
        for (start, length), label in zip(cuts, labels, strict=False)
        if start < len(text)
    ]

    for span in spans_of(link(text, sentences(text), tagged)):
        assert span.cut(text)
