"""What a reviewer should look at first."""

from collections.abc import Iterator
from itertools import islice
from typing import Literal

from accordingto.domain import Incident, Score, Value
from accordingto.record.views import View
from accordingto.review.targets import pair_target

# Joins and events less sure than this are worth a look: a score is the probability of being
# right, and below 0.8 one in five or more is wrong.
DOUBTFUL = 0.8


class Task(Value, frozen=True):
    """One thing to decide. ``target`` is what the judgement will be about."""

    kind: Literal["disagreement", "join", "event"]
    target: str
    title: str
    why: str
    confidence: Score | None = None


def queue(view: View, *, limit: int, doubtful: float = DOUBTFUL) -> list[Task]:
    """Return at most ``limit`` tasks: disagreements, then doubtful joins, then doubtful events.

    Disagreements come with the most disputed incident first, the others with the least sure. What
    somebody has decided, and nobody withdrew, is left out.
    """
    judged = {judgement.target for judgement in view.judgements()}
    tasks = _tasks(view, doubtful, limit + len(judged))
    return list(islice((task for task in tasks if task.target not in judged), limit))


def _tasks(view: View, doubtful: float, limit: int) -> Iterator[Task]:
    incidents = view.incidents()
    yield from _disagreements(incidents)
    yield from _joins(incidents, doubtful)
    for event_id, confidence in view.unsure_events(below=doubtful, limit=limit):
        found = view.event(event_id)
        if found is not None:
            event, document = found
            words = " … ".join(span.cut(document.text) for span in event.trigger)
            yield Task(
                kind="event",
                target=event_id,
                title=f"{event.kind}: {words}",
                why=f"read with confidence {confidence:.2f}",
                confidence=confidence,
            )


def _disagreements(incidents: list[Incident]) -> Iterator[Task]:
    disputed = [incident for incident in incidents if incident.summary.disagreements]
    disputed.sort(key=lambda i: (-len(i.summary.disagreements), -i.summary.n_documents, i.id))
    for incident in disputed:
        yield Task(
            kind="disagreement",
            target=incident.id,
            title=incident.summary.title,
            why="; ".join(incident.summary.disagreements),
        )


def _joins(incidents: list[Incident], doubtful: float) -> Iterator[Task]:
    joins = [(why, incident) for incident in incidents for why in incident.why]
    unsure = [(why, i) for why, i in joins if why.score < doubtful and why.judgement is None]
    unsure.sort(key=lambda pair: (pair[0].score, pair[0].left, pair[0].right))
    for why, incident in unsure:
        yield Task(
            kind="join",
            target=pair_target(why.left, why.right),
            title=incident.summary.title,
            why=f"joined with score {why.score:.2f}",
            confidence=why.score,
        )
