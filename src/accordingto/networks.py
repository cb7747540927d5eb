"""The reading network: one pass over a text gives every head's probabilities, piece by piece."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from accordingto.errors import ResourceMismatch, ResourceMissing

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Run = Callable[[Ints, Ints], Mapping[str, Floats]]

CLS, SEP, PAD = 101, 102, 0
N_FRAME = 2  # [CLS] and [SEP] of every window
# Windows in one pass: bounds the memory (about 60 MB at 256 pieces) whatever the text's length.
WINDOWS_PER_PASS = 8
WORD = re.compile(r"\w+(?:[-'’&./]\w+)*", re.UNICODE)
OUTER = " \t\r\n\f\v\u00a0\u200b.,;:!?\"'()[]{}<>“”‘’«»…—–-`*_|/\\"


@dataclass(frozen=True, slots=True)
class Card:
    """What ``reader.json`` says of the weights beside it."""

    labels: Mapping[str, tuple[str, ...]]
    window: int
    stride: int
    thresholds: Mapping[str, float]
    width: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the network says of one text.

    ``pieces`` is (n, 2): code point offsets ``[start, end)`` of each word piece. Each array of
    ``heads`` is (n, labels), probabilities: over BIO labels they sum to 1, for incidents each
    label stands alone. ``relevance`` has one probability a window, ``windows`` (windows, 2)
    the pieces ``[first, last)`` each has read. ``vector`` is (width,), of length 1, or all
    zeros for a text without pieces.
    """

    pieces: Ints
    heads: Mapping[str, Floats]
    labels: Mapping[str, tuple[str, ...]]
    relevance: Floats
    windows: Ints
    vector: Floats
    n_characters_read: int
    text: str

    def __len__(self) -> int:
        return len(self.pieces)


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Characters ``[start, end)`` under ``label``; ``score`` is the pieces' mean probability."""

    start: int
    end: int
    label: str
    score: float


class Reader:
    """A tokenizer and a network; reads any text whole, the same way every time."""

    def __init__(self, tokenizer: Tokenizer, run: Run, card: Card) -> None:
        self._tokenizer, self._run, self._card = tokenizer, run, card

    @property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """The labels of every head, in the order of the probabilities."""
        return self._card.labels

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Cut-offs fitted on held-back training texts, by name."""
        return self._card.thresholds

    def read(self, text: str) -> Tagged:
        """Read the whole text, in windows that overlap.

        Each piece is taken from the window in which it stands farthest from an edge. No
        other text takes part, so a text's values never depend on what else is read.
        """
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        pieces = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
        ids = np.array(encoded.ids, dtype=np.int64)
        bounds = windows(len(ids), size=self._card.window - N_FRAME, stride=self._card.stride)
        passes = list(self._passes(ids, bounds))
        heads = {
            name: _stitch([p[name] for p in passes], bounds, n=len(ids), n_labels=len(labels))
            for name, labels in self._card.labels.items()
        }
        relevance = [p["relevance"] for p in passes] or [np.zeros(0, dtype=np.float32)]
        return Tagged(
            pieces=pieces,
            heads=heads,
            labels=self._card.labels,
            relevance=np.concatenate(relevance).astype(np.float32),
            windows=bounds,
            vector=_document_vector([p["vector"] for p in passes], bounds, self._card.width),
            n_characters_read=len(text),
            text=text,
        )

    def _passes(self, ids: Ints, bounds: Ints) -> Iterator[Mapping[str, Floats]]:
        for at in range(0, len(bounds), WINDOWS_PER_PASS):
            yield self._run(*_framed(ids, bounds[at : at + WINDOWS_PER_PASS]))


def open_reader(folder: Path, *, threads: int = 1) -> Reader:
    """Open ``reader.onnx`` with its tokenizer and its card.

    Raises:
        ResourceMissing: When a file is absent.
        ResourceMismatch: When the card's labels are not what the network puts out.
    """
    for name in ("reader.onnx", "reader.json", "tokenizer.json"):
        if not (folder / name).is_file():
            raise ResourceMissing(name, next_step="Install accordingto-reader-en.")
    card = read_card(folder / "reader.json")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    run = _onnx(folder / "reader.onnx", threads=threads)
    _check_labels(run, card)
    return Reader(tokenizer, run, card)


def read_card(path: Path) -> Card:
    """Read ``reader.json``; what is not about reading (corpora, scores) stays there."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Card(
        labels={head: tuple(labels) for head, labels in data["labels"].items()},
        window=int(data["window"]),
        stride=int(data["stride"]),
        thresholds={name: float(value) for name, value in data["thresholds"].items()},
        width=int(data["width"]),
    )


