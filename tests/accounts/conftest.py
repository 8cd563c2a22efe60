"""Accounts with figures, without a ledger; the cast of people around them."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from trousseau.accounts import access
from trousseau.accounts.models import AccountFigures, Group, Place, Reckoning, folded
from trousseau.accounts.reckoning import change, movement


@pytest.fixture
def portfolio(organisation):
    """Make n accounts with figures that add up: `portfolio(30, zones=("France", "Asie"))`."""

    def make(count, *, zones=("France", "Asie"), divisions=("Usinage",)):
        already = access.every_account().count()
        group = Group.objects.get_or_create(name="Alstrom Holding")[0]
        made = access.every_account().bulk_create(
            [
                access.every_account().model(
                    key=f"C{n:05}", code=f"C{n:05}", name=f"Société n° {n}", group=group if n % 7 == 0 else None,
                    search_text=folded(f"Société n° {n}", f"C{n:05}", "Alstrom Holding" if n % 7 == 0 else ""),
                )
                for n in range(already, already + count)
            ],
            batch_size=2_000,
        )  # fmt: skip
        AccountFigures.objects.bulk_create([_figures(account, zones, divisions) for account in made], batch_size=2_000)
        Place.objects.bulk_create(
            [Place(account=account, dimension="zone", name=account.figures.zone) for account in made], batch_size=2_000
        )
        _reckon(zones, divisions)
        return made

    return make


def _figures(account, zones, divisions):
    n = int(account.key[1:])
    revenue = Decimal(1_000_000 - n * 37) / 100
    previous = Decimal(900_000) / 100 if n % 3 else Decimal(0)
    return AccountFigures(
        account=account, revenue=revenue, previous=previous, change=change(revenue, previous),
        movement=movement(revenue, previous), share=0.01, cumulative=0.5, rank=n + 1,
        class_now="ABC"[min(2, n // 10)], class_before="B", lines=3, zone=zones[n % len(zones)],
        division=divisions[n % len(divisions)], zones=[zones[n % len(zones)]], spark=[n % 5, 2, 3] * 8,
        first=date(2024, 1, 1), last=date(2026, 10, 30),
    )  # fmt: skip


def _reckon(zones, divisions):
    figures = AccountFigures.objects.all()
    Reckoning.objects.update_or_create(
        id=1,
        defaults={
            "ledger_version": 1, "base_currency": "EUR", "start": date(2025, 11, 1), "end": date(2026, 10, 31),
            "accounts": figures.count(), "revenue": sum((row.revenue for row in figures), Decimal(0)),
            "lines": 1, "zones": list(zones), "divisions": list(divisions), "at": timezone.now(),
        },
    )  # fmt: skip


@pytest.fixture
def budget():
    """How many statements a page may cost: tests/query_counts.json."""
    return json.loads((Path(__file__).parent.parent / "query_counts.json").read_text(encoding="utf-8"))
