"""Who a name means: the actor list, names under which it knows them, and states by their nouns."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from accordingto.domain import Actor, ParticipantKind, Resolved
from accordingto.errors import GazetteerError
from accordingto.ground.folding import fold


class Office(Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """An office somebody held; ISO dates or years, null where not known or still in office."""

    office: str
    first: str | None = None
    last: str | None = None
    country: str | None = None

    def days(self) -> tuple[str, str]:
        """Return the first and last day as ISO dates that compare as text."""
        last = self.last or "9999"
        return first_day(self.first or "0001"), last + "-12-31"[len(last) - 4 :]


def first_day(date: str) -> str:
    """Return the first day of a year, a month or a day.

    >>> first_day("2007"), first_day("2007-12")
    ('2007-01-01', '2007-12-01')
    """
    return date + "-01-01"[len(date) - 4 :]


class ListedActor(Struct, frozen=True):
    """A line of the actor list. ``country`` and ``countries`` (others) are ISO 3166-1 alpha-2.

    ``since`` and ``until`` are the years or months of a body's founding and end, ``parent`` the id
    of the body it belongs to or came from, ``notes`` say of an alias who uses it, and ``source``
    is a public page with these facts.
    """

    id: str
    name: str
    kind: ParticipantKind
    aliases: tuple[str, ...] = ()
    country: str | None = None
    countries: tuple[str, ...] = ()
    roles: tuple[Office, ...] = ()
    since: str | None = None
    until: str | None = None
    parent: str | None = None
    notes: dict[str, str] = {}
    source: str | None = None

    def acts_in(self, countries: Collection[str]) -> bool:
        """Return whether it is listed under any of the countries."""
        return any(c in countries for c in (self.country, *self.countries) if c)

    def in_office(self, when: str) -> bool:
        """Return whether any of the offices was held on a day."""
        return any(first <= when <= last for first, last in (o.days() for o in self.roles))


_TITLES = re.compile(
    r"^(?:(?:the|former|ex|late|then|acting|interim|afghan|slain|outgoing|incoming|his|her|"
    r"president|vice|prime|minister|premier|king|queen|prince|emir|sultan|chancellor|general|gen|"
    r"lieutenant|lt|colonel|col|major|maj|captain|capt|brigadier|marshal|admiral|commander|sheikh|"
    r"mullah|maulvi|mawlawi|ayatollah|imam|mr|mrs|ms|dr|sir|lord|senator|sen|governor|gov|mayor|"
    r"spokesman|spokeswoman|spokesperson|secretary|judge|chief|leader|ambassador|engineer|"
    r"defence|defense|interior|foreign|finance|deputy) )+"
)
_GOVERNMENT = frozenset({
    "government", "administration", "authorities", "regime", "state", "officials", "leadership",
    "junta", "cabinet", "presidency", "parliament", "embassy", "consulate", "diplomats",
})  # fmt: skip
_FORCE_WORDS = {
    "army": ("army", "troops", "soldiers", "soldier", "government troops"),
    "armed forces": (
        "forces", "armed forces", "military", "defence forces", "defense forces",
        "special forces", "government forces",
    ),
    "security forces": ("security forces", "security force"),
    "police": ("police", "national police", "policemen", "police officers", "police force"),
    "air force": ("air force", "warplanes", "jets"),
    "navy": ("navy",),
    "marines": ("marines",),
    "coast guard": ("coast guard",),
    "border guards": ("border guards", "border police", "border forces"),
    "national guard": ("national guard",),
    "intelligence service": (
        "intelligence", "intelligence service", "intelligence services", "intelligence agency",
    ),
}  # fmt: skip
_FORCES = {noun: force for force, nouns in _FORCE_WORDS.items() for noun in nouns}
# A name of these words alone belongs to bodies of many countries.
GENERAL = frozenset({
    "national", "supreme", "court", "police", "army", "ministry", "of", "the", "interior",
    "defense",
    "defence", "foreign", "affairs", "security", "council", "forces", "force", "armed", "party",
    "people", "peoples", "democratic", "liberation", "front", "movement", "united", "revolutionary",
    "government", "parliament", "assembly", "senate", "congress", "human", "rights", "commission",
    "committee", "union", "workers", "student", "students", "state", "central", "intelligence",
    "agency", "service", "guard", "republic", "republican", "popular", "free", "patriotic", "new",
    "islamic", "military", "federal", "general", "department", "league", "alliance", "organization",
    "organisation", "resistance", "youth", "justice", "group", "international", "brigade",
    "brigades", "command", "unit", "jihad", "revolutionaries",
})  # fmt: skip
_OF_ALL = frozenset({"islamic state", "islamic state group"})  # general words, and one body
_MINISTRY = re.compile(r"^(?:ministry (?:of|for) (?P<of>.+)|(?P<before>.+) ministry)$")
_OF = re.compile(r"^(?P<noun>.+) of (?P<state>.+)$")


class ActorList:
    """The list in memory: an actor by any of its names. Finding nobody is no error.

    ``known_until`` is the ISO day up to which its offices are kept.
    """

    def __init__(
        self,
        actors: Collection[ListedActor],
        *,
        adjectives: dict[str, str],
        known_until: str = "9999-12-31",
    ) -> None:
        self.known_until = known_until
        self._by_key: dict[str, list[ListedActor]] = {}
        self._by_id = {actor.id: actor for actor in actors}
        self._states = {a.country: a for a in actors if a.id.startswith("state:") and a.country}
        for actor in actors:
            for key in dict.fromkeys(fold(name) for name in (actor.name, *actor.aliases)):
                self._by_key.setdefault(key, []).append(actor)
        self._nations = dict(adjectives)
        for iso, state in self._states.items():
            self._nations |= {fold(name): iso for name in (state.name, *state.aliases)}

    @classmethod
    def open(cls, path: Path) -> "ActorList":
        """Read an actor list: JSON Lines, the first a table of adjectives of nationality.

        Raises:
            GazetteerError: When the file is missing or is not an actor list.
        """
        if not path.is_file():
            raise GazetteerError(f"{path}: no such file. Name an actor list.")
        try:
            lines = path.read_bytes().splitlines()
            head = msgspec.json.decode(lines[0], type=_Head)
            actors = [msgspec.json.decode(line, type=ListedActor) for line in lines[1:]]
        except (msgspec.MsgspecError, IndexError) as error:
            raise GazetteerError(f"{path} is not an actor list ({error}). Name another.") from error
        return cls(actors, adjectives=head.adjectives, known_until=head.known_until)

    # ------------------------------------------------------------------ finding

    def find(
        self, name: str, *, when: str | None, countries: Collection[str] = ()
    ) -> Resolved[Actor]:
        """Return who a name means, or why nobody is chosen.

        Args:
            when: ISO day; of two of one name, the one in office then is meant.
            countries: ISO codes the document names; they part groups of the same name.
        """
        listed = self.listed(name, when=when, countries=countries)
        if len(listed) == 1:
            return Resolved(value=_actor(listed[0], name))
        if listed:
            who = ", ".join(sorted(f"{a.name} ({a.id})" for a in listed)[:4])
            return Resolved(why=f"“{name}” may be one of {len(listed)}: {who}")
        composed = self._composed(fold(name))
        return (
            Resolved(value=composed)
            if composed
            else Resolved(why=f"“{name}” is not in the actor list")
        )

    def listed(
        self, name: str, *, when: str | None = None, countries: Collection[str] = ()
    ) -> tuple[ListedActor, ...]:
        """Return the entries that a name belongs to; more than one where nothing parts them."""
        key = fold(name)
        if len(key) <= 4 and name.islower():  # "who", "site", "is": words, not initials
            return ()
        found = self._by_key.get(key) or self._by_key.get(_bare(key)) or []
        if countries and key not in _OF_ALL and GENERAL.issuperset(key.split()):
            found = [a for a in found if a.country is None or a.acts_in(countries)]
        if len(found) > 1:
            found = [a for a in found if a.acts_in(countries)] or found
        if len(found) > 1 and when:
            found = [a for a in found if a.in_office(when)] or found
        return tuple(found)

    def by_id(self, identity: str) -> ListedActor | None:
        """Return an entry by its id; None for one made up of a state and a noun."""
        return self._by_id.get(identity)

    def nation(self, words: str) -> str | None:
        """Return the ISO code of the state whose name or adjective this is."""
        return self._nations.get(fold(words))

    def state_name(self, iso: str) -> str:
        """Return a state's English name, or its code where it is not listed."""
        return self._states[iso].name if iso in self._states else iso

    def _composed(self, key: str) -> Actor | None:
        """Read "Afghan border police", "the government of Chad": a state and a noun of a state."""
        for nation, noun in _splits(key):
            iso = self._nations.get(nation)
            made = _part_of_state(noun) if iso else None
            if iso and made:
                kind, part = made
                state = self._states[iso].name if iso in self._states else iso
                if part == "government":
                    return Actor(
                        id=f"state:{iso}", name=f"Government of {state}", kind=kind, score=0.9
                    )
                suffix = part.replace(" ", "-")
                name = f"{part[0].upper()}{part[1:]} of {state}"
                return Actor(id=f"state:{iso}:{suffix}", name=name, kind=kind, score=0.9)
        return None


