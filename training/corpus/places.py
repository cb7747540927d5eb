"""Look places up as an annotator does: every candidate in a country, with its number."""

from collections.abc import Iterator, Sequence

from accordingto.ground.gazetteer import Candidate, Gazetteer
from accordingto.resources import resource

N_SHOWN = 4


def lines(country: str, names: Sequence[str]) -> Iterator[str]:
    """Yield, for each name, the lines to choose from: the number, then what it is."""
    with Gazetteer.open(resource("gazetteer")) as gazetteer:
        for name in names:
            here = [c for c in gazetteer.candidates(name) if country in ("*", c.country)]
            if not here:
                yield f'{name}: not in {country}; write "in NUMBER" of the district around it'
            for candidate in here[:N_SHOWN]:
                yield f"{_handle(name)} = {candidate.id}  # {_described(candidate)}"


def _handle(name: str) -> str:
    return "".join(c for c in name.casefold().replace(" ", "_") if c.isalnum() or c == "_")


def _described(candidate: Candidate) -> str:
    within = ", ".join(unit.name for unit in candidate.within)
    kind = candidate.kind.name.casefold()
    return f"{candidate.name} ({kind}, population {candidate.population}) in {within}"