def _onnx(path: Path, *, threads: int) -> Run:
    """Return the network as a function of piece numbers and mask, each (windows, length)."""
    # Here, so that importing this package loads no network.
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Turns the int8 weights into floats once, on opening, and not in every pass (a third faster).
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]

    def run(input_ids: Ints, attention_mask: Ints) -> Mapping[str, Floats]:
        feed = {"input_ids": input_ids, "attention_mask": attention_mask}
        return dict(zip(names, session.run(names, feed), strict=True))

    return run


def _check_labels(run: Run, card: Card) -> None:
    """Read one piece and compare the shapes with the card."""
    ids = np.array([[CLS, CLS, SEP]], dtype=np.int64)
    outputs = run(ids, np.ones_like(ids))
    actual = {name: int(outputs[name].shape[-1]) for name in card.labels if name in outputs}
    expected = {name: len(labels) for name, labels in card.labels.items()}
    if actual != expected:
        raise ResourceMismatch("reader.onnx", expected=f"{expected}", actual=f"{actual} labels")


def windows(n_pieces: int, *, size: int, stride: int) -> Ints:
    """Cover ``n_pieces`` with windows ``[first, last)`` of at most ``size`` pieces.

    >>> windows(10, size=6, stride=3).tolist()
    [[0, 6], [3, 9], [6, 10]]
    """
    starts = range(0, max(n_pieces - size, 0) + stride, stride) if n_pieces else []
    bounds = [(start, min(start + size, n_pieces)) for start in starts]
    return np.array(bounds, dtype=np.int64).reshape(-1, 2)


def _framed(ids: Ints, bounds: Ints) -> tuple[Ints, Ints]:
    """Frame each window with [CLS] and [SEP] and pad it to the longest."""
    length = int((bounds[:, 1] - bounds[:, 0]).max()) + N_FRAME
    input_ids = np.full((len(bounds), length), PAD, dtype=np.int64)
    mask = np.zeros_like(input_ids)
    for row, (first, last) in enumerate(bounds):
        n = last - first
        input_ids[row, : n + N_FRAME] = [CLS, *ids[first:last], SEP]
        mask[row, : n + N_FRAME] = 1
    return input_ids, mask


def _stitch(outputs: Sequence[Floats], bounds: Ints, *, n: int, n_labels: int) -> Floats:
    """Take each piece from the window in which it is farthest from an edge, the first of equals."""
    whole = np.zeros((n, n_labels), dtype=np.float32)
    best = np.full(n, -1, dtype=np.int64)
    rows = (row for output in outputs for row in output)
    for (first, last), row in zip(bounds, rows, strict=True):
        inner = np.arange(last - first)
        margin = np.minimum(
            inner if first else np.full_like(inner, n),
            inner[::-1] if last < n else np.full_like(inner, n),
        )
        better = np.flatnonzero(margin > best[first:last])
        best[first + better] = margin[better]
        whole[first + better] = row[1 + better]
    return whole


def _document_vector(outputs: Sequence[Floats], bounds: Ints, width: int) -> Floats:
    """Average the windows' vectors, each as heavy as it is long, at length 1."""
    if not outputs:
        return np.zeros(width, dtype=np.float32)
    lengths = (bounds[:, 1] - bounds[:, 0]).astype(np.float32)
    mean = (np.concatenate(outputs) * lengths[:, None]).sum(axis=0)
    unit: Floats = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
    return unit


# ----------------------------------------------------------------------- from tags to spans


