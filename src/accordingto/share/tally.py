"""What a run did, in counts."""

from collections.abc import Sequence

from accordingto.domain import Incident, Reading, Refused


class Tally:
    """Counts of what a run did; holds no documents, so memory stays flat."""

    def __init__(self) -> None:
        self.n_read = self.n_refused = self.n_known = 0
        self.n_events = self.n_placed = self.n_dated = 0
        self.n_statements = self.n_copies = 0

    def know(self, _: object) -> None:
        """Count an input that the ledger already has."""
        self.n_known += 1

    def add(self, outcome: Reading | Refused) -> None:
        """Count one outcome."""
        if isinstance(outcome, Refused):
            self.n_refused += 1
            return
        self.n_read += 1
        self.n_copies += outcome.document.copy_of is not None
        self.n_events += len(outcome.events)
        self.n_statements += len(outcome.statements)
        self.n_placed += sum(e.place.value is not None for e in outcome.events)
        self.n_dated += sum(e.date.value is not None for e in outcome.events)

    def lines(self, incidents: Sequence[Incident], *, ledger: str) -> list[str]:
        """Return the summary, a line each: read, found, joined."""
        n_joined = sum(i.summary.n_documents > 1 for i in incidents)
        n_disputed = sum(bool(i.summary.disagreements) for i in incidents)
        return [
            f"{self.n_read} read ({self.n_copies} copies of another text), "
            f"{self.n_known} already in the ledger, {self.n_refused} refused",
            f"{self.n_events} events ({self.n_placed} placed, {self.n_dated} dated), "
            f"{self.n_statements} statements",
            f"{len(incidents)} incidents in {ledger}: {n_joined} told by several reports, "
            f"{n_disputed} with disagreements",
        ]
