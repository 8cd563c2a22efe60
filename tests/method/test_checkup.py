"""The check-up put together: exact money, shares, groups, dimensions, the JSON of the command line."""

import json
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from trousseau.method.checkup import AccountSum, DimensionSums, LineCounts, check_up

ACCOUNTS = [
    AccountSum("C1", "C1", "Alpha", "Rail", Decimal("10.0050"), 2),
    AccountSum("C2", "C2", "Beta", None, Decimal("60.0000"), 5),
    AccountSum("Gamma", None, "Gamma", "Rail", Decimal("29.9950"), 3),
]
ZONES = DimensionSums(
    "zone",
    ["Nord", "", "Sud"],
    [Decimal("70.0050"), Decimal("9.9950"), Decimal("20.0000")],
    value=np.array([0, 0, 1, 2]),
    account=np.array([0, 1, 2, 2]),
    amount=np.array([10.005, 60.0, 9.995, 20.0]),
)


def checkup(accounts=ACCOUNTS, dimensions=(ZONES,), **settings):
    return check_up(
        accounts,
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        base_currency="EUR",
        lines=LineCounts(13, 10, 2, 1, 0),
        revenue=sum((a.revenue for a in accounts), Decimal(0)),
        dimensions=dimensions,
        **settings,
    )


def test_ranked_accounts_keep_exact_money():
    rows = checkup().ranked
    assert [row.name for row in rows] == ["Beta", "Gamma", "Alpha"]
    assert [row.revenue for row in rows] == [Decimal("60.0000"), Decimal("29.9950"), Decimal("10.0050")]
    assert [row.class_ for row in rows] == ["A", "A", "B"]
    assert rows[1].cumulative_share == pytest.approx(0.89995)


def test_ten_percent_rule_sums_groups_first():
    assert checkup().over_10 == (("Beta", pytest.approx(0.6)), ("Rail", pytest.approx(0.4)))
    assert checkup(by="group").by == "group"


def test_a_dimension_and_inside_it():
    zone = checkup().by_dimension["zone"]
    assert list(zone.shares) == ["Nord", "Sud", ""]
    assert sum(zone.revenue.values()) == Decimal(100)
    assert zone.hhi == pytest.approx(0.70005**2 + 0.09995**2 + 0.2**2)
    nord = zone.within["Nord"]
    assert (nord.accounts, nord.revenue, nord.first) == (2, Decimal("70.0050"), "Beta")
    assert nord.first_share == pytest.approx(60 / 70.005)
    assert nord.hhi == pytest.approx((60**2 + 10.005**2) / 70.005**2)


def test_an_absent_dimension_says_nothing():
    empty = DimensionSums("division", [""], [Decimal(100)], np.zeros(3, int), np.arange(3), np.array([10.0, 60, 30]))
    found = checkup(dimensions=(empty,))
    assert found.by_dimension["division"].hhi is None
    assert found.as_json()["concentration"]["by"]["division"] == {"hhi": None, "shares": {}}
    assert found.as_json()["concentration"]["within"]["division"] == {}


def test_a_value_that_sums_to_nothing_has_no_shares_inside():
    nothing = DimensionSums(
        "zone",
        ["Nord", "Sud"],
        [Decimal(100), Decimal(0)],
        np.array([0, 1, 1]),
        np.array([1, 0, 2]),
        np.array([100.0, 5.0, -5.0]),
    )
    inside = checkup(dimensions=(nothing,)).by_dimension["zone"].within["Sud"]
    assert np.isnan(inside.hhi)
    assert np.isnan(inside.first_share)
    assert inside.first == "Alpha"


def test_json_is_exactly_what_the_command_promises():
    quarantine = [{"row": i, "column": "c", "value": None, "reason": "date_text", "cells": "{}"} for i in range(150)]
    found = json.loads(json.dumps(checkup().as_json(quarantine), allow_nan=False))
    assert list(found) == [
        "period",
        "base_currency",
        "lines",
        "accounts",
        "revenue",
        "pareto",
        "concentration",
        "accounts_top",
        "quarantine",
    ]
    assert found["period"] == {"from": "2026-01-01", "to": "2026-12-31"}
    assert found["lines"] == {"read": 13, "accepted": 10, "quarantined": 2, "totals": 1, "unconverted": 0}
    assert found["revenue"] == "100.00"
    assert list(found["pareto"]) == ["point", "gini", "top_20_share", "accounts_for_80", "classes"]
    assert found["pareto"]["classes"] == {"A": 2, "B": 1, "C": 0}
    assert list(found["concentration"]) == [
        "hhi",
        "effective_number",
        "top_1",
        "top_5",
        "top_10",
        "over_10_percent",
        "by",
        "within",
    ]
    assert list(found["concentration"]["by"]) == ["zone", "division", "currency"]
    assert found["concentration"]["within"]["zone"]["Nord"]["revenue"] == "70.01"
    assert found["accounts_top"][2] == {
        "code": "C1",
        "name": "Alpha",
        "revenue": "10.01",
        "share": pytest.approx(0.10005),
        "cumulative_share": pytest.approx(1),
        "class": "B",
    }
    assert len(found["quarantine"]) == 100
    assert list(found["quarantine"][0]) == ["row", "column", "value", "reason"]


@pytest.mark.parametrize("accounts", [[], [AccountSum("a", None, "a", None, Decimal(-1), 1)]])
def test_json_of_nothing_has_nulls(accounts):
    found = checkup(accounts, dimensions=()).as_json()
    json.dumps(found, allow_nan=False)
    assert found["pareto"]["gini"] is None
    assert found["pareto"]["accounts_for_80"] is None
    assert found["concentration"]["over_10_percent"] == []


def test_columns_beside_rows_made_on_demand():
    class OnDemand:
        """A hundred thousand accounts, of which only those looked at exist."""

        made = 0

        def __len__(self):
            return 100_000

        def __getitem__(self, index):
            self.made += 1
            return AccountSum(str(index), None, str(index), None, Decimal(index), 1)

    accounts = OnDemand()
    found = check_up(
        accounts,
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        base_currency=None,
        lines=LineCounts(0, 0, 0, 0, 0),
        revenue=Decimal(0),
        values=np.arange(100_000.0),
        keep=50,
    )
    assert accounts.made == 50
    assert found.ranked[0].account == "99999"


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="2 values for 3 accounts"):
        checkup(values=[1.0, 2.0])
    with pytest.raises(ValueError, match="cells of zone differ"):
        checkup(
            dimensions=(DimensionSums("zone", ["a"], [Decimal(1)], np.zeros(1, int), np.zeros(2, int), np.ones(2)),)
        )
