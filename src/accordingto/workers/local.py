"""Reading in several processes of one machine: in order, with bounded memory."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context

from accordingto.domain import (
    Refused,
    SourceItem,
    reading_from_json,
    refused_from_json,
    to_json,
)
from accordingto.errors import AccordingToError
from accordingto.pipeline import Outcome, Tools, open_tools, outcome, understand_all
from accordingto.settings import Settings

# A worker takes about a second to start (network, gazetteer), as long as a dozen short reports.
ALONE = 12
# Items in flight per process: enough to keep each busy, few enough to hold in memory.
AHEAD = 4

_tools: Tools | None = None


class WorkerLost(AccordingToError):
    """A reading process ended without an answer."""


def processes(settings: Settings) -> int:
    """Return how many readers run side by side: the setting, or one a usable core."""
    if settings.processes > 0:
        return settings.processes
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_all(items: Iterable[SourceItem | Refused], settings: Settings) -> Iterator[Outcome]:
    """Yield one outcome per item, in the order of the items.

    The first are read in this process, and all of them if there are few; the others are spread
    over ``processes(settings)``. The outcomes do not depend on how many there are.
    """
    remaining = iter(items)
    first = list(islice(remaining, ALONE))
    if not first:
        return
    tools = open_tools(settings)  # a missing file is said once, here, not by each process
    yield from understand_all(first, tools)
    n_processes = processes(settings)
    if n_processes == 1:
        yield from understand_all(remaining, tools)
    else:
        try:
            yield from _spread(remaining, settings, n_processes=n_processes)
        except BrokenProcessPool as error:  # from asking as well as from waiting
            raise WorkerLost(
                "A reading process was ended from outside, perhaps for want of memory. "
                "What was acknowledged is kept; run the same command again with --processes 1."
            ) from error


def _spread(
    items: Iterable[SourceItem | Refused], settings: Settings, *, n_processes: int
) -> Iterator[Outcome]:
    waiting: deque[Future[bytes] | Refused] = deque()
    # Spawned, not forked: a forked child inherits the locks of threads that it does not have.
    with ProcessPoolExecutor(
        n_processes, mp_context=get_context("spawn"), initializer=_open, initargs=(settings,)
    ) as pool:
        for item in items:
            waiting.append(item if isinstance(item, Refused) else pool.submit(_read, item))
            if len(waiting) >= AHEAD * n_processes:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())


def _open(settings: Settings) -> None:
    global _tools
    _tools = open_tools(settings)


def _read(item: SourceItem) -> bytes:
    assert _tools is not None
    result = outcome(item, _tools)
    mark = b"0" if isinstance(result, Refused) else b"1"
    return mark + to_json(result).encode()


def _result(item: "Future[bytes] | Refused") -> Outcome:
    if isinstance(item, Refused):
        return item
    line = item.result()
    if line[:1] == b"1":
        return reading_from_json(line[1:])
    return refused_from_json(line[1:])
