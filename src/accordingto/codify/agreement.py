"""Where network and rules, or two rules, say something of the same words: whose word counts."""

from collections.abc import Iterable, Sequence

from accordingto.codify.fillers import Filler
from accordingto.codify.kinds import head_words
from accordingto.codify.words import word_list

_BLAMED = frozenset(("claimed", "accused", "accused_by_authorities", "denied"))
# Where the network has found a doer or a weapon, the rules add more wrong ones than right ones:
# on 80 MUC-4 training reports held back, PerpOrg F1 34.7 with them and 37.7 without, Weapon 39.2
# and 43.5. Who is blamed or claims it is kept: that is what the rules are better at.
_NETWORK_FIRST = frozenset(("perpetrator", "means"))


def as_blamed(found: Sequence[Filler]) -> list[Filler]:
    """Let the words of a claim, a denial or an accusation say how sure the same words are."""
    sure = [f for f in found if f.part == "perpetrator" and f.certainty in _BLAMED]
    plain = [f for f in found if f.part == "perpetrator" and f.certainty in {"fact", "implied"}]
    told = {f: next((s for s in sure if s.span.touches(f.span)), f).certainty for f in plain}
    return [f._replace(certainty=told.get(f, f.certainty)) for f in found]


def _is_unknown(filler: Filler) -> bool:
    """Return whether a doer is called no more than "the attacker"."""
    heads = head_words(filler.name)
    return not filler.named and bool(heads) and heads[-1] in word_list("unknown_doers")


def without_contradiction(found: Iterable[Filler]) -> list[Filler]:
    """Drop a rule's finding where the network gives the same words another part.

    Nobody is both doer and victim of one event; the surer mention decides.
    """
    fillers = list(found)
    by_network = [f for f in fillers if f.by_network]
    seen = {f.part for f in by_network if not _is_unknown(f)}
    return [
        f
        for f in fillers
        if f.by_network
        or not (
            any(n.span.touches(f.span) and n.part != f.part for n in by_network)
            or (f.part in seen and f.part in _NETWORK_FIRST and f.certainty in {"fact", "possible"})
        )
    ]
