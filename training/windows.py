"""Examples cut into windows of word pieces, with a target for every head and piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from training.examples import Example
from training.labels import HEADS, INCIDENTS, SPAN_KINDS

Ints = NDArray[np.int64]
SIZE = 256  # pieces, [CLS] and [SEP] among them
OVERLAP = 48  # in training only; reading overlaps more
IGNORED = -100
PAD = 0


@dataclass(frozen=True, slots=True)
class Window:
    """Up to SIZE pieces; ``targets[head]`` is (pieces,), for incidents (pieces, kinds)."""

    corpus: str
    input_ids: Ints
    targets: dict[str, Ints]
    relevant: float
    relevance_weight: float


def open_tokenizer(path: Path) -> Tokenizer:
    """Open the base's tokenizer with its cutting and padding switched off."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def cut(example: Example, tokenizer: Tokenizer) -> list[Window]:
    """Cut one example into overlapping windows."""
    encoded = tokenizer.encode(example.text, add_special_tokens=False)
    offsets = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
    ids = np.array(encoded.ids, dtype=np.int64)
    targets = {head: _bio(example, head, offsets) for head in SPAN_KINDS}
    targets["incidents"] = _verdicts(example, offsets)
    step = SIZE - 2 - OVERLAP
    starts = range(0, max(1, len(ids) - OVERLAP), step)
    return [_window(example, ids, targets, start) for start in starts if start < len(ids)]


def _window(example: Example, ids: Ints, targets: dict[str, Ints], start: int) -> Window:
    part = slice(start, start + SIZE - 2)
    framed = np.concatenate([[101], ids[part], [102]])
    own = {
        head: np.pad(t[part], [(1, 1)] + [(0, 0)] * (t.ndim - 1), constant_values=IGNORED)
        for head, t in targets.items()
    }
    relevant = float((own["roles"] > 0).any())
    return Window(example.corpus, framed, own, relevant, example.relevance_weight)


def _touching(offsets: Ints, start: int, end: int) -> Ints:
    return np.flatnonzero((offsets[:, 0] < end) & (offsets[:, 1] > start))


def _bio(example: Example, head: str, offsets: Ints) -> Ints:
    targets = np.full(len(offsets), IGNORED, dtype=np.int64)
    for start, end in example.known.get(head, []):
        targets[_touching(offsets, start, end)] = 0
    for start, end in example.unsure.get(head, []):
        targets[_touching(offsets, start, end)] = IGNORED
    labels = HEADS[head]
    for span in example.spans.get(head, []):
        inside = _touching(offsets, span.start, span.end)
        targets[inside] = labels.index(f"I-{span.kind}")
        targets[inside[:1]] = labels.index(f"B-{span.kind}")
    return targets


def _verdicts(example: Example, offsets: Ints) -> Ints:
    targets = np.full((len(offsets), len(INCIDENTS)), IGNORED, dtype=np.int64)
    for verdict in sorted(example.verdicts, key=lambda v: v.holds):
        inside = _touching(offsets, verdict.start, verdict.end)
        targets[inside, INCIDENTS.index(verdict.kind)] = int(verdict.holds)
    return targets


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side; padding carries no target."""

    input_ids: Tensor
    attention_mask: Tensor
    targets: dict[str, Tensor]
    relevant: Tensor
    relevance_weight: Tensor


def batches(windows: Iterable[Window], *, n_pieces: int, random: Random) -> Iterator[Batch]:
    """Group windows of like length, at most ``n_pieces`` a batch, in random order."""
    ordered = sorted(windows, key=lambda w: (len(w.input_ids) // 16, random.random()))
    groups: list[list[Window]] = [[]]
    for window in ordered:
        if (len(groups[-1]) + 1) * len(window.input_ids) > n_pieces:
            groups.append([])
        groups[-1].append(window)
    random.shuffle(groups)
    for group in groups:
        if group:
            yield collate(group)


def collate(windows: list[Window]) -> Batch:
    """Pad windows to the longest of them."""
    length = max(len(w.input_ids) for w in windows)
    ids = _pad([w.input_ids for w in windows], length, PAD)
    mask = _pad([np.ones_like(w.input_ids) for w in windows], length, 0)
    heads = windows[0].targets
    return Batch(
        ids, mask,
        {head: _pad([w.targets[head] for w in windows], length, IGNORED) for head in heads},
        torch.tensor([w.relevant for w in windows]),
        torch.tensor([w.relevance_weight for w in windows]),
    )  # fmt: skip


def _pad(rows: list[Ints], length: int, value: int) -> Tensor:
    padded = [
        np.pad(r, [(0, length - len(r))] + [(0, 0)] * (r.ndim - 1), constant_values=value)
        for r in rows
    ]
    return torch.from_numpy(np.stack(padded))
