"""One reading of a text by the network, and what the rules make of it."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from accordingto.annotate.coreference import grouped
from accordingto.annotate.decoding import Decoder, TaggedSpan
from accordingto.annotate.events import seen
from accordingto.annotate.lists import word_list
from accordingto.annotate.names import names_by_rule
from accordingto.annotate.neutral import read_plainly
from accordingto.annotate.quotes import quotations
from accordingto.annotate.sentences import sentences
from accordingto.annotate.times import times
from accordingto.domain import (
    Annotated,
    Document,
    Label,
    Mention,
    Role,
    RoleMention,
    Sentence,
    Span,
)
from accordingto.errors import AnnotationError
from accordingto.networks import Reader, Tagged

_LABELS: dict[str, Label] = {
    "person": "person",
    "organisation": "organisation",
    "place": "place",
    "nationality": "nationality",
}
_ROLES: dict[str, Role] = {
    "perpetrator_individual": "perpetrator_individual",
    "perpetrator_organisation": "perpetrator_organisation",
    "target": "target",
    "victim_named": "victim_named",
    "victim_described": "victim_described",
    "weapon": "weapon",
    "place": "place",
}


_ARTICLES = frozenset(("the", "a", "an"))
_WORD = re.compile(r"(\w+)\s*")


def annotate(document: Document, *, reader: Reader) -> Annotated:
    """Read a document once and return what stands in it, in the order of the text.

    Raises:
        AnnotationError: When the network has not read the whole text.
    """
    text = document.text
    tagged = read_plainly(text, reader)
    if tagged.n_characters_read < len(text):
        raise AnnotationError(
            f"{document.id}: {tagged.n_characters_read} of {len(text)} characters were read. "
            "Report this text: no text may be cut."
        )
    found = sentences(text)
    decoder = Decoder(tagged)
    named = mentions(text, decoder)
    quoted = quotations(text, found, decoder)
    events = seen(decoder, named, quoted, reader.thresholds)
    return Annotated(
        document=document,
        sentences=tuple(_sentences(found, tagged)),
        mentions=named,
        roles=tuple(_roles(decoder, reader.thresholds)),
        quotations=quoted,
        relevance=relevance(tagged),
        triggers=events.triggers,
        tolls=events.tolls,
        cues=events.cues,
        parties=events.parties,
        links=events.links,
    )


def mentions(text: str, decoder: Decoder) -> tuple[Mention, ...]:
    """Return names and times with their groups; none overlaps another.

    Times come first, for the words of a date are no name ("May", "April"); then the network's
    names; then the rules' where both are silent.
    """
    when = [Mention(start=t.start, end=t.end, label="time", group=0) for t in times(text)]
    named = [
        name
        for span in decoder.spans("entities")
        if (name := _name(text, span)) is not None and not any(name.touches(t) for t in when)
    ]
    taken: Sequence[Span] = [*when, *named]
    return grouped(text, [*when, *named, *names_by_rule(text, taken)])


def _name(text: str, span: TaggedSpan) -> Mention | None:
    """Return a tagged name without its article; None where no word of it is written as a name."""
    start = span.start
    while (word := _WORD.match(text, start, span.end)) and word[1].casefold() in _ARTICLES:
        start = word.end()
    wording = text[start : span.end]
    if not any(character.isupper() or character.isdigit() for character in wording):
        return None
    is_nationality = wording.casefold() in word_list("nationalities")
    label = "nationality" if is_nationality else _LABELS[span.label]
    return Mention(start=start, end=span.end, label=label, group=0, score=span.score)


def relevance(tagged: Tagged) -> float:
    """Return the probability that some window tells of an incident: the highest of the windows."""
    return float(np.clip(tagged.relevance.max(), 0.0, 1.0)) if len(tagged.relevance) else 0.0


def _roles(decoder: Decoder, thresholds: Mapping[str, float]) -> Iterable[RoleMention]:
    """Decode the roles with the cut-offs that were fitted for the weights."""
    for span in decoder.spans("roles", outside=thresholds.get("outside", 0.0)):
        if span.score < thresholds.get("least", 0.0):
            continue
        yield RoleMention(
            start=span.start, end=span.end, role=_ROLES[span.label], score=min(span.score, 1.0)
        )


def _sentences(found: Iterable[Span], tagged: Tagged) -> Iterable[Sentence]:
    """Give each sentence its kinds' probabilities, the mean over its pieces."""
    labels, starts = tagged.labels["incidents"], tagged.pieces[:, 0]
    for span in found:
        first, last = np.searchsorted(starts, (span.start, span.end))
        inside = tagged.heads["incidents"][first:last]
        means = inside.mean(axis=0) if len(inside) else np.zeros(len(labels))
        incidents = {label: round(float(p), 4) for label, p in zip(labels, means, strict=True)}
        yield Sentence(start=span.start, end=span.end, incidents=incidents)
