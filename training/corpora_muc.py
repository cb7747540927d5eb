"""MUC-4: answer keys, which give strings and not places, turned into labelled text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from training.examples import (
    Example,
    Label,
    Range,
    Verdict,
    occurrences,
    overlaps,
    sentences,
)

ROLE_OF_SLOT = {
    "PerpOrg": "perpetrator_organisation",
    "Victim": "victim_named",
    "VictimDesc": "victim_described",
    "PerpInd": "perpetrator_individual",
    "Target": "target",
    "Weapon": "weapon",
}
KINDS_OF_TYPE = {
    "ATTACK": ("attack",),
    "BOMBING": ("bombing",),
    "KIDNAPPING": ("abduction",),
    "ARSON": ("arson",),
    "ROBBERY": ("robbery",),
}
MUC_KINDS = ("attack", "bombing", "abduction", "arson", "robbery")
NAMED = {"PerpOrg", "Victim"}
ARREST = re.compile(r"\b(?:arrest|detain|captur|jail|custody|imprison)", re.IGNORECASE)


def read_muc(path: Path) -> list[Example]:
    """Read a MUC-4 file; one example a document."""
    with path.open(encoding="utf-8") as lines:
        return [muc_example(json.loads(line)) for line in lines]


def muc_example(row: dict[str, Any]) -> Example:
    """Label one document; see ``_Key`` for which occurrences count."""
    text = row["text"]
    key = _Key(text, row["simple_templates"], row["body_start"])
    whole = [(row["body_start"], len(text))]
    return Example(
        docid=row["docid"],
        corpus="muc4",
        text=text,
        spans={"roles": key.labels},
        known={"roles": whole, "incidents": whole},
        unsure={"roles": key.unsure},
        verdicts=key.verdicts(),
        relevance_weight=1.0,
        body_start=row["body_start"],
        names=key.names,
    )


class _Key:
    """The key's strings in their places.

    An occurrence is positive if the key's own (the first one), if it is a name, or if its
    sentence or one beside it holds another filler of the same template. Others are unsure.
    """

    def __init__(self, text: str, templates: list[dict[str, Any]], body: int) -> None:
        self.text, self.body = text, body
        self.sentences = [r for r in sentences(text) if r[1] > body]
        self.labels: list[Label] = []
        self.unsure: list[Range] = []
        self.names: dict[str, list[str]] = {"person": [], "group": [], "place": []}
        self.told: dict[str, set[int]] = {kind: set() for kind in MUC_KINDS}
        self.types: set[str] = set()
        for template in templates:
            self._add(template)
        self.unsure = [r for r in self.unsure if not overlaps(r, self._taken())]

    def _add(self, template: dict[str, Any]) -> None:
        fillers = [
            (slot, string, start, end)
            for slot in ROLE_OF_SLOT
            for entity in template[slot]
            for string, start, end in entity
            if start >= 0
        ]
        keyed = {self._sentence(start): set[int]() for _, _, start, _ in fillers}
        for number, (_, _, start, _) in enumerate(fillers):
            keyed[self._sentence(start)].add(number)
        told: set[int] = set()
        for number, (slot, string, start, end) in enumerate(fillers):
            told |= self._mark(slot, string, (start, end), number, keyed)
        told |= self._mark_places(template, set(keyed))
        for kind in KINDS_OF_TYPE.get(template["incident_type"], ()):
            self.told[kind] |= told
            self.types.add(kind)

    def _mark(
        self, slot: str, string: str, first: Range, number: int, keyed: dict[int, set[int]]
    ) -> set[int]:
        """Label a filler's occurrences; return the sentences of the positive ones."""
        if slot in NAMED:
            self.names["group" if slot == "PerpOrg" else "person"].append(string)
        told = set()
        if slot == "Victim" and " " in string.strip():
            self.unsure += occurrences(self.text, string.split()[-1])  # the surname alone
        for found in sorted({first, *occurrences(self.text, string)}):
            at = self._sentence(found[0])
            others = set().union(*(keyed.get(at + step, set()) for step in (-1, 0, 1))) - {number}
            if found == first or slot in NAMED or others:
                self._label(found, ROLE_OF_SLOT[slot])
            else:
                self.unsure.append(found)
            if found == first or others:
                told.add(at)
        return told

    def _mark_places(self, template: dict[str, Any], keyed: set[int]) -> set[int]:
        """Label the finest named place near a filler; its country is left unsure."""
        near = {at + step for at in keyed for step in (-1, 0, 1)}
        told = set()
        for path in template["incident_location"]:
            self.names["place"] += path
            for depth, name in enumerate(path):
                for found in occurrences(self.text, name):
                    at = self._sentence(found[0])
                    if at in near and depth and found[0] >= self.body:
                        self._label(found, "place")
                        told.add(at) if at in keyed else None
                    else:
                        self.unsure.append(found)
        return told

    def _label(self, found: Range, kind: str) -> None:
        if not overlaps(found, self._taken()):
            self.labels.append(Label(*found, kind))

    def _taken(self) -> list[Range]:
        return [(label.start, label.end) for label in self.labels]

    def _sentence(self, offset: int) -> int:
        for number, (_, end) in enumerate(self.sentences):
            if offset < end:
                return number
        return len(self.sentences) - 1

    def verdicts(self) -> list[Verdict]:
        """Judge each sentence; near-misses (the same type elsewhere in the text) are left out."""
        found = []
        for number, (start, end) in enumerate(self.sentences):
            for kind in MUC_KINDS:
                holds = number in self.told[kind]
                if holds or kind not in self.types:
                    found.append(Verdict(start, end, kind, holds))
            if not ARREST.search(self.text[start:end]):
                found.append(Verdict(start, end, "arrest", holds=False))
        return found
