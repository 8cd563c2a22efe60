"""What people tell of those who lead accounts, and of what accounts ask; each change leaves its trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.access import every_account
from trousseau.accounts.models import Account
from trousseau.selection.models import ManagerDays
from trousseau.staffing.models import AccountDemand, Profile
from trousseau.staffing.queries.people import may_change, may_set_days

MOST_DAYS = 31


class StaffingError(Exception):
    """Something that was not taken, and why: a code, worded by `pages.words.problem`."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Told:
    """A profile as someone typed it."""

    languages: Mapping[str, str]
    """Code → level, "" where it was not told."""
    zones: Sequence[str]
    industries: Sequence[str]
    most_accounts: int | None
    days: Decimal | None


def change_profile(user: User, manager: User, told: Told, *, seen: int) -> Profile:
    """Keep what one of our people brings, and the days they have where the writer may say so.

    `seen` is the revision the writer began from: where someone changed it meanwhile, nothing happens and they are told.

    Raises:
        PermissionDenied: neither a director, nor their head, nor themselves.
        StaffingError: `profile_changed`, `days`.
    """
    if not may_change(user, manager.pk):
        raise PermissionDenied
    if told.days is not None and not 0 <= told.days <= MOST_DAYS:
        raise StaffingError("days", value=told.days)
    with transaction.atomic():
        User.objects.select_for_update().filter(pk=manager.pk).only("pk").first()
        row = Profile.objects.select_related("changed_by").filter(user=manager).first() or Profile(user=manager)
        if row.revision != seen:
            raise StaffingError("profile_changed", who=str(row.changed_by or "–"))
        before = _plain(row)
        row.languages, row.fluency = list(told.languages), {key: one for key, one in told.languages.items() if one}
        row.zones, row.industries = list(told.zones), list(told.industries)
        row.most_accounts = told.most_accounts
        if _plain(row) != before:
            row.revision += 1
            row.changed_by = user
            row.save()
            audit.record(user, "manager.profile_changed", manager, before=before, after=_plain(row))
        if may_set_days(user, manager.pk):
            _set_days(user, manager, told.days)
    return row


def _plain(row: Profile) -> dict[str, object]:
    return {
        "languages": [f"{code} {row.fluency.get(code, '')}".strip() for code in row.languages],
        "zones": list(row.zones),
        "industries": list(row.industries),
        "most_accounts": row.most_accounts,
    }


def _set_days(user: User, manager: User, days: Decimal | None) -> None:
    """Where selection keeps them: the load a session shows is the load shown here."""
    row = ManagerDays.objects.filter(manager=manager).first()
    if days == (row.days if row else None):
        return
    if days is None and row is not None:
        row.delete()
    elif days is not None:
        ManagerDays.objects.update_or_create(manager=manager, defaults={"days": days})
    audit.record(user, "manager.days_told", manager, before={"days": row.days} if row else None, after={"days": days})


@dataclass(frozen=True)
class Asked:
    """What an account asks, as someone typed it; None and "" follow from its tier and zone."""

    days: Decimal | None
    zone: str
    languages: Sequence[str] | None
    industry: str
    competencies: Mapping[str, float]
    source: str


def tell_demand(user: User, account: Account, asked: Asked, *, seen: int) -> AccountDemand | None:
    """Keep what an account asks of its manager; nothing but the source: what was told is forgotten.

    Raises:
        PermissionDenied: neither a director nor a head.
        StaffingError: `demand_changed`, `days`, `source`.
    """
    if not may(user, "match_managers"):
        raise PermissionDenied
    if asked.days is not None and not 0 <= asked.days <= MOST_DAYS:
        raise StaffingError("days", value=asked.days)
    if not asked.source.strip():
        raise StaffingError("source")
    with transaction.atomic():
        every_account().select_for_update().filter(pk=account.pk).only("pk").first()
        row = AccountDemand.objects.select_related("author").filter(account=account).first()
        if (row.revision if row else 0) != seen:
            raise StaffingError("demand_changed", who=str((row.author if row else None) or "–"))
        before = _demand(row) if row else None
        nothing = asked.days is None and asked.languages is None and not (asked.zone or asked.industry)
        if nothing and not asked.competencies:
            if row is not None:
                audit.record(user, "account.demand_forgotten", account, before=before)
                row.delete()
            return None
        row = row or AccountDemand(account=account)
        row.days, row.zone, row.industry = asked.days, asked.zone, asked.industry
        row.languages = None if asked.languages is None else list(asked.languages)
        row.competencies = dict(asked.competencies)
        row.source, row.author, row.revision = asked.source.strip()[:300], user, row.revision + 1
        row.save()
        audit.record(user, "account.demand_told", account, before=before, after=_demand(row))
    return row


def _demand(row: AccountDemand) -> dict[str, object]:
    return {
        "days": row.days,
        "zone": row.zone,
        "languages": row.languages,
        "industry": row.industry,
        "competencies": row.competencies,
        "source": row.source,
    }
