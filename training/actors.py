"""Build the actor list that is shipped: `python -m training.actors --corpora DIR --out FILE`.

JSON Lines, an actor a line, from the Phoenix dictionaries (MIT, Copyright (c) 2014 Open Event
Data Alliance; they end in 2015), Wikidata's heads of state and government of 2022 (CC0), and our
own tables, which win wherever a name is in both: `actors_groups.toml`, `actors_offices_*.toml`,
`actors_extra.toml` and `countries.toml`.
"""

import argparse
import csv
import gzip
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from accordingto.ground.actors import GENERAL
from accordingto.ground.folding import fold

Entry = dict[str, object]
HERE = Path(__file__).parent
KINDS = {
    "armed_groups": ("group", "armed_group"),
    "organisations": ("organisation", "organisation"),
    "state_forces": ("force", "state_force"),
    "governments": ("government", "government"),
}
# What the sector in a Phoenix code says of the person or body; companies (MNC) are left out.
SECTORS = {
    "GOV": ("official", "government"),
    "MIL": ("official", "armed forces"),
    "SPY": ("official", "member of the intelligence service"),
    "JUD": ("official", "member of the judiciary"),
    "LEG": ("official", "member of the legislature"),
    "COP": ("official", "member of the police"),
    "OPP": ("person", "member of the opposition"),
    "REB": ("person", "member of an armed group"),
}
# An office's name as reports have it; elsewhere the table's own is capitalised.
OFFICES = {
    "minister of foreign affairs": "Foreign Minister",
    "minister of the interior": "Interior Minister",
    "minister of defence": "Defence Minister",
    "minister of defense": "Defence Minister",
    "secretary of defense": "Defence Secretary",
    "secretary of state": "Secretary of State",
}
KNOWN_UNTIL = "2025-12-31"  # our tables of offices; who came into office later is not in them
SMALL_WORDS = ("of", "the", "for", "and")
OLDEST = "1989"  # who left office for good before then is no longer in the news
BODIES = re.compile(
    r"\b(ministry|party|army|police|force|forces|council|court|parliament|government|agency|front|"
    r"committee|bank|movement|group|union|organi[sz]ation|commission|assembly|brigades?|militia|"
    r"network|union|league|alliance|congress|senate|corps|service|department|office)\b",
    re.I,
)


def telling(name: str) -> bool:
    """Return whether a dictionary name can stand for one body alone.

    Single words there are mostly initials in lower case ("Iaap") or words ("Youth", "313").
    """
    words = fold(name).split()
    return len(words) > 1 and not all(word in GENERAL for word in words)


def slug(name: str) -> str:
    return fold(name).replace(" ", "-")


def entry(
    identity: str, name: str, aliases: list[str], kind: str, country: str, roles: list[dict]
) -> Entry:
    kept = sorted({alias for alias in aliases if fold(alias) and fold(alias) != fold(name)})
    return {
        "id": identity,
        "name": name,
        "kind": kind,
        "aliases": kept,
        "country": country or None,
        "roles": roles,
    }


def line_of(found: Entry) -> str:
    """Return an entry as JSON without what is empty: a third of the file."""
    full = {key: value for key, value in found.items() if value}
    full["roles"] = [{k: v for k, v in role.items() if v} for role in found["roles"]]
    if not full["roles"]:
        del full["roles"]
    return json.dumps(full, ensure_ascii=False, separators=(",", ":"))


def own(extra: dict) -> Iterator[Entry]:
    """Yield the actors of our own tables."""
    for table, (prefix, kind) in KINDS.items():
        for key, row in extra[table].items():
            found = entry(
                f"{prefix}:{key}", row["name"], row["also"], kind, row.get("country", ""), []
            )
            facts = ("countries", "since", "until", "notes", "source")
            found |= {fact: row[fact] for fact in facts if row.get(fact)}
            if row.get("parent"):
                found["parent"] = f"{prefix}:{row['parent']}"
            yield found
    yield from office_holders(extra["offices"]["rows"])


def tables() -> dict:
    """Return our own tables as one: groups by id, and a row for each term of office."""
    extra = tomllib.loads((HERE / "actors_extra.toml").read_text(encoding="utf-8"))
    groups = tomllib.loads((HERE / "actors_groups.toml").read_text(encoding="utf-8"))
    extra["armed_groups"] = groups["armed_groups"]
    for path in sorted(HERE.glob("actors_offices_*.toml")):
        for found in tomllib.loads(path.read_text(encoding="utf-8"))["list"]:
            office = as_title(found["office"])
            for name, first, last, *others in found["rows"]:
                row = [name, found["country"], office, first, last, *others]
                extra["offices"]["rows"].append(row)
    return extra


def as_title(office: str) -> str:
    """Return an office as a title: "Minister of Justice".

    >>> as_title("minister of defence"), as_title("chairman of the council")
    ('Defence Minister', 'Chairman of the Council')
    """
    words = office.split()
    titled = " ".join(w if w in SMALL_WORDS else w[:1].upper() + w[1:] for w in words)
    return OFFICES.get(office.lower(), titled)


