"""What the network is told of its errors: one loss a head, for what each corpus can say."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.labels import LINKS, OF_SPANS, SPAN_KINDS
from training.model import Reader, link_logits
from training.windows import IGNORED, Batch, Links

HEAD_WEIGHTS = {
    "roles": 1.0, "entities": 0.7, "attribution": 0.7, "triggers": 1.0, "tolls": 0.7, "kinds": 0.3,
    "sayings": 0.3, "relations": 0.2, "certainties": 0.3, "effects": 0.2,
}  # fmt: skip
MARKED_WEIGHTS = {"roles": 2.0, "triggers": 1.5}  # roles are rare: 4% of MUC-4's pieces
N_LEAST = dict.fromkeys(
    OF_SPANS, 40
)  # pieces; a loss is averaged over no fewer, so that few do not shout
N_LEAST_OTHERS = 400
N_LEAST_LINKS = 600  # pairs


def loss_of(reader: Reader, outputs: dict[str, Tensor], batch: Batch) -> Tensor:
    """Add up what the corpora of this batch can say about the heads."""
    total = outputs["relevance"].new_zeros(())
    for head in HEAD_WEIGHTS:
        total = total + HEAD_WEIGHTS[head] * _labels(head, outputs[head], batch.targets[head])
    total = total + 1.5 * _verdicts(outputs["incidents"], batch.targets["incidents"], least=2400)
    total = total + 0.5 * _verdicts(outputs["facets"], batch.targets["facets"], least=200)
    window = functional.binary_cross_entropy_with_logits(
        outputs["relevance"], batch.relevant, reduction="none"
    )
    total = total + 0.2 * (window * batch.relevance_weight).mean()
    return total + _links(reader, outputs["links"], batch.links)


def _labels(head: str, logits: Tensor, targets: Tensor) -> Tensor:
    weight = torch.ones(logits.shape[-1])
    if head in SPAN_KINDS:
        weight[1:] = MARKED_WEIGHTS.get(head, 1.0)
    flat = targets.flatten()
    summed = functional.cross_entropy(
        logits.flatten(0, 1), flat, weight, ignore_index=IGNORED, reduction="sum"
    )
    return summed / max(int((flat != IGNORED).sum()), N_LEAST.get(head, N_LEAST_OTHERS))


def _verdicts(logits: Tensor, verdicts: Tensor, *, least: int) -> Tensor:
    judged = (verdicts != IGNORED).float()
    each = functional.binary_cross_entropy_with_logits(
        logits, verdicts.clamp(min=0).float(), reduction="none"
    )
    return (each * judged).sum() / judged.sum().clamp(min=least)


def _links(reader: Reader, states: Tensor, links: list[Links | None]) -> Tensor:
    """Average over the pairs of each kind of link, then add the kinds up."""
    sums = [states.new_zeros(()) for _ in LINKS]
    n_pairs = [0 for _ in LINKS]
    for window, told in enumerate(links):
        if told is None:
            continue
        t, f = len(told.triggers), len(told.fillers)
        spans = np.concatenate([told.triggers, told.fillers, told.cues])
        logits = link_logits(states[window], _shares(spans, states.shape[1]), reader.link_bias)
        triggers, fillers, cues = slice(0, t), slice(t, t + f), slice(t + f, None)
        # In the order of LINKS: which spans a link starts at, where it ends, what holds.
        wanted = [
            (triggers, triggers, told.same_event),
            (fillers, fillers, told.same_thing),
            *((fillers, triggers, fills) for fills in told.fills),
            (triggers, cues, told.about),
            *((fillers, cues, said) for said in told.said),
        ]
        for number, (rows, columns, targets) in enumerate(wanted):
            scores = logits[number, rows, columns]
            symmetric = rows == columns
            if symmetric:
                scores = (scores + scores.T) / 2
            loss, count = _pairs(scores, torch.from_numpy(targets), diagonal=not symmetric)
            sums[number] = sums[number] + loss
            n_pairs[number] += count
    each = [s / max(n, N_LEAST_LINKS) for s, n in zip(sums, n_pairs, strict=True)]
    return torch.stack(each).sum()


def _pairs(scores: Tensor, targets: Tensor, *, diagonal: bool) -> tuple[Tensor, int]:
    known = targets >= 0
    if not diagonal:
        known = known & ~torch.eye(len(targets), dtype=torch.bool)
    each = functional.binary_cross_entropy_with_logits(
        scores, targets.clamp(min=0).float(), reduction="none"
    )
    return (each * known).sum(), int(known.sum())


def _shares(spans: np.ndarray, length: int) -> Tensor:
    """Return ``(spans, length)``: the share of each piece in each span."""
    at = np.arange(length)
    inside = (at >= spans[:, :1]) & (at < spans[:, 1:])
    return torch.from_numpy((inside / inside.sum(axis=1, keepdims=True)).astype(np.float32))
