"""The reader: the MiniLM-L6 encoder in plain torch, with one small head per task."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from training.labels import HEADS, LINKS, SOFTMAX, TOKEN_HEADS

WIDTH, N_LAYERS, N_ATTENTION_HEADS, INNER = 384, 6, 12, 1536
N_PIECES, N_POSITIONS, EPSILON = 30522, 512, 1e-12
HEAD_WIDTH = 384
LINK_WIDTH = 32


class Layer(nn.Module):
    """One transformer layer, normalised after each addition as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_attention = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm_outer = nn.LayerNorm(WIDTH, eps=EPSILON)
        # On the second branch alone: drawing the masks took 6% of a step with both.
        self.dropout = dropout

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Transform ``(batch, length, width)``; ``bias`` is added to the attention scores."""
        batch, length = states.shape[0], states.shape[1]
        shape = (batch, length, 3, N_ATTENTION_HEADS, WIDTH // N_ATTENTION_HEADS)
        query, key, value = self.query_key_value(states).view(shape).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        states = self.norm_attention(states + mixed)
        changed = self.outer(functional.gelu(self.inner(states)))
        changed = functional.dropout(changed, self.dropout, self.training)
        out: Tensor = self.norm_outer(states + changed)
        return out


class Embedding(nn.Module):
    """Word pieces as int8 rows with one scale each, plus positions; all frozen.

    Quantised before training: what the shipped file holds is what the layers learnt on.
    """

    rows: Tensor
    scales: Tensor
    positions: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("rows", torch.zeros(N_PIECES, WIDTH, dtype=torch.int8))
        self.register_buffer("scales", torch.zeros(N_PIECES, 1))
        self.register_buffer("positions", torch.zeros(N_POSITIONS, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)

    def forward(self, input_ids: Tensor) -> Tensor:
        """Look up ``(batch, length)`` piece numbers; returns ``(batch, length, width)``."""
        rows = functional.embedding(input_ids, self.rows).to(torch.float32)
        words = rows * functional.embedding(input_ids, self.scales)
        out: Tensor = self.norm(words + self.positions[: input_ids.shape[1]])
        return out


class Reader(nn.Module):
    """The encoder with its heads; every output but ``vector`` is logits."""

    def __init__(self, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.embedding = Embedding()
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(N_LAYERS))
        self.heads = nn.ModuleDict({name: _head(len(HEADS[name])) for name in TOKEN_HEADS})
        self.links = _head(2 * len(LINKS) * LINK_WIDTH)
        self.link_bias = nn.Parameter(torch.zeros(len(LINKS)))
        self.relevance = nn.Linear(2 * WIDTH, 1)
        self.vector = nn.Linear(WIDTH, WIDTH, bias=False)
        nn.init.eye_(self.vector.weight)
        self.dropout = dropout

    def encode(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Run the encoder: ``(batch, length)`` to ``(batch, length, width)``."""
        bias = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * -10000.0
        states: Tensor = self.embedding(input_ids)
        for layer in self.layers:
            states = layer(states, bias)
        return states

    def mean_vector(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return the windows' mean states at length 1, which is what MiniLM was made for."""
        return _unit(_mean(self.encode(input_ids, attention_mask), attention_mask))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> dict[str, Tensor]:
        """Read windows ``(batch, length)``; token heads give ``(batch, length, labels)``.

        ``links`` is ``(batch, length, 2 * LINKS * LINK_WIDTH)``: of each link first what the
        piece is as the first of two, then as the second; ``link_logits`` makes scores of them.
        """
        states = self.encode(input_ids, attention_mask)
        mean = _mean(states, attention_mask)
        dropped = functional.dropout(states, self.dropout, self.training)
        outputs: dict[str, Tensor] = {name: head(dropped) for name, head in self.heads.items()}
        outputs["links"] = self.links(dropped)
        outputs["relevance"] = self.relevance(torch.cat([states[:, 0], mean], dim=1))[:, 0]
        outputs["vector"] = _unit(self.vector(mean))
        return outputs


def link_logits(states: Tensor, spans: Tensor, bias: Tensor) -> Tensor:
    """Score every link between every two spans of a window: ``(LINKS, spans, spans)``.

    Args:
        states: ``(length, 2 * LINKS * LINK_WIDTH)``, the output ``links`` of one window.
        spans: ``(spans, length)``, the share of each piece in each span, 1 in all.
        bias: ``(LINKS,)``.
    """
    pooled = (spans @ states).view(len(spans), 2, len(LINKS), LINK_WIDTH)
    first, second = pooled[:, 0].transpose(0, 1), pooled[:, 1].transpose(0, 1)
    return first @ second.transpose(1, 2) / LINK_WIDTH**0.5 + bias[:, None, None]


def _head(n_labels: int) -> nn.Module:
    return nn.Sequential(nn.Linear(WIDTH, HEAD_WIDTH), nn.GELU(), nn.Linear(HEAD_WIDTH, n_labels))


def _mean(states: Tensor, attention_mask: Tensor) -> Tensor:
    mask = attention_mask[:, :, None].to(states.dtype)
    return (states * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1.0)


def _unit(vectors: Tensor) -> Tensor:
    return vectors / vectors.norm(dim=1, keepdim=True).clamp(min=1e-9)


def load_base(reader: Reader, path: Path) -> None:
    """Fill the encoder from MiniLM's safetensors and freeze the embeddings."""
    tensors = load_file(path)
    _load_embedding(reader.embedding, tensors)
    for number, layer in enumerate(reader.layers):
        _load_layer(layer, tensors, f"encoder.layer.{number}.")
    reader.embedding.requires_grad_(requires_grad=False)


def _load_embedding(embedding: Embedding, tensors: dict[str, Tensor]) -> None:
    words = tensors["embeddings.word_embeddings.weight"]
    scales = words.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127.0
    kind = tensors["embeddings.token_type_embeddings.weight"][0]
    embedding.load_state_dict(
        {
            "rows": torch.round(words / scales).to(torch.int8),
            "scales": scales,
            "positions": tensors["embeddings.position_embeddings.weight"] + kind,
            "norm.weight": tensors["embeddings.LayerNorm.weight"],
            "norm.bias": tensors["embeddings.LayerNorm.bias"],
        }
    )


def _load_layer(layer: nn.Module, tensors: dict[str, Tensor], prefix: str) -> None:
    names = {
        "out": "attention.output.dense",
        "norm_attention": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "norm_outer": "output.LayerNorm",
    }
    state = {}
    for part in ("weight", "bias"):
        for ours, name in names.items():
            state[f"{ours}.{part}"] = tensors[f"{prefix}{name}.{part}"]
        projections = [
            f"{prefix}attention.self.{name}.{part}" for name in ("query", "key", "value")
        ]
        state[f"query_key_value.{part}"] = torch.cat([tensors[name] for name in projections])
    layer.load_state_dict(state)


class Probabilities(nn.Module):
    """The reader as it is shipped: probabilities in a fixed order, ready for ONNX."""

    names = (*TOKEN_HEADS, "links", "relevance", "vector")

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        """Return softmax over labels that exclude each other, else sigmoids; links and vector."""
        outputs = self.reader(input_ids, attention_mask)
        for name in TOKEN_HEADS:
            one = name in SOFTMAX
            outputs[name] = outputs[name].softmax(-1) if one else outputs[name].sigmoid()
        outputs["relevance"] = outputs["relevance"].sigmoid()
        return tuple(outputs[name] for name in self.names)