class _Head(Struct, frozen=True, forbid_unknown_fields=True):
    adjectives: dict[str, str]
    known_until: str = "9999-12-31"


def _bare(key: str) -> str:
    """Return a key without titles, where at least two words of a name remain."""
    bare = _TITLES.sub("", key)
    return bare if " " in bare else key


def words_of(name: str) -> set[str]:
    """Return the words of a person's name, without titles and offices."""
    return set(_TITLES.sub("", fold(name)).split())


def _actor(listed: ListedActor, name: str) -> Actor:
    score = 1.0 if fold(name) == fold(listed.name) else 0.95
    return Actor(id=listed.id, name=listed.name, kind=listed.kind, score=score)


def _splits(key: str) -> Iterator[tuple[str, str]]:
    """Yield every reading of a key as a nation and a noun; "uss army" is "us's army"."""
    words = key.removeprefix("former ").split()
    for at in range(min(4, len(words) - 1), 0, -1):
        nation, noun = " ".join(words[:at]), " ".join(words[at:])
        yield nation, noun
        if nation.endswith("s"):
            yield nation[:-1], noun
    if match := _OF.match(key):
        yield match["state"].removeprefix("the "), match["noun"]


def _part_of_state(noun: str) -> tuple[ParticipantKind, str] | None:
    noun = noun.removeprefix("federal ").removeprefix("interim ").removeprefix("transitional ")
    if noun in _GOVERNMENT:
        return "government", "government"
    if noun in _FORCES:
        return "state_force", _FORCES[noun]
    if match := _MINISTRY.match(noun):
        return "government", f"ministry of {match['of'] or match['before']}"
    return None
