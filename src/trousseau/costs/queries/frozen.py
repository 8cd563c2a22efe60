"""Costs as a frozen check-up keeps them: decimals as text, quantities by the name of their file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from trousseau.costs.queries.known import quantities_folder
from trousseau.ledger.costs import ActivityRate, Budget, Costs, Driver, Financing, FixedCost


def as_json(costs: Costs) -> dict[str, Any]:
    """Costs as JSON holds them, nothing lost."""
    return {
        "drivers": [file.stem for file in costs.drivers],
        "rates": [[one.driver, one.start.isoformat(), str(one.cost)] for one in costs.rates],
        "financing": [[one.start.isoformat(), str(one.rate)] for one in costs.financing],
        "fixed": [
            [one.start.isoformat(), one.end.isoformat(), one.division, one.zone, str(one.amount)] for one in costs.fixed
        ],
        "budgets": [
            [one.start.isoformat(), one.end.isoformat(), one.account, one.division, one.measure, str(one.amount)]
            for one in costs.budgets
        ],
        "kinds": [[one.name, one.kind, one.unit] for one in costs.kinds],
    }


def from_json(said: Mapping[str, Any]) -> Costs:
    """The costs `as_json` wrote; equal to them."""
    day, folder = date.fromisoformat, quantities_folder()
    return Costs(
        drivers=tuple(folder / f"{name}.parquet" for name in said["drivers"]),
        rates=tuple(ActivityRate(driver, day(start), Decimal(cost)) for driver, start, cost in said["rates"]),
        financing=tuple(Financing(day(start), Decimal(rate)) for start, rate in said["financing"]),
        fixed=tuple(
            FixedCost(day(start), day(end), division, zone, Decimal(amount))
            for start, end, division, zone, amount in said["fixed"]
        ),
        budgets=tuple(
            Budget(day(start), day(end), account, division, measure, Decimal(amount))
            for start, end, account, division, measure, amount in said["budgets"]
        ),
        kinds=tuple(Driver(name, kind, unit) for name, kind, unit in said["kinds"]),
    )
