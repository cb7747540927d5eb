"""A person's verdict, held against what it is about and appended to the ledger."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from accordingto.domain import Claimed, Entry, Event, Incident, Judgement, Participant
from accordingto.errors import DecisionError
from accordingto.record.ledger import Ledger
from accordingto.record.views import WITHDRAWN, View, open_view
from accordingto.review.targets import FIELD, PAIR, pair_target

SAME, NOT_SAME = "same", "not_same"
ACCEPT, REJECT = "accept", "reject"

PAIR_VERDICTS = (SAME, NOT_SAME, WITHDRAWN)
VALUE_VERDICTS = (ACCEPT, REJECT, WITHDRAWN)


def decide(ledger: Ledger, judgement: Judgement, *, provenance: str) -> Entry | None:
    """Append a judgement; None when the very same one is the last on its target.

    Args:
        ledger: Where it goes; nothing in it is changed or deleted.
        judgement: On two events (``pair_target``; same or not_same), on one incident, event or
            statement (its id; accept or reject), or on one value (``field_target`` and the value
            as JSON; accept or reject). The verdict withdrawn takes back what stands on the same
            target and value. ``at`` is an ISO date-time with its zone.
        provenance: What carried the decision (program, page or command).

    Raises:
        DecisionError: When the target does not exist, the verdict does not fit it, there is
            nothing to withdraw, or two events would be the same and not the same.
    """
    _check_form(judgement)
    with open_view(ledger.path) as view:
        about = [j for j in view.judgement_history() if j.target == judgement.target]
        if about[-1:] == [judgement]:
            return None
        _check_target(judgement, view)
        standing = view.judgements()
    if judgement.verdict == WITHDRAWN:
        _check_something_stands(judgement, standing)
    elif PAIR in judgement.target:
        _check_agrees(judgement, standing)
    return ledger.add_judgement(judgement, provenance=provenance)


def _check_form(judgement: Judgement) -> None:
    if not judgement.reviewer.strip():
        raise DecisionError("A judgement needs the name of its reviewer. Say who decides.")
    try:
        at = datetime.fromisoformat(judgement.at)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise DecisionError(
            f"{judgement.at!r} is no ISO date-time with a zone. Give one like "
            "2031-05-04T10:00:00+00:00."
        )
    fitting = PAIR_VERDICTS if PAIR in judgement.target else VALUE_VERDICTS
    if judgement.verdict not in fitting:
        raise DecisionError(
            f"{judgement.verdict!r} is no verdict on {judgement.target}. "
            f"Give one of: {', '.join(fitting)}."
        )


def _check_target(judgement: Judgement, view: View) -> None:
    if PAIR in judgement.target:
        _check_pair(judgement, view)
        return
    if judgement.verdict == WITHDRAWN:
        return  # what stands may be about an incident that has been joined anew since
    thing, _, field = judgement.target.partition(FIELD)
    found = _thing(view, thing)
    if field and judgement.value not in _values(found, field):
        raise DecisionError(
            f"{thing} has no {field} of {judgement.value!r}. Look at its values again."
        )


def _check_pair(judgement: Judgement, view: View) -> None:
    left, _, right = judgement.target.partition(PAIR)
    if judgement.target != pair_target(left, right) or left == right:
        raise DecisionError(f"{judgement.target} names no pair. Give two different events.")
    if judgement.value is not None:
        raise DecisionError("A judgement on a pair has no value. Give none.")
    for event_id in (left, right):
        if view.event(event_id) is None:
            raise DecisionError(f"{event_id} is no event of the ledger. Look up its id again.")


def _thing(view: View, name: str) -> object:
    found = view.incident(name) or view.event(name) or view.statement(name)
    if found is None:
        raise DecisionError(
            f"{name} is no incident, event or statement of the ledger. Look up its id again."
        )
    return found[0] if isinstance(found, tuple) else found


def _values(thing: object, field: str) -> list[Any]:
    """Return the values of a field as they look after a trip through JSON."""
    if isinstance(thing, Incident):
        held = [position.value for position in thing.fields.get(field, ())]
    elif isinstance(thing, Event) and field in Event.__struct_fields__:
        value = getattr(thing, field)
        held = [_bare(one) for one in (value if isinstance(value, tuple) else (value,))]
    else:
        held = []
    return [msgspec.to_builtins(value, str_keys=True) for value in held]


def _bare(value: object) -> object:
    match value:
        case Claimed(value=inner):
            return inner
        case Participant(name=name):
            return name
        case _:
            return value


def _check_something_stands(judgement: Judgement, standing: Iterable[Judgement]) -> None:
    about = (judgement.target, judgement.value)
    if all((other.target, other.value) != about for other in standing):
        raise DecisionError(
            f"No judgement stands on {judgement.target}. There is nothing to withdraw."
        )


def _check_agrees(judgement: Judgement, standing: list[Judgement]) -> None:
    """Refuse a pair that would be the same by way of other pairs, and yet not the same."""
    kept = [other for other in standing if other.target != judgement.target]
    pairs = [*_pairs(kept), *_pairs([judgement])]
    group: dict[str, str] = {}
    for left, right, verdict in pairs:
        if verdict == SAME:
            group[_root(group, left)] = _root(group, right)
    for left, right, verdict in pairs:
        if verdict == NOT_SAME and _root(group, left) == _root(group, right):
            raise DecisionError(
                f"{left} and {right} would be the same by other judgements and not the same by "
                "one. Withdraw one of them first."
            )


def _pairs(judgements: Iterable[Judgement]) -> Iterator[tuple[str, str, str]]:
    for judgement in judgements:
        left, mark, right = judgement.target.partition(PAIR)
        if mark:
            yield left, right, judgement.verdict


def _root(group: dict[str, str], name: str) -> str:
    while name in group and group[name] != name:
        name = group[name]
    return name
