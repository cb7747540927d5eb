"""Examples cut into windows of word pieces, with a target for every head and piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from training.examples import Example
from training.labels import FACETS, FILLS, HEADS, INCIDENTS, KINDS, SPAN_KINDS

Ints = NDArray[np.int64]
SIZE = 256  # pieces, [CLS] and [SEP] among them
OVERLAP = 48  # in training only; reading overlaps more
IGNORED = -100
PAD, MASK = 0, 103
MASKED_SHARE = 0.06  # of the pieces of a text seen many times, so that it is not learnt by heart


@dataclass(frozen=True, slots=True)
class Links:
    """What the triggers and fillers of a window have to do with each other, 0 or 1.

    ``triggers`` (t, 2) and ``fillers`` (f, 2) are pieces ``[first, last)`` of the window;
    ``same_event`` (t, t), ``same_thing`` (f, f) with -1 where it is not known, ``fills``
    (FILLS, f, t).
    """

    triggers: Ints
    fillers: Ints
    same_event: Ints
    same_thing: Ints
    fills: Ints


@dataclass(frozen=True, slots=True)
class Window:
    """Up to SIZE pieces; ``targets[head]`` is (pieces,), for heads of verdicts (pieces, labels)."""

    corpus: str
    input_ids: Ints
    targets: dict[str, Ints]
    relevant: float
    relevance_weight: float
    links: Links | None = None


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
    targets["kinds"], targets["facets"] = _triggers(example, offsets)
    step = SIZE - 2 - OVERLAP
    starts = range(0, max(1, len(ids) - OVERLAP), step)
    return [_window(example, ids, targets, offsets, s) for s in starts if s < len(ids)]


def masked(window: Window, random: Random) -> Window:
    """Return a window with some pieces hidden; what is asked of them stays."""
    ids = window.input_ids.copy()
    for at in range(1, len(ids) - 1):
        if random.random() < MASKED_SHARE:
            ids[at] = MASK
    return replace(window, input_ids=ids)


def _window(
    example: Example, ids: Ints, targets: dict[str, Ints], offsets: Ints, start: int
) -> Window:
    part = slice(start, start + SIZE - 2)
    framed = np.concatenate([[101], ids[part], [102]])
    own = {
        head: np.pad(t[part], [(1, 1)] + [(0, 0)] * (t.ndim - 1), constant_values=IGNORED)
        for head, t in targets.items()
    }
    relevant = float((own["roles"] > 0).any())
    links = _links(example, offsets[part]) if example.triggers else None
    return Window(example.corpus, framed, own, relevant, example.relevance_weight, links)


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


def _triggers(example: Example, offsets: Ints) -> tuple[Ints, Ints]:
    """Return kinds (pieces,) and facets (pieces, facets), known at the triggers alone."""
    kinds = np.full(len(offsets), IGNORED, dtype=np.int64)
    facets = np.full((len(offsets), len(FACETS)), IGNORED, dtype=np.int64)
    for trigger in example.triggers:
        inside = _touching(offsets, trigger.start, trigger.end)
        kinds[inside] = KINDS.index(trigger.kind)
        facets[inside] = [facet in trigger.facets for facet in FACETS]
    return kinds, facets


def _links(example: Example, offsets: Ints) -> Links | None:
    triggers = [(t, r) for t in example.triggers if (r := _range(offsets, t.start, t.end))]
    fillers = [(f, r) for f in example.fillers if (r := _range(offsets, f.start, f.end))]
    if not triggers or not fillers:
        return None
    fills = [
        [[any((event, link) in f.fills for event in t.events) for t, _ in triggers]
         for f, _ in fillers]
        for link in FILLS
    ]  # fmt: skip
    return Links(
        triggers=np.array([r for _, r in triggers], dtype=np.int64),
        fillers=np.array([r for _, r in fillers], dtype=np.int64),
        same_event=_same([t.events for t, _ in triggers]),
        same_thing=_same_thing([f.thing for f, _ in fillers]),
        fills=np.array(fills, dtype=np.int64),
    )


def _range(offsets: Ints, start: int, end: int) -> tuple[int, int] | None:
    """Return the pieces of characters ``[start, end)``, behind [CLS]; None if there are none."""
    inside = _touching(offsets, start, end)
    return (int(inside[0]) + 1, int(inside[-1]) + 2) if len(inside) else None


def _same(events: list[frozenset[int]]) -> Ints:
    return np.array([[bool(one & other) for other in events] for one in events], dtype=np.int64)


def _same_thing(things: list[int | None]) -> Ints:
    known = np.array([thing is not None for thing in things])
    numbers = np.array([-1 if thing is None else thing for thing in things])
    same = (numbers[:, None] == numbers[None, :]).astype(np.int64)
    return np.where(known[:, None] & known[None, :], same, -1)


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side; padding carries no target."""

    input_ids: Tensor
    attention_mask: Tensor
    targets: dict[str, Tensor]
    relevant: Tensor
    relevance_weight: Tensor
    links: list[Links | None]


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
        [w.links for w in windows],
    )  # fmt: skip


def _pad(rows: list[Ints], length: int, value: int) -> Tensor:
    padded = [
        np.pad(r, [(0, length - len(r))] + [(0, 0)] * (r.ndim - 1), constant_values=value)
        for r in rows
    ]
    return torch.from_numpy(np.stack(padded))
