"""The smallest set of customers whose loss takes a division, a zone or the company under its fixed costs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal, cast

import numpy as np

from trousseau.ledger.whatif.portfolio import STEP, Portfolio
from trousseau.method.breaking import smallest_break
from trousseau.method.impact import Breaking, Where


def breaking(portfolio: Portfolio, where: Where, value: str = "") -> Breaking:
    """The smallest set that breaks one division or zone, or the company."""
    return joint_breaking(portfolio, where, (value,) if where != "company" else ())


def all_breakings(portfolio: Portfolio) -> tuple[Breaking, ...]:
    """The company's, then every division's that has fixed costs, largest first; zones where no division has any."""
    found = [breaking(portfolio, "company")]
    places: tuple[Literal["division", "zone"], ...] = ("division", "zone")
    for where in places:
        told = portfolio.fixed[where].by if portfolio.fixed else {}
        if told:
            values = sorted(told, key=lambda value: (-told[value], value))
            found += [breaking(portfolio, where, value) for value in values]
            break
    return tuple(found)


def joint_breaking(portfolio: Portfolio, where: Where, values: tuple[str, ...], *, company: bool = False) -> Breaking:
    """The smallest set that breaks several divisions or zones at once; `company`: and the company with them."""
    places: list[tuple[Where, str]] = [] if where == "company" else [(where, value) for value in values]
    if company or where == "company":
        places.append(("company", ""))
    found = Breaking(where, () if where == "company" else values, company=company and where != "company")
    known = [_fixed(portfolio, place, value) for place, value in places]
    fixed = tuple(amount for amount in known if amount is not None)
    if len(fixed) < len(places):
        return replace(found, missing="fixed")
    columns = [_contributions(portfolio, place, value) for place, value in places]
    if any(column is None for column in columns):
        return replace(found, missing="cost", fixed=fixed)
    names = portfolio.labels["account"][0]
    # Ten-thousandths over ten thousand is the float nearest to the amount, which is read back as it is written.
    table = np.stack([np.asarray(column, dtype=np.float64) / STEP for column in columns], axis=1)
    broken = smallest_break(table, fixed)
    without = smallest_break(table, fixed, keep=[cast("int", broken.lost[0])]) if broken.lost else None
    return replace(
        found,
        fixed=fixed,
        before=_amounts(broken.before),
        lost=_named(names, broken.lost),
        takes=tuple(_amounts(table[cast("int", i)]) for i in broken.lost or ()),
        after=_amounts(broken.after),
        otherwise=_named(names, without.lost) if without is not None else None,
        proven=broken.proven,
    )


def _fixed(portfolio: Portfolio, where: Where, value: str) -> Decimal | None:
    """The fixed costs of one place, None where they are not known."""
    if where == "company":
        return portfolio.fixed_total
    return portfolio.fixed[where].by.get(value) if portfolio.fixed else None


def _contributions(portfolio: Portfolio, where: Where, value: str) -> list[int] | None:
    """What each account contributes there, None where no cost is known."""
    only = np.ones(len(portfolio.revenue), dtype=np.bool_)
    if where != "company":
        names, code = portfolio.labels[where]
        only = code == (names.index(value) if value in names else -1)
    if only.any() and not portfolio.known[only].any():
        return None
    return portfolio.sums(portfolio.contribution, "account", only)


def _named(names: list[str], lost: tuple[object, ...] | None) -> tuple[str, ...] | None:
    return None if lost is None else tuple(names[cast("int", i)] for i in lost)


def _amounts(values: object) -> tuple[Decimal, ...]:
    """Floats that were exact decimals, as such."""
    return tuple(Decimal(repr(float(value))) for value in cast("list[float]", values))
