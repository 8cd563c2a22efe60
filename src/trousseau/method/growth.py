"""Growth told straight: without the currencies, without inflation, and bridged from one period to the other.

The bridge says what a change of revenue is made of: prices, volumes, the mix of what is bought, customers or items
won and lost, currencies. Each effect is measured with the others held where they were before, in this order: volume
and mix at the old prices and rates, price at the new quantities and the old rates, currency on what is sold now.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import NOISE, Floats, Integers, Numbers

One: TypeAlias = float | Decimal
Given: TypeAlias = One | Numbers
Flags: TypeAlias = npt.NDArray[np.bool_]

TERMS = ("price", "volume", "mix", "new", "lost", "currency")
"""The terms of a bridge in the order they are told."""

TOO_LARGE = "amounts are past the range of floating-point numbers"


@dataclass(frozen=True, eq=False)
class ConstantCurrency:
    """Growth as reported and at unchanged exchange rates; floats for scalars, one element a row for arrays."""

    previous: float | Floats
    """The earlier amount at the earlier rate."""
    current: float | Floats
    """The later amount at the later rate."""
    at_previous_rates: float | Floats
    """The later amount at the earlier rate."""

    @property
    def reported(self) -> float | Floats:
        """Current ÷ previous − 1; NaN where the earlier amount is zero or negative."""
        return _growth(self.previous, self.current)

    @property
    def constant(self) -> float | Floats:
        """The same at the earlier rates."""
        return _growth(self.previous, self.at_previous_rates)

    @property
    def effect(self) -> float | Floats:
        """What the rates alone added to the later amount."""
        return self.current - self.at_previous_rates

    @property
    def total(self) -> ConstantCurrency:
        """All rows together."""
        sums = (_exact(np.ravel(v).tolist()) for v in (self.previous, self.current, self.at_previous_rates))
        return ConstantCurrency(*sums)


@dataclass(frozen=True)
class Bridge:
    """A change of revenue and its terms, in the unit of price × rate.

    previous + price + volume + mix + new + lost + currency = current, to the last bit and in any order: all are
    multiples of one power of two, 2⁵⁰ times finer than the amounts and terms together.
    """

    previous: float
    current: float
    price: float
    volume: float
    mix: float
    new: float
    lost: float
    """Zero or negative where what was lost was worth something."""
    currency: float
    cells: Mapping[Hashable, Bridge] = field(default_factory=dict, repr=False, compare=False)
    """The bridge inside each cell of `within`, in order of appearance; each term adds up to the whole's."""

    @property
    def change(self) -> float:
        """Current − previous."""
        return self.current - self.previous

    @property
    def terms(self) -> dict[str, float]:
        """The terms by name, in the order they are told."""
        return {name: getattr(self, name) for name in TERMS}

    @property
    def reported(self) -> float:
        """Growth as reported, a fraction; NaN where there was nothing (or less) before."""
        return float(_growth(self.previous, self.current))

    @property
    def constant(self) -> float:
        """Growth without the currency term."""
        return float(_growth(self.previous, self.current - self.currency))


def constant_currency(previous: Given, current: Given, rate_previous: Given, rate_current: Given) -> ConstantCurrency:
    """Growth with and without the move of the exchange rates.

    `previous` and `current` are amounts in the currency they were invoiced in, the rates what one unit of it was
    worth in the reporting currency. Scalars, or arrays that broadcast to one shape (n,). +10 % in dollars while the
    dollar loses 4 % are reported as 1.10 × 0.96 − 1 = +5.6 %.

    Raises:
        ValueError: a missing or infinite number, a rate that is not above zero, shapes that do not go together.
    """
    names = ("previous", "current", "rate_previous", "rate_current")
    before, now, rate0, rate1 = _together(names, (previous, current, rate_previous, rate_current))
    for name, values in zip(names, (before, now, rate0, rate1), strict=True):
        _finite(values, name)
    if (rate0 <= 0.0).any() or (rate1 <= 0.0).any():
        raise ValueError("an exchange rate is above zero")
    found = [_product(before, rate0), _product(now, rate1), _product(now, rate0)]
    if before.ndim == 0:
        return ConstantCurrency(*(float(amount) for amount in found))
    return ConstantCurrency(*found)


