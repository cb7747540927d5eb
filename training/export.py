"""Write a trained reader as ONNX into models/reader-en: ``python -m training.export``.

The embeddings are int8 already (see model.py); how the linear layers are kept is ``--layers``,
with what each costs in EXPERIMENTS.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.evaluate import STRIDE, link_planes
from training.labels import HEADS
from training.licences import CLEAR, LICENCES
from training.model import WIDTH, Probabilities
from training.train import SEED, base_folder, last_weights, load_trained
from training.windows import SIZE

PACKAGE = Path("models/reader-en/src/accordingto_reader_en")


def export(weights: Path, out: Path) -> None:
    """Write the float network to ``out``, with free batch size and length."""
    network = Probabilities(load_trained(weights)).eval()
    ids = torch.randint(1000, 20000, (2, 64))
    batch, length = torch.export.Dim("batch"), torch.export.Dim("length", max=512)
    shapes = {"input_ids": {0: batch, 1: length}, "attention_mask": {0: batch, 1: length}}
    program = torch.onnx.export(
        network, (ids, torch.ones_like(ids)), dynamo=True, dynamic_shapes=shapes,
        input_names=["input_ids", "attention_mask"], output_names=list(network.names),
        opset_version=18, external_data=False, verbose=False,
    )  # fmt: skip
    assert program is not None
    program.save(str(out), external_data=False)


def quantise(source: Path, out: Path) -> None:
    """Make the linear layers int8, their inputs too, each pass by its own range.

    Seven bits of weight, since AVX2 without VNNI overflows on eight.
    """
    quantize_dynamic(
        source, out, op_types_to_quantize=["MatMul", "Gemm"], per_channel=True,
        reduce_range=True, weight_type=QuantType.QInt8,
    )  # fmt: skip


def quantise_weights(source: Path, out: Path) -> None:
    """Store the weights as int8 with a scale a column; the reader computes in floats."""
    model = onnx.load(str(source))
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    products = {n.input[1] for n in graph.node if n.op_type in ("MatMul", "Gemm")}
    for name in sorted(products & set(weights)):
        if min(weights[name].dims) > 1:
            _store_small(graph, weights[name])
    onnx.save(model, str(out))


def _store_small(graph: onnx.GraphProto, tensor: onnx.TensorProto) -> None:
    """Put ``DequantizeLinear(int8, scales)`` in the place of a float matrix."""
    matrix = numpy_helper.to_array(tensor)
    scales = np.maximum(np.abs(matrix).max(axis=0), 1e-8).astype(np.float32) / 127.0
    parts = {
        f"{tensor.name}_int8": np.round(matrix / scales).astype(np.int8),
        f"{tensor.name}_scales": scales,
    }
    graph.initializer.remove(tensor)
    graph.initializer.extend(numpy_helper.from_array(a, name) for name, a in parts.items())
    node = helper.make_node("DequantizeLinear", list(parts), [tensor.name], axis=1)
    graph.node.insert(0, node)


# For the roles: added to the log probability of "outside", and the least score. Fitted
# once on MUC-4 documents kept out of training (EXPERIMENTS.md); training.fit adds those for events.
# Of places and times the likeliest is taken, so little has to be likely: the place of found events
# is right in 51.5 % at 0.3, 48.5 at 0.5, 47.7 at 0.8, 45.1 without links (our dev).
THRESHOLDS = {"outside": -1.0, "least": 0.5, "place": 0.3, "time": 0.3}
LAYERS: dict[str, Callable[[Path, Path], object]] = {
    "dynamic": quantise,
    "weights": quantise_weights,
    "float": shutil.copy,
}


def card(weights: Path, commit: str, corpora: Iterable[str]) -> dict[str, Any]:
    """What reader.json says: labels in order, how to read, and where it comes from."""
    base = (base_folder() / "model.safetensors").read_bytes()
    return {
        "name": "reader-en",
        "version": "0.1.0",
        "labels": {head: list(labels) for head, labels in HEADS.items()},
        "outputs": "probabilities",
        "window": SIZE,
        "stride": STRIDE,
        "width": WIDTH,
        "links": link_planes(load_trained(weights)),
        "told": [1.0, 0.0],
        "thresholds": THRESHOLDS,
        "base": {"name": "all-MiniLM-L6-v2", "sha256": hashlib.sha256(base).hexdigest()},
        "training": {
            "commit": commit,
            "seed": SEED,
            "weights": weights.name,
            "corpora": {name: LICENCES[name].words for name in sorted(corpora)},
        },
    }


def main() -> None:
    """Export, quantise and lay the files into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("training/runs/all"), help="or a run")
    parser.add_argument("--out", type=Path, default=PACKAGE)
    parser.add_argument("--commit", default="uncommitted")
    parser.add_argument("--licences", choices=("all", "clear"), default="all")
    parser.add_argument("--layers", choices=sorted(LAYERS), default="dynamic")
    options = parser.parse_args()
    weights = last_weights(options.weights) if options.weights.is_dir() else options.weights
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        export(weights, plain)
        target = options.out / "reader.onnx"
        LAYERS[options.layers](plain, target)
    onnx.checker.check_model(str(options.out / "reader.onnx"))
    corpora = CLEAR if options.licences == "clear" else LICENCES
    data = card(weights, options.commit, corpora)
    (options.out / "reader.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    shutil.copy(base_folder() / "tokenizer.json", options.out / "tokenizer.json")
    print(f"{(options.out / 'reader.onnx').stat().st_size / 1e6:.1f} MB in {options.out}")


if __name__ == "__main__":
    main()
