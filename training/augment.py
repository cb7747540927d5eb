"""MUC-4 texts moved to other countries: new names, groups, places and words for people.

A tagger trained on MUC-4 as it stands learns that the FMLN is a perpetrator. Each country of
a text is exchanged for one other, and its towns, people and groups for some of that country.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

from training.examples import Example, occurrences, rewrite

HOME = {
    "EL SALVADOR": "SALVADORAN", "COLOMBIA": "COLOMBIAN", "PERU": "PERUVIAN",
    "CHILE": "CHILEAN", "GUATEMALA": "GUATEMALAN", "HONDURAS": "HONDURAN",
    "BOLIVIA": "BOLIVIAN", "PANAMA": "PANAMANIAN", "NICARAGUA": "NICARAGUAN",
    "ARGENTINA": "ARGENTINE", "ECUADOR": "ECUADORAN", "CUBA": "CUBAN",
    "COSTA RICA": "COSTA RICAN", "VENEZUELA": "VENEZUELAN", "MEXICO": "MEXICAN",
}  # fmt: skip
HOME_CODES = frozenset(("SV", "CO", "PE", "CL", "GT", "HN", "BO", "PA", "NI", "AR", "EC"))
ABROAD = {
    "AF": "AFGHAN", "PK": "PAKISTANI", "IQ": "IRAQI", "SY": "SYRIAN", "YE": "YEMENI",
    "NG": "NIGERIAN", "SO": "SOMALI", "ML": "MALIAN", "SD": "SUDANESE", "LY": "LIBYAN",
    "EG": "EGYPTIAN", "IN": "INDIAN", "PH": "FILIPINO", "TH": "THAI", "ID": "INDONESIAN",
    "TR": "TURKISH", "RU": "RUSSIAN", "UA": "UKRAINIAN", "IL": "ISRAELI", "LB": "LEBANESE",
    "KE": "KENYAN", "UG": "UGANDAN", "CD": "CONGOLESE", "DZ": "ALGERIAN", "NP": "NEPALESE",
    "LK": "SRI LANKAN", "BD": "BANGLADESHI", "MM": "BURMESE", "FR": "FRENCH", "GB": "BRITISH",
    "ES": "SPANISH", "DE": "GERMAN", "US": "AMERICAN", "ET": "ETHIOPIAN", "TD": "CHADIAN",
    "CM": "CAMEROONIAN", "NE": "NIGERIEN", "BF": "BURKINABE", "MZ": "MOZAMBICAN",
    "GE": "GEORGIAN", "IR": "IRANIAN", "SA": "SAUDI", "JO": "JORDANIAN", "TN": "TUNISIAN",
}  # fmt: skip
GENERIC = re.compile(
    r"^(?:the )?(?:\w+ )?(?:army|armed forces|government|military|air force|police|navy|"
    r"death squads?|guerrillas?|drug .*|state|security forces|soldiers)$",
    re.IGNORECASE,
)
NOT_PERSON = frozenset(
    ("of", "the", "and", "for", "army", "party", "ministry", "force", "police", "al", "united")
)
SWAPS = {
    "GUERRILLAS": "MILITANTS INSURGENTS FIGHTERS REBELS JIHADISTS GUNMEN SEPARATISTS",
    "GUERRILLA": "MILITANT INSURGENT REBEL FIGHTER",
    "TERRORISTS": "MILITANTS GUNMEN ATTACKERS EXTREMISTS INSURGENTS FIGHTERS",
    "TERRORIST": "MILITANT GUNMAN ATTACKER JIHADIST",
    "SUBVERSIVES": "MILITANTS INSURGENTS REBELS",
    "SUBVERSIVE": "MILITANT REBEL",
    "EXTREMISTS": "MILITANTS ISLAMISTS INSURGENTS",
    "PEASANTS": "VILLAGERS FARMERS CIVILIANS RESIDENTS WORSHIPPERS PILGRIMS",
    "PEASANT": "VILLAGER FARMER CIVILIAN RESIDENT",
    "DYNAMITE": "EXPLOSIVES C-4 TNT EXPLOSIVE",
    "INDIVIDUALS": "MEN GUNMEN ATTACKERS ASSAILANTS",
    "JESUITS": "MONKS TEACHERS IMAMS CLERICS",
    "PRIESTS": "MONKS TEACHERS IMAMS CLERICS",
}
# Words for the same in other mouths, and armed actors of every side: what is done is read alike,
# whoever does it. Each may stand for every other of its line.
LOADED = (
    "militants insurgents rebels fighters terrorists extremists guerrillas jihadists separatists "
    "mujahideen freedom-fighters soldiers troops policemen paramilitaries militiamen",
    "militant insurgent rebel fighter terrorist extremist guerrilla jihadist separatist soldier "
    "policeman militiaman",
    "government regime administration",
    "killed eliminated neutralised liquidated slaughtered",
    "killing eliminating neutralising slaughtering",
    "kill eliminate neutralise",
    "Christian Muslim Hindu Buddhist Sikh Jewish Sunni Shia Yazidi Catholic Protestant",
    "Christians Muslims Hindus Buddhists Sikhs Jews Sunnis Shiites Yazidis Catholics Protestants",
)
TAGS = re.compile(r"\[[A-Z ]{0,40}(?:TEXT|REPORT|COMMUNIQUE|COMMENTARY|EXCERPTS?)\]\s*")
AFTER_PREPOSITION = re.compile(r"\b(?:IN|AT|NEAR|FROM|TO|OF|,)\s+([A-Z]+(?: [A-Z]+){0,2})")


@dataclass(frozen=True, slots=True)
class Names:
    """What to put in: by country, and what else to look for in the MUC texts."""

    countries: dict[str, str]
    towns: dict[str, list[str]]
    people: dict[str, list[str]]
    groups: list[str]
    home_towns: frozenset[str]
    home_groups: tuple[str, ...]
    home_people: tuple[str, ...]


def load_names(corpora: Path, examples: list[Example]) -> Names:
    """Read gazetteer and actor list; the texts' own names come from the MUC key."""
    iso3, countries = _countries(corpora / "gazetteer" / "countries.tsv.gz")
    towns, home = _towns(corpora / "gazetteer" / "world.tsv.gz")
    with gzip.open(corpora / "actors" / "actors.jsonl.gz", "rt", encoding="utf-8") as lines:
        actors = [json.loads(line) for line in lines]
    people: dict[str, list[str]] = {code: [] for code in ABROAD}
    for actor in actors:
        for role in actor["roles"][:1]:
            code = iso3.get(role["code"][:3])
            if code in people and actor["list"] == "country" and _is_person(actor["name"]):
                people[code].append(actor["name"].upper())
    groups = [re.sub(r"\s*\(.*", "", a["name"]).upper() for a in actors if a["list"] == "armed"]
    named = {n for e in examples for n in e.names.get("group", []) if not GENERIC.match(n)}
    persons = {n for e in examples for n in e.names.get("person", []) if " " in n}
    return Names(
        countries, towns, people, sorted(set(groups)), home,
        tuple(sorted(named, key=lambda n: (-len(n), n))),
        tuple(sorted(persons, key=lambda n: (-len(n), n))),
    )  # fmt: skip