def office_holders(rows: list[list[str]]) -> Iterator[Entry]:
    """Yield a person with all terms; two of one name are one only in one country."""
    people: dict[tuple[str, str], Entry] = {}
    for name, country, office, first, last, *others in rows:
        key = (fold(name), country)
        abroad = next((k for k in people if k[0] == key[0] and not (k[1] and country)), key)
        identity = f"person:{slug(name)}"
        if any(k[0] == key[0] and k != abroad for k in people) and abroad not in people:
            identity += f"-{country.lower()}"
        person = people.setdefault(abroad, entry(identity, name, [], "official", country, []))
        person["aliases"] = sorted({*person["aliases"], *others})
        role = {"office": office, "country": country or None, "from": first, "to": last or None}
        person["roles"] = [r for r in person["roles"] if not same_term(r, role)] + [role]
    yield from people.values()


def same_term(old: dict, new: dict) -> bool:
    """Return whether two rows begin one term: the later table corrects the earlier."""
    same = (old["office"], old["country"]) == (new["office"], new["country"])
    one, other = sorted((old["from"], new["from"]), key=len)
    return same and bool(one) and other.startswith(one)


def states(words: dict, folder: Path) -> Iterator[Entry]:
    """Yield each country as an actor: what it is called, without its adjectives."""
    with gzip.open(folder / "gazetteer" / "countries.tsv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            known = words["countries"].get(row["iso2"])
            if known:
                yield entry(
                    f"state:{row['iso2']}",
                    row["name"].strip(),
                    known["also"],
                    "government",
                    row["iso2"],
                    [],
                )


def leaders(folder: Path) -> Iterator[Entry]:
    people: dict[str, Entry] = {}
    with (folder / "actors" / "leaders_2022.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            person = people.setdefault(
                row["name"],
                entry(f"wikidata:{row['wikidata']}", row["name"], [], "official", "", []),
            )
            person["roles"].append(
                {"office": row["office"], "country": None, "from": row["from"], "to": row["to"]}
            )
    yield from people.values()


def phoenix(folder: Path, iso: dict[str, str]) -> Iterator[Entry]:
    with gzip.open(folder / "actors" / "actors.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            made = from_phoenix(row, iso)
            if made:
                yield made


def from_phoenix(row: dict, iso: dict[str, str]) -> Entry | None:
    codes = [role["code"] for role in row["roles"]]
    if (
        not codes
        or codes[0].startswith("MNC")
        or (len(codes[0]) < 5 and codes[0] not in ("NGO", "IGO"))
    ):
        return None
    first, dated = codes[0], any(role.get("from") for role in row["roles"])
    country = iso.get(first[:3], "")
    if row["list"] == "armed":
        kind = "armed_group" if first.endswith("REB") else ""
    elif row["list"] == "international" or BODIES.search(row["name"]):
        kind = "" if dated else "organisation"
    else:
        kind = ""
    roles = [role_of(role) for role in row["roles"]] if not kind else []
    known = spans_of_office([role for role in roles if role])
    if not kind and not (dated and known and " " in row["name"]):
        return None
    kind = kind or SECTORS[next(c[3:6] for c in codes if c[3:6] in SECTORS)][0]
    if not telling(row["name"]):
        return None
    aliases = [a for a in row["aliases"] if telling(a)]
    if kind == "official":
        aliases = [a for a in aliases if a.split()[0].lower() not in ("president", "minister")]
    return entry(
        row["id"].replace("country:", "phoenix:"), row["name"], aliases[:4], kind, country, known
    )


def role_of(role: dict) -> dict | None:
    sector = SECTORS.get(role["code"][3:6])
    if sector is None or role.get("before_office"):
        return None
    found = {"office": sector[1], "from": role.get("from"), "to": role.get("to")}
    return found if (found["from"] or found["to"]) and (found["to"] or "9999") > OLDEST else None


def spans_of_office(roles: list[dict]) -> list[dict]:
    """Join the terms of one office into one: only first and last day of them are used."""
    joined: dict[str, dict] = {}
    for role in roles:
        known = joined.setdefault(role["office"], dict(role))
        known["from"] = min(known["from"] or "", role["from"] or "")
        known["to"] = max(known["to"], role["to"]) if known["to"] and role["to"] else None
    return list(joined.values())


def merge(sources: list[Iterator[Entry]]) -> list[Entry]:
    """Keep the first entry of a main name; a later one loses the aliases that are taken."""
    taken: set[str] = set()
    kept: list[Entry] = []
    for source in sources:
        fresh = []
        for found in source:
            if fold(found["name"]) in taken:
                continue
            found["aliases"] = [a for a in found["aliases"] if fold(a) not in taken]
            fresh.append(found)
        for found in fresh:
            taken |= {fold(found["name"]), *map(fold, found["aliases"])}
        kept += fresh
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    extra = tables()
    words = tomllib.loads((HERE / "countries.toml").read_text(encoding="utf-8"))
    with gzip.open(
        options.corpora / "gazetteer" / "countries.tsv.gz", "rt", encoding="utf-8"
    ) as lines:
        table = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    iso = {row["iso3"]: row["iso2"] for row in table}
    folder = options.corpora
    kept = merge([own(extra), states(words, folder), leaders(folder), phoenix(folder, iso)])
    head = {
        "known_until": KNOWN_UNTIL,
        "adjectives": {
            key: code
            for code, row in sorted(words["countries"].items())
            for word in row["demonyms"]
            for key in (fold(word), fold(word) + "s")
        },
    }
    first = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    lines = [first, *map(line_of, kept)]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(kept)} actors, {options.out.stat().st_size / 1e6:.2f} MB in {options.out}")
    print(dict(Counter(str(found["kind"]) for found in kept)))


if __name__ == "__main__":
    main()
