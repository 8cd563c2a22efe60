"""Rates, financing, fixed costs and budgets, one at a time: setting what is set already changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.costs.changes import changed
from trousseau.costs.models import ActivityRate, Budget, Driver, FinancingRate, FixedCost
from trousseau.imports.actions.permission import demand

Row = TypeVar("Row", bound=models.Model)


def set_rate(user: User | None, driver: Driver, start: date, cost: Decimal) -> bool:
    """What a unit of a driver costs from a day on; whether that changed anything."""
    return _set(user, "costs.rate_set", ActivityRate, {"driver": driver, "start": start}, {"cost": cost})


def set_financing(user: User | None, start: date, rate: Decimal) -> bool:
    """The yearly rate of financing from a day on, as a fraction; whether that changed anything."""
    return _set(user, "costs.financing_set", FinancingRate, {"start": start}, {"rate": rate})


def set_fixed(
    user: User | None, start: date, end: date, amount: Decimal, *, division: str = "", zone: str = ""
) -> bool:
    """The fixed costs of a division or zone over a period; whether that changed anything."""
    keys = {"start": start, "end": end, "division": division, "zone": zone}
    return _set(user, "costs.fixed_set", FixedCost, keys, {"amount": amount})


def set_budget(
    user: User | None,
    start: date,
    end: date,
    amount: Decimal,
    *,
    account: str = "",
    division: str = "",
    measure: str = Budget.Measure.REVENUE,
) -> bool:
    """The budget of an account or a division over a period; whether that changed anything."""
    keys = {"start": start, "end": end, "account": account, "division": division, "measure": measure}
    return _set(user, "costs.budget_set", Budget, keys, {"amount": amount})


def remove_rate(user: User | None, rate: ActivityRate) -> None:
    """Forget a rate; what was in force before it counts again."""
    _remove(user, "costs.rate_removed", rate, {"start": rate.start, "cost": rate.cost})


def remove_financing(user: User | None, rate: FinancingRate) -> None:
    """Forget a rate of financing; what was in force before it counts again."""
    _remove(user, "costs.financing_removed", rate, {"start": rate.start, "rate": rate.rate})


def remove_fixed(user: User | None, cost: FixedCost) -> None:
    """Forget the fixed costs of a place over a period: they are unknown again."""
    _remove(user, "costs.fixed_removed", cost, {"start": cost.start, "end": cost.end, "amount": cost.amount})


def remove_budget(user: User | None, budget: Budget) -> None:
    """Forget a budget."""
    _remove(user, "costs.budget_removed", budget, {"start": budget.start, "end": budget.end, "amount": budget.amount})


def _set(
    user: User | None, verb: str, model: type[Row], keys: Mapping[str, Any], values: Mapping[str, Decimal]
) -> bool:
    """Write one row; an event only where something changed."""
    demand(user, "manage_costs")
    with transaction.atomic():
        rows: models.QuerySet[Row] = model._default_manager.select_for_update()  # noqa: SLF001 - Django's own name
        there = rows.filter(**keys).first()
        before = None if there is None else {name: getattr(there, name) for name in values}
        if before == dict(values):
            return False
        if there is None:
            there = model._default_manager.create(**keys, **values)  # noqa: SLF001
        else:
            for name, value in values.items():
                setattr(there, name, value)
            there.save(update_fields=list(values))
        said = {name: str(value) for name, value in keys.items() if value}
        record(user, verb, there, before=before, after={**said, **values})
        changed(user)
        return True


def _remove(user: User | None, verb: str, row: models.Model, before: Mapping[str, Any]) -> None:
    demand(user, "manage_costs")
    with transaction.atomic():
        record(user, verb, row, before=before)
        row.delete()
        changed(user)
