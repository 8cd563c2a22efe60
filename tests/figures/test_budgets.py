"""Budgets in words: both ways in one sentence, and why a plan is not compared."""

from decimal import Decimal

import pytest

from trousseau.figures.budgets import findings, note, printed
from trousseau.figures.language import Language
from trousseau.ledger.costs.budgets import Kept, Planned

D = Decimal
EN, FR = Language("en"), Language("fr")


def kept(name: str, deviation: int | None, **more: object) -> Kept:
    """A customer's revenue budget of 100,000."""
    plan = Planned(name, None, "revenue", D(100_000), 365, 365)
    actual = None if deviation is None else plan.amount + D(deviation)  # type: ignore[operator]
    return Kept(plan, name, actual, None if deviation is None else D(deviation), **more)  # type: ignore[arg-type]


def test_both_ways_are_said_in_one_sentence() -> None:
    rows = [kept("Alpha", 20_000), kept("Beta", -30_000), kept("Gamma", -5_000), kept("Delta", None, why="unknown")]
    assert findings(rows, "EUR", EN) == (
        (
            "Customers against their revenue budget: 1 above by €20k (Alpha) and 2 below by €35k together "
            "(most: Beta, −€30k)."
        ),
    )
    (french,) = findings(rows, "EUR", FR)
    assert "1 au-dessus de 20 k€ (Alpha) et 2 en dessous de 35 k€ ensemble" in french.replace("\xa0", " ")
    assert findings([kept("Alpha", 0)], "EUR", EN)[0].endswith("all as planned.")
    assert findings([kept("Alpha", None)], "EUR", EN) == ()


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (kept("A", 0), ""),
        (kept("A", None, why="unseen"), "it also sells outside what is shown here: not compared"),
        (kept("A", 5, accounts=1, members=3), "1 of 3 accounts has a budget: what it did alone is compared"),
        (kept("A", 5, known=0.5), "cost known for 50.0% of sales"),
    ],
)
def test_a_note_says_how_to_read_a_row(one: Kept, said: str) -> None:
    assert note(one, EN) == said


def test_printed_says_each_remark_once() -> None:
    lines = printed([kept("Alpha", None, why="unknown"), kept("Beta", None, why="unknown")], "EUR", EN)
    assert lines[-1] == "Alpha and Beta: what was done is not known."
    assert printed([], "EUR", EN) == []
