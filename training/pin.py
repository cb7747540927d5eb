"""Write the digests of the shipped data files into the manifest: ``python -m training.pin``."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "accordingto" / "data"
READER = ROOT / "models" / "reader-en" / "src" / "accordingto_reader_en"


def main() -> None:
    """Replace each ``sha256`` by that of the file named before it."""
    manifest = DATA / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(
        re.sub(r'file = "([^"]+)"\nsha256 = "[^"]*"', _pinned, text), encoding="utf-8"
    )


def _pinned(found: re.Match[str]) -> str:
    name = found.group(1)
    path = next(folder / name for folder in (DATA, READER) if (folder / name).is_file())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(f"{digest}  {name}")
    return f'file = "{name}"\nsha256 = "{digest}"'


if __name__ == "__main__":
    main()
