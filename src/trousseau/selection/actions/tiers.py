"""What a director decides of the tiers: publish others for good, and tell the days each manager has."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.method.tiers import Tiers
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.actions.ranks import rank_anew
from trousseau.selection.models import ManagerDays, TierVersion
from trousseau.selection.queries import grids, tiers
from trousseau.selection.queries.ranking import grid_of, ranking

MOST_DAYS = 31


class TiersPublishingError(Exception):
    """Tiers that were not published: `tiers_outdated` (someone was faster), `tiers_unchanged`, `tiers_reason`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def publish_tiers(user: User, wanted: Tiers, reason: str, *, based_on: int, asked: Asked | None) -> TierVersion:
    """Put tiers in force from now on; `asked` is the portfolio on which it is kept how many they propose.

    `based_on` is the number of the version the person began from: where another was published meanwhile, nothing
    happens and they are told.

    Raises:
        PermissionDenied: tiers are the director's.
        TiersPublishingError: see its codes.
    """
    if not may(user, "edit_tiers"):
        raise PermissionDenied
    now = tiers.now(tiers.capacity())
    if now.number != based_on:
        raise TiersPublishingError("tiers_outdated")
    if now.version is not None and now.tiers == wanted:
        raise TiersPublishingError("tiers_unchanged")
    if not reason.strip():
        raise TiersPublishingError("tiers_reason")
    try:
        with transaction.atomic():
            version: TierVersion = TierVersion.objects.create(
                number=based_on + 1,
                published_by=user,
                reason=reason.strip(),
                tiers=wanted.as_json(),
                counts=_counts(asked, wanted),
                facts_version=asked.facts.version if asked else "",
            )
            audit.record(
                user,
                "tiers.published",
                version,
                before=now.tiers.as_json(),
                after={**wanted.as_json(), "reason": version.reason},
            )
    except IntegrityError as error:
        raise TiersPublishingError("tiers_outdated") from error
    rank_anew()
    return version


def set_manager_days(user: User, told: Mapping[User, Decimal | None]) -> None:
    """Keep the days a month some managers have for their accounts; None: not known any more.

    Raises:
        PermissionDenied: it is the director's to tell.
        ValueError: less than none, or more than a month has.
    """
    if not may(user, "edit_tiers"):
        raise PermissionDenied
    if any(days is not None and not 0 <= days <= MOST_DAYS for days in told.values()):
        raise ValueError(f"a month has 0 to {MOST_DAYS} days")
    with transaction.atomic():
        there = {row.manager_id: row for row in ManagerDays.objects.filter(manager__in=list(told))}
        for manager, days in told.items():
            row = there.get(manager.pk)
            if days == (row.days if row else None):
                continue
            if days is None and row is not None:
                row.delete()
            elif days is not None:
                ManagerDays.objects.update_or_create(manager=manager, defaults={"days": days})
            audit.record(
                user, "manager.days_told", manager, before={"days": row.days} if row else None, after={"days": days}
            )


def _counts(asked: Asked | None, wanted: Tiers) -> dict[str, Any]:
    if asked is None:
        return {}
    grid = grid_of(asked, grids.in_force().grid)
    proposed = ranking(asked, grid).tiers(wanted).tolist()
    return {tier.key: proposed.count(place) for place, tier in enumerate(wanted.tiers)}
