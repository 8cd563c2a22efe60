"""What people decide about the portfolio: freeze a check-up."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.portfolio import indicators, results
from trousseau.portfolio.models import FrozenAccount, FrozenCheckup
from trousseau.portfolio.queries.measure import measured, whole
from trousseau.portfolio.queries.source import Asked

BATCH = 2_000


def freeze_checkup(user: User, asked: Asked, note: str = "") -> FrozenCheckup:
    """Keep today's answer to a question for good: figures, every account's revenue and class, what they rest on.

    Raises:
        PermissionDenied: freezing is for the director and the controller.
    """
    if not may(user, "freeze_checkup"):
        raise PermissionDenied
    now = measured(asked)
    checkup, scope = whole(asked), asked.scope
    asked.facts.keep()  # before the row: facts kept for nothing cost little, a check-up without its facts is lost
    with transaction.atomic():
        frozen = FrozenCheckup.objects.create(
            frozen_by=user,
            note=note.strip(),
            period=asked.window.name,
            start=asked.window.start,
            end=asked.window.end,
            by=asked.by,
            scope=asked.scope_key,
            base_currency=checkup.base_currency,
            ledger_version=asked.facts.ledger_version,
            facts_version=asked.facts.version,
            settings={
                "excluded": sorted(scope.excluded),
                "zones": scope.zones,
                "divisions": scope.divisions,
                "accounts": scope.accounts,
                "groups": dict(scope.groups),
                "rates": asked.facts.rates,
                "fiscal_year_start": asked.facts.fiscal_year_start,
            },
            revenue=checkup.revenue,
            accounts=checkup.accounts,
            figures=results.as_frozen(checkup, indicators.values(now.rows), now.moved),
        )
        FrozenAccount.objects.bulk_create(
            (
                FrozenAccount(
                    checkup=frozen,
                    rank=rank,
                    account=row.account,
                    name=row.name,
                    group=row.group or "",
                    revenue=row.revenue,
                    class_now=row.class_,
                    lines=row.lines,
                )
                for rank, row in enumerate(checkup.ranked, 1)
            ),
            batch_size=BATCH,
        )
        audit.record(
            user,
            "checkup.frozen",
            frozen,
            after={
                "period": f"{frozen.start}..{frozen.end}",
                "by": frozen.by,
                "ledger_version": frozen.ledger_version,
                "revenue": str(frozen.revenue),
                "accounts": frozen.accounts,
                "note": frozen.note,
            },
        )
    return frozen
