"""Wire copies are found, other reports of the same incident are not."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.acquire.copies import Copies, shared, signature

DATA = tomllib.loads(Path(__file__).with_name("copies.toml").read_text("utf-8"))
WIRE: str = DATA["texts"]["wire"]


def second(case: dict[str, Any]) -> str:
    if "text" in case:
        return str(case["text"])
    text = WIRE[: int(len(WIRE) * case.get("keep", 1))]
    text = text.upper().replace('"', "\u201d").replace("A", "A\u0301") if "upper" in case else text
    return str(case.get("before", "") + text + case.get("after", ""))


@pytest.mark.parametrize("case", DATA["case"], ids=lambda case: case["name"])
def test_copies(case: dict[str, Any]) -> None:
    copies = Copies()

    assert copies.add("wire", signature(WIRE)) is None
    assert copies.add("second", signature(second(case))) == ("wire" if case["copy"] else None)


def test_a_copy_of_a_copy_is_a_copy_of_the_first() -> None:
    copies = Copies()
    copies.add("first", signature(WIRE))
    copies.add("second", signature(WIRE[: int(len(WIRE) * 0.8)]))

    assert copies.add("third", signature(WIRE[: int(len(WIRE) * 0.7)])) == "first"


def test_the_longer_text_that_comes_later_is_a_copy_too() -> None:
    copies = Copies()
    copies.add("brief", signature(WIRE[: int(len(WIRE) * 0.6)]))

    assert copies.add("long", signature(WIRE)) == "brief"


def test_the_same_document_again_is_no_copy_of_itself() -> None:
    copies = Copies()
    copies.add("a", signature(WIRE))
    copies.add("b", signature(WIRE))

    assert (copies.add("a", signature(WIRE)), copies.add("b", signature(WIRE)), len(copies)) == (
        None,
        "a",
        2,
    )


def test_loaded_signatures_answer_as_the_texts_did() -> None:
    texts = {case["name"]: second(case) for case in DATA["case"]}
    fresh, loaded = Copies(), Copies((id, signature(text)) for id, text in texts.items())
    for id, text in texts.items():
        fresh.add(id, signature(text))

    assert [fresh.add(id, signature(text)) for id, text in texts.items()] == [
        loaded.add(id, signature(text)) for id, text in texts.items()
    ]


def test_a_signature_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="A signature has 129 numbers, not 3"):
        Copies([("a", (1, 2, 3))])


def test_signatures_lie_in_ledgers_and_must_not_change() -> None:
    known = signature("Three people were killed in the market of Oru on Monday.")

    assert len(known) == 129
    assert known[:4] == (7, 362643566, 49424690, 213252379)


def exactly_shared(left: str, right: str) -> float:
    a, b = (
        {tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))} if words else set()
        for words in (left.split(), right.split())
    )
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


@settings(deadline=None)
@given(
    numbers=st.lists(st.integers(0, 10_000), min_size=60, max_size=300, unique=True),
    keep=st.floats(0.5, 1.0),
    added=st.integers(0, 100),
)
def test_the_estimate_is_near_the_exact_share(numbers: list[int], keep: float, added: int) -> None:
    words = [f"w{number}" for number in numbers]
    copied = words[: int(len(words) * keep)] + [f"x{number}" for number in range(added)]
    left, right = " ".join(words), " ".join(copied)

    error = shared(signature(left), signature(right)) - exactly_shared(left, right)
    assert abs(error) < 0.4  # five standard errors


@given(text=st.text())
def test_any_text_has_a_signature_and_is_all_in_itself(text: str) -> None:
    known = signature(text)

    assert known == signature(text)
    assert all(0 <= value < 2**32 for value in known)
    assert shared(known, known) == (1.0 if known[0] else 0.0)
