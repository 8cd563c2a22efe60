"""What people decide about the portfolio: freeze a check-up."""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.imports import folders
from trousseau.portfolio.keeping import digest
from trousseau.portfolio.models import FrozenAccount, FrozenCheckup
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.queries.told import told
from trousseau.portfolio.queries.working_out import work_out

BATCH = 2_000


def freeze_checkup(user: User, asked: Asked, note: str = "") -> FrozenCheckup:
    """Keep today's answer to a question for good: figures, every account's revenue and class, what they rest on.

    Raises:
        PermissionDenied: freezing is for the director and the controller.
    """
    if not may(user, "freeze_checkup"):
        raise PermissionDenied
    beside = told()
    found = work_out(asked, beside)
    checkup, scope, window = found.checkup, asked.scope, asked.window
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
                "previous": [day and day.isoformat() for day in (window.previous_start, window.previous_end)],
                "rates_file": _keep_rates(asked),
                "today": asked.facts.today.isoformat(),
                **beside.as_json(),
            },
            revenue=checkup.revenue,
            accounts=checkup.accounts,
            figures=found.figures,
            digest=digest(found.as_json()),
        )
        FrozenAccount.objects.bulk_create(
            (FrozenAccount(checkup=frozen, **asdict(row)) for row in found.accounts), batch_size=BATCH
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


def _keep_rates(asked: Asked) -> str:
    """Keep a copy of the exchange rates used, named by its content; gives the name."""
    content = asked.facts.table("rates").read_bytes()
    name = f"rates-{hashlib.sha256(content).hexdigest()}.parquet"
    file = folders.frozen() / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{name}.{os.getpid()}")
        draft.write_bytes(content)
        draft.replace(file)
    return name
