"""Build the gazetteer that is shipped: `python -m training.gazetteer --corpora DIR --out FILE`.

One read-only SQLite file from the GeoNames and Who's On First extracts and our own table of
country words. Every place has a parent (town > second-order > first-order division > country).
The same input gives the same bytes on the same version of SQLite.
"""

import argparse
import csv
import gzip
import re
import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from accordingto.ground.folding import fold

FULL = ("af", "iq", "pk", "sy")
COUNTRY, ADMIN1, ADMIN2, CAPITAL, SEAT1, SEAT2, TOWN, QUARTER, REGION, SEA, LOOSE2, AREA = range(
    1, 13
)
MAIN, ALIAS, DEMONYM, ABBREVIATION = range(4)
KIND_OF_CODE = {"PPLC": CAPITAL, "PPLA": SEAT1, "PPLA2": SEAT2, "PPLA3": SEAT2, "PPLA4": SEAT2,
                "PPLG": SEAT1, "PPLX": QUARTER}  # fmt: skip
GONE = {"CS", "AN"}  # countries dissolved, in GeoNames' list all the same
LANGUAGES = {"eng", "und", "fas", "ara", "pus", "prs", "urd", "kur", "fra", "spa", "sco"}
QUOTES = "'`\u02bb\u2018\u2019"
LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-\u1eff\u02bb\u02bc‘’'`. -]+$")
GENERIC = re.compile(
    r"^(?:(?:autonomous )?(?:province|provincia|department|departamento|departement|state|estado|"
    r"region|governorate|muhafazat|muhafaza|wilayat|wilaya|ostan e|ostan|velayat e|velayat|"
    r"district|distrito|county|municipality|municipio|oblast|krai|republic|prefecture|emirate) "
    r"(?:of |de la |de las |de los |del |de |do |da |d ))"
    r"|(?<=\w) (?:autonomous (?:province|region|oblast|prefecture)|metropolitan municipality|"
    r"province|department|state|region|governorate|district|county|parish|municipality|municipio|"
    r"prefecture|oblast|krai|raion|rayon|canton|voivodeship|division|emirate|borough|"
    r"census area|wilaya|governate)$"
)


@dataclass
class Row:
    """A place on its way into the file; coordinates in degrees, None until known."""

    id: int
    name: str
    kind: int
    parent: int
    lat: float | None
    lon: float | None
    population: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def call(self, name: str, how: int = ALIAS) -> None:
        """Add a name under its key; a main name is never made a lesser one."""
        key = fold(name)
        if key:
            self.names[key] = min(how, self.names.get(key, how))


def read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def bare(name: str) -> str:
    """Return a division's name as a key without the word for what it is."""
    return GENERIC.sub("", fold(name)) or fold(name)


def plain_name(name: str) -> str:
    """Return "Cauca" for "Cauca Department"; "Northern Province" stays as it is."""
    rest = re.sub(r" (?:Department|Governorate|Province|Oblast|Prefecture|State)$", "", name)
    kept = re.search(r"(?:ern|North|South|East|West|Central)$", rest)
    return name if kept else rest


def wanted(name: str) -> bool:
    """Return whether an other name is one that an English report may print."""
    if not LATIN.match(name) or (name[:1] not in QUOTES and not name[:1].isupper()):
        return False
    return len(fold(name)) >= 3 and not (len(name) <= 4 and name.isupper())


