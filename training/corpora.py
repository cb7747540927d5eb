"""Readers of the corpora other than MUC-4; each gives examples in the one form."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.examples import Example, Label, Range, Verdict, overlaps, sentences
from training.labels import INCIDENTS

Row = dict[str, Any]
WORDS_OF_KIND = {
    "bombing": r"bomb|blast|explo|detonat|grenade|mine\b|suicide attack",
    "abduction": r"kidnap|abduct|hostage",
    "arson": r"arson|set (?:on )?fire|torch|burn",
    "robbery": r"robb|loot|steal|stole|theft",
    "arrest": r"arrest|detain|captur|jail|custody",
    "attack": r"kill|attack|shot|shoot|murder|assassinat|massacre|gunned|fire[sd]? (?:on|at)|"
    r"ambush|stabb|raid|assault|shell|behead|execut",
}
PATTERNS = {kind: re.compile(rf"\b(?:{w})", re.IGNORECASE) for kind, w in WORDS_OF_KIND.items()}
HARM = ("attack", "bombing", "abduction", "arson")
PRONOUNS = re.compile(
    r"(?:s?he|it|they|them|him|her|his|its|their|who|whom|which|that|those|these|this|i|we|us|you|"
    r"\w+self|\w+selves|me|my|our|someone|anyone|one|all|others|both)$",
    re.IGNORECASE,
)
GROUP_WORDS = re.compile(
    r"\b(?:army|police|forces?|state|front|government|military|group|islamic|al-qa[ei]da|taliban|"
    r"hamas|hezbollah|isis|isil|party|movement|militia|guard|brigade|council|union|command|navy|"
    r"kurds|organi[sz]ation|liberation|rebels)\b",
    re.IGNORECASE,
)
NO_NAMES = ("election", "event")  # of crossner_politics
ENTITY_OF = {"PER": "person", "ORG": "organisation", "LOC": "place", "NORP": "nationality"}


def rows(path: Path) -> Iterator[Row]:
    """Read JSON lines, packed or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    with io.StringIO(text) as lines:
        for line in lines:
            yield json.loads(line)


def read_attribution(path: Path) -> list[Example]:
    """PolNeAR: every document is fully marked; a broken span gives several labels."""
    found = []
    for row in rows(path):
        spans: list[Label] = []
        for attribution in row["attributions"]:
            for kind in ("source", "cue", "content"):
                spans += [Label(start, end, kind) for start, end in attribution[kind]]
        dropped = [(o["start"], o["end"]) for o in row["other"] if _is_discard(o)]
        known = {"attribution": [(0, len(row["text"]))]}
        found.append(
            Example(
                row["docid"], "polnear", row["text"], {"attribution": spans}, known,
                {"attribution": dropped}, relevance_weight=0.1,
            )
        )  # fmt: skip
    return found


def _is_discard(other: Row) -> bool:
    return other.get("type") == "Discard" and "start" in other


def read_entities(path: Path) -> list[Example]:
    """Names; what a corpus calls MISC is unsure, but for nationalities and what is no name at all.

    uner_ewt's are nationalities. An election or event of crossner is none of ours, nor is the
    country in its name.
    """
    found = []
    for row in rows(path):
        spans, unsure = [], []
        for entity in row["entities"]:
            kind = ENTITY_OF.get(entity["label"])
            if entity["label"] == "MISC" and row["corpus"] == "uner_ewt":
                kind = "nationality"
            if kind and entity.get("proper", True):
                spans.append(Label(entity["start"], entity["end"], kind))
            elif entity["label"] != "OTHER" and entity.get("original") not in NO_NAMES:
                unsure.append((entity["start"], entity["end"]))
        known = {"entities": [(0, len(row["text"]))]}
        found.append(
            Example(
                row["docid"], row["corpus"], row["text"],
                {"entities": spans}, known, {"entities": unsure},
            )
        )  # fmt: skip
    return found


