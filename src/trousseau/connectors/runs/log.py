"""What a run says of itself: counts by entity, the first errors, what changed, and that it lives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from trousseau.connectors.budget import Share
from trousseau.connectors.errors import ConnectorError
from trousseau.connectors.models import Noted, Remote, Run
from trousseau.connectors.protocol import Entity

FIRST_ERRORS, NOTED = 50, 5_000
"""Errors told one by one; changes noted record by record, after which only counts are kept."""
PEOPLE = frozenset({Entity.CONTACT.value, Entity.OWNER.value})
"""Whose values are not repeated in the log."""


class Log:
    """The log of one run. `keep` writes it: in a page's transaction, what happened is told with the page or not."""

    def __init__(self, run: Run, share: Share | None = None) -> None:
        self.run, self.share = run, share
        self._calls = run.calls
        self._noted = Noted.objects.filter(run=run).count()
        self._fresh: list[Noted] = []

    def count(self, part: str, what: str, by: int = 1) -> None:
        """Count `by` more of something that happened to a part."""
        if by:
            counts = self.run.counts.setdefault(part, {})
            counts[what] = counts.get(what, 0) + by

    def error(self, part: str, code: str, told: Mapping[str, Any], record: Remote | None = None) -> None:
        """Note something that went wrong; the first ones are told one by one, of people without what they say."""
        self.run.errors_met += 1
        person = part in PEOPLE
        if len(self.run.errors) < FIRST_ERRORS:
            self.run.errors.append(
                {
                    "part": part,
                    "code": code,
                    "told": {
                        name: str(value)[:300] for name, value in told.items() if name != "value" or part not in PEOPLE
                    },
                    "id": record.external_id if record else "",
                    "label": record.label if record and not person else "",
                }
            )

    def failure(self, part: str, error: ConnectorError) -> None:
        """Note what a connector could not do."""
        with override("en"):
            self.error(part, error.code, error.told)

    def note(
        self,
        record: Remote,
        what: Noted.What,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Note what happened to a record: of people which fields changed, of all else from what to what."""
        if self._noted >= NOTED:
            return
        self._noted += 1
        person = record.entity in PEOPLE
        self._fresh.append(
            Noted(
                run=self.run,
                entity=record.entity,
                external_id=record.external_id,
                label="" if person else record.label,
                what=what,
                before=dict.fromkeys(before or {}, "") if person else dict(before or {}),
                after=dict.fromkeys(after or {}, "") if person else dict(after or {}),
            )
        )

    def keep(self) -> None:
        """Write what was said since the last time, and that the run lives."""
        run = self.run
        if self._fresh:
            Noted.objects.bulk_create(self._fresh, batch_size=1_000)
            self._fresh = []
        run.alive_at = timezone.now()
        run.calls = self._calls + (self.share.calls if self.share else 0)
        run.save(update_fields=["alive_at", "calls", "counts", "errors", "errors_met"])