class Build:
    """Collects places by id; the tables of divisions serve to find parents."""

    def __init__(self, corpora: Path, words: dict[str, dict[str, object]]) -> None:
        self.folder, self.words = corpora / "gazetteer", words
        self.rows: dict[int, Row] = {}
        self.countries: dict[str, Row] = {}
        self.iso: dict[int, tuple[str, str, str]] = {}
        self.units: dict[str, Row] = {}  # "AF.26", "AF.26.1209"
        self.named_units: dict[tuple[int, str], Row] = {}  # (parent id, key)
        self.n_loose = 0
        self.borrowed: set[int] = set()
        self.towns_of: dict[int, list[Row]] = defaultdict(list)

    def add(self, row: Row) -> Row:
        kept = self.rows.setdefault(row.id, row)
        kept.call(row.name, MAIN)
        return kept

    # ------------------------------------------------------------ divisions

    def add_countries(self) -> None:
        table = self.words["countries"]
        for line in read(self.folder / "countries.tsv.gz"):
            iso2, name = line["iso2"], line["name"].strip()
            if iso2 not in table or iso2 in GONE:
                continue
            entry = table[iso2]
            lat, lon = entry["at"]
            row = self.add(Row(int(line["id"]), name, COUNTRY, 0, lat, lon))
            self.countries[iso2], self.iso[row.id] = row, (iso2, name, line["neighbours"])
            for other in entry["also"]:
                row.call(other)
            for demonym in entry["demonyms"]:
                row.call(demonym, DEMONYM)
                row.call(demonym + "s", DEMONYM)

    def add_units(self) -> None:
        for level, kind in (("admin1", ADMIN1), ("admin2", ADMIN2)):
            for line in read(self.folder / f"{level}.tsv.gz"):
                above, _, _ = line["code"].rpartition(".")
                parent = self.units.get(above) or self.countries.get(above)
                if parent is not None and line["id"]:
                    self.add_unit(line, kind, parent)

    def add_unit(self, line: dict[str, str], kind: int, parent: Row) -> None:
        row = self.rows.get(int(line["id"]))
        if row is None:
            name = plain_name(line["name"]) if kind == ADMIN1 else line["name"]
            row = self.add(Row(int(line["id"]), name, kind, parent.id, None, None))
            row.names.clear()
            row.call(bare(line["ascii"]), MAIN)
            row.call(bare(line["name"]), MAIN)
        self.units[line["code"]] = row
        self.named_units.setdefault((parent.id, bare(line["ascii"])), row)

    # ------------------------------------------------------------ the four countries in full

    def add_full(self, iso2: str) -> None:
        lines = list(read(self.folder / f"full_{iso2.lower()}.tsv.gz"))
        regions: dict[str, Row] = {}
        counties: dict[tuple[str, str], Row] = {}
        for line in lines:
            if line["placetype"] == "region":
                regions[line["name"]] = self.merge_unit(line, ADMIN1, self.countries[iso2])
        for line in lines:
            if line["placetype"] == "county":
                above = regions.get(line["admin1_name"]) or self.countries[iso2]
                unit = self.merge_unit(line, ADMIN2, above)
                counties[line["admin1_name"], line["name"]] = unit
        for line in lines:
            if line["placetype"] in ("locality", "neighbourhood"):
                parent = counties.get((line["admin1_name"], line["admin2_name"]))
                code = f"{iso2}.{line['admin1'].split('.')[0].zfill(2)}"
                parent = parent or regions.get(line["admin1_name"]) or self.units.get(code)
                self.add_town(line, parent or self.countries[iso2])

    def merge_unit(self, line: dict[str, str], kind: int, parent: Row) -> Row:
        """Find the GeoNames division that a Who's On First one is, or make it new."""
        known = self.rows.get(int(line["id"] or 0))
        known = known or self.named_units.get((parent.id, bare(line["ascii"])))
        identity = int(line["id"] or -int(line["wof_id"]))
        row = known or self.add(Row(identity, line["name"], kind, parent.id, None, None))
        row.lat, row.lon = float(line["lat"]), float(line["lon"])
        row.population = int(float(line["population"] or 0))
        for name in self.other_names(line):
            row.call(bare(name))
        row.call(bare(line["name"]), MAIN)
        return row

    # ------------------------------------------------------------ towns

    def other_names(self, line: dict[str, str]) -> Iterator[str]:
        for name in filter(None, line["other_names"].split("|")):
            language, parted, rest = name.partition("=")
            if parted and language not in LANGUAGES:
                continue
            if wanted(rest if parted else name):
                yield rest if parted else name

    def latin_name(self, line: dict[str, str]) -> str:
        """Return the name to show: the first in Latin letters."""
        names = (line["name"], line["ascii"], *self.other_names(line))
        return next((name for name in names if re.search("[A-Za-z]", name)), line["name"])

    def add_town(self, line: dict[str, str], parent: Row) -> None:
        if re.search(r"\d", line["name"]) or len(fold(line["name"])) < 2:
            return
        kind = KIND_OF_CODE.get(line["code"], TOWN)
        kind = QUARTER if line["placetype"] == "neighbourhood" else kind
        identity = int(line["id"] or -int(line["wof_id"]))
        lat, lon = float(line["lat"]), float(line["lon"])
        people = int(float(line["population"] or 0))
        row = self.add(Row(identity, self.latin_name(line), kind, parent.id, lat, lon, people))
        if row.kind < CAPITAL:  # a few towns carry the id of the division they are the seat of
            row.lat, row.lon = lat, lon
            return
        row.population = max(row.population, people)
        row.kind = min(row.kind, kind)
        if re.search("[A-Za-z]", line["name"]):
            if identity in self.borrowed:  # shown under an other name until now
                row.name = line["name"]
        else:
            self.borrowed.add(identity)
        row.call(line["ascii"], MAIN)
        for name in self.other_names(line):
            row.call(name)
        for name in self.words["towns"].get(line["id"], ()):
            row.call(name, MAIN)
        self.towns_of[parent.id].append(row)

    def add_world(self) -> None:
        for line in read(self.folder / "world.tsv.gz"):
            above = self.countries.get(line["country"])
            first = self.units.get(f"{line['country']}.{line['admin1']}")
            second = self.units.get(f"{line['country']}.{line['admin1']}.{line['admin2']}")
            if above is not None and line["class"] == "P":
                self.add_town(line, second or first or above)

    # ------------------------------------------------------------ coordinates of divisions

    def place_units(self) -> None:
        """Give a division without coordinates the middle of its towns."""
        units = [row for row in self.rows.values() if row.kind in (ADMIN1, ADMIN2)]
        for row in sorted(units, key=lambda row: -row.kind):
            if row.kind == ADMIN2 and row.id in self.towns_of:
                self.towns_of[row.parent] += self.towns_of[row.id]
        seats: dict[tuple[int, str], Row] = {}
        for row in list(self.rows.values()):
            if row.kind in (CAPITAL, SEAT1, SEAT2, TOWN):
                for key in row.names:
                    seats.setdefault((row.parent, key), row)
        for row in sorted(units, key=lambda row: row.kind):
            towns = self.towns_of.get(row.id) or [
                seats[row.parent, key] for key in row.names if (row.parent, key) in seats
            ]
            if row.lat is None and towns:
                row.lat, row.lon = middle(towns)
            if not row.population:
                row.population = sum(town.population for town in self.towns_of.get(row.id, ()))
        for row in units:
            if row.lat is None:
                self.loosen(row)

    def loosen(self, row: Row) -> None:
        """Put a division that has no coordinates of its own in the middle of the one above."""
        above = self.rows[row.parent]
        row.lat, row.lon, row.kind = above.lat, above.lon, LOOSE2
        self.n_loose += 1

    def add_points(self) -> None:
        for code, (lat, lon) in self.words["points"].items():
            self.units[code].lat, self.units[code].lon = lat, lon

    def add_words(self) -> None:
        for code, names in self.words["divisions"].items():
            for name in names:
                short = name.endswith(".") or name.isupper()
                self.units[code].call(name, ABBREVIATION if short else ALIAS)
        for name in self.words["regions"]["names"]:
            self.add(Row(2_000_000_000 + len(self.rows), name, REGION, 0, 0.0, 0.0))
        for name, entry in self.words["areas"].items():
            lat, lon = entry["at"]
            parent = self.countries[entry["country"]].id
            row = self.add(Row(2_050_000_000 + len(self.rows), name, AREA, parent, lat, lon))
            for other in entry["also"]:
                row.call(other)
        for name, entry in self.words["seas"].items():
            lat, lon = entry["at"]
            row = self.add(Row(2_100_000_000 + len(self.rows), name, SEA, 0, lat, lon))
            for other in entry["also"]:
                row.call(other)


