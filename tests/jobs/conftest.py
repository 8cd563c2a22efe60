"""A job kind of the tests' own, removed afterwards."""

import datetime

import pytest

from trousseau.jobs import registry


@pytest.fixture
def kind(db, home, monkeypatch):
    """Register `run` as the handler of the kind "tried"."""
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "_rhythms", {})

    def register(run, **options):
        options = {"label": "Tried", "backoff": datetime.timedelta(0)} | options
        registry.handler("tried", **options)(run)
        return "tried"

    return register