def real(growth: Given, inflation: Given) -> float | Floats:
    """(1 + growth) ÷ (1 + inflation) − 1, fractions: growth in prices of the earlier period.

    +5 % while prices rise 8.1 % is −2.87 %. Scalars give a float, arrays are taken element by element.

    Raises:
        ValueError: a missing or infinite number, an inflation of −100 % or less, shapes that do not go together.
    """
    grown, prices = _together(("growth", "inflation"), (growth, inflation))
    _finite(grown, "growth")
    _finite(prices, "inflation")
    if (prices <= -1.0).any():
        raise ValueError("an inflation of -100 % or less leaves no price to compare with")
    result = (grown - prices) / (1.0 + prices)
    return float(result) if result.ndim == 0 else result


def bridge(  # noqa: PLR0917 - the six numbers of an item, as the formula names them
    q0: Given,
    p0: Given,
    q1: Given,
    p1: Given,
    fx0: Given = 1.0,
    fx1: Given = 1.0,
    *,
    within: Iterable[Hashable] | None = None,
    customers: Iterable[Hashable] | None = None,
    constant_rates: bool = False,
) -> Bridge:
    r"""What Σ q₁p₁fx₁ − Σ q₀p₀fx₀ is made of, item by item.

    Quantities and prices (in the item's own currency) before and now, and what one unit of the currency was worth;
    scalars or arrays that broadcast to shape (n,). With Q = Σq over the items bought in both periods:

    - currency = Σ q₁p₁(fx₁−fx₀), price = Σ q₁(p₁−p₀)fx₀,
    - volume = (Q₁/Q₀ − 1) Σ q₀p₀fx₀, mix = Σ (q₁ − q₀Q₁/Q₀) p₀fx₀, all over those items;
    - new = Σ q₁p₁fx₁ over items not bought before, lost = −Σ q₀p₀fx₀ over items not bought any more.

    `within` gives each item a cell: volume and mix are worked out inside each cell and added up, so that units are
    added only where they compare. `customers` gives each item its customer: new and lost are then customers who
    bought nothing before or buy nothing now; what a customer who stays takes up or drops is mix. `constant_rates`
    values what is new (or taken up) at fx₀ and puts q₁p₁(fx₁−fx₀) of it into currency as well, so that the change
    without that term is the growth at constant rates.

    What has no quantity was not bought; its price and rate are ignored and may be missing. An item whose quantity
    is negative in either period (returns outweigh sales) is no part of the basket whose mix is told: its whole
    quantity effect is volume, so that Q₀ is above zero wherever it divides. Amounts may be negative: a credit note
    in money alone lowers the price. No items: all terms are 0. Mixes below 10⁻¹² of the basket are rounding and count
    as volume. Sums are exact (`math.fsum`), so the order of the items does not matter.

    Source: the price-volume-mix analysis of management accounting (C. T. Horngren, S. M. Datar & M. V. Rajan, "Cost
    Accounting", chapter on sales variances: quantity and mix), with exchange rates as a third factor.

    Raises:
        ValueError: a missing or infinite number that counts, a rate that is not above zero, amounts past the range
            of floats, shapes that do not go together, not one cell or customer for each item.
    """
    items = _items(q0, p0, q1, p1, fx0, fx1, constant_rates=constant_rates)
    names, cell = _codes(within, items.size, "within")
    customer = None if customers is None else _codes(customers, items.size, "customers")[1]
    terms = _terms(items, customer, cell, len(names), constant_rates=constant_rates)
    whole, parts = _added_up(terms)
    if within is None:
        return _told(whole)
    return _told(whole, {name: _told(part) for name, part in zip(names, parts, strict=True)})


def _told(values: list[float], cells: Mapping[Hashable, Bridge] | None = None) -> Bridge:
    """Previous, current and the six terms as a bridge."""
    previous, current, price, volume, mix, new, lost, currency = values
    return Bridge(previous, current, price, volume, mix, new, lost, currency, cells=cells or {})


