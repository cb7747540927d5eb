"""The room's one verb: events of many reports into incidents."""

from collections.abc import Mapping, Sequence

from accordingto.domain import Incident, Judgement, Reading
from accordingto.ids import content_id
from accordingto.link.clusters import Cluster, clusters
from accordingto.link.features import Member, copied, members_of, row_of
from accordingto.link.model import Weights, shipped_weights
from accordingto.link.pairs import score_pairs, with_copies
from accordingto.link.positions import fields_of
from accordingto.link.summaries import summarise


def link(
    readings: Sequence[Reading],
    *,
    judgements: Sequence[Judgement] = (),
    weights: Weights | None = None,
) -> list[Incident]:
    """Join the events that tell of the same happening.

    Args:
        readings: In any order; the order decides only which member gives an incident its id, and
            the order of incidents and members. Event ids must be unique.
        judgements: Oldest first, on pairs: target "eventA|eventB", verdict "same" or "not_same".
        weights: Other weights than the shipped ones, for training and measuring.

    Returns:
        Incidents in the order of their first member. Every event that took place, was tried or
        was foiled is in exactly one; threats and generalities ("many attacks") are in none.

    Raises:
        ResourceMissing, ResourceMismatch: When the shipped weights are absent or other ones.
    """
    members = {member.id: member for member in members_of(readings)}
    rows = [row_of(member) for member in members.values()]
    model = weights or shipped_weights()
    pairs = score_pairs(rows, weights=model, threshold=model.threshold)
    pairs = with_copies(pairs, copied(list(members.values())))
    found = clusters(rows, pairs, judgements=judgements, threshold=model.threshold)
    incidents = [_incident(cluster, members) for cluster in found]
    return sorted(incidents, key=lambda incident: members[incident.members[0]].order)


def _incident(cluster: Cluster, members: Mapping[str, Member]) -> Incident:
    own = sorted((members[id] for id in cluster.ids), key=lambda member: member.order)
    fields = fields_of(own)
    summary = summarise(own, fields)
    return Incident(
        id=content_id("incident", own[0].id),
        kind=summary.kind,
        members=tuple(member.id for member in own),
        why=cluster.joins,
        fields=fields,
        summary=summary,
    )
