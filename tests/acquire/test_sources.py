"""Which files are read, in which order, and what is said of the others."""

import json
import os
import resource
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.acquire import acquire
from accordingto.acquire.limits import DOCUMENT_LIMIT
from accordingto.acquire.sources import items, n_bytes
from accordingto.domain import Refused, SourceItem


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def told(paths: Sequence[str | Path]) -> list[str]:
    """Return the address of each input, and of each refusal what and why."""
    return [
        f"{item.what}: {item.why}" if isinstance(item, Refused) else item.uri
        for item in items(paths)
    ]


def test_a_folder_is_searched_by_name_for_known_files_that_are_not_hidden(here: Path) -> None:
    write(
        here, in__b_txt="b", in__a__z_html="z", in__a__c_md="c", in__notes_docx="x", in___d_txt="d"
    )
    write(here, in___git__e_txt="e", in__Z_TXT="Z", in__rows_jsonl='{"text": "r"}')

    assert told(["in"]) == ["in/Z.TXT", "in/a/c.md", "in/a/z.html", "in/b.txt", "in/rows.jsonl:1"]


def test_inputs_come_in_the_order_given_and_each_file_once(here: Path) -> None:
    write(here, in__b_txt="b", in__a_txt="a")
    os.symlink("a.txt", here / "in" / "link.txt")

    assert told(["in/b.txt", "in", "./in/a.txt", here / "in" / "b.txt"]) == ["in/b.txt", "in/a.txt"]


def test_the_size_is_that_of_the_files_that_are_read(here: Path) -> None:
    write(here, in__b_txt="four", in__rows_jsonl='{"text": "r"}', in__notes_docx="not read")

    assert n_bytes(["in", "in/b.txt", "missing.txt"]) == 4 + 13


def test_a_folder_that_holds_itself_is_searched_once(here: Path) -> None:
    write(here, in__a_txt="a")
    os.symlink("..", here / "in" / "loop")

    assert told(["in"]) == ["in/a.txt"]


def test_paths_that_cannot_be_read_are_told_and_the_rest_goes_on(here: Path) -> None:
    write(here, a_txt="a", b_txt="b", none__x_docx="x")
    os.symlink("round.txt", here / "round.txt")

    assert told(["missing.txt", "a.txt", "round.txt", "none", "", "n\0l", "b.txt"]) == [
        "missing.txt: cannot be opened: no such file or directory. Check the path.",
        "a.txt",
        "round.txt: cannot be opened: too many levels of symbolic links. "
        "Check the file and its disk.",
        "none: holds no file to read. Read are .txt, .md, .html, .htm, .jsonl, .json.",
        "'': is not a path. Give a file or folder.",
        "'n\\x00l': is not a path. Give a file or folder.",
        "b.txt",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_the_right_to_read_it(here: Path) -> None:
    write(here, a_txt="a")
    (here / "a.txt").chmod(0)

    assert told(["a.txt"]) == [
        "a.txt: cannot be opened: permission denied. Give yourself the right to read it."
    ]


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_not(here: Path) -> None:
    write(here, big_txt=b"a" * (DOCUMENT_LIMIT + 1), full_txt=b"a" * DOCUMENT_LIMIT)

    assert told(["big.txt", "full.txt"]) == [
        "big.txt: is larger than 20 MB, the limit for one document. "
        "Split it, or write JSON Lines, one document a line.",
        "full.txt",
    ]


def test_a_line_of_50_mb_is_refused_without_being_held_in_memory(here: Path) -> None:
    with (here / "batch.jsonl").open("wb") as file:
        file.write(b'{"text": "before"}\n{"text": "')
        for _ in range(50):
            file.write(b"a" * 1_000_000)
        file.write(b'"}\n\n{"text": "after"}')
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert told(["batch.jsonl"]) == [
        "batch.jsonl:1",
        "batch.jsonl:2: is larger than 20 MB, the limit for one document. Split it into documents.",
        "batch.jsonl:4",
    ]
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < 2.5 * DOCUMENT_LIMIT


def test_rows_are_read_one_at_a_time(here: Path) -> None:
    write(here, batch_jsonl='{"text": "one"}\nnonsense\n')
    found = items(["batch.jsonl"])
    first = next(found)
    with (here / "batch.jsonl").open("a") as file:
        file.write('{"text": "written while the first was read"}\n' * 2)

    assert isinstance(first, SourceItem)
    assert [type(item).__name__ for item in found] == ["Refused", "SourceItem", "SourceItem"]


def test_a_byte_order_mark_is_no_part_of_the_first_row(here: Path) -> None:
    write(here, batch_jsonl=b'\xef\xbb\xbf{"id": "a", "text": "one"}\r\n{"id": "b", "text": "two"}')

    assert [item.id for item in items(["batch.jsonl"]) if isinstance(item, SourceItem)] == [
        "a",
        "b",
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "has no rows in it."),
        (b"\n \n", "has no rows in it."),
        (b"%PDF-1.7\nxx\n", "is a PDF, not JSON Lines."),
        ('{"text": "x"}'.encode("utf-16"), "is UTF-16, not JSON Lines. Save it again as UTF-8."),
    ],
)
def test_what_is_not_json_lines_at_all_is_refused_once(
    here: Path, content: bytes, why: str
) -> None:
    write(here, batch_jsonl=content)
    (line,) = told(["batch.jsonl"])

    assert line.startswith(f"batch.jsonl: {why}")


