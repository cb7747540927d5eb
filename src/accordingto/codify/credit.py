"""Network and rules weighed together: what a rule says is worth some probability."""

from collections.abc import Mapping


def credited(likely: Mapping[str, float], name: str, credit: float) -> dict[str, float]:
    """Return probabilities of the network with what the rules say given credit.

    >>> credited({"say": 0.5, "deny": 0.3}, "deny", 0.4)
    {'say': 0.5, 'deny': 0.7}
    """
    return {**likely, name: likely.get(name, 0.0) + credit}