@dataclass(frozen=True, eq=False)
class _Items:
    """The items' amounts, shape (n,)."""

    q0: Floats
    q1: Floats
    before: Floats
    """q₀p₀fx₀."""
    now: Floats
    """q₁p₁fx₁."""
    unmoved: Floats
    """q₁p₁fx₀; of what is new without a rate before, at fx₁."""
    repriced: Floats
    """q₁p₀fx₀ of what was bought before, else 0."""

    @property
    def size(self) -> int:
        return len(self.q0)


def _items(*given: Given, constant_rates: bool) -> _Items:
    """The six arguments of `bridge` as amounts, checked."""
    names = ("q0", "p0", "q1", "p1", "fx0", "fx1")
    q0, p0, q1, p1, fx0, fx1 = (np.atleast_1d(values) for values in _together(names, given))
    _finite(q0, "q0")
    _finite(q1, "q1")
    was, is_ = q0 != 0.0, q1 != 0.0
    old_rate = was | (is_ & constant_rates)
    p0, p1 = _where(p0, was, "p0"), _where(p1, is_, "p1")
    fx0, fx1 = _where(fx0, old_rate, "fx0", 1.0), _where(fx1, is_, "fx1", 1.0)
    if (fx0 <= 0.0).any() or (fx1 <= 0.0).any():
        raise ValueError("an exchange rate is above zero")
    return _Items(
        q0=q0,
        q1=q1,
        before=_product(q0, p0, fx0),
        now=_product(q1, p1, fx1),
        unmoved=_product(q1, p1, np.where(old_rate, fx0, fx1)),
        repriced=_product(q1, p0, fx0),
    )


def _terms(items: _Items, customer: Integers | None, cell: Integers, cells: int, *, constant_rates: bool) -> Floats:
    """Previous, current and the six terms of each cell, shape (8, cells), not yet rounded to add up."""
    was, is_ = items.q0 != 0.0, items.q1 != 0.0
    both, taken_up, dropped = was & is_, is_ & ~was, was & ~is_
    won, gone = taken_up, dropped
    if customer is not None:
        won = taken_up & ~_any(was, customer)[customer]
        gone = dropped & ~_any(is_, customer)[customer]
    basket = (items.q0 > 0.0) & (items.q1 > 0.0)
    gained = items.unmoved if constant_rates else items.now
    moved = both | taken_up if constant_rates else both
    quantity = items.repriced - items.before

    def added(values: Floats, where: Flags) -> Floats:
        return _sums(values, where, cell, cells)

    volume, mix = _volume_and_mix(items, quantity, basket, cell, cells)
    return np.vstack(
        [
            added(items.before, was),
            added(items.now, is_),
            added(items.unmoved - items.repriced, both),
            volume + added(quantity, both & ~basket),
            mix + added(gained, taken_up & ~won) - added(items.before, dropped & ~gone),
            added(gained, won),
            -added(items.before, gone),
            added(items.now - items.unmoved, moved),
        ]
    )


def _volume_and_mix(
    items: _Items, quantity: Floats, basket: Flags, cell: Integers, cells: int
) -> tuple[Floats, Floats]:
    """The effect of the quantities of each cell's basket, parted into size and composition."""
    units0, units1, worth, effect, gross = (
        _sums(values, basket, cell, cells)
        for values in (items.q0, items.q1, items.before, quantity, np.abs(items.before) + np.abs(items.repriced))
    )
    there = units0 > 0.0
    volume = np.zeros(cells)
    volume[there] = _product((units1[there] - units0[there]) / units0[there], worth[there])
    mix = effect - volume
    rounding = np.abs(mix) <= NOISE * gross
    return np.where(rounding, effect, volume), np.where(rounding, 0.0, mix)


def _added_up(terms: Floats) -> tuple[list[float], list[list[float]]]:
    """The columns (cells) of previous, current, terms as multiples of one step, adding up exactly; and their sum.

    What rounding leaves of a cell goes to its largest term.
    """
    scale = _exact([*np.abs(terms).ravel().tolist()] * 2)
    step = math.ldexp(1.0, max(math.frexp(scale)[1] - 51, -1074))
    even = np.rint(terms / step) * step if scale else np.zeros_like(terms)
    rest = even[1] - even[0] - even[2:].sum(axis=0)
    columns = np.arange(even.shape[1])
    even[2 + np.abs(even[2:]).argmax(axis=0), columns] += rest
    even += 0.0  # no negative zeros
    return even.sum(axis=1).tolist(), even.T.tolist()


