"""What speaks for a place: the features of a candidate and their weights, and plain rules."""

import math
from collections.abc import Mapping, Sequence

from msgspec import Struct

from accordingto.ground.gazetteer import Candidate, NameKind, PlaceKind
from accordingto.ground.names import PlaceName

SETTLED = frozenset(
    {PlaceKind.CAPITAL, PlaceKind.SEAT1, PlaceKind.SEAT2, PlaceKind.TOWN, PlaceKind.QUARTER}
)
FEATURES = (
    "population", "country", "admin1", "admin2", "capital", "seat", "quarter", "nobody",
    "alias", "variant", "meant", "unmeant", "contained", "uncontained",
    "country_share", "first_country", "admin1_share", "close", "publisher",
)  # fmt: skip
# Learnt on the training side of the toponyms corpus (`training.measure_grounding --fit`); capital
# and country_share raised from 0.62 and 1.72, since two thirds of that corpus are local American
# papers. Right within 161 km on its dev side: 0.739 with weights set by hand, 0.783 with these
# (0.776 since small places that nothing else in the text points to are refused).
WEIGHTS: tuple[float, ...] = (
    5.83, 7.12, 0.91, -1.66, 1.2, 0.34, -0.95, -1.31,
    -2.0, -2.21, 3.26, -2.06, 5.72, -0.22,
    2.2, 0.22, 1.89, 4.36, 1.97,
)  # fmt: skip

CLOSE_KM = 150.0


def kilometres(a: Candidate, b: Candidate) -> float:
    """Return the great-circle distance between two places."""
    lat, other = math.radians(a.latitude), math.radians(b.latitude)
    half = math.radians(b.longitude - a.longitude) / 2
    chord = math.sin((other - lat) / 2) ** 2 + math.cos(lat) * math.cos(other) * math.sin(half) ** 2
    return 12_742.0 * math.asin(min(1.0, math.sqrt(chord)))


class Belief(Struct, frozen=True):
    """The places a name may mean with their probabilities (sum 1), most probable first."""

    candidates: tuple[Candidate, ...]
    chances: tuple[float, ...]

    @property
    def best(self) -> Candidate:
        """The most probable place."""
        return self.candidates[0]


class Evidence(Struct, frozen=True):
    """What the document as a whole says: shares of countries and divisions, and other places."""

    countries: Mapping[str, float]
    divisions: Mapping[int, float]
    others: tuple[tuple[str, Candidate, float], ...]
    publisher: str | None

    @property
    def most_named(self) -> float:
        """The share of the country named most."""
        return max(self.countries.values(), default=0.0)


def features(
    candidate: Candidate, name: PlaceName, containers: frozenset[int], evidence: Evidence
) -> tuple[float, ...]:
    """Return a candidate's features in the order of ``FEATURES``, each about 0 to 1.

    "close" is left 0: it costs a distance to every other name, see ``closeness``.
    """
    kind = candidate.kind
    inside = bool(containers & set(candidate.units[1:]))
    share = evidence.countries.get(candidate.country, 0.0)
    division = max((evidence.divisions.get(unit, 0.0) for unit in candidate.units), default=0.0)
    return (
        math.log10(candidate.population + 1) / 7,
        float(kind == PlaceKind.COUNTRY),
        float(kind in (PlaceKind.ADMIN1, PlaceKind.AREA, PlaceKind.SEA)),
        float(kind in (PlaceKind.ADMIN2, PlaceKind.ADMIN2_LOOSE)),
        float(kind == PlaceKind.CAPITAL),
        float(kind == PlaceKind.SEAT1),
        float(kind == PlaceKind.QUARTER),
        float(kind in SETTLED and candidate.population == 0),
        float(candidate.how in (NameKind.ALIAS, NameKind.DEMONYM)),
        float(candidate.how in (NameKind.VARIANT, NameKind.ABBREVIATION)),
        float(kind in name.meant),
        float(bool(name.meant) and kind not in name.meant | name.possible),
        float(inside),
        float(bool(containers) and not inside),
        share,
        float(share > 0 and share == evidence.most_named),
        division,
        0.0,
        float(candidate.country == evidence.publisher),
    )


CLOSE = FEATURES.index("close")


def closeness(candidate: Candidate, name: PlaceName, evidence: Evidence) -> float:
    """Return how near the other names' places are: 0 far from all, 1 beside a sure one."""
    near = sum(
        weight * math.exp(-kilometres(candidate, other) / CLOSE_KM)
        for key, other, weight in evidence.others
        if key.rstrip("#") not in name.keys and other.id not in candidate.units
    )
    return min(1.0, near)


def without_echoes(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Leave out towns that share a country's or area's name only by the way: Mexico City."""
    large = {
        c.id
        for c in candidates
        if c.kind in (PlaceKind.COUNTRY, PlaceKind.AREA) and c.how <= NameKind.ALIAS
    }
    areas = tuple(c for c in candidates if c.kind == PlaceKind.AREA and c.how == NameKind.MAIN)
    return areas or tuple(
        c for c in candidates if c.how == NameKind.MAIN or not large & set(c.units[1:])
    )


def namesakes(candidates: Sequence[Candidate]) -> set[int]:
    """Return the divisions among the candidates that are called after a town of theirs."""
    towns = [c for c in candidates if c.kind in SETTLED and c.population >= 10_000]
    inside = {unit for town in towns if town.how == NameKind.MAIN for unit in town.units[1:]}
    divisions = (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.ADMIN2_LOOSE)
    return {c.id for c in candidates if c.kind in divisions and c.id in inside}


def sense(name: PlaceName) -> str:
    """Return what two places of a name in the text share: "Katsina" is not "Katsina State"."""
    key = name.keys[-1] if name.keys else ""
    return f"{key}#" if name.meant else key


def is_region(candidates: Sequence[Candidate], name: PlaceName) -> bool:
    """Return whether a region of several countries is what the name plainly means.

    A division of the same name ("Sahel" in Burkina Faso) needs a word for what it is, or a
    country after it.
    """
    regions = any(c.kind == PlaceKind.REGION for c in candidates)
    return regions and not any(
        c.how == NameKind.MAIN
        and (c.kind in (PlaceKind.COUNTRY, PlaceKind.AREA) or c.kind in name.meant)
        for c in candidates
    )
