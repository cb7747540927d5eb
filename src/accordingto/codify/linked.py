"""What the network links to an event, made fillers and tolls."""

from collections.abc import Iterator, Sequence

from accordingto.codify.casualties import Toll, count_of, is_age, whole_quantity
from accordingto.codify.counts import number, total
from accordingto.codify.evidence import likeliest
from accordingto.codify.fillers import Filler, Namer, Part, is_plural
from accordingto.codify.grouping import Draft
from accordingto.codify.material import Material
from accordingto.codify.ontology import Ontology
from accordingto.codify.participants import tagged_filler
from accordingto.codify.patterns import effect_of
from accordingto.domain import Annotated, Count, Effect, Harm, Role, RoleMention, Span

PARTS: tuple[Part, ...] = ("perpetrator", "victim", "target", "means")


def linked_fillers(draft: Draft, material: Material) -> Iterator[Filler]:
    """Yield who and what the network links to an event, each word in its likeliest part."""
    hits = [t.hit for t in draft.told]
    evidence, namer = material.evidence, material.namer
    found = [
        (score, span, part)
        for part in PARTS
        for span, score in likeliest(evidence.fillers(part, hits))
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
    near = [t.hit for t in draft.told if t.hit.clause.span.covers(span)]
    effects = {effect_of(hit, ontology) for hit in near} - {None}
    return effects.pop() if len(effects) == 1 else None


def linked_tolls(draft: Draft, material: Material) -> Iterator[Toll]:
    """Yield the numbers of harmed that the network links to an event.

    Those told one by one ("a guard", "his driver") are added up, sentence by sentence.
    """
    text, annotated = material.text, material.annotated
    linked = material.evidence.fillers("toll", [t.hit for t in draft.told])
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
