"""Annotated -> Coded: events and statements, their places, dates and actors left to ``ground``."""

from accordingto.codify.about import about
from accordingto.codify.contradictions import contradictions
from accordingto.codify.events import events
from accordingto.codify.ontology import Ontology
from accordingto.codify.statements import statements
from accordingto.domain import Annotated, Coded

__all__ = ["codify"]


def codify(annotated: Annotated, *, ontology: Ontology) -> Coded:
    """Return what a document says happened and who says so; every value points at its words."""
    said = statements(annotated)
    told = events(annotated, ontology=ontology, statements=said)
    said = about(said, told, annotated)
    return Coded(
        document=annotated.document,
        events=told,
        statements=said,
        mentions=annotated.mentions,
        contradictions=contradictions(said, annotated.document.text),
    )
