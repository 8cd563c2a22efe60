"""A job kind of the tests' own, removed afterwards."""

import datetime as dt

import pytest

from trousseau.jobs import registry


@pytest.fixture
def kind(db, home, monkeypatch):
    """Register `run` as the handler of the kind "tried"."""
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "_rhythms", {})

    def register(run, **options):
        options = {"label": "Tried", "backoff": dt.timedelta(0)} | options
        registry.handler("tried", **options)(run)
        return "tried"

    return register