def read_india(path: Path) -> list[Example]:
    """Sentences say whether police killed or arrested; other kinds are not known there."""
    found = []
    for row in rows(path):
        verdicts = []
        for s in row["sentences"]:
            verdicts.append(Verdict(s["start"], s["end"], "arrest", "ARREST" in s["labels"]))
            if "KILL" in s["labels"]:
                verdicts.append(Verdict(s["start"], s["end"], "attack", holds=True))
        known = {"incidents": [(0, len(row["text"]))]}
        found.append(Example(row["docid"], row["corpus"], row["text"], {}, known, {}, verdicts))
    return found


def read_incidents(path: Path) -> list[Example]:
    """RAMS, WikiEvents, PLOVER and CAMEO sentences, each by its own rules."""
    found = []
    for row in rows(path):
        if row["corpus"] in ("rams", "wikievents"):
            found.append(_triggered(row))
        else:
            found.append(_sentence(row))
    return found


def _triggered(row: Row) -> Example:
    """One trigger and its arguments (RAMS) or all of an article's (WikiEvents)."""
    text = row["text"]
    bounds = [tuple(r) for r in row.get("sentences") or sentences(text)]
    types = {mention["id"]: mention["type"] for mention in row.get("mentions", [])}
    spans: list[Label] = []
    unsure: list[Range] = []
    verdicts: list[Verdict] = []
    touched: list[Range] = []
    for event in row["events"]:
        at = _around(bounds, event["start"])
        if _is_violent(event["type"].lower()) or not _any_harm(text[at[0] : at[1]]):
            touched.append(at)
        verdicts += _verdicts_of_type(event["type"].lower(), at, text)
        for argument in event["arguments"]:
            place = (argument["start"], argument["end"])
            role = _role(event["type"].lower(), argument, text, types)
            if role and not overlaps(place, [(s.start, s.end) for s in spans]):
                spans.append(Label(*place, role))
            elif role is None:
                unsure.append(place)
    known = [(0, len(text))] if row["corpus"] == "wikievents" else touched
    return Example(
        row["docid"], row["corpus"], text, {"roles": spans},
        {"roles": known, "incidents": [(0, len(text))]}, {"roles": unsure}, verdicts,
        relevance_weight=0.3 if known else 0.0,
    )  # fmt: skip


def _is_violent(kind: str) -> bool:
    if "nonviolent" in kind or "illness" in kind or "manufacture" in kind:
        return False
    return kind.startswith(("conflict.attack", "life.die", "life.injure", "artifactexist"))


def _any_harm(sentence: str) -> bool:
    return any(PATTERNS[kind].search(sentence) for kind in HARM)


def _around(bounds: list[Any], offset: int) -> Range:
    return next(((start, end) for start, end in bounds if start <= offset < end), bounds[-1])


def _verdicts_of_type(kind: str, at: Range, text: str) -> list[Verdict]:
    sentence = text[at[0] : at[1]]
    if "bombing" in kind or "detonate" in kind:
        return [Verdict(*at, "bombing", holds=True)]
    if "setfire" in kind:
        return [Verdict(*at, "arson", holds=True)]
    if "stealrob" in kind:
        return [Verdict(*at, "robbery", holds=True)]
    if "arrestjail" in kind:
        return [Verdict(*at, "arrest", holds=True)]
    if "conflict.attack" in kind or "deathcausedby" in kind or "injurycausedby" in kind:
        bomb = PATTERNS["bombing"].search(sentence)
        return [] if bomb else [Verdict(*at, "attack", holds=True)]
    return _negatives(sentence, at)


def _negatives(sentence: str, at: Range) -> list[Verdict]:
    """Kinds none of whose words occur; where one does, the corpus does not say."""
    return [Verdict(*at, k, holds=False) for k in INCIDENTS if not PATTERNS[k].search(sentence)]


def _role(kind: str, argument: Row, text: str, types: dict[str, str]) -> str | None:
    """The role of an argument: "" where it has none of ours, None where one cannot tell."""
    name, said = argument["role"].lower(), text[argument["start"] : argument["end"]]
    if not _is_violent(kind):
        return ""
    if PRONOUNS.match(said):
        return None
    if name in ("attacker", "killer", "injurer", "destroyer", "damager", "damagerdestroyer"):
        return perpetrator(said, types.get(argument.get("mention", ""), ""))
    if name in ("victim", "deceased"):
        return victim(said)
    if name in ("instrument", "explosivedevice"):
        return "weapon"
    if name == "place":
        return "place"
    if name == "artifact" and kind.startswith("artifactexist"):
        return "target"
    if name == "target":
        return _hit(said, types.get(argument.get("mention", ""), ""))
    return ""


