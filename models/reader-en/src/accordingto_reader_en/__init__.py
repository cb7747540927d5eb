"""The weights that ``accordingto.networks.open_reader`` opens."""

from pathlib import Path

FOLDER = Path(__file__).parent
"""Holds reader.onnx, reader.json and tokenizer.json."""
