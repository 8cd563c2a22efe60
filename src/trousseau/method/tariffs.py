"""Indexing a tariff: what a price rise by zone brings, after caps, floors, its date and what customers accept."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats, Integers, Numbers, finite


@dataclass(frozen=True)
class TariffEffect:
    """What an indexation does to a revenue and its margin, in the unit of the revenue."""

    revenue: float
    """Revenue before."""
    price: float
    """Σ R · s · a: revenue gained by price on the units of before."""
    volume: float
    """Σ R · s · (1 + a) · v: revenue lost (negative) because less is bought."""
    cost: float
    """Σ C · s · v: the change of cost, 0 without a volume reaction."""

    @property
    def change(self) -> float:
        """Of the revenue: price + volume."""
        return self.price + self.volume

    @property
    def after(self) -> float:
        """Revenue after."""
        return self.revenue + self.change

    @property
    def margin_change(self) -> float:
        """Of the margin: change of the revenue − change of the cost."""
        return self.change - self.cost


@dataclass(frozen=True, eq=False)
class Tariff:
    """An indexed tariff, row by row. Rates are fractions: .03 is 3 %. All arrays have shape (n,)."""

    asked: Floats
    """The index of each row, as given."""
    applied: Floats
    """The rate of the new tariff: min(cap, max(floor, index))."""
    bound: Integers
    """What acted: 1 the cap, −1 the floor, 0 neither."""
    accepted: Floats
    """The rate customers pay: applied · pass-through."""
    reaction: Floats
    """The change of volume, a fraction of it: max(−1, elasticity · accepted)."""
    remaining: Floats
    """The share of each row's sales after the effective date, 0 to 1."""
    revenue: Floats
    cost: Floats

    @property
    def total(self) -> TariffEffect:
        """The effect on all rows together."""
        return self._effects(np.zeros(len(self.revenue), dtype=np.intp), 1)[0]

    def by(self, labels: Iterable[Hashable]) -> dict[Hashable, TariffEffect]:
        """The effect on the rows of each label, in order of appearance; they add up to the total.

        Raises:
            ValueError: not one label for each row.
        """
        named = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
        if len(named) != len(self.revenue):
            raise ValueError(f"{len(named)} labels for {len(self.revenue)} rows")
        position: dict[Hashable, int] = {}
        code = np.asarray([position.setdefault(name, len(position)) for name in named], dtype=np.intp)
        return dict(zip(position, self._effects(code, len(position)), strict=True))

    def _effects(self, code: Integers, parts: int) -> list[TariffEffect]:
        """The sums of the rows of each part."""
        acting = self.revenue * self.remaining
        columns = (
            self.revenue,
            acting * self.accepted,
            acting * (1.0 + self.accepted) * self.reaction,
            self.cost * self.remaining * self.reaction,
        )
        sums = (np.bincount(code, weights=column, minlength=parts).tolist() for column in columns)
        return [TariffEffect(*figures) for figures in zip(*sums, strict=True)]


def tariff(
    revenue: Numbers,
    index: Numbers | float,
    *,
    cap: Numbers | float | None = None,
    floor: Numbers | float | None = None,
    passed: Numbers | float = 1.0,
    remaining: Numbers | float = 1.0,
    cost: Numbers | float = 0.0,
    elasticity: Numbers | float = 0.0,
) -> Tariff:
    """The effect of indexing prices, one row an account × zone × family, or any other cut.

    `revenue` R and `cost` C are of a period, shape (n,); they may be negative (credit notes). The others are one
    number, or one a row: `index` the rise asked for, `cap` and `floor` the rates it is held between (None: not held),
    `passed` what part of it customers accept (pass-through, 0 to 1), `remaining` s the share of the sales that comes
    after the effective date (see `share_from`), `elasticity` how volume answers the accepted rise (−.5: half a per
    cent less for each per cent more; 0, the default, says that nothing is bought less).

    a = passed · min(cap, max(floor, index)); v = max(−1, elasticity · a);
    revenue after = R (1 − s) + R s (1 + a)(1 + v); cost after = C (1 − s) + C s (1 + v).

    Raises:
        ValueError: a missing or infinite number, not one for each row, an index, cap or floor of −100 % or below,
            a floor above its cap, pass-through or remaining share outside 0 to 1.
    """
    sold = finite(revenue, "revenue")
    n = len(sold)
    asked = _rows(index, n, "index")
    lower = np.full(n, -np.inf) if floor is None else _rows(floor, n, "floor")
    upper = np.full(n, np.inf) if cap is None else _rows(cap, n, "cap")
    if (lower > upper).any():
        raise ValueError("a floor lies above its cap")
    for name, rates in (("index", asked), ("cap", upper), ("floor", lower if floor is not None else asked)):
        if (rates <= -1.0).any():
            raise ValueError(f"{name}: a price cannot fall by 100 % or more")
    share = {name: _rows(given, n, name) for name, given in (("passed", passed), ("remaining", remaining))}
    for name, values in share.items():
        if ((values < 0.0) | (values > 1.0)).any():
            raise ValueError(f"{name} lies between 0 and 1")
    applied = np.minimum(np.maximum(asked, lower), upper)
    accepted = applied * share["passed"]
    reaction = np.maximum(_rows(elasticity, n, "elasticity") * accepted, -1.0)
    return Tariff(
        asked=asked,
        applied=applied,
        bound=((applied < asked).astype(np.intp) - (applied > asked).astype(np.intp)),
        accepted=accepted,
        reaction=reaction,
        remaining=share["remaining"],
        revenue=sold,
        cost=_rows(cost, n, "cost"),
    )


def share_from(day: date, months: Sequence[date], sales: npt.ArrayLike) -> Floats:
    """The share of the sales of some months that comes on `day` or after it; shape (rows,) for sales (rows, months).

    `months` are first days. Sales inside the month of `day` are spread evenly over its days. A row whose sales add up
    to zero or less is shared by days alone, as if it sold the same every month; so are months of credit notes.

    Raises:
        ValueError: no month, a month twice, or not one column of finite sales for each month.
    """
    table = np.asarray(sales, dtype=np.float64)
    if table.ndim != 2 or not len(months) or table.shape[1] != len(months) or len(set(months)) != len(months):
        raise ValueError(f"sales of shape {table.shape} for {len(set(months))} months")
    if not np.isfinite(table).all():
        raise ValueError("sales must be finite numbers, without NaN or infinity")
    left = np.asarray([_left(day, month) for month in months])
    positive = np.maximum(table, 0.0)
    totals = positive.sum(axis=1)
    usable = (totals > 0.0) & (table.sum(axis=1) > 0.0)
    weights = np.where(usable[:, None], positive, 1.0) / np.where(usable, totals, float(len(months)))[:, None]
    shares: Floats = np.clip(weights @ left, 0.0, 1.0)
    return shares


def _left(day: date, month: date) -> float:
    """The part of a month on or after a day."""
    first = month.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    days = (following - first).days
    return min(1.0, max(0.0, (following - day).days / days))


def _rows(given: Numbers | float, n: int, name: str) -> Floats:
    """One number a row."""
    vector = finite(given, name) if isinstance(given, Iterable) else np.repeat(finite([given], name), n)
    if vector.shape != (n,):
        raise ValueError(f"{len(vector)} values of {name} for {n} rows")
    return vector
