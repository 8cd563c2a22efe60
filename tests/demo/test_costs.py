"""What the demonstration company tells of its costs puts its stories in the contribution."""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from trousseau.access.models import Organisation
from trousseau.costs.queries import told
from trousseau.demo import company, costs, simulate
from trousseau.demo.writing import write_parquet
from trousseau.imports import actions, folders
from trousseau.ledger.answers import Scope, window
from trousseau.ledger.costs import contribution_cells, contributions, fixed_costs

AS_OF = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def test_the_loss_makers_lose_the_large_ones_earn_and_usinage_hangs_on_alstrom(home, db) -> None:
    Organisation.objects.create(pk=1, name=company.NAME, base_currency=company.BASE)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lines.parquet"
        write_parquet(simulate.lines(AS_OF).to_batches(), file)
        actions.take_in(file, source="demo")
    facts = folders.facts()
    costs.tell(facts)
    first = told()
    costs.tell(facts)
    assert told() == first
    year = window(facts, "r12")
    answer = contributions(facts, year, first)
    left = dict(zip(answer.table["name"].to_pylist(), answer.table["contribution"].to_pylist(), strict=True))
    assert all(left[name] < -100_000 for name in costs.LOSS_MAKERS)
    assert all(left[name] > 500_000 for name in ("Alstrom SA", "Kessler Hydraulik AG", "Nordvik Offshore AS"))
    assert all(one.priced == 12 for one in answer.covered)
    fixed = fixed_costs(first, year.start, year.end, "division")
    assert fixed.partial == frozenset()
    cells = contribution_cells(facts, year, first, scope=Scope(divisions=("Usinage",))).to_pylist()
    names = dict(zip(answer.table["account"].to_pylist(), answer.table["name"].to_pylist(), strict=True))
    each = [(names[cell["account"]], _left(cell)) for cell in cells]
    whole = sum(amount for _, amount in each)
    without = sum(amount for name, amount in each if not name.startswith("Alstrom"))
    assert whole > fixed.by["Usinage"] > without


def _left(cell: dict[str, Any]) -> Decimal:
    """What a cell contributes."""
    return cell["costed"] - cell["cost"] - cell["serve"] - (cell["financing"] or 0)
