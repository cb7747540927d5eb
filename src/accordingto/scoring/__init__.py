"""Measuring: the program's readings of marked reports, held against what is marked.

``gold.read_corpus`` reads the marked reports, ``inputs`` hands them on without their marks,
``evaluate`` makes the figures of every layer, ``rendering`` writes them for people.
"""

from accordingto.scoring.evaluation import evaluate, inputs
from accordingto.scoring.gold import read_corpus

__all__ = ["evaluate", "inputs", "read_corpus"]
