"""Values as the words of a cell: chains, claims with their chains, the sentence round a span."""

import re
from collections.abc import Iterable, Sequence

from accordingto.domain import Certainty, Document, Holder, Participant, Source, Span

# A sentence ends at a full stop, question or exclamation mark (and quotation marks or brackets
# after it) before white space, or at a line's end. A stop after a title or a single capital
# letter ends none: "Dr. Marr", "J. Lentz".
_END = re.compile(r"[.!?\u2026]+[\"'\u2019\u201d)\]]*(?=\s)|[\u3002\uff01\uff1f]|(?=\n)")
_NO_END = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Capt|Maj|Sgt|St|Gov|Sen|Rep|No|[A-Z])\.$")
_LONGEST = 1_000  # characters to either side: a text without a stop is not copied into each row


def chain(sources: Sequence[Source], *, publisher: str | None) -> str:
    """Write who says so, from the publisher to the origin: "AFP <- police spokesman X".

    A report in its own voice is its publisher, or "the report itself" where that is not known.
    """
    names = [source.titled for source in sources]
    if publisher and (not names or sources[0].name != publisher):
        names.insert(0, publisher)
    return " <- ".join(names) or "the report itself"


def claim(
    text: str, according_to: Sequence[Source], *, certainty: Certainty, publisher: str | None
) -> str:
    """Write a value with who holds it: "at least five: AFP <- police (claimed)"."""
    return f"{text}: {chain(according_to, publisher=publisher)} ({certainty.replace('_', ' ')})"


def participants(held: Iterable[Participant], *, document: Document) -> list[str]:
    """Write participants with who names them, each as a claim."""
    return [
        claim(p.name, p.according_to, certainty=p.certainty, publisher=document.publisher)
        for p in held
    ]


def holders(text: str, held: Iterable[Holder]) -> str:
    """Write a position with everyone who holds it; a wire copy is marked."""
    parts = [
        f"{chain(holder.according_to, publisher=holder.publisher)} "
        f"({holder.certainty.replace('_', ' ')}{'' if holder.independent else ', copy'})"
        for holder in held
    ]
    return f"{text}: {'; '.join(parts)}"


def words(spans: Sequence[Span], text: str) -> str | None:
    """Return the wording of the spans on one line, None when there are none."""
    return " \u2026 ".join(" ".join(span.cut(text).split()) for span in spans) or None


def sentences(spans: Sequence[Span], text: str) -> str | None:
    """Return the sentences the spans stand in, each once, on one line."""
    around = dict.fromkeys(_sentence(span, text) for span in spans)
    return " \u2026 ".join(" ".join(text[start:end].split()) for start, end in around) or None


def _sentence(span: Span, text: str) -> tuple[int, int]:
    low, high = max(0, span.start - _LONGEST), min(len(text), span.end + _LONGEST)
    ends = [end for end in _ends(text, low, high) if end <= span.start]
    start = max(ends, default=low)
    end = min((end for end in _ends(text, low, high) if end >= span.end), default=high)
    return start, max(end, span.end)


def _ends(text: str, low: int, high: int) -> Iterable[int]:
    for found in _END.finditer(text, low, high):
        if not _NO_END.search(text, max(low, found.end() - 8), found.end()):
            yield found.end()
