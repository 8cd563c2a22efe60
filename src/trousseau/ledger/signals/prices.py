"""The price index of each account against its own past, which no mix moves.

Prices of the same product in the same place and currency are compared over all months of a window at once (the
time-product-dummy index): log price = what the product costs the account + how the account's prices stand that month,
fitted by least squares weighted by revenue. Before that, how all prices of a currency moved is taken out, so that a
price list that rises, or is set anew after a rate has moved, is no signal.

Source: J. de Haan & F. Krsinich, "Time dummy hedonic and quality-adjusted unit value indexes: do they really differ?",
Review of Income and Wealth 64, 2018; R. Summers, "International price comparisons based upon incomplete data", 1973.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from trousseau.ledger.duck import parquet, query, reading
from trousseau.ledger.facts import Facts
from trousseau.ledger.signals.tables import price_table
from trousseau.method.arrays import Floats
from trousseau.method.erosion import PEERS

Columns = Mapping[str, npt.NDArray[Any]]

STEPS = 12
"""Times both sides of the fit are taken in turn; what is left to gain after is far below the noise."""

WILD = 0.7
"""A price further from its product's mean (in logarithm: twice or half) is a slip, and is cut there."""

ACCOUNTS_AT_ONCE = 1_500
"""Accounts whose prices are held in memory at once."""

MONTHS_COMPARED = 2
"""A price is compared with those of other months: it takes two."""

SAMPLE = 1_500
"""Accounts, at most, from which the movement of a currency is taken: evenly spread over all there are."""


def price_index(facts: Facts, months: Sequence[str], accounts: int) -> Floats:
    """The logarithm of each account's price index (accounts numbered from 1 in row order of id, months).

    NaN where an account has no price that month that can be compared. `accounts` is the highest id.
    """
    index = np.full((accounts + 1, len(months)), np.nan)
    files = {at: price_table(facts, month) for at, month in enumerate(months) if month in facts.months}
    if not files:
        return index
    step = max(1, -(-accounts // SAMPLE))
    moved = _movements(_read(facts, files, 0, accounts + 1, step), len(months))
    for start in range(0, accounts + 1, ACCOUNTS_AT_ONCE):
        cells = _read(facts, files, start, start + ACCOUNTS_AT_ONCE)
        if len(cells["account"]) == 0:
            continue
        common = _common(cells, moved)
        fitted = _fitted(cells["account"] - start, cells, cells["price"] - common, ACCOUNTS_AT_ONCE, len(months))
        index[start : start + ACCOUNTS_AT_ONCE] = fitted[: max(0, accounts + 1 - start)]
    return index


def _read(facts: Facts, files: Mapping[int, Any], start: int, end: int, step: int = 1) -> Columns:
    """The prices that can be compared of the accounts from `start` to before `end`, every `step`-th.

    Those of products (`item`) an account bought in the same place in two months or more; currencies are numbered.
    """
    bound = {
        "files": [str(file) for file in files.values()],
        "file_months": list(files),
        "from_account": start,
        "to_account": end,
        "step": step,
    }
    with reading() as con:
        sql = query("signals/matched.sql").format(prices=parquet(files.values(), ", filename = true"))
        found = {name: np.asarray(values) for name, values in con.sql(sql, params=bound).fetchnumpy().items()}
        places = con.sql(f"SELECT id, currency FROM {parquet([facts.table('places')])}").fetchall()
    currencies = sorted({currency for _, currency in places})
    currency_of = np.zeros(max((number for number, _ in places), default=0) + 1, dtype=np.intp)
    for number, currency in places:
        currency_of[number] = currencies.index(currency)
    item, months = _numbered(found["account"], found["place"], found["product"])
    again = months[item] >= MONTHS_COMPARED
    return {
        "account": found["account"][again],
        "currency": currency_of[found["place"][again]],
        "item": item[again],
        "month": found["month"][again],
        "price": found["price"][again],
        "weight": found["weight"][again],
    }


def _numbered(*columns: npt.NDArray[Any]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Which combination of numbers each row has, in order, and how many rows have each."""
    combined = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        combined = combined * (int(column.max(initial=0)) + 1) + column
    _, number, count = np.unique(combined, return_inverse=True, return_counts=True)
    return number, count


def _movements(cells: Columns, months: int) -> dict[Any, Floats]:
    """How prices of each currency moved for everyone, by month; None: of all currencies together."""
    moved: dict[Any, Floats] = {}
    for currency in [None, *np.unique(cells["currency"]).tolist()]:
        mine = np.ones(len(cells["account"]), bool) if currency is None else cells["currency"] == currency
        part = {name: values[mine] for name, values in cells.items()}
        if len(np.unique(part["account"])) < PEERS:
            continue
        group = part["account"].astype(np.int64) * months + part["month"]
        _, where, count = np.unique(group, return_inverse=True, return_counts=True)
        even = {**part, "weight": 1.0 / count[where]}  # each account counts once a month, not each of its products
        everyone = np.zeros(len(where), dtype=np.intp)
        moved[currency] = np.nan_to_num(_fitted(everyone, even, part["price"], 1, months)[0])
    return moved


def _common(cells: Columns, moved: Mapping[Any, Floats]) -> Floats:
    """The movement of each price's currency; of all together where too few accounts buy in it."""
    common = np.zeros(len(cells["account"]))
    usual = moved.get(None)
    for currency in np.unique(cells["currency"]).tolist():
        line = moved.get(currency, usual)
        if line is not None:
            mine = cells["currency"] == currency
            common[mine] = line[cells["month"][mine]]
    return common


def _fitted(who: npt.NDArray[Any], cells: Columns, price: Floats, accounts: int, months: int) -> Floats:
    """The months' effects by account, in logarithm, their weighted mean being 0; NaN where there is no price."""
    item = cells["item"]
    cell = who.astype(np.intp) * months + cells["month"]
    weight = cells["weight"].astype(np.float64)
    of_item, of_cell = np.bincount(item, weight), np.bincount(cell, weight, accounts * months)
    of_item[of_item == 0] = 1.0  # an item of another currency
    middle = np.bincount(item, weight * price) / of_item
    level = middle[item] + np.clip(price - middle[item], -WILD, WILD)
    effect = np.zeros(accounts * months)
    safe = np.where(of_cell > 0, of_cell, 1.0)
    for _ in range(STEPS):
        own = np.bincount(item, weight * (level - effect[cell])) / of_item
        effect = np.bincount(cell, weight * (level - own[item]), accounts * months) / safe
    table = np.where(of_cell > 0, effect, np.nan).reshape(accounts, months)
    sums = of_cell.reshape(accounts, months)
    mean = (sums * np.nan_to_num(table)).sum(axis=1) / np.where(sums.sum(axis=1) > 0, sums.sum(axis=1), 1.0)
    return np.asarray(table - mean[:, None])
