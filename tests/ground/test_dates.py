import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.domain import Mention
from accordingto.ground.dates import published_day, resolve_mentions, resolve_words
from accordingto.ground.timewords import Frame

CASES = tomllib.loads(Path(__file__).with_name("dates.toml").read_text(encoding="utf-8"))["case"]
DAY = date(2023, 6, 15)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.get("name", c["words"]))
def test_words(case: dict[str, Any]) -> None:
    published = published_day(case.get("published", "2023-06-15T08:00:00Z"))

    answer = resolve_words(case["words"], Frame(published))

    if "days" in case:
        assert answer.value is not None, answer.why
        assert [answer.value.first, answer.value.last, answer.value.precision] == case["days"]
        assert answer.value.text == case["words"]
    else:
        assert case["why"] in (answer.why or "")


def test_the_next_day_is_counted_from_the_day_named_before() -> None:
    text = "On 4 May 2023 shots were heard. The next day two men were found. That month none died."
    words = ["4 May 2023", "The next day", "That month"]
    times = [
        Mention(start=text.index(w), end=text.index(w) + len(w), label="time", group=i)
        for i, w in enumerate(words)
    ]

    answers = resolve_mentions(text, times, published=None)

    firsts = [answers[t.start, t.end].value for t in times]
    assert [v and v.first for v in firsts] == ["2023-05-04", "2023-05-05", "2023-05-01"]


def test_a_time_still_to_come_is_looked_for_ahead() -> None:
    text = "The court will hear the case on Monday."
    time = Mention(start=32, end=38, label="time", group=1)

    (answer,) = resolve_mentions(text, [time], published=DAY).values()

    assert answer.value is not None
    assert answer.value.first == "2023-06-19"


@given(words=st.text(max_size=40))
def test_any_words_get_an_answer(words: str) -> None:
    answer = resolve_words(words, Frame(DAY))

    assert (answer.value is None) != (answer.why is None)
    assert answer.value is None or answer.value.first <= answer.value.last


@given(day=st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)))
def test_a_written_day_is_that_day(day: date) -> None:
    for words in (
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b}. {day.year}",
    ):
        answer = resolve_words(words, Frame())

        assert answer.value is not None, words
        assert answer.value.first == answer.value.last == day.isoformat()


@given(
    day=st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)),
    name=st.sampled_from(["Monday", "Friday", "Sunday"]),
)
def test_a_weekday_is_within_the_last_seven_days(day: date, name: str) -> None:
    answer = resolve_words(name, Frame(day))

    assert answer.value is not None
    found = date.fromisoformat(answer.value.first)
    assert 0 <= (day - found).days < 7
    assert found.strftime("%A") == name
