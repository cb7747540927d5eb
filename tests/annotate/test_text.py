import itertools
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.annotate.coreference import grouped
from accordingto.annotate.names import names_by_rule
from accordingto.annotate.sentences import sentences
from accordingto.annotate.times import times
from accordingto.domain import Label, Mention

HERE = Path(__file__).parent
LABELS: tuple[Label, ...] = ("person", "organisation", "place")


def cases(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))["case"]
    return rows


@pytest.mark.parametrize("case", cases("sentences.toml"), ids=lambda case: case["name"])
def test_sentences(case: dict[str, Any]) -> None:
    assert [s.cut(case["text"]) for s in sentences(case["text"])] == case["sentences"]


@given(text=st.text(alphabet=st.sampled_from("ab AB.!?\n\"'”"), max_size=120))
def test_every_character_that_is_not_space_is_in_exactly_one_sentence(text: str) -> None:
    found = sentences(text)
    inside = [i for s in found for i in range(s.start, s.end)]

    assert len(inside) == len(set(inside))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(inside)


@pytest.mark.parametrize("case", cases("times.toml"), ids=lambda case: case["text"])
def test_times(case: dict[str, Any]) -> None:
    assert [t.cut(case["text"]) for t in times(case["text"])] == case["times"]


@given(text=st.text(max_size=200))
def test_times_lie_in_the_text_and_never_overlap(text: str) -> None:
    found = times(text)

    assert all(t.cut(text).strip() for t in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


@pytest.mark.parametrize("case", cases("groups.toml"), ids=lambda case: case["name"])
def test_groups(case: dict[str, Any]) -> None:
    text, found = case["text"], []
    for label in LABELS:
        for name in sorted(case.get(label, []), key=len, reverse=True):
            for match in re.finditer(rf"\b{re.escape(name)}\b", text):
                mention = Mention(start=match.start(), end=match.end(), label=label, group=0)
                if not any(mention.touches(other) for other in found):
                    found.append(mention)

    groups: dict[int, set[str]] = {}
    for mention in grouped(text, found):
        groups.setdefault(mention.group, set()).add(mention.cut(text))

    assert sorted(map(sorted, groups.values())) == sorted(map(sorted, case["same"]))


def test_names_by_rule_keep_to_what_is_not_taken() -> None:
    text = "Police chief Anders Holt met rebels of the Ember Brigade (EB) in Tarin province."

    found = names_by_rule(text, [])

    assert {(m.cut(text), m.label) for m in found} == {
        ("Anders Holt", "person"),
        ("Ember Brigade", "organisation"),
        ("EB", "organisation"),
        ("Tarin province", "place"),
    }
    assert names_by_rule(text, found) == []
