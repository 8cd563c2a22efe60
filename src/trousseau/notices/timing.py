"""When mail may go: quiet hours, and the moments at which a day's or a week's notices are gathered.

A digest has moments: every day at an hour, or one day a week at that hour, in the person's own time zone. A
notice goes by the first moment after it was told; a worker that slept through three of them sends one letter.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass

from django.conf import settings

from trousseau.notices.models import Pace, Wishes

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Clock:
    """One person's hours."""

    zone: zoneinfo.ZoneInfo
    quiet_from: dt.time
    quiet_until: dt.time
    digest_at: dt.time
    weekday: int

    @classmethod
    def of(cls, wishes: Wishes) -> Clock:
        """The hours of someone's wishes; a zone this machine does not know gives way to the house's."""
        try:
            zone = zoneinfo.ZoneInfo(wishes.time_zone or settings.TIME_ZONE)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
        return cls(zone, wishes.quiet_from, wishes.quiet_until, wishes.digest_at, wishes.weekday)

    def quiet(self, now: dt.datetime) -> bool:
        """Whether nothing may go now; hours that begin in the evening end in the morning."""
        at, start, end = now.astimezone(self.zone).time(), self.quiet_from, self.quiet_until
        if start == end:
            return False
        return start <= at < end if start < end else at >= start or at < end

    def moment(self, pace: Pace, now: dt.datetime) -> dt.datetime:
        """The last moment of a digest, up to now."""
        local = now.astimezone(self.zone)
        day = local.date()
        if pace == Pace.WEEKLY:
            day -= DAY * ((day.weekday() - self.weekday) % 7)
        at = self._at(day)
        return at if at <= now else self._at(day - DAY * (7 if pace == Pace.WEEKLY else 1))

    def _at(self, day: dt.date) -> dt.datetime:
        """The digest's hour of a day; one that the change of the clocks leaves out is the hour after."""
        local = dt.datetime.combine(day, self.digest_at, tzinfo=self.zone)
        return local.astimezone(dt.UTC)
