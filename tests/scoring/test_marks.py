import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.scoring.marks import MarkError, read_marks

_WORDS = st.text(alphabet="abc é日.,", min_size=1, max_size=8).filter(lambda w: w == w.strip())


def test_marks_nest_and_share_words() -> None:
    text, spans = read_marks("[s1 [v,k1 two [town Orr] men] [e1 died]], he [s1.cue said].")

    assert text == "two Orr men died, he said."
    assert [s.cut(text) for s in spans["s1"]] == ["two Orr men died"]
    assert spans["v"] == spans["k1"]
    assert spans["town"][0].cut(text) == "Orr"
    assert spans["s1.cue"][0].cut(text) == "said"


def test_lines_of_a_paragraph_are_joined_and_paragraphs_kept() -> None:
    text, spans = read_marks("\n[e1 A\n blast] here.\n \n\nThere.\n")

    assert text == "A blast here.\n\nThere."
    assert spans["e1"][0].cut(text) == "A blast"


@pytest.mark.parametrize(
    ("marked", "complaint"),
    [
        ("A [e1 blast here.", "never closed: “[e1 blast here.”"),
        ("A blast] here.", "closed but never opened"),
        ("A [blast] here.", "no handle after the bracket at “[blast] here.”"),
        ("A [e1 ] here.", "a mark without words"),
        ("A [e1 blast ]here.", "blanks at the edge of [e1 blast ]"),
    ],
)
def test_a_slip_is_named_with_its_words(marked: str, complaint: str) -> None:
    with pytest.raises(MarkError) as error:
        read_marks(marked)

    assert complaint in str(error.value)


@given(st.lists(st.tuples(st.sampled_from(["x", "e1", "s1.cue"]), _WORDS), min_size=1))
def test_every_span_cuts_the_words_that_were_marked(parts: list[tuple[str, str]]) -> None:
    marked = " and ".join(f"[{handle} {words}]" for handle, words in parts)

    text, spans = read_marks(marked)

    for handle in {handle for handle, _ in parts}:
        expected = [" ".join(words.split()) for h, words in parts if h == handle]
        assert [span.cut(text) for span in spans[handle]] == expected
