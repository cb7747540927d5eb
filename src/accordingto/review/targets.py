"""What a judgement is about, as text: a pair of events, a thing, or a field of a thing."""

PAIR, FIELD = "|", "#"


def pair_target(left: str, right: str) -> str:
    """Return the target of a judgement on two events, the same in either order.

    >>> pair_target("event-b", "event-a")
    'event-a|event-b'
    """
    return PAIR.join(sorted((left, right)))


def field_target(thing: str, field: str) -> str:
    """Return the target of a judgement on a value of an incident or event.

    >>> field_target("incident-a", "killed")
    'incident-a#killed'
    """
    return f"{thing}{FIELD}{field}"
