"""Two kinds of notices, and a house with a mail server."""

import pytest

from trousseau.notices import kinds
from trousseau.notices.kinds import Kind


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    """Only these kinds, so that what rooms register makes no difference."""
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(Kind("asked", "Asked of me", text=lambda said: f"{said['who']} asks: {said['what']}"))
    kinds.register(Kind("watch", "Watch notes", text=lambda said: said["what"], pace="weekly"))
    kinds.register(Kind("late", "Late promises", text=lambda said: said["what"], pace="daily"))


@pytest.fixture
def configured(settings):
    settings.EMAIL_CONFIGURED = True
    settings.ADDRESS = "https://kam.example.com"
    settings.TIME_ZONE = "Europe/Paris"
