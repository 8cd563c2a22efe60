"""Fixtures of the ledger."""

from pathlib import Path

import pytest

from trousseau.ledger.store import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """An empty ledger, in a folder with a name that needs care."""
    return Ledger(tmp_path / "la société d'à côté" / "ledger", scratch=tmp_path / "tmp")
