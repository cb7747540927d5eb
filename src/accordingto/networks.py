"""The reading network: one pass over a text gives every head's probabilities, piece by piece."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from accordingto.domain import (
    Certainty,
    Effect,
    Harm,
    Label,
    LinkName,
    Relation,
    Role,
    Stage,
    StatementKind,
)
from accordingto.errors import ResourceMismatch, ResourceMissing

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Line = tuple[float, ...]  # factor, addend
Plane = tuple[float, ...]  # factor, addend, factor of the second thing
Run = Callable[[Ints, Ints], Mapping[str, Floats]]

CLS, SEP, PAD = 101, 102, 0
LINK_WIDTH = 32  # numbers a piece has for a link, on either side of it
VOCABULARY: Mapping[str, tuple[str, ...]] = {
    "roles": get_args(Role),
    "entities": tuple(label for label in get_args(Label) if label != "time"),
    "attribution": ("source", "cue", "content"),
    "triggers": ("event",),
    "tolls": get_args(Harm),
    "facets": (*(stage for stage in get_args(Stage) if stage != "accomplished"), "background",
               "aggregate"),
    "sayings": get_args(StatementKind),
    "relations": ("none", *get_args(Relation)),
    "certainties": get_args(Certainty),
    "effects": get_args(Effect),
}  # fmt: skip
N_FRAME = 2  # [CLS] and [SEP] of every window
# Windows in one pass: bounds the memory (about 60 MB at 256 pieces) whatever the text's length.
WINDOWS_PER_PASS = 8


@dataclass(frozen=True, slots=True)
class Card:
    """What ``reader.json`` says of the weights beside it.

    ``links`` has for each link, in the network's order, how its log-odds come about: a factor for
    its product, an addend, and a factor for the log-odds that the first of the two has by the
    roles head. ``told`` has factor and addend for a trigger's own log-odds. All are fitted so that
    probabilities come out as often as they say (``training.combine``, ``training.calibrate``).
    """

    labels: Mapping[str, tuple[str, ...]]
    window: int
    stride: int
    thresholds: Mapping[str, float]
    width: int
    links: Mapping[str, Plane]
    told: Line = (1.0, 0.0)

    @property
    def link_numbers(self) -> int:
        """How many numbers a piece has for all links."""
        return 2 * len(self.links) * LINK_WIDTH


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the network says of one text.

    ``pieces`` is (n, 2): code point offsets ``[start, end)`` of each word piece. Each array of
    ``heads`` is (n, labels), probabilities: over BIO labels and kinds they sum to 1, for
    incidents and facets each label stands alone. ``links`` is (n, 2, links, width): what a piece
    is as the first and as the second of two that are linked. ``relevance`` has one probability a
    window, ``windows`` (windows, 2) the pieces ``[first, last)`` each has read. ``vector`` is
    (width,), of length 1, or all zeros for a text without pieces.
    """

    pieces: Ints
    heads: Mapping[str, Floats]
    labels: Mapping[str, tuple[str, ...]]
    links: Floats
    planes: Mapping[str, Plane]
    told: Line
    relevance: Floats
    windows: Ints
    vector: Floats
    n_characters_read: int
    text: str

    def __len__(self) -> int:
        return len(self.pieces)


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
        """Cut-offs fitted on texts kept out of training, by name."""
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
        links = _stitch(
            [p["links"] for p in passes], bounds, n=len(ids), n_labels=self._card.link_numbers
        )
        relevance = [p["relevance"] for p in passes] or [np.zeros(0, dtype=np.float32)]
        return Tagged(
            pieces=pieces,
            heads=heads,
            labels=self._card.labels,
            links=links.reshape(len(ids), 2, len(self._card.links), LINK_WIDTH),
            planes=self._card.links,
            told=self._card.told,
            relevance=np.concatenate(relevance).astype(np.float32),
            windows=bounds,
            vector=_document_vector([p["vector"] for p in passes], bounds, self._card.width),
            n_characters_read=len(text),
            text=text,
        )

    def _passes(self, ids: Ints, bounds: Ints) -> Iterator[Mapping[str, Floats]]:
        for at in range(0, len(bounds), WINDOWS_PER_PASS):
            yield self._run(*_framed(ids, bounds[at : at + WINDOWS_PER_PASS]))


def open_reader(
    folder: Path, *, threads: int = 1, thresholds: Mapping[str, float] | None = None
) -> Reader:
    """Open ``reader.onnx`` with its tokenizer and its card.

    Args:
        folder: Where the files lie.
        threads: For one pass of the network.
        thresholds: Used instead of the card's, when they are being fitted.

    Raises:
        ResourceMissing: When a file is absent.
        ResourceMismatch: When the card's labels are not what the network puts out, or not
            what this program can make values of.
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
    _check_vocabulary(card)
    if thresholds is not None:
        card = replace(card, thresholds=thresholds)
    return Reader(tokenizer, run, card)


def read_card(path: Path) -> Card:
    """Read ``reader.json``; what is not about reading (corpora, scores) stays there.

    Raises:
        ResourceMismatch: When an entry is lacking: the weights are of another version.
    """
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    try:
        return _card(data)
    except KeyError as error:
        raise ResourceMismatch(
            path.name, expected=f"the entry {error}", actual="no such entry"
        ) from error


def _card(data: Mapping[str, Any]) -> Card:
    return Card(
        labels={head: tuple(labels) for head, labels in data["labels"].items()},
        window=int(data["window"]),
        stride=int(data["stride"]),
        thresholds={name: float(value) for name, value in data["thresholds"].items()},
        width=int(data["width"]),
        links={name: _numbers(given, 3) for name, given in data["links"].items()},
        told=_numbers(data["told"], 2),
    )


def _numbers(given: Sequence[float], n: int) -> tuple[float, ...]:
    if len(given) != n:
        raise ResourceMismatch("reader.json", expected=f"{n} numbers", actual=f"{len(given)}")
    return tuple(map(float, given))


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
    expected = {name: len(labels) for name, labels in card.labels.items()}
    expected["links"] = card.link_numbers
    actual = {name: int(outputs[name].shape[-1]) for name in expected if name in outputs}
    if actual != expected:
        raise ResourceMismatch("reader.onnx", expected=f"{expected}", actual=f"{actual} labels")


def _check_vocabulary(card: Card) -> None:
    """Compare the card with the values that this program can make of the labels."""
    names = {head: _named(card.labels.get(head, ())) for head in VOCABULARY}
    for what, actual in (*names.items(), ("links", set(card.links))):
        expected = set(VOCABULARY.get(what, get_args(LinkName)))
        if actual != expected:
            raise ResourceMismatch(
                "reader.json",
                expected=f"{what}: {', '.join(sorted(expected))}",
                actual=f"{what}: {', '.join(sorted(actual)) or 'none'}",
            )


def _named(labels: Sequence[str]) -> set[str]:
    """Return what BIO labels name; labels of another kind name themselves."""
    return {label.removeprefix("B-") for label in labels if label != "O" and label[:2] != "I-"}


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
