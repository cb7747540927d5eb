"""Reading a text: every character is covered, spans are words, and each text stands alone."""

import importlib.util
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, pre_tokenizers

from accordingto.annotate.decoding import OUTER, Decoder
from accordingto.errors import ResourceMismatch, ResourceMissing
from accordingto.networks import (
    N_FRAME,
    Card,
    Reader,
    Tagged,
    open_reader,
    windows,
)

LABELS = {
    "roles": ("O", "B-target", "I-target", "B-place", "I-place"),
    "incidents": ("attack", "bombing"),
}
WIDTH = 8
TEXTS = st.text(
    st.one_of(st.sampled_from("ab .,'-\n“”é"), st.characters(codec="utf-8")), max_size=200
)


def fake_run(
    input_ids: NDArray[np.int64], mask: NDArray[np.int64]
) -> Mapping[str, NDArray[np.float32]]:
    """Probabilities that depend on the piece and on nothing else."""
    seeds = (input_ids * 2654435761 % 1000) / 1000.0
    raw = np.stack([(seeds * (label + 3)) % 1.0 + 0.01 for label in range(5)], axis=-1)
    vector = np.stack([seeds.mean(axis=1)] * WIDTH, axis=-1)
    return {
        "roles": (raw / raw.sum(axis=-1, keepdims=True)).astype(np.float32),
        "incidents": raw[..., :2].astype(np.float32) / 2,
        "links": np.stack([seeds] * 128, axis=-1).astype(np.float32),
        "relevance": seeds[:, 0].astype(np.float32),
        "vector": (vector / np.linalg.norm(vector, axis=1, keepdims=True)).astype(np.float32),
    }


def fake_reader(*, window: int = 8, stride: int = 3) -> Reader:
    """A reader of single characters, so that short texts have many windows."""
    tokenizer = Tokenizer(models.WordLevel({chr(n): n for n in range(200)}, unk_token="?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split("", "isolated")]
    )
    links = {"same_event": (1.0, 0.0, 0.0), "victim": (1.0, 0.0, 0.0)}
    card = Card(LABELS, window=window, stride=stride, thresholds={}, width=WIDTH, links=links)
    return Reader(tokenizer, fake_run, card)


@pytest.fixture(scope="module")
def folder() -> Path:
    found = importlib.util.find_spec("accordingto_reader_en")
    if found is None or found.origin is None:
        pytest.skip("accordingto-reader-en is not installed")
    return Path(found.origin).parent


@pytest.fixture(scope="module")
def reader(folder: Path) -> Reader:
    return open_reader(folder)


@given(text=TEXTS)
def test_offsets_stay_inside_the_text_and_in_order(text: str) -> None:
    tagged = fake_reader().read(text)

    assert ((tagged.pieces >= 0) & (tagged.pieces <= len(text))).all()
    assert (tagged.pieces[:, 0] < tagged.pieces[:, 1]).all()
    assert (np.diff(tagged.pieces[:, 0]) >= 0).all()
    assert tagged.n_characters_read == len(text)


@given(text=TEXTS)
def test_every_piece_is_read_once_whatever_the_windows(text: str) -> None:
    short = fake_reader(window=8, stride=3).read(text)
    long = fake_reader(window=400, stride=200).read(text)

    assert np.array_equal(short.heads["roles"], long.heads["roles"])


@given(text=TEXTS)
def test_spans_are_whole_words_without_outer_space(text: str) -> None:
    tagged = fake_reader().read(text)

    check_spans(tagged, text)


def check_spans(tagged: Tagged, text: str) -> None:
    end = 0
    for span in Decoder(tagged).spans("roles"):
        wording = text[span.start : span.end]
        assert wording
        assert wording == wording.strip()
        assert wording[0] not in OUTER
        assert wording[-1] not in OUTER
        assert span.start >= end
        assert 0.0 <= span.score <= 1.0
        end = span.end


@given(n=st.integers(0, 500), size=st.integers(1, 60), stride=st.integers(1, 60))
def test_windows_leave_no_gap(n: int, size: int, stride: int) -> None:
    bounds = windows(n, size=size, stride=min(stride, size))

    assert {at for first, last in bounds for at in range(first, last)} == set(range(n))
    assert (bounds[:, 1] - bounds[:, 0] <= size).all()
    assert len({tuple(bound) for bound in bounds.tolist()}) == len(bounds)


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_a_text_without_words_gives_empty_arrays(reader: Reader, text: str) -> None:
    tagged = reader.read(text)

    assert len(tagged) == 0
    assert Decoder(tagged).spans("roles") == []
    assert not tagged.vector.any()
    assert tagged.relevance.shape == (0,)
    assert tagged.n_characters_read == len(text)


@settings(max_examples=15, deadline=None)
@given(text=TEXTS)
def test_the_real_reader_keeps_to_the_text(reader: Reader, text: str) -> None:
    check_spans(reader.read(text), text)


def test_a_text_is_read_the_same_after_others(reader: Reader, folder: Path) -> None:
    text = "Gunmen of the Red Front killed Maria Lopez in Quetta on Monday. " * 60
    first = reader.read(text)
    reader.read("Something else altogether.")
    again, fresh = reader.read(text), open_reader(folder).read(text)

    for other in (again, fresh):
        assert np.array_equal(first.heads["roles"], other.heads["roles"])
        assert np.array_equal(first.vector, other.vector)
    assert len(first.windows) > 1
    assert first.windows[-1, 1] == len(first)
    assert (first.windows[:, 1] - first.windows[:, 0] <= 256 - N_FRAME).all()


def roles_of(reader: Reader, text: str) -> dict[str, str]:
    spans = Decoder(reader.read(text)).spans("roles", outside=reader.thresholds["outside"])
    return {text[s.start : s.end].lower(): s.label for s in spans}


def test_the_reader_finds_who_did_it_and_where(reader: Reader) -> None:
    found = roles_of(reader, "Gunmen killed four policemen in Helmand on Monday, officials said.")

    assert found["gunmen"] == "perpetrator_individual"
    assert found["helmand"] == "place"


@pytest.mark.xfail(reason="MUC-4's datelines are left out of training; modern ones are unknown")
def test_a_dateline_is_no_part_of_a_role(reader: Reader) -> None:
    found = roles_of(reader, "KABUL - Gunmen killed four policemen in Helmand on Monday.")

    assert "gunmen" in found


def test_labels_that_do_not_fit_the_network_are_refused(folder: Path, tmp_path: Path) -> None:
    for name in ("reader.onnx", "tokenizer.json"):
        shutil.copy(folder / name, tmp_path)
    card = json.loads((folder / "reader.json").read_text())
    card["labels"]["roles"].append("B-date")
    (tmp_path / "reader.json").write_text(json.dumps(card))

    with pytest.raises(ResourceMismatch):
        open_reader(tmp_path)


def test_labels_that_the_program_does_not_know_are_refused(folder: Path, tmp_path: Path) -> None:
    for name in ("reader.onnx", "tokenizer.json"):
        shutil.copy(folder / name, tmp_path)
    card = json.loads((folder / "reader.json").read_text())
    card["labels"]["tolls"] = [
        label.replace("injured", "hurt") for label in card["labels"]["tolls"]
    ]
    (tmp_path / "reader.json").write_text(json.dumps(card))

    with pytest.raises(ResourceMismatch, match="tolls: abducted, hurt, killed"):
        open_reader(tmp_path)


def test_a_folder_without_weights_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ResourceMissing, match="accordingto-reader-en"):
        open_reader(tmp_path)
