"""The concentration over product families, which a check-up of the ledger does not answer by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from trousseau.ledger import answers
from trousseau.method.checkup import Dimension, Within
from trousseau.method.concentration import concentration
from trousseau.portfolio.queries.source import Asked


def families(asked: Asked, names: Mapping[str, str]) -> Dimension:
    """Shares of the families and, inside each, its first account; without any where no line gives a family.

    `names` gives the name of each account.
    """
    table = answers.breakdown(asked.facts, asked.window, "family", scope=asked.scope)
    known = {
        value: revenue
        for value, revenue in zip(table["value"].to_pylist(), table["revenue"].to_pylist(), strict=True)
        if revenue is not None
    }
    if not any(known):
        return Dimension(name="family", hhi=None, effective_number=None)
    values = list(known)
    parts = concentration([float(known[value]) for value in values])
    order = [values[label] for label in parts.labels if isinstance(label, int)]
    within = dict(_within(asked, known, names))
    return Dimension(
        name="family",
        hhi=parts.hhi,
        effective_number=parts.effective_number,
        shares={value: float(share) for value, share in zip(order, parts.shares, strict=True)},
        revenue={value: known[value] for value in order},
        within={value: within[value] for value in order if value in within},
    )


def _within(asked: Asked, revenue: Mapping[str, Decimal], names: Mapping[str, str]) -> Iterator[tuple[str, Within]]:
    """The accounts inside each family; cells come sorted by value."""
    table = answers.cells(asked.facts, asked.window, "family", scope=asked.scope, by=asked.by)
    rows = zip(*(table[column].to_pylist() for column in ("value", "account", "revenue")), strict=True)
    for value, group in groupby(rows, key=itemgetter(0)):
        cells = [(account, float(amount)) for _, account, amount in group]
        parts = concentration([amount for _, amount in cells])
        first = parts.labels[0]
        yield (
            value,
            Within(
                accounts=len(cells),
                revenue=revenue[value],
                hhi=parts.hhi,
                first=names.get(cells[first][0], cells[first][0]) if isinstance(first, int) else "",
                first_share=float(parts.shares[0]),
            ),
        )
