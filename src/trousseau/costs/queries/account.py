"""What one account leaves, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trousseau.accounts.models import Account
from trousseau.costs.models import Driver
from trousseau.costs.queries.coverage import facts
from trousseau.costs.queries.known import serving
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope, Window, WindowError
from trousseau.ledger.costs import Covered, contributions


@dataclass(frozen=True)
class Piece:
    """One amount between revenue and contribution; None: unknown."""

    key: str
    amount: Decimal | None
    quantity: Decimal | None = None


@dataclass(frozen=True)
class Left:
    """What an account leaves over a period."""

    window: Window
    base: str | None
    revenue: Decimal
    costed: Decimal
    margin: Decimal | None
    pieces: tuple[Piece, ...]
    """What is taken away from the margin: one a driver, then financing."""
    contribution: Decimal | None
    financed: Decimal
    months: int
    covered: tuple[Covered, ...]
    labels: dict[str, str]


def left(account: Account, period: str) -> Left | None:
    """What an account leaves over a period; None where there is nothing to tell."""
    there = facts()
    if there is None:
        return None
    try:
        window = answers.window(there, period)
    except WindowError:
        window = answers.windows(there)["r12"]
    answer = contributions(there, window, serving(), scope=Scope(accounts=(account.key,)))
    rows = answer.table.to_pylist()
    if not rows:
        return None
    row = rows[0]
    costs = {one["driver"]: one for one in answer.drivers.to_pylist()}
    nothing = Decimal(0)
    pieces = [
        Piece(
            one.driver,
            (costs[one.driver]["cost"] if one.driver in costs else nothing) if one.priced else None,
            costs[one.driver]["quantity"] if one.driver in costs else nothing,
        )
        for one in answer.covered
        if one.kind != "level"
    ]
    pieces.append(Piece("financing", row["financing"]))
    return Left(
        window=window,
        base=there.base,
        revenue=row["revenue"],
        costed=row["costed"],
        margin=row["margin"],
        pieces=tuple(pieces),
        contribution=row["contribution"],
        financed=row["financed"],
        months=answer.months,
        covered=answer.covered,
        labels=dict(Driver.objects.exclude(label="").values_list("name", "label")),
    )
