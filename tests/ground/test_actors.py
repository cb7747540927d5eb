import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from accordingto.domain import Coded
from accordingto.errors import GazetteerError
from accordingto.ground import ActorList, Gazetteer, ground

FIND = tomllib.loads(Path(__file__).with_name("actors.toml").read_text(encoding="utf-8"))["find"]


@pytest.mark.parametrize(("name", "wanted"), FIND)
def test_names(actors: ActorList, name: str, wanted: str) -> None:
    found = actors.find(name, when=None)

    if wanted.startswith("why: "):
        assert wanted[5:] in (found.why or "")
    else:
        assert found.value is not None, found.why
        assert found.value.id == wanted


def test_a_surname_is_somebody_only_with_a_fuller_name_beside_it(
    make: Callable[..., Coded], gazetteer: Gazetteer, actors: ActorList
) -> None:
    text = "Hamid Karzai spoke first. Karzai left early. Mr Rabbani stayed."
    coded = make(text, person=[["Hamid Karzai", 1], ["Karzai~2", 1], ["Rabbani", 2]])

    full, short, alone = ground(coded, gazetteer=gazetteer, actors=actors).mentions

    assert full.actor
    assert full.actor.value
    assert full.actor.value.score == 1.0
    assert short.actor
    assert short.actor.value
    assert short.actor.value.id == full.actor.value.id
    assert short.actor.value.score < full.actor.value.score
    assert alone.actor
    assert alone.actor.value is None


def test_two_men_of_one_surname_stay_two_even_in_one_group(
    make: Callable[..., Coded], gazetteer: Gazetteer, actors: ActorList
) -> None:
    text = (
        "Khalil Haqqani was a minister. Akbar Haqqani spoke for the police. Minister Haqqani died."
    )
    names = [["Khalil Haqqani", 1], ["Akbar Haqqani", 1], ["Minister Haqqani", 1]]

    khalil, akbar, minister = (
        mention.actor and mention.actor.value
        for mention in ground(make(text, person=names), gazetteer=gazetteer, actors=actors).mentions
    )

    assert khalil is not None
    assert akbar is None
    assert minister is not None
    assert minister.id == khalil.id


def test_of_two_groups_of_one_name_the_text_s_country_decides(tmp_path: Path) -> None:
    path = tmp_path / "actors.jsonl"
    path.write_text(
        '{"adjectives":{}}\n'
        '{"id":"a","name":"Liberation Front","kind":"armed_group","country":"TD"}\n'
        '{"id":"b","name":"Liberation Front","kind":"armed_group","country":"PE"}\n'
    )
    actors = ActorList.open(path)

    assert "may be one of 2" in (actors.find("Liberation Front", when=None).why or "")
    found = actors.find("Liberation Front", when=None, countries={"PE"}).value
    assert found is not None
    assert found.id == "b"


def test_a_missing_or_foreign_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no such file"):
        ActorList.open(tmp_path / "none.jsonl")

    (tmp_path / "empty.jsonl").write_text("")
    with pytest.raises(GazetteerError, match="not an actor list"):
        ActorList.open(tmp_path / "empty.jsonl")

    (tmp_path / "other.jsonl").write_text('{"id": "d1", "text": "A report."}\n')
    with pytest.raises(GazetteerError, match="not an actor list"):
        ActorList.open(tmp_path / "other.jsonl")
