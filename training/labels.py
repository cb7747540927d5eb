"""The heads and their labels, in the order of the network's outputs."""

from __future__ import annotations

ROLES = (
    "perpetrator_individual",
    "perpetrator_organisation",
    "target",
    "victim_named",
    "victim_described",
    "weapon",
    "place",
)
ENTITIES = ("person", "organisation", "place", "nationality")
ATTRIBUTION = ("source", "cue", "content")
INCIDENTS = ("attack", "bombing", "abduction", "arson", "robbery", "arrest")


def bio(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return O, then B- and I- of each kind.

    >>> bio(("source", "cue"))
    ('O', 'B-source', 'I-source', 'B-cue', 'I-cue')
    """
    return ("O", *(f"{place}-{kind}" for kind in kinds for place in "BI"))


HEADS: dict[str, tuple[str, ...]] = {
    "roles": bio(ROLES),
    "entities": bio(ENTITIES),
    "attribution": bio(ATTRIBUTION),
    "incidents": INCIDENTS,
}
SPAN_KINDS = {"roles": ROLES, "entities": ENTITIES, "attribution": ATTRIBUTION}
TOKEN_HEADS = tuple(HEADS)
