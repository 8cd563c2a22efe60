"""Our share of the calls that a company may make to its CRM in a day.

    share = part of the day's limit, rounded down          20 % of 100,000 calls: 20,000
    used  = calls of this hour and the 24 before it        each counted before it is made

Any 24 hours hold no more than the share, whether the CRM counts a day from midnight or backwards from now.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from trousseau.connectors.errors import ConnectorError, QuotaError
from trousseau.connectors.models import Calls, Connection, Crm
from trousseau.connectors.protocol import Quota

LEAST: Mapping[str, int] = {Crm.SALESFORCE: 15_000, Crm.HUBSPOT: 250_000, Crm.ZOHO: 5_000, Crm.ODOO: 20_000}
"""Calls a day where neither the CRM nor an administrator says: those of its smallest edition; of Odoo, which counts
none, what leaves its one server in peace."""
DAY, TOLD_APART = dt.timedelta(hours=24), 50
"""What the CRM tells is written down where it moved by so many calls."""


@dataclass(frozen=True)
class Spending:
    """Calls of the last 24 hours, and our share of a day; the limit of the whole company, where it is known."""

    used: int
    share: int
    limit: int
    known: bool


def spending(connection: Connection) -> Spending:
    """What is used of our share."""
    limit = connection.daily_limit or connection.limit_told
    used = Calls.objects.filter(connection=connection, hour__gte=_hour() - DAY).aggregate(sum=Sum("calls"))["sum"]
    of = limit or LEAST[connection.crm]
    return Spending(used or 0, of * connection.share // 100, of, known=limit is not None)


class Share:
    """The `calling.Budget` of a connection, kept in the database: all who call for it share it.

    `ahead`: so many calls are counted at once, those of this hour that are not made given back by `settle`. A kill
    leaves them counted, which errs on the CRM's side.
    """

    def __init__(self, connection: Connection, ahead: int = 1) -> None:
        self._id, self._crm = connection.pk, connection.crm_name
        self._ahead, self._left, self._hour = ahead, 0, _hour()
        self._told: Quota | None = None
        self.calls = 0
        """Made through this one."""

    def spend(self) -> None:
        """See `calling.Budget`."""
        if not self._left or self._hour != _hour():
            self._count()
        self._left -= 1
        self.calls += 1

    def settle(self) -> None:
        """Give back what was counted and not made."""
        here = Calls.objects.filter(connection_id=self._id, hour=self._hour)
        if self._left and self._hour == _hour():
            here.update(calls=F("calls") - self._left)
        self._left = 0

    def _count(self) -> None:
        with transaction.atomic():
            connection = Connection.objects.select_for_update().get(pk=self._id)
            now = spending(connection)
            if now.used >= now.share:
                raise QuotaError("quota_spent", crm=self._crm, used=now.used, share=now.share)
            hour, some = _hour(), min(self._ahead, now.share - now.used)
            if not Calls.objects.filter(connection_id=self._id, hour=hour).update(calls=F("calls") + some):
                Calls.objects.create(connection_id=self._id, hour=hour, calls=some)
                Calls.objects.filter(connection_id=self._id, hour__lt=hour - 2 * DAY).delete()
        self._left, self._hour = some, hour

    def told(self, quota: Quota) -> None:
        """See `calling.Budget`."""
        before = self._told
        apart = 0 if before is None else abs((before.used or 0) - (quota.used or 0))
        if before is None or before.limit != quota.limit or apart > TOLD_APART:
            self._told = quota
            Connection.objects.filter(pk=self._id).update(limit_told=quota.limit, used_told=quota.used)


class Brief(Share):
    """The share of a page: after some seconds without an answer nothing more is tried, for somebody waits for it."""

    def __init__(self, connection: Connection, seconds: float) -> None:
        super().__init__(connection)
        self._until = time.monotonic() + seconds

    def spend(self) -> None:
        """See `calling.Budget`."""
        if time.monotonic() > self._until:
            raise ConnectorError("unreachable", crm=self._crm)
        super().spend()


def _hour() -> dt.datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)
