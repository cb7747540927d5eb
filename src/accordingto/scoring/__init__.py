"""Measuring: the program's readings of marked reports, held against what is marked.

``gold.read_corpus`` reads the marked reports, ``inputs`` hands them on without their marks,
``evaluate`` makes the figures of every layer, ``as_table`` and ``as_markdown`` write them out.
"""

from accordingto.scoring.evaluation import evaluate, inputs
from accordingto.scoring.gold import read_corpus
from accordingto.scoring.rendering import as_markdown, as_table

__all__ = ["as_markdown", "as_table", "evaluate", "inputs", "read_corpus"]
