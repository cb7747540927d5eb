"""Words that look as if they should have been marked and are not."""

import re
from collections.abc import Iterator

from accordingto.codify.counts import NUMBER
from accordingto.domain import Span
from accordingto.scoring.reports import Report

_CUES = re.compile(
    r"\b(?:said|says|told|denied|denies|accused|accuses|according to|blamed|blames|condemned|"
    r"alleged|insisted|claimed responsibility|claims responsibility|warned|confirmed)\b"
    r"(?! nothing\b)"
)
# "No group has claimed responsibility" has nobody who speaks; "is said to" has no speaker either.
_NOT_A_CUE = re.compile(
    r"\b(?:no(?:body| one| group| organisation| organization| faction)?|none|neither)\b[^.]*$"
    r"|\b(?:is|are|was|were|be|being|been)\s+$|\b(?:without|easier|better) $",
    re.IGNORECASE,
)
_HARM = r"(?:killed|dead|wounded|injured|died|abducted|kidnapped)"
_TOLL = re.compile(
    rf"\b(?P<a>{NUMBER})\s+(?:\w+\s+){{0,3}}(?:were\s+|was\s+|been\s+)?{_HARM}\b"
    rf"|\b(?:killed|wounded|injured|killing|wounding|injuring|abducted|abducting)\s+"
    rf"(?:at least\s+|more than\s+|about\s+|some\s+)?(?P<b>{NUMBER})(?!\w)",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]*")
_STARTS = re.compile(r"(?:^|[.!?:;]\s|[.!?][”\"’]\s|\n|[“\"‘'(•–—-]\s?|\d\.\s)$")
_ALLOWED = frozenset(
    """
    I I’m I'm I’ve I've I’ll I'll I’d I'd Mr Mrs Ms Dr Sir Sheikh Haji Mullah Malam Alhaji
    General Colonel Major Captain Lieutenant Sergeant Brigadier Commander Inspector
    Superintendent Corporal Private President Minister Governor Mayor Chief Islam Islamic Muslim
    Muslims Christian Christians He Him His Christmas Easter Eid Ramadan God Allah AM PM State
    States Province District County Sub-County Region Local Government Area FM gmt GMT
    """.split()  # noqa: SIM905 (a list of words, one to a string, hides the words)
)


def unmarked(report: Report) -> Iterator[str]:
    """Yield one line for each cue, toll or name outside every mark that could hold it."""
    text, spans = report.marked
    inner = [
        span
        for handle, found in spans.items()
        if not re.fullmatch(r"s\d+", handle)
        for span in found
    ]
    cues = [s for handle, found in spans.items() if handle.endswith(".cue") for s in found]
    plain = {word.casefold() for word in report.plain}
    yield from _cues(text, cues, inner, plain)
    yield from _tolls(text, inner, plain)
    yield from _names(text, inner, plain)


def _cues(text: str, cues: list[Span], inner: list[Span], plain: set[str]) -> Iterator[str]:
    for match in _CUES.finditer(text):
        span = Span(start=match.start(), end=match.end())
        before = text[max(0, match.start() - 80) : match.start()]
        if (
            any(cue.touches(span) for cue in [*cues, *inner])
            or match.group().casefold() in plain
            or _NOT_A_CUE.search(before)
        ):
            continue
        yield f'no statement for “{_around(text, span)}” (or plain = ["{match.group()}"])'


def _tolls(text: str, inner: list[Span], plain: set[str]) -> Iterator[str]:
    for match in _TOLL.finditer(text):
        group = "a" if match["a"] else "b"
        span = Span(start=match.start(group), end=match.end(group))
        if not any(m.touches(span) for m in inner) and match[group].casefold() not in plain:
            escape = f'plain = ["{match[group]}"]'
            yield f"no mark for the number in “{_around(text, span)}” (or {escape})"


def _names(text: str, inner: list[Span], plain: set[str]) -> Iterator[str]:
    seen = set()
    for match in _CAPITALISED.finditer(text):
        word = match.group()
        bare = re.sub(r"['’]s?$", "", word)
        paragraph = text[text.rfind("\n", 0, match.start()) + 1 :].split("\n")[0]
        if (
            _STARTS.search(text[: match.start()])
            or bare in _ALLOWED
            or bare.casefold() in plain
            or bare in seen
            or _is_heading(paragraph)
            or _is_shouted(text, match)
        ):
            continue
        if not any(m.start <= match.start() < m.end for m in inner):
            seen.add(bare)
            span = Span(start=match.start(), end=match.end())
            yield f'no mark for the name in “{_around(text, span)}” (or plain = ["{bare}"])'


def _is_heading(paragraph: str) -> bool:
    return len(paragraph.split()) < 12 and paragraph[-1:] not in {".", "!", "?", "”", '"'}


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """Return whether the word stands in a run of capitals, as headings inside a line do."""
    before = text[: match.start()].split(" ")[-2:-1]
    after = text[match.end() :].split(" ")[1:2]
    return match.group().isupper() and any(w.isupper() for w in (*before, *after))


def _around(text: str, span: Span) -> str:
    return text[max(0, span.start - 25) : span.end + 25].replace("\n", " ")
