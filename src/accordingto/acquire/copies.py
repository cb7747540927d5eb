"""Wire copies: the same text, cut or with another credit line, counts as one source.

Two texts are compared by the runs of five words they share (shingles), through MinHash
signatures, so that nothing but the signature of an earlier text has to be kept, and a resumed
run answers as an uninterrupted one.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]

Signature = tuple[int, ...]

_N_PERMUTATIONS = 128
_N_WORDS = 5

# How the permutations are made changed in datasketch 2.0, and signatures of two schemes cannot
# be compared; they lie in ledgers, so the scheme and the seed are part of their format.
_SCHEME = "affine32"
_SEED = 1

# 32 bands of 4 rows find a pair whose shingles overlap (Jaccard) by 0.7 always, by 0.5 (a copy
# cut to half its length) in 87 cases of 100, by 0.1 (two reports that quote the same sentence)
# in 3 of 1,000. What they find is then held against the share below.
_BANDS = (32, 4)

# The share of the shorter text's shingles that stand in the longer one, from which it is a copy.
# In ECB+ (890 news texts of the web) the 16 pairs from 0.6 to 0.75 are each one agency's text,
# edited; below 0.5 they are reports in their own words that quote the same people. In
# tests/acquire/copies.toml another paper's report with the same two quotations has 0.10.
_COPY_SHARE = 0.6

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def signature(text: str) -> Signature:
    """Return the number of different shingles of the text, then 128 MinHash values (32 bits).

    The shape, 129 numbers, is the same for every text; one without words has no shingles.
    """
    shingles = _shingles(text)
    minhash = _minhash(None)
    minhash.update_batch(sorted(shingles))
    return (len(shingles), *(int(value) for value in minhash.hashvalues))


def shared(left: Signature, right: Signature) -> float:
    """Estimate the share of the smaller text's shingles that stand in the other, 0 to 1.

    From the overlap that the signatures estimate and the two exact numbers of shingles. The
    standard error is 0.03 for texts of one length, 0.07 when one has half the other's length.
    """
    smaller, larger = sorted((left[0], right[0]))
    if not smaller:
        return 0.0
    n_equal = sum(a == b for a, b in zip(left[1:], right[1:], strict=True))
    jaccard = n_equal / _N_PERMUTATIONS
    return min(1.0, jaccard / (1 + jaccard) * (smaller + larger) / smaller)


class Copies:
    """The texts seen so far, in the order they were seen. About 10 kB of memory a text."""

    def __init__(self, stored: Iterable[tuple[str, Signature]] = ()) -> None:
        """Start with the ids and signatures of earlier texts, oldest first."""
        self._near = MinHashLSH(num_perm=_N_PERMUTATIONS, params=_BANDS)
        self._seen: dict[str, tuple[int, Signature]] = {}
        for id, known in stored:
            self.add(id, known)

    def __len__(self) -> int:
        return len(self._seen)

    def add(self, id: str, known: Signature) -> str | None:
        """Add a text by its signature; return the id of the first text seen that it copies.

        A text that is seen again under its own id is not added again, and gets the same answer.

        Raises:
            ValueError: When the signature has not 129 numbers.
        """
        if len(known) != 1 + _N_PERMUTATIONS:
            raise ValueError(f"A signature has {1 + _N_PERMUTATIONS} numbers, not {len(known)}.")
        if not known[0]:
            return None
        minhash = _minhash(known[1:])
        order = self._seen[id][0] if id in self._seen else len(self._seen)
        earlier = sorted(
            (self._seen[near][0], near)
            for near in self._near.query(minhash)
            if self._seen[near][0] < order
        )
        if id not in self._seen:
            self._seen[id] = (order, known)
            self._near.insert(id, minhash)
        return next(
            (near for _, near in earlier if shared(known, self._seen[near][1]) >= _COPY_SHARE),
            None,
        )


def _minhash(values: Sequence[int] | None) -> MinHash:
    """Return a MinHash with the values, or of nothing yet."""
    return MinHash(
        num_perm=_N_PERMUTATIONS,
        seed=_SEED,
        scheme=_SCHEME,
        hashvalues=None if values is None else np.array(values, dtype=np.uint32),
        permutations=_permutations(),
    )


@cache
def _permutations() -> Any:
    """Return what every signature is made with: to draw it anew took half of a signature's time."""
    return MinHash(num_perm=_N_PERMUTATIONS, seed=_SEED, scheme=_SCHEME).permutations


def _shingles(text: str) -> set[bytes]:
    """Return the runs of five folded words; a shorter text is one run of all its words."""
    words = _WORD.findall(_fold(text))
    starts = range(max(1, len(words) - _N_WORDS + 1)) if words else ()
    return {" ".join(words[at : at + _N_WORDS]).encode() for at in starts}


def _fold(text: str) -> str:
    """Return the text without case, accents and typographic variants."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    marks = {ord(c): None for c in set(decomposed) if unicodedata.combining(c)}
    return decomposed.translate(marks) if marks else decomposed
