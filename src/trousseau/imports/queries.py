"""Reads of this room: the list of imports, what one found, quarantine, rates in use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from trousseau.access.models import Organisation
from trousseau.imports.actions.refreshing import rates_between
from trousseau.imports.models import Import, Quarantined, RateTable, Source, State
from trousseau.ledger.rates import own

COMMON = ("EUR", "USD", "GBP", "CHF", "JPY")
WAITING = Q(rejected__isnull=False, rejected__loaded_by=None)


def imports() -> QuerySet[Import]:
    """All imports, latest first, with how many rejected rows still wait."""
    found = Import.objects.annotate(waiting=Count("rejected", filter=WAITING))
    return found.select_related("source", "created_by", "job", "corrects").order_by("-created_at", "-pk")


def loaded_lines() -> int:
    """Lines brought in by the imports that stand."""
    return Import.objects.filter(state=State.LOADED).aggregate(n=Sum("accepted"))["n"] or 0


def sources() -> QuerySet[Source]:
    """Where files have come from, with how many."""
    return Source.objects.annotate(files=Count("imports"))


def twin(item: Import) -> Import | None:
    """An import of the very same file that stands in the ledger."""
    same = Import.objects.filter(sha256=item.sha256, state=State.LOADED).exclude(pk=item.pk)
    return same.first() if item.sha256 else None


@dataclass(frozen=True)
class Reason:
    """One reason of rejection: how many rows, how many of them still wait, the first examples."""

    code: str
    rows: int
    waiting: int
    examples: tuple[Quarantined, ...]


def reasons(item: Import, *, examples: int = 3) -> list[Reason]:
    """Why rows were rejected, the commonest first."""
    counted = (
        item.rejected.order_by()
        .values("reason")
        .annotate(rows=Count("pk"), waiting=Count("pk", filter=Q(loaded_by=None)))
        .order_by("-rows", "reason")
    )
    return [
        Reason(
            row["reason"],
            row["rows"],
            row["waiting"],
            tuple(item.rejected.filter(reason=row["reason"])[:examples]),
        )
        for row in counted
    ]


def quarantined(item: Import, reason: str = "", *, waiting: bool = True) -> QuerySet[Quarantined]:
    """The rejected rows of an import, of one reason, without those already brought back."""
    found = item.rejected.select_related("corrected_by")
    if reason:
        found = found.filter(reason=reason)
    return found.filter(loaded_by=None) if waiting else found


@dataclass(frozen=True)
class CurrencyInUse:
    """A currency of the ledger: its lines, their sum as they stand, what is known of its rates."""

    currency: str
    lines: int
    amount: Decimal
    base: bool
    rate: Decimal | None
    """The last one known in the period of the ledger."""
    quoted: date | None
    source: str
    """ecb or own."""
    missing: int
    """Lines without a rate when their file was read."""


def currencies() -> list[CurrencyInUse]:
    """The currencies of the imports that stand, and their rates; the one with most lines first."""
    base = Organisation.current().base_currency
    standing = list(Import.objects.filter(state=State.LOADED))
    lines: dict[str, int] = {}
    amounts: dict[str, Decimal] = {}
    missing: dict[str, int] = {}
    for item in standing:
        for row in item.findings.get("currencies", ()):
            name = row["currency"] or base
            lines[name] = lines.get(name, 0) + row["lines"]
            amounts[name] = amounts.get(name, Decimal(0)) + Decimal(row["amount"])
        for row in item.findings.get("without_rate", ()):
            missing[row["currency"]] = missing.get(row["currency"], 0) + row["lines"]
    last = _last_rates(standing, base)
    found = [
        CurrencyInUse(
            currency=name,
            lines=count,
            amount=amounts[name],
            base=name == base,
            rate=last.get(name, {}).get("rate"),
            quoted=last.get(name, {}).get("quoted"),
            source=last.get(name, {}).get("source", ""),
            missing=missing.get(name, 0),
        )
        for name, count in lines.items()
    ]
    return sorted(found, key=lambda row: (not row.base, -row.lines, row.currency))


def _last_rates(standing: Iterable[Import], base: str) -> dict[str, dict[str, Any]]:
    """The newest rate of each currency in the period of these imports."""
    ends = [item.last_date for item in standing if item.last_date]
    if not ends:
        return {}
    end = max(ends)
    rates = rates_between(base, end.replace(day=1), end)
    if rates is None:
        return {}
    found: dict[str, dict[str, Any]] = {}
    for row in rates.table.to_pylist():
        if row["date"] <= end:
            found[row["currency"]] = row
    return found


def rate_tables() -> QuerySet[RateTable]:
    """The company's own tables, the one that wins first."""
    return RateTable.objects.select_related("created_by").order_by("-created_at", "-pk")


def examples(table: RateTable, *, most: int = 3) -> list[dict[str, Any]]:
    """The newest rate of a few currencies of a table, both ways round, for a person to confirm."""
    base = Organisation.current().base_currency
    rates = own(table.path, base).table.to_pylist()
    last = {row["currency"]: row for row in rates if row["date"] == row["quoted"] and row["currency"] != base}
    shown = sorted(last.values(), key=lambda row: (row["currency"] not in COMMON, row["currency"]))[:most]
    return [row | {"base": base, "inverse": 1 / row["rate"]} for row in shown]
