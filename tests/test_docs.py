"""What can drift is compared: the documents with the code."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from accordingto.cli import commands
from accordingto.resources import MANIFEST, manifest, resource
from accordingto.settings import Settings, load_settings
from accordingto.share.console import TABLES

ROOT = Path(__file__).parent.parent
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_reference_lists_every_command_and_no_other() -> None:
    documented = set(re.findall(r"`accordingto (\w+)", REFERENCE))

    assert documented == set(commands.commands)


def test_the_reference_lists_every_table_that_can_be_shown() -> None:
    assert "\\|".join(TABLES) in REFERENCE


def test_the_reference_lists_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `?([^`|]+?)`? \|", REFERENCE, flags=re.MULTILINE))

    assert set(Settings.__struct_fields__) <= set(rows)
    assert rows["ledger"] == str(Settings().ledger)
    assert rows["processes"] == str(Settings().processes)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_pinned_file_is_there_and_is_the_one_the_manifest_names() -> None:
    names = set(manifest())

    assert {"reader-en", "gazetteer", "actors", "link-weights"} <= names
    for name in names:
        assert resource(name).is_file()


def test_every_data_file_is_in_the_manifest() -> None:
    files = {p.name for p in MANIFEST.parent.iterdir() if p.is_file()} - {"manifest.toml"}

    assert files <= {pinned.file for pinned in manifest().values()}


def test_the_environment_goes_before_the_settings_file(tmp_path: Path) -> None:
    file = tmp_path / "accordingto.toml"
    file.write_text('ledger = "one.db"\nprocesses = 3\n', encoding="utf-8")

    settings = load_settings(file, environment={"ACCORDINGTO_LEDGER": "two.db"})

    assert (settings.ledger, settings.processes) == (Path("two.db"), 3)


def test_a_setting_that_does_not_exist_is_named(tmp_path: Path) -> None:
    file = tmp_path / "accordingto.toml"
    file.write_text('ledgr = "one.db"\n', encoding="utf-8")

    with pytest.raises(Exception, match="ledgr"):
        load_settings(file, environment={})


def test_settings_are_values() -> None:
    assert msgspec.structs.replace(Settings(), processes=2) != Settings()


def test_the_tutorials_commands_run_as_written(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    commands_ = re.findall(r"^accordingto (.+)$", page, flags=re.MULTILINE)

    assert len(commands_) == 6
    for line in commands_:
        words = shlex.split(line.replace("tutorial.db", str(tmp_path / "tutorial.db")))
        if words[0] != "serve":
            command = [sys.executable, "-m", "accordingto", *words]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
