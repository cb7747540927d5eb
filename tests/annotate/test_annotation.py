import hashlib
from typing import get_args

import numpy as np
import pytest

from accordingto.annotate import annotate
from accordingto.domain import Annotated, Document, LinkName
from accordingto.errors import AnnotationError
from accordingto.networks import Card, Reader, Tagged

TEXT = "The Rebels killed a Kestrian teacher in Orsa."
LABELS = {
    "roles": ("O", "B-perpetrator_individual", "I-perpetrator_individual"),
    "entities": ("O", "B-organisation", "I-organisation"),
    "attribution": ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"),
    "incidents": ("attack",),
    "triggers": ("O", "B-event", "I-event"),
    "tolls": ("O", "B-killed", "I-killed"),
    "kinds": ("shooting", "arrest"),
    "facets": ("background",),
    "sayings": ("say", "deny"),
    "relations": ("none", "arms"),
    "certainties": ("fact", "accused"),
    "effects": ("death", "none"),
}
LINKS = {**dict.fromkeys(get_args(LinkName), (1.0, -9.0, 0.0)), "perpetrator": (1.0, 1.0, 0.0)}


class Scripted(Reader):
    """A network that has read ``n`` characters and tags the first two words, "The Rebels"."""

    def __init__(self, n: int) -> None:
        self._n = n
        self._card = Card(
            LABELS, window=8, stride=4, thresholds={"least": 0.5}, width=2, links=LINKS
        )

    def read(self, text: str) -> Tagged:
        pieces = np.array([(0, 3), (4, 10), (11, 17)], dtype=np.int64)
        name = np.array([[0.1, 0.9, 0], [0.1, 0, 0.9], [1, 0, 0]], dtype=np.float32)
        quiet = np.zeros((3, 7), dtype=np.float32)
        quiet[:, 0] = 1.0
        incidents = np.array([[0.5], [0.7], [0.9]], dtype=np.float32)
        killed = np.array([[1, 0, 0], [1, 0, 0], [0.2, 0.8, 0]], dtype=np.float32)
        return Tagged(
            pieces=pieces,
            heads={
                "roles": name,
                "entities": name,
                "attribution": quiet,
                "incidents": incidents,
                "triggers": killed,
                "tolls": quiet[:, :3],
                "kinds": np.array([[0.5, 0.5], [0.5, 0.5], [0.97, 0.03]], dtype=np.float32),
                "facets": np.array([[0.5], [0.5], [0.1]], dtype=np.float32),
                "sayings": np.array([[0.5, 0.5], [0.5, 0.5], [0.1, 0.9]], dtype=np.float32),
                "relations": np.array([[0.5, 0.5], [0.5, 0.5], [0.9, 0.1]], dtype=np.float32),
                "certainties": np.array([[0.8, 0.2], [0.6, 0.4], [0.1, 0.9]], dtype=np.float32),
                "effects": np.array([[0.9, 0.1], [0.9, 0.1], [0.1, 0.9]], dtype=np.float32),
            },
            labels=LABELS,
            links=np.zeros((3, 2, len(LINKS), 32), dtype=np.float32),
            planes=LINKS,
            told=(1.0, 0.0),
            relevance=np.array([0.25, 0.75], dtype=np.float32),
            windows=np.array([[0, 2], [1, 3]], dtype=np.int64),
            vector=np.array([1, 0], dtype=np.float32),
            n_characters_read=self._n,
            text=text,
        )


def document() -> Document:
    return Document(
        id="a",
        uri="a.txt",
        publisher=None,
        title=None,
        authors=(),
        published=None,
        language="en",
        text=TEXT,
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        n_characters=len(TEXT),
        n_characters_read=len(TEXT),
    )


def read() -> Annotated:
    return annotate(document(), reader=Scripted(len(TEXT)))


def test_a_text_that_was_not_read_whole_is_refused() -> None:
    with pytest.raises(AnnotationError, match="45 characters"):
        annotate(document(), reader=Scripted(len(TEXT) - 1))


def test_a_name_has_no_article_and_its_role_keeps_the_tagged_words() -> None:
    annotated = read()

    assert [(m.cut(TEXT), m.label) for m in annotated.mentions if m.label == "organisation"] == [
        ("Rebels", "organisation")
    ]
    assert [r.cut(TEXT) for r in annotated.roles] == ["The Rebels"]


def test_a_sentence_has_the_mean_of_its_pieces_and_a_text_the_highest_window() -> None:
    annotated = read()

    assert annotated.sentences[0].incidents == {"attack": pytest.approx(0.7)}
    assert annotated.relevance == pytest.approx(0.75)


def test_a_trigger_has_its_kinds_and_what_is_linked_to_it() -> None:
    annotated = read()

    assert annotated.triggers is not None
    assert [(t.cut(TEXT), t.kinds, t.facets) for t in annotated.triggers] == [
        ("killed", {"shooting": 0.97}, {"background": 0.1})
    ]
    linked = {
        (link.name, link.first.cut(TEXT), link.second.cut(TEXT)): link.score
        for link in annotated.links
    }
    assert linked["perpetrator", "Rebels", "killed"] == pytest.approx(0.731, abs=0.001)
    assert not any(name == "victim" for name, _, _ in linked)