def _table(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _countries(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    found = _table(path)
    return {r["iso3"]: r["iso2"] for r in found}, {r["iso2"]: r["name"].upper() for r in found}


def _towns(path: Path) -> tuple[dict[str, list[str]], frozenset[str]]:
    towns: dict[str, list[str]] = {code: [] for code in ABROAD}
    home = set()
    for row in _table(path):
        if row["country"] in towns and row["ascii"].replace(" ", "").isalpha():
            towns[row["country"]].append(row["ascii"].upper())
        elif row["country"] in HOME_CODES:
            home.add(row["ascii"].upper())
    return towns, frozenset(home)


def _is_person(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 4 and all(w.isalpha() and w.lower() not in NOT_PERSON for w in words)


def vary(example: Example, names: Names, random: Random) -> Example:
    """Return a MUC text as one epoch sees it: often abroad, often without its header."""
    edits: list[tuple[int, int, str]] = []
    if random.random() < 0.5 and example.body_start:
        edits.append((0, example.body_start, ""))
    if random.random() < 0.5:
        edits += [(*match.span(), "") for match in TAGS.finditer(example.text)]
    if random.random() < 0.6:
        edits += _Abroad(example, names, random).edits()
    if random.random() < 0.4:
        edits += _swaps(example.text, random)
    return rewrite(example, edits) if edits else example


def _swaps(text: str, random: Random) -> list[tuple[int, int, str]]:
    found = []
    for old, choices in SWAPS.items():
        new = random.choice(choices.split())
        found += [(start, end, new) for start, end in occurrences(text, old)]
    return found


def rename(example: Example, names: Names, random: Random) -> Example:
    """Return a text of ours as one epoch sees it: half the time with other names and words.

    ``example.names`` maps a kind ("person", "place", "group", "nationality") to wordings of one
    thing each, the fullest first; every wording is exchanged throughout the text.
    """
    if random.random() < 0.5:
        return example
    example = _reworded(example, random)
    code = random.choice(sorted(ABROAD))
    edits: list[tuple[int, int, str]] = []
    for kind, wordings in example.names.items():
        new = _new_name(kind.split(":")[0], code, names, random)
        for wording in wordings:
            one = new if len(wording.split()) > 1 or wordings[0] == wording else new.split()[-1]
            edits += [(start, end, one) for start, end in occurrences(example.text, wording)]
    return rewrite(example, edits) if edits else example


def _reworded(example: Example, random: Random) -> Example:
    """Exchange half of the loaded words for others of the same meaning, throughout the text."""
    edits = []
    for line in LOADED:
        words = line.split()
        for word in words:
            if random.random() < 0.5:
                new = random.choice(words).replace("-", " ")
                edits += [
                    (start, end, new.capitalize() if example.text[start].isupper() else new)
                    for start, end in occurrences(example.text, word)
                ]
    return rewrite(example, edits) if edits else example


def _new_name(kind: str, code: str, names: Names, random: Random) -> str:
    if kind == "person":
        return random.choice(names.people[code] or names.people["PK"]).title()
    if kind == "nationality":
        return random.choice(sorted(ABROAD.values())).title()
    return random.choice(names.towns[code] if kind == "place" else names.groups).title()


class _Abroad:
    """One text's exchange of names, the same throughout the text."""

    def __init__(self, example: Example, names: Names, random: Random) -> None:
        self.example, self.names, self.random = example, names, random
        self.code = random.choice(sorted(ABROAD))
        self.found: list[tuple[int, int, str]] = []

    def edits(self) -> list[tuple[int, int, str]]:
        self._people()
        self._groups()
        self._countries()
        self._towns()
        return self.found

    def _put(self, old: str, new: str) -> None:
        self.found += [(start, end, new) for start, end in occurrences(self.example.text, old)]

    def _countries(self) -> None:
        codes = [self.code, *self.random.sample(sorted(ABROAD), len(HOME) - 1)]
        present = [n for n in HOME if n in self.example.text or HOME[n] in self.example.text]
        present.sort(key=lambda name: -self.example.text.count(name))
        for name, code in zip(present, codes, strict=False):
            self._put(name, self.names.countries[code])
            for ending in ("", "S"):
                self._put(HOME[name] + ending, ABROAD[code] + ending)

    def _towns(self) -> None:
        towns = {place for place in self.example.names.get("place", []) if place not in HOME}
        for match in AFTER_PREPOSITION.finditer(self.example.text):
            words = match.group(1).split()
            phrases = (" ".join(words[:n]) for n in range(len(words), 0, -1))
            towns |= {phrase for phrase in phrases if phrase in self.names.home_towns}
        choices = self.names.towns[self.code]
        for town in sorted(towns - set(HOME), key=lambda t: (-len(t), t)):
            self._put(town, self.random.choice(choices))

    def _people(self) -> None:
        text = " ".join(self.example.text.split())
        choices = self.names.people[self.code] or self.names.people["PK"]
        for name in self.names.home_people:
            if name in text:
                new = self.random.choice(choices)
                self._put(name, new)
                self._put(name.split()[-1], new.split()[-1])

    def _groups(self) -> None:
        text = " ".join(self.example.text.split())
        group = self.random.choice(self.names.groups)
        for name in self.names.home_groups:
            if name not in text:
                continue
            if " " in name:
                group = self.random.choice(self.names.groups)
                self._put(name, group)
            else:
                initials = "".join(word[0] for word in group.split())
                self._put(name, initials if len(initials) > 1 else group)
