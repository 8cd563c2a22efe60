"""Grids tried on years of a small ledger: what came after, what was not known then, and the naive rule beside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from ledger.sample import batches, line
from trousseau.ledger.facts import refresh
from trousseau.ledger.growth import Inflation
from trousseau.ledger.selection.history import Then, backtest, pasts
from trousseau.method.criteria import Grid

ACCOUNTS, YEARS = 60, (2022, 2023, 2024, 2025)
LOST = "K59"
"""Buys nothing after 2024."""
INFLATION = Inflation({"Nord": {str(year): Decimal("0.10") for year in YEARS}})


def rate(at):
    """What an account grows by each year: from −20 to +38 %."""
    return -0.20 + at * 0.01


def criterion(key, measure="", axis="attractiveness", weight=40, anchors=((0, 0), (100, 100))):
    """A criterion of a grid; without a measure it is judged."""
    said = {"key": key, "axis": axis, "weight": weight}
    return said | ({"measure": measure, "anchors": anchors} if measure else {"levels": ["a", "b", "c", "d", "e"]})


GRID = Grid.read({
    "criteria": [
        criterion("growth", "growth", anchors=[[-0.5, 0], [0.5, 100]]),
        criterion("revenue", "revenue", axis="strength", anchors=[[0, 0], [2000, 100]], weight=10),
        criterion("relation", weight=10), criterion("alive", "alive", anchors=[[0, 0], [1, 100]], weight=10),
        criterion("potential", "potential", weight=10),
    ],
    "capacity": 10,
})  # fmt: skip


@pytest.fixture
def facts(ledger, tmp_path):
    """Each account one line a quarter; sizes have nothing to do with growth."""
    sizes = np.random.default_rng(0).permutation(ACCOUNTS)
    lines = [
        line(f"K{at:02}", f"{year}-{month:02}-10", f"{(100 + sizes[at]) * (1 + rate(at)) ** place:.2f}", zone="Nord")
        for at in range(ACCOUNTS)
        for place, year in enumerate(YEARS)
        for month in (1, 4, 8, 12)
        if not (year == 2025 and f"K{at:02}" == LOST)
    ]
    ledger.append(iter(batches(lines)), source="s", import_id="1")
    return refresh(ledger, tmp_path / "facts", rates=None, base="EUR", today=date(2026, 1, 10))


def test_each_year_that_another_follows_is_a_past(facts):
    assert [(past.day, past.after.end) for past in pasts(facts)] == [
        (date(2024, 12, 31), date(2025, 12, 31)),
        (date(2023, 12, 31), date(2024, 12, 31)),
        (date(2022, 12, 31), date(2023, 12, 31)),
    ]


def test_what_came_after_is_told_in_the_prices_of_then(facts):
    found = backtest(Then(facts, by="account", inflation=INFLATION), GRID)
    newest = found.trials[0]
    accounts = Then(facts, by="account").candidates(newest.past, GRID).accounts
    grown = dict(zip(accounts, newest.after.growth.tolist(), strict=True))
    assert grown["K30"] == pytest.approx(1.10 / 1.10 - 1, abs=1e-3)
    assert grown[LOST] == -1.0
    kept = dict(zip(accounts, newest.after.retention.tolist(), strict=True))
    assert (kept["K30"], kept[LOST]) == (1.0, 0.0)
    assert newest.after.real
    assert not backtest(Then(facts, by="account"), GRID).trials[0].after.real


def test_a_grid_that_tells_is_told_from_the_largest_revenue(facts):
    found = backtest(Then(facts, by="account", inflation=INFLATION), GRID)
    whole = found.together
    assert found.years == 2  # the growth of 2022 would need 2021
    assert whole.power["growth"].auc > 0.9
    assert whole.power["growth"].auc_interval[0] > 0.8
    assert whole.against["growth"].auc_interval[0] > 0.0
    assert whole.listed[0] > whole.listed[1]


def test_what_was_not_known_then_is_left_out_and_said(facts):
    trials = backtest(Then(facts, by="account"), GRID).trials
    assert trials[0].untried == {"relation": "judged", "alive": "today", "potential": "told"}
    assert trials[0].keys == ("growth", "revenue")
    assert trials[0].weights.sum() == pytest.approx(1.0)
    assert trials[2].untried["growth"] == "ledger"


def test_what_was_judged_and_told_by_then_counts(facts):
    levels = {"relation": {f"K{at:02}": (1.0 + at % 5, 1.0 + at % 5) for at in range(ACCOUNTS)}}
    spend = {"potential": {f"K{at:02}": 50.0 + at for at in range(ACCOUNTS)}}
    then = Then(
        facts,
        by="account",
        judged=lambda day: levels if day >= date(2024, 1, 1) else {},
        told=lambda day: spend if day >= date(2024, 1, 1) else {},
    )
    trials = backtest(then, GRID).trials
    assert set(trials[0].keys) == {"growth", "revenue", "relation", "potential"}
    assert trials[1].untried["relation"] == "judged"


def test_weights_that_would_have_told_more_are_proposed(facts):
    found = backtest(Then(facts, by="account"), GRID)
    assert found.proposal.enough
    assert found.proposal.weights[0] > 0.9
    assert found.proposal.gain_interval[0] >= 0.0


def test_the_grid_as_shipped_is_valued_on_the_portfolio_of_then(facts):
    found = backtest(Then(facts, by="account"), None)
    assert found.years >= 1
    assert {"revenue"} <= set(found.together.keys)


def test_a_ledger_of_one_year_has_no_past(ledger, tmp_path):
    ledger.append(iter(batches([line("A", "2025-06-01")])), source="s", import_id="1")
    facts = refresh(ledger, tmp_path / "facts", rates=None, base="EUR", today=date(2026, 1, 10))
    found = backtest(Then(facts, by="account"), None)
    assert (found.trials, found.together, found.proposal) == ((), None, None)