def perpetrator(said: str, kind: str = "") -> str:
    """Tell a group from people by how it is written.

    >>> perpetrator("Islamic State"), perpetrator("the gunmen"), perpetrator("Salman Abedi")
    ('perpetrator_organisation', 'perpetrator_individual', 'perpetrator_individual')
    """
    words = said.split()
    if kind in ("ORG", "GPE"):
        return "perpetrator_organisation"
    if kind == "PER" or not words[-1][0].isupper():
        return "perpetrator_individual"
    single = len(words) == 1 or GROUP_WORDS.search(said)
    return "perpetrator_organisation" if single else "perpetrator_individual"


def victim(said: str) -> str:
    """A name if its last two words are written as one; else a description."""
    words = said.split()
    named = len(words) > 1 and all(word[0].isupper() for word in words[-2:])
    return "victim_named" if named else "victim_described"


PEOPLE = re.compile(
    r"\b(?:\w*m[ae]n|women|people|civilians?|soldiers?|troops|fighters?|protesters?|leaders?|"
    r"journalists?|students?|children|members?|workers?|officers?|officials?|rebels?|militants?|"
    r"insurgents?|peacekeepers|tourists|pilgrims|refugees|settlers|supporters|muslims|christians|"
    r"\w+(?:ians|ists|ers|ees|ors|is))$",
    re.IGNORECASE,
)  # fmt: skip
THINGS = re.compile(
    r"\b(?:base|station|building|market|mosque|church|school|hospital|embassy|office|offices|"
    r"headquarters|airport|convoy|bus|train|car|vehicle|house|home|camp|city|town|village|"
    r"hotel|restaurant|checkpoint|barracks|bridge|pipeline|plane|ship|positions?|posts?|"
    r"stadium|border|facility|facilities|nightclub|club)s?$",
    re.IGNORECASE,
)


def _hit(said: str, kind: str) -> str | None:
    if kind in ("FAC", "VEH", "COM") or THINGS.search(said):
        return "target"
    if kind == "PER" or PEOPLE.search(said):
        return victim(said)
    return None


def _sentence(row: Row) -> Example:
    """One sentence with a source and a target, whose roles follow from the words of violence."""
    text, event = row["text"], row["events"][0]
    kinds = [kind for kind in PATTERNS if PATTERNS[kind].search(text)]
    told = event.get("type")
    spans: list[Label] = []
    unsure: list[Range] = []
    violent = any(kind in HARM for kind in kinds) and told in (None, "ASSAULT", "FIGHT")
    at = (0, len(text))
    if not violent:
        known: dict[str, list[Range]] = {} if kinds else {"roles": [at]}
        verdicts = _negatives(text, at)
        if kinds == ["arrest"] and told in (None, "COERCE"):
            verdicts.append(Verdict(*at, "arrest", holds=True))
    else:
        known = {"roles": [at]}
        special = [kind for kind in kinds if kind not in ("attack", "arrest")]
        verdicts = [Verdict(*at, kind, holds=True) for kind in special[:1] or ["attack"]]
        verdicts += _negatives(text, at)
        spans, unsure = _parties(event["spans"], text)
    return Example(
        row["docid"], row["corpus"], text, {"roles": spans}, {**known, "incidents": [at]},
        {"roles": unsure}, verdicts,
    )  # fmt: skip


def _parties(parts: list[Row], text: str) -> tuple[list[Label], list[Range]]:
    spans: list[Label] = []
    unsure: list[Range] = []
    for part in parts:
        said = text[part["start"] : part["end"]]
        role: str | None = None
        if PATTERNS["bombing"].search(said) and part["role"] == "SRC":
            role = "weapon"
        elif part["role"] == "SRC" and not PRONOUNS.match(said):
            role = perpetrator(said)
        elif part["role"] == "TAR" and not PRONOUNS.match(said):
            role = _hit(said, "")
        if role:
            spans.append(Label(part["start"], part["end"], role))
        else:
            unsure.append((part["start"], part["end"]))
    return spans, unsure
