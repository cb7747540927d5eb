"""The gazetteer: a read-only SQLite file of places under folded names; the room's only SQL."""

import sqlite3
from enum import IntEnum
from pathlib import Path
from types import TracebackType

from msgspec import Struct

from accordingto.errors import GazetteerError
from accordingto.ground.folding import fold, spellings


class PlaceKind(IntEnum):
    """What a place is; the numbers are those in the file."""

    COUNTRY = 1
    ADMIN1 = 2
    ADMIN2 = 3
    CAPITAL = 4
    SEAT1 = 5
    SEAT2 = 6
    TOWN = 7
    QUARTER = 8
    REGION = 9
    SEA = 10
    ADMIN2_LOOSE = 11  # its coordinates are those of the division above
    AREA = 12  # a part of a country that is no division: Darfur


class NameKind(IntEnum):
    """How a name belongs to a place; the numbers are those in the file."""

    MAIN = 0
    ALIAS = 1
    DEMONYM = 2
    ABBREVIATION = 3
    VARIANT = 4  # not in the file: found under another spelling


class Unit(Struct, frozen=True):
    """A country or division that places lie in."""

    id: int
    name: str
    kind: PlaceKind


class Candidate(Struct, frozen=True):
    """A place that a name may mean; degrees north and east, ``within`` from small to large."""

    id: int
    name: str
    kind: PlaceKind
    how: NameKind
    latitude: float
    longitude: float
    population: int
    within: tuple[Unit, ...]
    country: str  # ISO 3166-1 alpha-2; "" for a region, "XZ" for a sea
    country_name: str

    @property
    def units(self) -> tuple[int, ...]:
        """Its own id and those of everything it lies in, from small to large."""
        return (self.id, *(unit.id for unit in self.within))

    def unit(self, kind: PlaceKind) -> str | None:
        """Return the name of the division of this kind that the place is or lies in."""
        if self.kind == kind:
            return self.name
        return next((unit.name for unit in self.within if unit.kind == kind), None)


_FOREIGN = "Name a gazetteer built for this version of accordingto."
_BY_KEY = (
    "SELECT p.id, p.name, p.kind, n.how, p.lat, p.lon, p.population, p.parent FROM name n "
    "JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY n.how, p.population DESC, p.id"
)
_Row = tuple[int, str, int, int, int, int, int, int]
# "San José" and its like have hundreds of hamlets; the rest below these can never win.
MAX_CANDIDATES = 200


class Gazetteer:
    """Looks names up; holds one read-only connection and remembers the divisions it has met."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        rows = connection.execute("SELECT place, iso2, name, neighbours FROM country").fetchall()
        self._countries = {place: (str(iso), str(name)) for place, iso, name, _ in rows}
        self._neighbours = {str(iso): tuple(filter(None, n.split(","))) for _, iso, _, n in rows}
        self._chains: dict[int, tuple[Unit, ...]] = {0: ()}
        self._met: dict[str, tuple[Candidate, ...]] = {}

    @classmethod
    def open(cls, path: Path) -> "Gazetteer":
        """Open a gazetteer file; nothing is ever written to it.

        Raises:
            GazetteerError: When the file is missing, or is not a gazetteer of version 1.
        """
        if not path.is_file():
            raise GazetteerError(f"{path}: no such file. {_FOREIGN}")
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            about = dict(connection.execute("SELECT key, value FROM about"))
        except sqlite3.DatabaseError as error:
            connection.close()
            raise GazetteerError(f"{path} is not a gazetteer ({error}). {_FOREIGN}") from error
        if about.get("kind") != "accordingto-gazetteer" or about.get("version") != "1":
            connection.close()
            raise GazetteerError(f"{path} is not a gazetteer of version 1. {_FOREIGN}")
        return cls(connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> "Gazetteer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def neighbours(self, country: str) -> tuple[str, ...]:
        """Return the ISO codes of the countries that border on one."""
        return self._neighbours.get(country, ())

    def words(self, *, how: NameKind) -> dict[str, str]:
        """Return the keys that name a country in this way, with its ISO code."""
        query = "SELECT key, iso2 FROM country_word WHERE how = ? ORDER BY key"
        return dict(self._connection.execute(query, (int(how),)))

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Return the places listed under a name, whatever its case, accents and hyphens.

        A name that is not listed is tried under other romanisations; those matches are marked
        ``NameKind.VARIANT``. At most ``MAX_CANDIDATES``, main names and larger places first.
        """
        key = fold(name)
        if key not in self._met:
            if len(self._met) > 50_000:
                self._met.clear()
            self._met[key] = self._look_up(key)
        return self._met[key]

    def by_id(self, number: int) -> Candidate | None:
        """Return the place with this number, under its main name, or None."""
        query = "SELECT id, name, kind, 0, lat, lon, population, parent FROM place WHERE id = ?"
        row = self._connection.execute(query, (number,)).fetchone()
        return None if row is None else self._candidate(row, NameKind.MAIN)

    def _look_up(self, key: str) -> tuple[Candidate, ...]:
        rows = self._rows(key)
        if rows or not key:
            return tuple(self._candidate(row, NameKind(row[3])) for row in rows)
        for other in spellings(key):
            found = [row for row in self._rows(other) if row[3] <= NameKind.ALIAS]
            if found:
                return tuple(self._candidate(row, NameKind.VARIANT) for row in found)
        return ()

    def _rows(self, key: str) -> list[_Row]:
        return self._connection.execute(_BY_KEY, (key,)).fetchmany(MAX_CANDIDATES)

    def _candidate(self, row: _Row, how: NameKind) -> Candidate:
        identity, name, number, _, lat, lon, population, parent = row
        kind, within = PlaceKind(number), self._chain(parent)
        top = within[-1].id if within else identity
        fallback = ("XZ", "international waters") if kind == PlaceKind.SEA else ("", "")
        country, country_name = self._countries.get(top, fallback)
        where = lat / 1e4, lon / 1e4
        return Candidate(
            identity, name, kind, how, *where, population, within, country, country_name
        )

    def _chain(self, identity: int) -> tuple[Unit, ...]:
        if identity not in self._chains:
            row = self._connection.execute(
                "SELECT name, kind, parent FROM place WHERE id = ?", (identity,)
            ).fetchone()
            if row is None:
                return ()
            unit = Unit(identity, row[0], PlaceKind(row[1]))
            self._chains[identity] = (unit, *self._chain(row[2]))
        return self._chains[identity]
