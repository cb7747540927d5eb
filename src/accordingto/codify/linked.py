"""What the network links to an event, made fillers and tolls."""

from collections.abc import Iterator, Mapping, Sequence

from accordingto.codify.casualties import Toll, count_of, is_age, whole_quantity
from accordingto.codify.counts import number, total
from accordingto.codify.evidence import likeliest
from accordingto.codify.fillers import Filler, Namer, Part, is_plural
from accordingto.codify.grouping import Draft
from accordingto.codify.material import Material
from accordingto.codify.ontology import Ontology
from accordingto.codify.participants import tagged_filler
from accordingto.codify.patterns import effect_of
from accordingto.codify.triggers import Hit
from accordingto.domain import Annotated, Count, Effect, Harm, LinkName, Role, RoleMention, Span

PARTS: tuple[Part, ...] = ("perpetrator", "victim", "target", "means")


def linked_fillers(draft: Draft, material: Material) -> Iterator[Filler]:
    """Yield who and what the network links to an event, each word in its likeliest part."""
    namer = material.namer
    found = [
        (score, span, part)
        for part in PARTS
        for span, score in likeliest(_own(part, draft, material))
    ]
    kept: list[Span] = []
    for score, span, part in sorted(found, key=lambda f: (-f[0], f[1].start, f[2])):
        if any(span.touches(other) for other in kept):
            continue
        kept.append(span)
        role = _role(part, span, material.annotated, namer)
        mention = RoleMention(start=span.start, end=span.end, role=role, score=score)
        effect = effect_near(span, draft, material.ontology)
        yield tagged_filler(mention, material.text, namer, effect)


def _own(name: LinkName, draft: Draft, material: Material) -> Mapping[tuple[int, int], float]:
    """Return what is linked to an event, but for words told in another event's sentence.

    Those are this event's only if it is told in the sentence too, or if they are likelier its own.
    """
    linked = material.evidence.fillers(name, hits_of(draft))
    kept = dict(linked)
    for other in material.drafts if linked else ():
        if other is draft:
            continue
        rivals = material.evidence.fillers(name, hits_of(other))
        for at, score in linked.items():
            span = Span(start=at[0], end=at[1])
            told_there = _is_told_at(span, other) and not _is_told_at(span, draft)
            if told_there and rivals.get(at, 0.0) > score:
                kept.pop(at, None)
    return kept


def hits_of(draft: Draft) -> list[Hit]:
    """Return the triggers of an event."""
    return [told.hit for told in draft.told]


def _is_told_at(span: Span, draft: Draft) -> bool:
    return any(hit.clause.span.covers(span) for hit in hits_of(draft))


def _role(part: Part, span: Span, annotated: Annotated, namer: Namer) -> Role:
    """Return the network's own role of the words if it fits, else one by the name in them."""
    if part == "target":
        return "target"
    if part == "means":
        return "weapon"
    tagged = next((r.role for r in annotated.roles if r.touches(span)), None)
    name = namer.name_at(span)
    if part == "perpetrator":
        if tagged in {"perpetrator_individual", "perpetrator_organisation"}:
            return tagged
        is_group = name is not None and name.label == "organisation"
        return "perpetrator_organisation" if is_group else "perpetrator_individual"
    is_person = name is not None and name.label == "person"
    return "victim_named" if is_person else "victim_described"


def effect_near(span: Span, draft: Draft, ontology: Ontology) -> Effect | None:
    """Return what the triggers of a span's sentence say became of it, if they agree."""
    near = [hit for hit in hits_of(draft) if hit.clause.span.covers(span)]
    effects = {effect_of(hit, ontology) for hit in near} - {None}
    return effects.pop() if len(effects) == 1 else None


def linked_tolls(draft: Draft, material: Material) -> Iterator[Toll]:
    """Yield the numbers of harmed that the network links to an event.

    Those told one by one ("a guard", "his driver") are added up, sentence by sentence.
    """
    text, annotated = material.text, material.annotated
    linked = _own("toll", draft, material)
    singles: dict[tuple[Harm, int], list[Span]] = {}
    for toll in annotated.tolls:
        if (toll.start, toll.end) not in linked:
            continue
        span = Span(start=toll.start, end=toll.end)
        if is_age(text, span):
            continue
        sentence = annotated.sentence_at(toll.start)
        if sentence is not None:
            span = whole_quantity(text, span, sentence)
        count = count_of(span.cut(text))
        if count is not None:
            yield Toll(toll.harm, count, span)
        elif number(span.cut(text)) is None and not is_plural(span.cut(text)):
            singles.setdefault((toll.harm, sentence.start if sentence else 0), []).append(span)
    for (harm, _), spans in singles.items():
        yield Toll(harm, _sum(spans, text), spans[0])


def _sum(spans: Sequence[Span], text: str) -> Count:
    ones = [Count(low=1, high=1, text=span.cut(text)) for span in spans]
    words = " ".join(text[spans[0].start : spans[-1].end].split())
    return total(ones, text=words) or ones[0]
