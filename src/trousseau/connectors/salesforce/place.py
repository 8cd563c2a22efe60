"""Where reading stands, as its cursor tells it: between two runs, behind a record, or in a job of Bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from trousseau.connectors.protocol import Cursor, Record
from trousseau.connectors.salesforce.soql import literal

OVERLAP = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Place:
    """Moments as SOQL writes them, by the clock of Salesforce; "" where there is none."""

    since: str = ""
    """This run reads what changed from here on; "" for all."""
    mark: str = ""
    """When this run began: the next one reads from here on."""
    at: str = ""
    id: str = ""
    """The last record read: when it changed, and its id."""
    job: str = ""
    locator: str = ""
    """The job of Bulk, and where its results go on."""

    @classmethod
    def heard(cls, cursor: Cursor | None) -> Place:
        """The place that a cursor tells."""
        told = cursor or {}
        return cls(**{name: str(told[name]) for name in cls.__dataclass_fields__ if name in told})

    def told(self) -> Cursor:
        """The cursor that tells this place."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def after(self) -> tuple[str, str] | None:
        """The record behind which reading goes on."""
        return (self.at, self.id) if self.at else None

    def begun(self, now: dt.datetime | None) -> Place:
        """The same, with the moment at which the run began, where it is not noted yet."""
        return self if self.mark or now is None else replace(self, mark=literal(now))

    def passed(self, records: Sequence[Record]) -> Place:
        """Behind some records."""
        last = next((one for one in reversed(records) if one.changed is not None), None)
        return self if last is None or last.changed is None else replace(self, at=literal(last.changed), id=last.id)

    def done(self) -> Place:
        """Between this run and the next one, which begins a little before this one began."""
        reached = self.mark or self.at
        if not reached:
            return Place(since=self.since)
        return Place(since=literal(dt.datetime.fromisoformat(reached) - OVERLAP))
