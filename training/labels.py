"""The heads and their labels, in the order of the network's outputs."""

from __future__ import annotations

from typing import get_args

from accordingto.codify.ontology import load_ontology
from accordingto.domain import Certainty, Effect, Relation, StatementKind

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
SAYINGS: tuple[str, ...] = get_args(StatementKind)
RELATIONS = ("none", *get_args(Relation))
CERTAINTIES: tuple[str, ...] = get_args(Certainty)
EFFECTS: tuple[str, ...] = get_args(Effect)
# What two spans can have to do with each other. "same_event" joins two triggers, "same_thing" two
# fillers; FILLS say what a filler is to a trigger's event, "about" joins a trigger to the cue of
# what is said of its event, and SAID say what a filler is to what a cue introduces.
FILLS = ("perpetrator", "victim", "target", "means", "place", "time", "toll")
SAID = ("subject", "object")
LINKS = ("same_event", "same_thing", *FILLS, "about", *SAID)


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
    "sayings": SAYINGS,
    "relations": RELATIONS,
    "certainties": CERTAINTIES,
    "effects": EFFECTS,
}
# One label for a whole span whose place is known: triggers, cues, perpetrators, victims.
OF_SPANS = ("kinds", "sayings", "relations", "certainties", "effects")
SPAN_KINDS = {
    "roles": ROLES, "entities": ENTITIES, "attribution": ATTRIBUTION, "triggers": EVENTS,
    "tolls": TOLLS,
}  # fmt: skip
SOFTMAX = (*SPAN_KINDS, *OF_SPANS)  # one label a piece; of the others each stands alone
TOKEN_HEADS = tuple(HEADS)
