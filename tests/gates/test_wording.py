"""The gates on wording, by the command `make gates`."""

import pytest
from tests.gates.wording import compared, false_events

from accordingto.pipeline import Tools, open_tools
from accordingto.settings import load_settings

pytestmark = pytest.mark.gate
MOST_FALSE = 3  # events in sixty paragraphs
LEAST_ALIKE = 0.98


@pytest.fixture(scope="module")
def tools() -> Tools:
    return open_tools(load_settings())


def test_paragraphs_without_an_incident_have_none(tools: Tools) -> None:
    assert len(list(false_events(tools))) <= MOST_FALSE


def test_who_the_actors_are_and_loaded_words_change_nothing(tools: Tools) -> None:
    found = list(compared(tools))

    assert sum(not c.differs for c in found) >= LEAST_ALIKE * len(found)
