"""According to whom a stretch of text holds: publisher first, origin last."""

from collections.abc import Sequence

from accordingto.domain import Source, Span, Statement


def chain_at(span: Span, statements: Sequence[Statement]) -> tuple[Source, ...]:
    """Return the sources that vouch for ``span``, outermost first; () is the report itself.

    A statement vouches for what its content covers. Of several the one with the shortest content
    decides, since its own chain already names those who passed it on.
    """
    around = [
        (sum(s.end - s.start for s in statement.content), i)
        for i, statement in enumerate(statements)
        if statement.voice == "attributed" and any(s.covers(span) for s in statement.content)
    ]
    return chain_of(statements[min(around)[1]]) if around else ()


def chain_of(statement: Statement) -> tuple[Source, ...]:
    """Return a statement's whole chain: who passed it on, then its speaker when one is named."""
    speaker = (statement.speaker,) if statement.speaker is not None else ()
    return (*statement.according_to, *speaker)
