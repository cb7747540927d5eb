from pathlib import Path

import pytest

from accordingto.domain import Reading, Span, Statement, spans_of
from accordingto.errors import CorpusError
from accordingto.scoring.gold import read_corpus
from accordingto.scoring.names import name_in
from accordingto.scoring.reports import Thing, proposition_line, value_line

MARKED = Path(__file__).with_name("marked")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_corpus(MARKED).reports[0].reading


def _by_kind(reading: Reading, kind: str) -> Statement:
    return next(s for s in reading.statements if s.kind == kind)


def test_marks_become_an_event_with_words_places_and_days(reading: Reading) -> None:
    event, older = reading.events
    text = reading.document.text

    assert (event.kind, event.stage, event.background) == ("abduction", "accomplished", False)
    assert [t.cut(text) for t in event.trigger] == ["shot dead", "abducted", "the attack"]
    assert event.date.value is not None
    assert (event.date.value.first, event.date.value.precision) == ("2024-05-14", "day")
    assert event.place.value is not None
    assert event.place.value.gazetteer_id == "geonames:7730398"
    assert event.place.value.country == "NG"
    assert older.background
    assert older.date.value is not None
    assert (older.date.value.first, older.date.value.last) == ("2024-04-01", "2024-04-30")


def test_two_tolls_keep_who_gave_them(reading: Reading) -> None:
    five, eleven = reading.events[0].killed

    assert five.value is not None
    assert (five.value.low, five.value.high, five.value.text) == (5, None, "at least five")
    assert [s.name for s in five.according_to] == ["state police"]
    assert eleven.value is not None
    assert eleven.value.low == 11
    assert eleven.according_to[0].name.startswith("community leader")


def test_who_is_blamed_is_not_who_is_told_flatly(reading: Reading) -> None:
    doers = {p.name: p.certainty for p in reading.events[0].perpetrators}

    assert doers == {"Gunmen on motorcycles": "fact", "herders": "accused"}


def test_a_statement_has_its_speaker_words_and_what_it_says(reading: Reading) -> None:
    text = reading.document.text
    accusation = _by_kind(reading, "accuse")

    assert accusation.speaker is not None
    assert accusation.speaker.spans[0].cut(text) == "he"
    assert accusation.cue is not None
    assert accusation.cue.cut(text) == "said"
    assert accusation.about == (reading.events[0].id,)
    assert accusation.proposition is not None
    assert accusation.proposition.relation == "carried_out"
    assert accusation.accused is not None
    assert accusation.accused.name == "herders"


def test_a_name_is_found_in_its_phrase(reading: Reading) -> None:
    text = reading.document.text
    names = [(m.label, m.cut(text)) for m in reading.mentions]

    assert ("person", "Grace Aba") in names
    assert ("place", "MAKURDI") in names
    assert ("time", "Tuesday") in names


@pytest.mark.parametrize(
    ("phrase", "name", "also", "found"),
    [
        ("police spokesman Ali Orr", "Ali Orr", (), "Ali Orr"),
        ("Mr Orr’s", "Ali Orr", (), "Orr"),
        ("the Army of the South", "Army of the South", (), "Army of the South"),
        ("the group, AOS,", "Army of the South", ("AOS",), "AOS"),
        ("the group of the men", "Army of the South", (), None),
    ],
)
def test_names(phrase: str, name: str, also: tuple[str, ...], found: str | None) -> None:
    thing = Thing(kind="unknown", name=name, label="organisation", also=also)

    span = name_in(Span(start=0, end=len(phrase)), phrase, thing)

    assert (span.cut(phrase) if span else None) == found


def test_every_gold_span_lies_in_the_text(reading: Reading) -> None:
    assert all(span.cut(reading.document.text) for span in spans_of(reading))


def test_a_value_line_is_taken_apart() -> None:
    line = value_line("k2 11.. @ agency > chief ~accused")

    assert line == (("k2",), "11..", ("agency", "chief"), "accused")
    assert value_line("town @ -").chain == ()
    assert proposition_line("not a,b arms c in d from e").subject == ("a", "b")


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ('kind = "abduction"', 'kind = "kidnap"', "There is no kind 'kidnap'"),
        ("k1 5..", "k1 five", "'five' is no count"),
        ('accused = "herders"', 'accused = "army"', "no mark or entry 'army'"),
        ("agatu = 7730398", "agatu = 5", "the gazetteer has no place 5"),
        ('by = "police"', 'buy = "police"', "unknown field"),
        ("fictional = true", "fictional = false", "fictional"),
        ("~accused", "~guessed", "is not “handle"),
        ("carried_out", "did", "is not “[not] subject"),
    ],
)
def test_a_file_that_is_not_in_order_is_named(
    tmp_path: Path, was: str, becomes: str, complaint: str
) -> None:
    story = tmp_path / "ng-agatu-farmers"
    story.mkdir()
    for path in sorted((MARKED / "ng-agatu-farmers").iterdir()):
        (story / path.name).write_text(path.read_text().replace(was, becomes), encoding="utf-8")

    with pytest.raises(CorpusError) as error:
        read_corpus(tmp_path)

    assert "1-wire.toml" in str(error.value)
    assert complaint in str(error.value)


def test_a_folder_without_stories_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no story"):
        read_corpus(tmp_path)
