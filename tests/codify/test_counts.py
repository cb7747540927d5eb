import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.codify.casualties import tolls
from accordingto.codify.counts import count_in, number, total
from accordingto.codify.fillers import is_plural
from accordingto.domain import Span

TABLE = tomllib.loads(Path(__file__).with_name("counts.toml").read_text(encoding="utf-8"))
OPEN = "open"


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["phrase"])
def test_how_many(case: dict[str, Any]) -> None:
    found = count_in(case["phrase"], is_plural=is_plural(case["phrase"]))

    assert found is not None
    assert (found.low, found.high) == (case.get("low"), case.get("high"))
    assert found.others == case.get("others", False)


def test_a_phrase_without_a_number_is_not_guessed() -> None:
    assert count_in("the wounded", is_plural=None) is None


@pytest.mark.parametrize("case", TABLE["sum"], ids=lambda case: " + ".join(case["parts"]))
def test_parts_add_up(case: dict[str, Any]) -> None:
    parts = [count_in(part, is_plural=is_plural(part)) for part in case["parts"]]

    found = total([part for part in parts if part is not None], text=" and ".join(case["parts"]))

    assert found is not None
    assert (found.low, found.high) == (case.get("low"), case.get("high"))
    assert found.others == case.get("others", False)


@pytest.mark.parametrize("case", TABLE["toll"], ids=lambda case: case["text"])
def test_tolls_of_a_sentence(case: dict[str, Any]) -> None:
    text = case["text"]

    found = list(tolls(text, Span(start=0, end=len(text))))

    for harm in ("killed", "injured", "abducted"):
        wanted = [tuple(None if n == OPEN else n for n in pair) for pair in case.get(harm, [])]
        assert [(t.number.low, t.number.high) for t in found if t.harm == harm] == wanted
    assert all(t.span.cut(text) in text for t in found)


@given(n=st.integers(min_value=0, max_value=10**9))
def test_digits_are_read_as_they_stand(n: int) -> None:
    assert number(str(n)) == n
    assert number(f"{n:,}") == n


@given(phrase=st.text(max_size=60))
def test_no_phrase_gives_a_reversed_range(phrase: str) -> None:
    found = count_in(phrase, is_plural=None)

    assert found is None or None in (found.low, found.high) or found.low <= found.high
