"""The dossier's ledger, made once for all tests of the pages."""

from pathlib import Path

import pytest

from . import dossier


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dossier.ledger(tmp_path_factory.mktemp("serve") / "ledger.db")


@pytest.fixture(scope="session")
def ferry() -> str:
    """The id of the incident that four reports tell of."""
    return dossier.incident("ferry").id