def middle(towns: Iterable[Row]) -> tuple[float, float]:
    """Return the mean of the quarter-degree squares with towns: crowded corners count once."""
    squares = sorted({(round(t.lat * 4) / 4, round(t.lon * 4) / 4) for t in towns})
    if len(squares) < 8:
        squares = sorted((t.lat, t.lon) for t in towns)
    return sum(s[0] for s in squares) / len(squares), sum(s[1] for s in squares) / len(squares)


SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE country (place INTEGER PRIMARY KEY, iso2 TEXT NOT NULL, name TEXT NOT NULL,
                      neighbours TEXT NOT NULL);
CREATE TABLE country_word (key TEXT PRIMARY KEY, iso2 TEXT, how INTEGER) WITHOUT ROWID;
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, kind INTEGER, parent INTEGER,
                    lat INTEGER, lon INTEGER, population INTEGER);
CREATE TABLE name (key TEXT, place INTEGER, how INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""
ABOUT = {
    "kind": "accordingto-gazetteer",
    "version": "1",
    "credit": "Contains data from GeoNames (https://www.geonames.org, CC BY 4.0) and from Who's "
    "On First (https://whosonfirst.org/docs/licenses/); changed: selected, merged, names filtered.",
}  # fmt: skip


def tenths(degrees: float | None) -> int:
    """Return ten-thousandths of a degree; 0 for a region, which is never placed."""
    return round((degrees or 0.0) * 1e4)


def write(build: Build, out: Path) -> None:
    """Write the file; coordinates as ten-thousandths of a degree (11 m)."""
    out.unlink(missing_ok=True)
    rows = sorted(build.rows.values(), key=lambda row: row.id)
    names = sorted((key, row.id, how) for row in rows for key, how in row.names.items())
    connection = sqlite3.connect(out)
    connection.executescript("PRAGMA page_size=8192; PRAGMA journal_mode=OFF;" + SCHEMA)
    connection.executemany("INSERT INTO about VALUES (?, ?)", sorted(ABOUT.items()))
    countries = sorted((place, *words) for place, words in build.iso.items())
    connection.executemany("INSERT INTO country VALUES (?, ?, ?, ?)", countries)
    words = {
        key: (key, iso2, how)
        for place, (iso2, _, _) in sorted(build.iso.items())
        for key, how in sorted(build.rows[place].names.items())
    }
    connection.executemany("INSERT INTO country_word VALUES (?, ?, ?)", sorted(words.values()))
    connection.executemany(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (r.id, r.name, r.kind, r.parent, tenths(r.lat), tenths(r.lon), r.population)
            for r in rows
        ],
    )  # fmt: skip
    connection.executemany("INSERT INTO name VALUES (?, ?, ?)", names)
    connection.commit()
    connection.execute("VACUUM")
    connection.close()
    print(
        f"{len(rows)} places, {len(names)} names, "
        f"{build.n_loose} divisions without coordinates of their own,"
    )
    print(f"{out.stat().st_size / 1e6:.1f} MB in {out}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    words = tomllib.loads(Path(__file__).with_name("countries.toml").read_text(encoding="utf-8"))
    build = Build(options.corpora, words)
    build.add_countries()
    build.add_units()
    for country in FULL:
        build.add_full(country.upper())
    build.add_world()
    build.add_points()
    build.place_units()
    build.add_words()
    write(build, options.out)


if __name__ == "__main__":
    main()
