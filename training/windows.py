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

from training.examples import Cue, Example, Filler, Trigger
from training.labels import FACETS, FILLS, HEADS, INCIDENTS, OF_SPANS, SAID, SPAN_KINDS

Ints = NDArray[np.int64]
SIZE = 256  # pieces, [CLS] and [SEP] among them
OVERLAP = 48  # in training only; reading overlaps more
IGNORED = -100
PAD, MASK = 0, 103
MASKED_SHARE = 0.1  # of the pieces of a text seen many times, so that it is not learnt by heart


@dataclass(frozen=True, slots=True)
class Links:
    """What the triggers, fillers and cues of a window have to do with each other, 0 or 1.

    ``triggers`` (t, 2), ``fillers`` (f, 2) and ``cues`` (c, 2) are pieces ``[first, last)`` of the
    window; ``same_event`` (t, t), ``same_thing`` (f, f) with -1 where it is not known, ``fills``
    (FILLS, f, t), ``about`` (t, c), ``said`` (SAID, f, c).
    """

    triggers: Ints
    fillers: Ints
    cues: Ints
    same_event: Ints
    same_thing: Ints
    fills: Ints
    about: Ints
    said: Ints


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
    targets["facets"] = _facets(example, offsets)
    targets |= {head: _of_spans(example, head, offsets) for head in OF_SPANS}
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
    links = _links(example, offsets[part]) if example.fillers else None
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


def _facets(example: Example, offsets: Ints) -> Ints:
    """Return (pieces, facets), known at the triggers alone."""
    facets = np.full((len(offsets), len(FACETS)), IGNORED, dtype=np.int64)
    for trigger in example.triggers:
        inside = _touching(offsets, trigger.start, trigger.end)
        facets[inside] = [facet in trigger.facets for facet in FACETS]
    return facets


def _of_spans(example: Example, head: str, offsets: Ints) -> Ints:
    """Return (pieces,), known where a span stands that the head is about."""
    told: list[tuple[Trigger | Cue | Filler, str | None]] = {
        "kinds": [(t, t.kind) for t in example.triggers],
        "sayings": [(c, c.kind) for c in example.cues],
        "relations": [(c, c.relation) for c in example.cues],
        "certainties": [(f, f.certainty) for f in example.fillers],
        "effects": [(f, f.effect) for f in example.fillers],
    }[head]
    targets = np.full(len(offsets), IGNORED, dtype=np.int64)
    for span, label in told:
        if label is not None:
            targets[_touching(offsets, span.start, span.end)] = HEADS[head].index(label)
    return targets


def _links(example: Example, offsets: Ints) -> Links | None:
    triggers = [(t, r) for t in example.triggers if (r := _range(offsets, t.start, t.end))]
    fillers = [(f, r) for f in example.fillers if (r := _range(offsets, f.start, f.end))]
    numbered = enumerate(example.cues)
    cues = [(n, c, r) for n, c in numbered if (r := _range(offsets, c.start, c.end))]
    if not fillers or not (triggers or cues):
        return None
    fills = [
        [[any((event, link) in f.fills for event in t.events) for t, _ in triggers]
         for f, _ in fillers]
        for link in FILLS
    ]  # fmt: skip
    said = [[[(n, link) in f.said for n, _, _ in cues] for f, _ in fillers] for link in SAID]
    about = [[bool(t.events & c.about) for _, c, _ in cues] for t, _ in triggers]
    return Links(
        triggers=_ranges([r for _, r in triggers]),
        fillers=_ranges([r for _, r in fillers]),
        cues=_ranges([r for *_, r in cues]),
        same_event=_same([t.events for t, _ in triggers]),
        same_thing=_same_thing([f.thing for f, _ in fillers]),
        fills=np.array(fills, dtype=np.int64),
        about=np.array(about, dtype=np.int64).reshape(len(triggers), len(cues)),
        said=np.array(said, dtype=np.int64),
    )


def _ranges(ranges: list[tuple[int, int]]) -> Ints:
    return np.array(ranges, dtype=np.int64).reshape(-1, 2)


def _range(offsets: Ints, start: int, end: int) -> tuple[int, int] | None:
    """Return the pieces of characters ``[start, end)``, behind [CLS]; None if there are none."""
    inside = _touching(offsets, start, end)
    return (int(inside[0]) + 1, int(inside[-1]) + 2) if len(inside) else None


def _same(events: list[frozenset[int]]) -> Ints:
    same = [[bool(one & other) for other in events] for one in events]
    return np.array(same, dtype=np.int64).reshape(len(events), len(events))


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
