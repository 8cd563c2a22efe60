"""The open deals of clients, as their potential tells them: summed in the database, a tool and a currency at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, FloatField, Q, Sum

from trousseau.accounts.fields import SCALE
from trousseau.connectors.models import Deal
from trousseau.selection.queries.pipeline import Open


def open_deals(clients: Collection[str]) -> Mapping[str, list[Open]]:
    """By client, a group by its name and an account by its key; one query."""
    wanted = set(clients)
    here = Q(account__group__name__among=wanted) | Q(account__key__among=wanted)
    chance = ExpressionWrapper(F("amount") * F("probability"), output_field=FloatField())
    rows = (
        Deal.objects.filter(here, state="open")
        .values("account__key", "account__group__name", "record__connection__name", "currency")
        .annotate(
            deals=Count("pk"),
            told=Count("amount"),
            sum=Sum("amount"),
            likely=Count("probability", filter=Q(amount__isnull=False)),
            expected=Sum(chance),
        )
    )
    found: dict[str, dict[tuple[str, str], Open]] = defaultdict(dict)
    for row in rows:
        for client in {row["account__key"], row["account__group__name"]} & wanted:
            place = row["record__connection__name"], row["currency"]
            found[client][place] = _more(found[client].get(place), place, row)
    return {client: sorted(some.values(), key=lambda one: -(one.amount or 0)) for client, some in found.items()}


def _more(known: Open | None, place: tuple[str, str], row: Mapping[str, Any]) -> Open:
    whole = row["told"] == row["likely"]
    expected = Decimal(round(row["expected"] or 0)).scaleb(-SCALE - 2) if whole and row["told"] else None
    if known is None:
        return Open(*place, row["deals"], row["sum"], expected)
    amount = (known.amount or Decimal(0)) + row["sum"] if row["told"] else known.amount
    if known.amount is not None and row["told"]:
        expected = None if known.expected is None or expected is None else known.expected + expected
    elif not row["told"]:
        expected = known.expected
    return Open(*place, known.deals + row["deals"], amount, expected)
