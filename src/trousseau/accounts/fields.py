"""Money in the database, exact on SQLite as on PostgreSQL."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

SCALE = 4
STEP = Decimal(1).scaleb(-SCALE)

if TYPE_CHECKING:
    _Base = models.BigIntegerField[Decimal | int | None, Any]
else:
    _Base = models.BigIntegerField


class MoneyField(_Base):
    """A Decimal kept as a whole number of ten-thousandths.

    SQLite has no decimal type: a DecimalField there is a float, and its sums are not to be relied on to the
    cent. 64 bits hold ±922 million million units; sums and comparisons happen in whole numbers, in the
    database.
    """

    description = "An exact amount with four decimals"

    def from_db_value(self, value: int | None, *_: object) -> Decimal | None:
        """Ten-thousandths to a Decimal with four decimals."""
        return from_ten_thousandths(value)

    def to_python(self, value: object) -> Decimal | None:
        """What forms and fixtures give, as a Decimal."""
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def get_prep_value(self, value: Decimal | int | str | None) -> int | None:
        """A Decimal (or a whole number of units) to ten-thousandths."""
        return None if value is None else ten_thousandths(Decimal(value))


def ten_thousandths(amount: Decimal) -> int:
    """An amount as the whole number that is stored, rounded half to even beyond the fourth decimal."""
    return int(amount.quantize(STEP, rounding=ROUND_HALF_EVEN).scaleb(SCALE))


def from_ten_thousandths(stored: int | None) -> Decimal | None:
    """The amount that a whole number stands for."""
    return None if stored is None else Decimal(int(stored)).scaleb(-SCALE)
