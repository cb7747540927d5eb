"""The pinned files the program reads: where they lie, and whether they are the right ones."""

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from accordingto.errors import ResourceMismatch, ResourceMissing
from accordingto.ids import digest

DATA = Path(__file__).with_name("data")
MANIFEST = DATA / "manifest.toml"


class Pinned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of the manifest, with the digest it must have."""

    name: str
    file: str
    sha256: str
    package: str | None = None
    licence: str
    made_by: str


@cache
def manifest() -> dict[str, Pinned]:
    """Return the pinned files by name."""
    rows = msgspec.toml.decode(MANIFEST.read_bytes(), type=dict[str, list[Pinned]])["resource"]
    return {row.name: row for row in rows}


def resource(name: str) -> Path:
    """Return the verified path of a pinned file.

    Raises:
        ResourceMissing: When it is not on this machine.
        ResourceMismatch: When its digest is not the manifest's.
    """
    pinned = manifest()[name]
    path = _folder(pinned) / pinned.file
    if not path.is_file():
        raise ResourceMissing(f"{name} ({path})", next_step=_next_step(pinned))
    _verify(path, pinned)
    return path


def reader_folder() -> Path:
    """Return the folder of the reader network, each of its files verified."""
    files = [resource(name) for name in manifest() if name.startswith("reader-en")]
    return files[0].parent


def digests() -> dict[str, str]:
    """Return the digest of each resource, for the ledger's provenance."""
    return {name: pinned.sha256 for name, pinned in manifest().items()}


@cache
def _verify(path: Path, pinned: Pinned) -> None:
    actual = digest(path.read_bytes())
    if actual != pinned.sha256:
        raise ResourceMismatch(
            pinned.name,
            expected=f"sha256 {pinned.sha256[:12]}… in the manifest",
            actual=f"sha256 {actual[:12]}… on disk",
        )


def _folder(pinned: Pinned) -> Path:
    if pinned.package is None:
        return DATA
    spec: Any = importlib.util.find_spec(pinned.package)
    if spec is None or not spec.submodule_search_locations:
        raise ResourceMissing(pinned.name, next_step=_next_step(pinned))
    return Path(spec.submodule_search_locations[0])


def _next_step(pinned: Pinned) -> str:
    if pinned.package is None:
        return "Install accordingto again: its data files are incomplete."
    return f"Install it: pip install {pinned.package.replace('_', '-')}"
