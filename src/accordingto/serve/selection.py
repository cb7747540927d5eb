"""Which incidents to show: read from the URL and written back to it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from accordingto.domain import Value
from accordingto.serve.words import day

PARAMETERS = ("kind", "country", "differ", "q", "from", "to")


class Selection(Value, frozen=True):
    """The state of the incidents page; empty strings choose everything.

    ``first`` and ``last`` are ISO days, inclusive; ``differ`` is "yes" for incidents whose
    sources disagree.
    """

    kind: str = ""
    country: str = ""
    differ: str = ""
    q: str = ""
    first: str = ""
    last: str = ""

    @property
    def empty(self) -> bool:
        """Return whether everything is chosen."""
        return self == Selection()

    def parameters(self) -> dict[str, str]:
        """Return the query parameters that say the same, in a fixed order."""
        values = (self.kind, self.country, self.differ, self.q, self.first, self.last)
        return {name: v for name, v in zip(PARAMETERS, values, strict=True) if v}

    def url(self, path: str = "/", **changes: str) -> str:
        """Return the page's address after changes; an empty value removes a filter.

        >>> Selection(kind="arson").url(country="FI", kind="")
        '/?country=FI'
        """
        merged = {**self.parameters(), **{_name(k): v for k, v in changes.items()}}
        kept = {name: merged[name] for name in PARAMETERS if merged.get(name)}
        return f"{path}?{urlencode(kept)}" if kept else path


def selection(query: Mapping[str, str]) -> Selection:
    """Read a query string; what is no day is left out rather than refused.

    >>> selection({"from": "yesterday", "kind": "arson"})
    Selection(kind='arson', country='', differ='', q='', first='', last='')
    """
    first, last = (_day(query.get(name, "")) for name in ("from", "to"))
    return Selection(
        kind=query.get("kind", "").strip(),
        country=query.get("country", "").strip(),
        differ="yes" if query.get("differ") == "yes" else "",
        q=query.get("q", "").strip(),
        first=first,
        last=last,
    )


def _name(changed: str) -> str:
    return {"first": "from", "last": "to"}.get(changed, changed)


def _day(text: str) -> str:
    found = day(text.strip())
    return found.isoformat() if found else ""
