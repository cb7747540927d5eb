"""What the events of one document are made from."""

from collections.abc import Sequence
from dataclasses import dataclass

from accordingto.codify.evidence import Evidence
from accordingto.codify.fillers import Namer
from accordingto.codify.grouping import Draft
from accordingto.codify.ontology import Ontology
from accordingto.domain import Annotated, Statement


@dataclass(frozen=True)
class Material:
    """A document as it was annotated, its events so far, and what is known of its words."""

    annotated: Annotated
    drafts: Sequence[Draft]
    statements: Sequence[Statement]
    evidence: Evidence
    namer: Namer
    ontology: Ontology

    @property
    def text(self) -> str:
        """The document's text."""
        return self.annotated.document.text
