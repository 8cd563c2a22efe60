"""What people told in another currency, in the base one: by the rate of its day, as sales lines are converted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from trousseau.access.models import Organisation
from trousseau.imports import folders
from trousseau.imports.actions.refreshing import rates_between
from trousseau.imports.models import RateTable
from trousseau.ledger.rates import MAX_AGE, RatesError

Pair = tuple[str, date]


@dataclass(frozen=True)
class Exchange:
    """The rates of some currencies on some days."""

    base: str
    """Empty: amounts stand as they are."""
    known: Mapping[Pair, Decimal] = field(default_factory=dict)

    def rate(self, currency: str, day: date) -> Decimal | None:
        """What one unit was worth that day; None where no rate is known."""
        if not self.base or currency in {"", self.base}:
            return Decimal(1)
        return self.known.get((currency, day))


def exchange(pairs: Iterable[Pair]) -> Exchange:
    """The rates of what was told; one query, and one more where a currency is not the base one."""
    base = Organisation.current().base_currency or ""
    foreign = frozenset(pair for pair in pairs if base and pair[0] not in {"", base})
    if not foreign:
        return Exchange(base)
    tables = tuple(RateTable.objects.filter(confirmed=True).order_by("id").values_list("id", flat=True))
    fetched = folders.ecb_file()
    stamp = fetched.stat().st_mtime_ns if fetched.exists() else 0
    return Exchange(base, _rates(base, foreign, (str(folders.home()), tables, stamp)))


@lru_cache(maxsize=8)
def _rates(base: str, pairs: frozenset[Pair], _version: tuple[str, tuple[int, ...], int]) -> Mapping[Pair, Decimal]:
    """Kept until a table of rates comes or goes: reading the bank's history takes a while."""
    days = [day for _, day in pairs]
    try:
        rates = rates_between(base, min(days) - timedelta(days=MAX_AGE), max(days))
    except (RatesError, OSError):
        return {}
    if rates is None:
        return {}
    wanted = pa.array(sorted({currency for currency, _ in pairs}), pa.string())
    table = rates.table.filter(pc.is_in(rates.table["currency"], value_set=wanted))
    columns = (table[name].to_pylist() for name in ("currency", "date", "rate"))
    return {(currency, day): rate for currency, day, rate in zip(*columns, strict=True) if (currency, day) in pairs}