def spans(tagged: Tagged, head: str, *, outside: float = 0.0) -> list[TaggedSpan]:
    """Decode a BIO head into spans of whole words, in order, none overlapping.

    Args:
        tagged: A text that has been read.
        head: "roles", "entities" or "attribution".
        outside: Added to the log probability of O; above 0 finds less, below 0 more.
    """
    if not len(tagged):
        return []
    labels = tagged.labels[head]
    words = _Words(tagged)
    scores = np.log(np.maximum(words.pool(tagged.heads[head]), 1e-9))
    scores[:, labels.index("O")] += outside
    path = _best_path(scores, labels)
    found = (
        words.span(first, last, label, tagged.heads[head], labels)
        for first, last, label in _runs(path, labels)
    )
    return [span for span in found if span is not None]


class _Words:
    """The text's words as runs of pieces; a word's BIO label is decided by its first piece."""

    def __init__(self, tagged: Tagged) -> None:
        self.text, self.pieces = tagged.text, tagged.pieces
        starts = self.pieces[:, 0]
        joined = np.zeros(len(starts), dtype=bool)
        for match in WORD.finditer(self.text):
            first, last = np.searchsorted(starts, match.span())
            joined[first + 1 : last] = True
        self.first = np.flatnonzero(~joined)
        self.last = np.append(self.first[1:], len(starts))

    def pool(self, probabilities: Floats) -> Floats:
        """Average a word's pieces, B- and I- alike: only its first piece can begin a span."""
        pooled = probabilities[self.first].astype(np.float32)
        sums = np.add.reduceat(probabilities, self.first, axis=0)
        means = sums / (self.last - self.first)[:, None]
        kinds = means[:, 1::2] + means[:, 2::2]
        begins = pooled[:, 1::2] / np.maximum(pooled[:, 1::2] + pooled[:, 2::2], 1e-9)
        pooled[:, 0] = means[:, 0]
        pooled[:, 1::2], pooled[:, 2::2] = kinds * begins, kinds * (1.0 - begins)
        return pooled

    def span(
        self, first: int, last: int, label: str, probabilities: Floats, labels: tuple[str, ...]
    ) -> TaggedSpan | None:
        """Cut words ``[first, last)`` free of outer space and punctuation; None if none is left."""
        one, end = int(self.first[first]), int(self.last[last - 1])
        start, stop = int(self.pieces[one, 0]), int(self.pieces[end - 1, 1])
        while start < stop and _is_outer(self.text[start]):
            start += 1
        while start < stop and _is_outer(self.text[stop - 1]):
            stop -= 1
        if start == stop:
            return None
        columns = [labels.index(f"B-{label}"), labels.index(f"I-{label}")]
        score = float(probabilities[one:end, columns].sum(axis=1).mean())
        return TaggedSpan(start, stop, label, min(score, 1.0))


def _is_outer(character: str) -> bool:
    return character.isspace() or character in OUTER


def _best_path(scores: Floats, labels: tuple[str, ...]) -> list[int]:
    """Find the likeliest sequence in which I-x follows only B-x or I-x (Viterbi)."""
    legal = _legal(labels)
    begin = np.where([label.startswith("I-") for label in labels], -np.inf, 0.0)
    best = scores[0] + begin
    back = np.zeros(scores.shape, dtype=np.int64)
    for at in range(1, len(scores)):
        ways = best[:, None] + legal
        back[at] = ways.argmax(axis=0)
        best = ways.max(axis=0) + scores[at]
    path = [int(best.argmax())]
    for at in range(len(scores) - 1, 0, -1):
        path.append(int(back[at, path[-1]]))
    return path[::-1]


def _legal(labels: tuple[str, ...]) -> NDArray[np.float64]:
    """Return 0 where the column's label may follow the row's, else minus infinity."""
    allowed = [[not new.startswith("I-") or old[2:] == new[2:] for new in labels] for old in labels]
    return np.where(np.array(allowed), 0.0, -np.inf)


def _runs(path: Sequence[int], labels: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield ``(first, last, kind)`` of each span of a legal path, over words ``[first, last)``."""
    start: int | None = None
    for at, number in enumerate([*path, labels.index("O")]):
        label = labels[number] if at < len(path) else "O"
        if start is not None and not label.startswith("I-"):
            yield start, at, labels[path[start]][2:]
            start = None
        if label.startswith("B-"):
            start = at
