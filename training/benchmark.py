"""How fast the network alone reads: `python -m training.benchmark [READER] [--corpus corpus/dev]`.

Every report of a part of our corpus is read twice over, all heads; no rules, no grounding. One
process with one thread, one with a thread a core, and a process a core: what is printed is word
pieces and documents a second of all processes together, and the most memory that one of them held.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from accordingto.networks import open_reader
from accordingto.resources import reader_folder
from accordingto.scoring.gold import read_corpus

N_TIMES = 2
LONG = 40  # reports in one text, for the speed on long ones


class Speed(NamedTuple):
    """What one process did, and in how many seconds; memory in MB."""

    n_pieces: int
    n_documents: int
    seconds: float
    memory: float


def measure(folder: Path, texts: list[str], threads: int) -> Speed:
    """Read every text and say how long it took, the opening left out."""
    reader = open_reader(folder, threads=threads)
    reader.read(texts[0])
    started = time.perf_counter()
    n_pieces = sum(len(reader.read(text)) for _ in range(N_TIMES) for text in texts)
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Speed(n_pieces, N_TIMES * len(texts), seconds, memory)


def together(folder: Path, texts: list[str], *, processes: int, threads: int) -> list[Speed]:
    """Let processes of their own read the same texts side by side."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(measure, folder, texts, threads) for _ in range(processes)]
        return [job.result() for job in jobs]


def main() -> None:
    """Print a line for each way of using the cores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path, nargs="?")
    parser.add_argument("--corpus", type=Path, default=Path("corpus/dev"))
    options = parser.parse_args()
    folder = options.reader or reader_folder()
    texts = [r.reading.document.text for r in read_corpus(options.corpus).reports]
    long = ["\n\n".join(texts[at : at + LONG]) for at in range(0, len(texts), LONG)]
    cores = len(os.sched_getaffinity(0))
    for what, read in (("reports", texts), ("long texts", long)):
        for processes, threads in dict.fromkeys(((1, 1), (1, cores), (cores, 1))):
            done = together(folder, read, processes=processes, threads=threads)
            slowest = max(speed.seconds for speed in done)
            print(
                f"{what:10} {processes} processes x {threads} threads: "
                f"{sum(s.n_pieces for s in done) / slowest:7,.0f} pieces/s, "
                f"{sum(s.n_documents for s in done) / slowest:6,.1f} documents/s, "
                f"{max(s.memory for s in done):4,.0f} MB"
            )


if __name__ == "__main__":
    main()
