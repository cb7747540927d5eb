import shutil
from pathlib import Path

import pytest
from training.corpus.agreement import agreement
from training.corpus.blind import drawn, n_values, stripped
from training.corpus.splits import changed, digest_of, move_to_dev, pin

from accordingto.errors import CorpusError

STORY = Path(__file__).parent.parent / "scoring" / "marked" / "ng-agatu-farmers"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for part in ("train", "second"):
        shutil.copytree(STORY, tmp_path / part / STORY.name)
    return tmp_path


def _second_hand(corpus: Path, was: str, becomes: str) -> None:
    path = corpus / "second" / STORY.name / "1-wire.toml"
    path.write_text(path.read_text("utf-8").replace(was, becomes), encoding="utf-8")


def _figures(corpus: Path) -> dict[tuple[str, str], float | None]:
    return {(f.layer, f.what): f.value for f in agreement(corpus).figures}


def test_the_same_marks_agree_wholly(corpus: Path) -> None:
    assert {value for value in _figures(corpus).values() if value is not None} == {1.0}


def test_another_kind_and_a_missed_name_are_seen(corpus: Path) -> None:
    _second_hand(corpus, 'kind = "abduction"', 'kind = "shooting"')
    _second_hand(corpus, "[benue Benue] state", "Benue state")
    _second_hand(corpus, "benue = 2347266", "")

    figures = _figures(corpus)

    assert figures["events", "kind"] == 0.5
    assert figures["mentions", "place, same bounds"] == pytest.approx(6 / 7)
    assert figures["statements", "found"] == 1.0


def test_another_text_is_refused(corpus: Path) -> None:
    _second_hand(corpus, "came from across the river", "came across the river")

    with pytest.raises(CorpusError, match="has another text"):
        agreement(corpus)


def test_a_stripped_report_has_its_words_and_no_marks() -> None:
    bare = stripped(STORY / "1-wire.toml")

    assert "MAKURDI, Nigeria — Gunmen on motorcycles shot dead" in bare
    assert "[" not in bare
    assert 'published = "2024-05-15"' in bare


def test_the_values_of_a_report_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "1.toml"
    path.write_text(
        'title = "T"\n[times]\nt1 = "2024"\n[e1]\nkind = "bombing"\nkilled = ["a", "b"]'
    )

    assert n_values(path) == 4


def test_the_same_seed_draws_the_same_reports(corpus: Path) -> None:
    first = drawn([corpus / "train"], n_reports=1, seed=3)

    assert first == drawn([corpus / "train"], n_reports=1, seed=3) != []


def test_a_split_that_changed_is_named(corpus: Path) -> None:
    pin(corpus)
    assert list(changed(corpus)) == []

    before = digest_of(corpus / "train")
    path = corpus / "train" / STORY.name / "1-wire.toml"
    path.write_text(path.read_text("utf-8").replace("eleven", "twelve"), encoding="utf-8")

    assert digest_of(corpus / "train") != before
    assert [line.split()[0] for line in changed(corpus)] == ["train"]


def test_a_story_and_its_twin_go_to_one_side(tmp_path: Path) -> None:
    names = [f"story-{n}" for n in range(40)]
    for name, other in zip(names, [*names[1:], names[0]], strict=True):
        shutil.copytree(STORY, tmp_path / "train" / name)
        if int(name.split("-")[1]) % 2 == 0:
            with (tmp_path / "train" / name / "story.toml").open("a", encoding="utf-8") as file:
                file.write(f'twins = [["agatu-farmers", "{other}/agatu-farmers"]]\n')

    moved = set(move_to_dev(tmp_path))

    assert 0 < len(moved) < 40
    pairs = zip(names[::2], names[1::2], strict=True)
    assert all((name in moved) == (other in moved) for name, other in pairs)
