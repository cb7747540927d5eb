"""One input becomes one Document, or is refused with a reason and a next step."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.acquire import acquire
from accordingto.acquire.dates import published
from accordingto.acquire.headers import split_header
from accordingto.acquire.languages import guess_language
from accordingto.acquire.sources import items
from accordingto.domain import Document, Refused, SourceItem
from accordingto.errors import UnreadableSource
from accordingto.ids import content_id, digest

HERE = Path(__file__).parent


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((HERE / name).read_text("utf-8"))["case"]
    return found


def named(case: dict[str, Any]) -> str:
    return str(case.get("name") or case.get("written") or case.get("language"))


def read(uri: str, data: bytes, media_type: Any = "text/html") -> Document:
    return acquire(SourceItem(uri=uri, data=data, media_type=media_type))


def check_known(document: Document, case: dict[str, Any]) -> None:
    assert document.title == case.get("title")
    assert document.publisher == case.get("publisher")
    assert document.published == case.get("published")
    assert list(document.authors) == case.get("authors", [])


@pytest.mark.parametrize("case", cases("inputs.toml"), ids=named)
def test_files(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes.fromhex(case["hex"]) if "hex" in case else case["content"].encode()
    (tmp_path / case["file"]).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    (item,) = items([case["file"]])
    assert isinstance(item, SourceItem)

    if "refused" in case:
        with pytest.raises(UnreadableSource) as refusal:
            acquire(item)
        assert str(refusal.value) == f"{case['file']}: {case['refused']}"
        return

    document = acquire(item)
    assert document.text == case["text"]
    assert document.uri == case.get("uri", case["file"])
    check_known(document, case)
    assert document.id == content_id("document", case["file"], digest(data))
    assert document.sha256 == digest(data)
    assert document.n_characters == document.n_characters_read == len(document.text)


@pytest.mark.parametrize("case", cases("pages.toml"), ids=named)
def test_pages(case: dict[str, Any]) -> None:
    data = case["page"].encode(case.get("encoding", "utf-8"))
    data = data[: len(data) - case.get("cut", 0)]
    if "refused" in case:
        with pytest.raises(UnreadableSource) as refusal:
            read("page.html", data)
        assert str(refusal.value) == f"page.html: {case['refused']}"
        return

    document = read("page.html", data)
    for words in case["holds"]:
        assert words in document.text
    for words in case.get("lacks", []):
        assert words not in document.text
    assert document.published == case.get("published")
    if "publisher" in case:
        check_known(document, case)


def test_a_few_stray_bytes_do_not_cost_a_page_its_report() -> None:
    page = "<html><body><article><p>" + "Four people died in the fire, police said. " * 60
    data = page.encode() + b"The caf\xe9 burned.</p></article></body></html>"

    assert "The caf\ufffd burned." in read("page.html", data).text


@pytest.mark.parametrize("case", cases("rows.toml"), ids=named)
def test_rows(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "batch.jsonl").write_text(case["line"] + "\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    (item,) = items(["batch.jsonl"])

    if "refused" in case:
        assert isinstance(item, Refused)
        assert (item.kind, item.what) == ("document", "batch.jsonl:1")
        assert item.why.startswith(case["refused"])
        assert item.why.endswith('Write one JSON object a line, as {"id": ..., "text": ...}.')
        return

    assert isinstance(item, SourceItem)
    document = acquire(item)
    assert (document.id, document.text) == (case["id"], case["text"])
    assert document.uri == case.get("uri", "batch.jsonl:1")
    check_known(document, case)


@pytest.mark.parametrize("case", cases("dates.toml"), ids=named)
def test_published(case: dict[str, str]) -> None:
    assert published(case["written"]) == (case["kept"] or None)


@given(words=st.text())
def test_a_published_date_is_iso_or_unknown(words: str) -> None:
    day = published(words)

    assert day is None or published(day) == day


@pytest.mark.parametrize("case", cases("languages.toml"), ids=named)
def test_language(case: dict[str, str]) -> None:
    assert guess_language(case["text"]) == case["language"]


@given(text=st.text())
def test_what_follows_a_header_ends_the_file(text: str) -> None:
    header, rest = split_header(f"Title: A fire\nPublished: 2024-03-05\n\nx{text}")

    assert (header.title, header.published) == ("A fire", "2024-03-05")
    assert rest == f"x{text}"


@given(text=st.text(min_size=1).filter(lambda text: text.strip()))
def test_the_text_of_a_row_is_kept_to_the_character(text: str) -> None:
    item = SourceItem(uri="b.jsonl:1", data=text.encode(), media_type="text/plain", id="1")

    assert acquire(item).text == text


PIECES = tomllib.loads((HERE / "pages.toml").read_text("utf-8"))["pieces"]
MARKUP = st.lists(st.sampled_from(PIECES)).map(lambda pieces: " ".join(pieces).encode())


@settings(deadline=None)
@given(
    data=st.one_of(st.binary(), st.text().map(str.encode), MARKUP),
    media_type=st.sampled_from(["text/plain", "text/html"]),
    id=st.sampled_from([None, "a"]),
)
def test_any_bytes_become_a_document_or_are_refused(
    data: bytes, media_type: Any, id: str | None
) -> None:
    item = SourceItem(uri="x", data=data, media_type=media_type, id=id)
    try:
        words = acquire(item).text
    except UnreadableSource as refusal:
        words = str(refusal).removeprefix("x: ")

    assert words.strip().encode()
