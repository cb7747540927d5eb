import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.annotate.neutral import at_original, plain_words

WORDS = st.sampled_from(
    ["Terrorists", "terrorists", "freedom fighters", "killed", "neutralised", "the", "regime", ".",
     "\n", "Hizbul", "Mujahideen", "army", "rebel-held", "REGIME", "’s"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=20).map(" ".join))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Extremists shot a miller.", "Militants shot a miller."),
        ("Two freedom\nfighters were martyred.", "Two militants were killed."),
        ("The Syrian regime denied it.", "The Syrian government denied it."),
        # Names keep their words.
        ("Hizbul Mujahideen denied it.", "Hizbul Mujahideen denied it."),
        ("Rebels United won.", "Rebels United won."),
        ("A rebel-held town.", "A rebel-held town."),
        ("“Terrorists!” he said.", "“Militants!” he said."),
    ],
)
def test_loaded_words_are_read_as_plain_ones(text: str, plain: str) -> None:
    assert plain_words(text)[0] == plain


@given(text=TEXTS)
def test_every_word_of_the_plain_text_has_its_place_in_the_original(text: str) -> None:
    plain, exchanges = plain_words(text)
    pieces = np.array([(i, i + 1) for i in range(len(plain))], dtype=np.int64).reshape(-1, 2)

    moved = at_original(pieces, exchanges) if exchanges else pieces

    exchanged = {(one.first, one.last) for one in exchanges}
    assert (np.diff(moved[:, 0]) >= 0).all()
    for character, (start, end) in zip(plain, moved.tolist(), strict=True):
        assert text[start:end] == character or (start, end) in exchanged