def test_an_undecodable_or_bottomless_line_is_refused_alone(here: Path) -> None:
    lines = [b'{"text": "caf\xe9"}', b'{"text": "a", "x": ' + b"[" * 200_000, b'{"text": "b"}']
    write(here, batch_jsonl=b"\n".join(lines))
    first, second, third = told(["batch.jsonl"])

    assert first.startswith("batch.jsonl:1: is not UTF-8: byte 13 of the line.")
    assert second.startswith("batch.jsonl:2: is JSON that cannot be read in.")
    assert third == "batch.jsonl:3"


@pytest.mark.parametrize(
    ("content", "outcomes"),
    [
        ('[{"text": "one"},\n {"id": 2}]', ["x.json:1", 'x.json:2: has no "text".']),
        ('{\n "text": "one"\n}', ["x.json:1"]),
        ('{"text": "one"}\n{"text": "two"}\n', ["x.json:1", "x.json:2"]),
        ("[]", ["x.json: is an empty list."]),
        ("", ["x.json: has no rows in it."]),
        ('{\n "text": "one",\n "te', ["x.json: is neither JSON nor JSON Lines."]),
    ],
)
def test_a_json_file_is_a_list_an_object_or_lines(
    here: Path, content: str, outcomes: list[str]
) -> None:
    write(here, x_json=content)
    found = told(["x.json"])

    assert len(found) == len(outcomes)
    assert all(line.startswith(start) for line, start in zip(found, outcomes, strict=True))


def test_rows_without_id_are_named_by_what_they_say(here: Path) -> None:
    rows = [
        {"text": "A shop burned.", "publisher": "Courier"},
        {"text": "A shop burned.", "publisher": "Herald"},
    ]
    write(here, a_jsonl="\n".join(map(json.dumps, rows)), b_jsonl=json.dumps(rows[0]))
    ids = [
        acquire(item).id for item in items(["a.jsonl", "b.jsonl"]) if isinstance(item, SourceItem)
    ]

    assert len(set(ids)) == 3, "another publisher, or another file, is another document"
    assert ids == [
        item.id for item in items(["a.jsonl", "b.jsonl"]) if isinstance(item, SourceItem)
    ]


@given(
    content=st.one_of(st.binary(), st.text().map(str.encode)),
    suffix=st.sampled_from([".jsonl", ".json", ".txt"]),
)
def test_any_file_gives_inputs_or_refusals_and_never_nothing(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)
    found = list(items([path]))

    assert found
    assert all("\n" not in item.why for item in found if isinstance(item, Refused))
