"""Text cut into pieces and put together again is the same text."""

from hypothesis import given
from hypothesis import strategies as st

from accordingto.domain import Document, Mention, Reading, Span
from accordingto.serve.maps import latitude_of, northing
from accordingto.serve.passages import marked, paragraphs, passages, sentence_around
from accordingto.serve.selection import Selection, selection

TEXTS = st.text(alphabet=st.sampled_from('ab .!?\n\t"<&éя中ع𝔘😀'), min_size=1, max_size=60)


@st.composite
def read(draw: st.DrawFn) -> Reading:
    """A text with mentions anywhere in it, nested and overlapping."""
    text = draw(TEXTS)
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = sorted(tuple(sorted(pair)) for pair in draw(st.lists(ends, max_size=8)))
    mentions = tuple(
        Mention(start=a, end=b, label=draw(st.sampled_from(["person", "place", "time"])), group=i)
        for i, (a, b) in enumerate(spans)
        if a < b
    )
    document = Document(
        id="x", uri="x", publisher=None, title=None, authors=(), published=None, language="en",
        text=text, sha256="", n_characters=len(text), n_characters_read=len(text),
    )  # fmt: skip
    return Reading(document=document, events=(), statements=(), mentions=mentions)


@given(reading=read())
def test_pieces_are_the_text_and_know_their_layers(reading: Reading) -> None:
    text = reading.document.text
    cut = paragraphs(reading)

    assert [text[p.start : p.end] for p in cut] == [
        line for line in text.split("\n") if line.strip()
    ]
    for paragraph in cut:
        assert "".join(p.text for p in paragraph.pieces) == text[paragraph.start : paragraph.end]
        for piece in paragraph.pieces:
            over = {
                {"person": "people", "place": "places", "time": "times"}[m.label]
                for m in reading.mentions
                if m.start < piece.end and m.end > piece.start
            }
            assert set(piece.layers) == over


@given(reading=read())
def test_every_span_on_a_line_has_its_anchor_once(reading: Reading) -> None:
    text = reading.document.text
    anchors = [a for p in paragraphs(reading) for piece in p.pieces for a in piece.anchors]
    shown = {
        f"c{m.start}-{m.end}"
        for m in reading.mentions
        if any(p.start <= m.start < p.end for p in paragraphs(reading))
    }

    assert sorted(anchors) == sorted(shown)
    assert text == reading.document.text


@given(text=TEXTS, data=st.data())
def test_a_sentence_holds_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    around = sentence_around(text, Span(start=start, end=end))

    assert around.start <= start
    assert end <= around.end
    (passage,) = passages("x", text, [Span(start=start, end=end)])
    assert "".join(passage.parts) == text[around.start : around.end]
    assert passage.parts[1] == text[start:end]


@given(text=TEXTS, pairs=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_marking_loses_nothing(text: str, pairs: list[tuple[int, int]]) -> None:
    inside = [(min(p), min(max(p), len(text))) for p in pairs if min(p) < min(max(p), len(text))]

    assert "".join(marked(text, 0, len(text), inside)) == text


@given(
    chosen=st.builds(
        Selection,
        kind=st.text(max_size=8).map(str.strip),
        country=st.sampled_from(["", "AF", "??"]),
        differ=st.sampled_from(["", "yes"]),
        q=st.text(max_size=8).map(str.strip),
        first=st.dates().map(str),
    )
)
def test_a_selection_survives_its_address(chosen: Selection) -> None:
    assert selection(chosen.parameters()) == chosen


@given(latitude=st.floats(-83.9, 83.9))
def test_the_map_turns_latitudes_both_ways(latitude: float) -> None:
    assert abs(latitude_of(northing(latitude)) - latitude) < 1e-9
