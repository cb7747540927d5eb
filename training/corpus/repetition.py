"""How much texts repeat each other: distinct n-grams, and near-copies nobody declared."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

SHINGLE = 5  # words; what two reports share by chance in a row is shorter
# Of the shingles of the smaller text. Two outlets that quote the same sentence stay below.
NEAR_COPY = 0.25


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation."""
    return re.findall(r"\w+(?:['’]\w+)?", text.casefold())


def n_grams(text: str, n: int) -> list[tuple[str, ...]]:
    """Return the n-grams of a text's words, in order."""
    found = words(text)
    return [tuple(found[i : i + n]) for i in range(len(found) - n + 1)]


def distinct(texts: Sequence[str], n: int) -> float:
    """Return the share of n-grams that are different from all before them, 0 to 1."""
    grams = [gram for text in texts for gram in n_grams(text, n)]
    return len(set(grams)) / len(grams) if grams else 1.0


def repeated_share(texts: Sequence[str], n: int) -> float:
    """Return the share of n-grams that stand in more than one of the texts, 0 to 1."""
    of_text = [set(n_grams(text, n)) for text in texts]
    counts = Counter(gram for grams in of_text for gram in grams)
    total = sum(counts.values())
    return sum(k for k in counts.values() if k > 1) / total if total else 0.0


def near_copies(texts: dict[str, str]) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of names whose texts share more shingles than chance or a quotation gives."""
    shingles = {name: set(n_grams(text, SHINGLE)) for name, text in texts.items()}
    holders: dict[tuple[str, ...], list[str]] = {}
    for name, grams in shingles.items():
        for gram in grams:
            holders.setdefault(gram, []).append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        shared.update(combinations(sorted(names), 2))
    for (one, other), n in sorted(shared.items()):
        share = n / max(1, min(len(shingles[one]), len(shingles[other])))
        if share > NEAR_COPY:
            yield one, other, share
