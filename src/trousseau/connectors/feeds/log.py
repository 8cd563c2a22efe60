"""What a run of a source says of itself: counts, the first errors, and that it lives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from trousseau.connectors.feeds.errors import FeedError
from trousseau.connectors.models import FeedRun
from trousseau.connectors.runs.log import FIRST_ERRORS
from trousseau.imports.wording import plain


class Log:
    """The log of one run; `keep` writes it."""

    def __init__(self, run: FeedRun) -> None:
        self.run = run

    def count(self, what: str, by: int = 1) -> None:
        """Count `by` more of something."""
        if by:
            self.run.counts[what] = self.run.counts.get(what, 0) + by

    def met(self, code: str, name: str = "", told: Mapping[str, Any] | None = None) -> None:
        """Note something that went wrong with a file, or with all; the first ones are told one by one."""
        self.run.errors_met += 1
        if len(self.run.errors) < FIRST_ERRORS:
            said = {key: value[:300] if isinstance(value, str) else value for key, value in plain(told or {}).items()}
            self.run.errors.append({"name": name, "code": code, "told": said})

    def failure(self, error: FeedError) -> None:
        """Note what a source could not do."""
        self.met(error.code, str(error.told.get("name", "")), error.told)

    def keep(self) -> None:
        """Write what was said since the last time, and that the run lives."""
        self.run.alive_at = timezone.now()
        self.run.save(update_fields=["alive_at", "counts", "errors", "errors_met"])
