"""The heads and their labels, in the order of the network's outputs."""

from __future__ import annotations

from accordingto.codify.ontology import load_ontology

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
EVENTS = ("event",)
TOLLS = ("killed", "injured", "abducted")
KINDS = tuple(load_ontology().kinds)
FACETS = ("attempted", "threatened", "foiled", "background", "aggregate")
# What two spans can have to do with each other. "same_event" joins two triggers, "same_thing" two
# fillers; every other one says what a filler is to a trigger's event.
FILLS = ("perpetrator", "victim", "target", "means", "place", "time", "toll")
LINKS = ("same_event", "same_thing", *FILLS)


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
    "triggers": bio(EVENTS),
    "tolls": bio(TOLLS),
    "kinds": KINDS,
    "incidents": INCIDENTS,
    "facets": FACETS,
}
SPAN_KINDS = {
    "roles": ROLES, "entities": ENTITIES, "attribution": ATTRIBUTION, "triggers": EVENTS,
    "tolls": TOLLS,
}  # fmt: skip
SOFTMAX = (*SPAN_KINDS, "kinds")  # one label a piece; of the others each stands alone
TOKEN_HEADS = tuple(HEADS)
