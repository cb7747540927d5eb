"""What the import contracts cannot see."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import accordingto

PACKAGE = Path(accordingto.__file__).parent
ROOMS = [
    "acquire",
    "annotate",
    "codify",
    "ground",
    "link",
    "record",
    "review",
    "serve",
    "share",
    "workers",
]


def test_the_folders_list_in_the_order_of_the_flow() -> None:
    rooms = [room.parent.name for room in sorted(PACKAGE.glob("*/__init__.py"))]

    assert rooms == ROOMS


def test_importing_the_package_loads_nothing() -> None:
    check = "import sys, accordingto; sys.exit(any('numpy' in m for m in sys.modules))"

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_looking_at_the_ledger_loads_no_network() -> None:
    rooms = "accordingto.record.views, accordingto.review.queue, accordingto.serve.app"
    check = f"import sys, {rooms}; sys.exit('onnxruntime' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.name)
def test_a_module_fits_in_a_readers_head(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 400, "split the module: 300 lines is the aim, 400 the end"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.name)
def test_only_the_command_line_catches_everything(path: Path) -> None:
    blind = re.search(r"except (Base)?Exception\b|except:", path.read_text(encoding="utf-8"))

    assert blind is None or path.name == "cli.py"
