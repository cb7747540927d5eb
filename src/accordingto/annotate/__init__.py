"""Document -> Annotated: the text read once by the network, and what stands in it, with spans."""

from accordingto.annotate.annotation import annotate

__all__ = ["annotate"]
