"""The incidents page as values: one row an incident, facets with counts, a strip of time."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from accordingto.domain import Certainty, Count, Incident, Position, Value
from accordingto.serve.maps import Circle, circle
from accordingto.serve.selection import Selection
from accordingto.serve.words import dates, family, plain, toll

# The order in which a blame is named: what is said to be a fact before what is denied.
STRENGTH: tuple[Certainty, ...] = (
    "fact", "claimed", "accused_by_authorities", "accused", "implied", "possible", "denied",
)  # fmt: skip
ABROAD = "??"  # the facet of incidents that no country is known for


class Blame(Value, frozen=True):
    """Who is said to have done it, in the source's words, and with which certainty."""

    text: str
    certainty: Certainty


class Row(Value, frozen=True):
    """An incident in the table, on the strip and on the map."""

    id: str
    kind: str
    family: str
    what: str
    title: str
    first: str
    last: str
    when: str
    where: str
    country: str
    country_name: str
    killed: str
    killed_low: int | None
    killed_high: int | None
    blamed: tuple[Blame, ...]
    n_documents: int
    n_independent: int
    disagreements: tuple[str, ...]
    documents: frozenset[str]
    circle: Circle | None

    @property
    def href(self) -> str:
        """Return the incident's page."""
        return f"/incidents/{self.id}"


class Facet(Value, frozen=True):
    """One choice of a filter, and how many incidents it would show."""

    name: str
    n_incidents: int
    chosen: bool
    href: str
    family: str = ""


def row(incident: Incident) -> Row:
    """Make an incident's row."""
    summary = incident.summary
    low, high, open_above = killed_range(incident.fields.get("killed", ()))
    known = low is not None or high is not None
    killed = Count(low=low, high=None if open_above else high, text="") if known else None
    place, date = summary.place, summary.date
    return Row(
        id=incident.id,
        kind=incident.kind,
        family=family(incident.kind),
        what=plain(incident.kind).capitalize(),
        title=summary.title,
        first=date.first if date else "",
        last=date.last if date else "",
        when=dates(date),
        where=f"{place.name}, {place.country_name}" if place else "not placed",
        country=place.country if place else ABROAD,
        country_name=place.country_name if place else "not placed",
        killed=_toll(killed, high if open_above else None),
        killed_low=low,
        killed_high=high,
        blamed=blamed(incident.fields.get("perpetrators", ())),
        n_documents=summary.n_documents,
        n_independent=summary.n_independent,
        disagreements=summary.disagreements,
        documents=frozenset(
            h.document for held in incident.fields.values() for p in held for h in p.holders
        ),
        circle=None if place is None else circle(
            place,
            Count(low=None, high=high, text="") if high is not None else killed,
            key=incident.id,
            href=f"/incidents/{incident.id}",
            title=summary.title,
            family=family(incident.kind),
        ),
    )  # fmt: skip


def _toll(killed: Count | None, at_most_named: int | None) -> str:
    if killed is not None and killed.low is not None and at_most_named not in (None, killed.low):
        return f"{killed.low}–{at_most_named} or more"
    return toll(killed)


def count_of(position: Position) -> Count | None:
    """Return a position's value as a count; None when it is none."""
    try:
        return msgspec.convert(position.value | {"text": position.text}, Count)
    except (TypeError, msgspec.ValidationError):
        return None


def killed_range(positions: Iterable[Position]) -> tuple[int | None, int | None, bool]:
    """Return the lowest and the highest number any source gives, and whether one is open above."""
    counts = [count for count in map(count_of, positions) if count is not None]
    named = [n for c in counts for n in (c.low, c.high) if n is not None]
    if not named:
        return None, None, False
    low = 0 if any(c.low is None for c in counts) else min(named)
    return low, max(named), any(c.high is None for c in counts)


def blamed(positions: Iterable[Position]) -> tuple[Blame, ...]:
    """Return who is blamed, the most certain first; each with its strongest certainty."""
    found = []
    for position in positions:
        held = [h.certainty for h in position.holders] or ["possible"]
        found.append(Blame(text=position.text, certainty=min(held, key=STRENGTH.index)))
    return tuple(sorted(found, key=lambda blame: STRENGTH.index(blame.certainty)))


# --------------------------------------------------------------------------- choosing


def keeps(row: Row, chosen: Selection, *, matching: frozenset[str]) -> bool:
    """Return whether a row belongs to the selection.

    Args:
        matching: Ids of the documents that hold the words of ``chosen.q``.
    """
    return all(test(row) for test in tests(chosen, matching=matching).values())


def tests(chosen: Selection, *, matching: frozenset[str]) -> dict[str, Callable[[Row], bool]]:
    """Return a test for each filter that is set, by the filter's name."""
    words = chosen.q.casefold()
    every: dict[str, tuple[str, Callable[[Row], bool]]] = {
        "kind": (chosen.kind, lambda r: r.kind == chosen.kind),
        "country": (chosen.country, lambda r: r.country == chosen.country),
        "differ": (chosen.differ, lambda r: bool(r.disagreements)),
        "q": (
            chosen.q,
            lambda r: bool(r.documents & matching) or words in f"{r.title} {r.where}".casefold(),
        ),
        "first": (chosen.first, lambda r: bool(r.last) and r.last >= chosen.first),
        "last": (chosen.last, lambda r: bool(r.first) and r.first <= chosen.last),
    }
    return {name: test for name, (value, test) in every.items() if value}


def facets(
    rows: Sequence[Row], chosen: Selection, *, matching: frozenset[str]
) -> dict[str, tuple[Facet, ...]]:
    """Return the choices of each facet; its counts obey every filter but its own."""

    def others(name: str) -> list[Row]:
        kept = [test for key, test in tests(chosen, matching=matching).items() if key != name]
        return [r for r in rows if all(test(r) for test in kept)]

    names = {r.country: r.country_name for r in rows}
    kinds, places = (
        Counter(r.kind for r in others("kind")),
        Counter(r.country for r in others("country")),
    )
    n_differ = sum(bool(r.disagreements) for r in others("differ"))
    return {
        "kind": tuple(
            Facet(
                name=plain(kind),
                n_incidents=n,
                chosen=kind == chosen.kind,
                href=chosen.url(kind="" if kind == chosen.kind else kind),
                family=family(kind),
            )
            for kind, n in _common(kinds, chosen.kind)
        ),
        "country": tuple(
            Facet(
                name=names.get(code, code),
                n_incidents=n,
                chosen=code == chosen.country,
                href=chosen.url(country="" if code == chosen.country else code),
            )
            for code, n in _common(places, chosen.country)
        ),
        "differ": (
            Facet(
                name="sources disagree",
                n_incidents=n_differ,
                chosen=bool(chosen.differ),
                href=chosen.url(differ="" if chosen.differ else "yes"),
            ),
        ),
    }


def _common(counts: Counter[str], chosen: str) -> list[tuple[str, int]]:
    if chosen and chosen not in counts:
        counts[chosen] = 0  # so that a filter which finds nothing can be taken off again
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
