"""The room's one verb, from readings to incidents, with splink underneath."""

from collections.abc import Callable
from itertools import permutations

from accordingto.domain import Judgement, Reading
from accordingto.ids import content_id
from accordingto.link import link
from accordingto.link.explain import explain
from accordingto.link.model import Weights

Report = Callable[..., Reading]
BOMBING = {
    "kind": "suicide_attack", "date": "2031-04-08", "place": "Zhob", "killed": "5..",
    "targets": ["fruit market"],
}  # fmt: skip
TOLL = BOMBING | {"killed": "11", "injured": "23"}
VAGUE = BOMBING | {"kind": "attack", "killed": "9", "place": "Balochistan"}
FUNERAL = {
    "kind": "grenade", "date": "2031-04-09", "place": "Zhob", "killed": "3",
    "targets": ["funeral procession"],
}  # fmt: skip
ELSEWHERE = BOMBING | {"place": "Loralai", "targets": ["bank"]}


def dossier(report: Report) -> list[Reading]:
    return [
        report("agency", BOMBING, published="2031-04-08"),
        report("paper", TOLL, FUNERAL, published="2031-04-09"),
        report("radio", ELSEWHERE, published="2031-04-09"),
        report("update", VAGUE, published="2031-04-10"),
        report("page", {"kind": "attack", "clarity": "aggregate"}, {"stage": "threatened"}),
    ]


def partition(readings: list[Reading], weights: Weights) -> set[frozenset[str]]:
    return {frozenset(incident.members) for incident in link(readings, weights=weights)}


def test_reports_of_one_incident_are_joined_and_others_are_not(
    report: Report, weights: Weights
) -> None:
    found = partition(dossier(report), weights)

    assert found == {
        frozenset({"agency-0", "paper-0", "update-0"}),
        frozenset({"paper-1"}),
        frozenset({"radio-0"}),
    }


def test_the_order_of_the_reports_does_not_change_who_is_joined(
    report: Report, weights: Weights
) -> None:
    readings = dossier(report)
    wanted = partition(readings, weights)

    for order in list(permutations(readings))[7::50]:
        assert partition(list(order), weights) == wanted


def test_an_incident_is_named_after_its_first_event_and_keeps_its_name(
    report: Report, weights: Weights
) -> None:
    readings = dossier(report)
    alone, joined = link(readings[:1], weights=weights), link(readings, weights=weights)

    assert alone[0].id == joined[0].id == content_id("incident", "agency-0")


def test_a_judgement_wins_over_the_score(report: Report, weights: Weights) -> None:
    readings = dossier(report)
    apart = Judgement(
        target="agency-0|paper-0", verdict="not_same", value=None, reviewer="ana", at="2031-05-01"
    )
    bound = Judgement(
        target="agency-0|radio-0", verdict="same", value=None, reviewer="ana", at="2031-05-01"
    )

    incidents = link(readings, judgements=[apart, bound], weights=weights)
    together = {frozenset(incident.members) for incident in incidents}

    assert not any({"agency-0", "paper-0"} <= members for members in together)
    assert any({"agency-0", "radio-0"} <= members for members in together)


def test_the_parts_of_a_join_add_up_and_can_be_told(report: Report, weights: Weights) -> None:
    readings = dossier(report)[:2]
    (join,) = link(readings, weights=weights)[0].why
    bits = sum(join.parts.values())
    text = explain(join, (readings[0].events[0], readings[0]), (readings[1].events[0], readings[1]))

    assert abs(join.score - 1 / (1 + 2**-bits)) < 0.001
    assert "date same day" in text
    assert "same place" in text
    assert "targets share 'fruit'" in text
    assert "killed 5 or more against 11" in text


def test_a_wire_copy_tells_of_the_same_incident_though_nothing_is_known_of_it(
    report: Report, weights: Weights
) -> None:
    readings = [report("agency", {"kind": "attack"}), report("bay", {}, copy_of="agency")]

    (incident,) = link(readings, weights=weights)

    assert incident.why[0].parts == {"wire copy": 10.0}
    assert (incident.summary.n_documents, incident.summary.n_independent) == (2, 1)


def test_nothing_in_gives_nothing_out(weights: Weights) -> None:
    assert link([], weights=weights) == []


def test_two_runs_give_the_same_bytes(report: Report, weights: Weights) -> None:
    readings = dossier(report)

    assert link(readings, weights=weights) == link(readings, weights=weights)