def _sums(values: Floats, where: Flags, cell: Integers, cells: int) -> Floats:
    """Σ of the values of each cell, exactly rounded."""
    chosen = np.flatnonzero(where)
    if cells == 1:
        return np.asarray([_exact(values[chosen].tolist())])
    ordered = chosen[np.argsort(cell[chosen], kind="stable")]
    ends = np.searchsorted(cell[ordered], np.arange(cells), side="right").tolist()
    listed = values[ordered].tolist()
    return np.fromiter((_exact(part) for part in _slices(listed, ends)), dtype=np.float64, count=cells)


def _slices(values: list[float], ends: list[int]) -> Iterator[list[float]]:
    """The values cut at these ends."""
    start = 0
    for end in ends:
        yield values[start:end]
        start = end


def _any(flags: Flags, code: Integers) -> Flags:
    """Whether any item of each code has the flag."""
    return np.bincount(code, weights=flags, minlength=int(code.max(initial=-1)) + 1) > 0.0


def _codes(labels: Iterable[Hashable] | None, size: int, name: str) -> tuple[list[Hashable], Integers]:
    """Each label once, in order of appearance, and the number of each item's; one label for all where none is given."""
    if labels is None:
        return [None], np.zeros(size, dtype=np.intp)
    listed = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
    if len(listed) != size:
        raise ValueError(f"{len(listed)} {name} for {size} items")
    number: dict[Hashable, int] = {}
    numbered = np.asarray([number.setdefault(label, len(number)) for label in listed], dtype=np.intp)
    return list(number), numbered


def _together(names: tuple[str, ...], given: tuple[Given, ...]) -> list[Floats]:
    """The arguments as float arrays of one shape, () or (n,)."""
    arrays = []
    for name, values in zip(names, given, strict=True):
        if np.ma.is_masked(values):
            raise ValueError(f"{name} has missing entries; leave them out or decide what they are worth")
        listed = list(values) if isinstance(values, Iterator) else values
        try:
            array = np.asarray(listed, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name} must be a number or a list of numbers") from error
        if array.ndim > 1:
            raise ValueError(f"{name} must be a number or one number an item, got shape {array.shape}")
        arrays.append(array)
    try:
        return [np.array(array) for array in np.broadcast_arrays(*arrays)]
    except ValueError as error:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in zip(names, arrays, strict=True))
        raise ValueError(f"one number an item is needed everywhere, got {shapes}") from error


def _finite(values: Floats, name: str) -> None:
    if not np.isfinite(values).all():
        raise ValueError(f"{name} must be finite numbers, without NaN or infinity")


def _where(values: Floats, counts: Flags, name: str, otherwise: float = 0.0) -> Floats:
    """The values where they count, checked; something harmless elsewhere."""
    kept = np.where(counts, values, otherwise)
    _finite(kept, name)
    return kept


def _product(first: Floats, *others: Floats) -> Floats:
    """The product, which may not leave the range of floats."""
    with np.errstate(over="ignore", invalid="ignore"):
        result = first
        for factor in others:
            result = result * factor
    if not np.isfinite(result).all():
        raise ValueError(TOO_LARGE)
    return result


def _exact(values: list[float]) -> float:
    """Σ of the values, rounded once."""
    try:
        return math.fsum(values)
    except OverflowError as error:
        raise ValueError(TOO_LARGE) from error


def _growth(before: float | Floats, now: float | Floats) -> float | Floats:
    """Now ÷ before − 1; NaN where before is zero or negative."""
    start, end = np.asarray(before, dtype=np.float64), np.asarray(now, dtype=np.float64)
    grown = np.full(start.shape, np.nan)
    np.divide(end - start, start, out=grown, where=start > 0.0)
    return float(grown) if grown.ndim == 0 else grown
