"""Money in the database, exact on SQLite as on PostgreSQL; and being one of very many values, quick on both."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
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


@models.Field.register_lookup
@models.ForeignObject.register_lookup
class Among(models.Lookup[Any]):
    """`field__among=[…]`: whole numbers or texts, given to the database as one value however many they are.

    `__in` gives each by itself: Django prepares every one, and SQLite takes no more than a bounded number.
    """

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ANN401 - Django's
        """An array on PostgreSQL, a text of JSON on SQLite."""
        values = list(value)
        if not values:
            raise EmptyResultSet
        return "%s", (values if connection.vendor == "postgresql" else json.dumps(values),)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ANN401 - Django's
        """One parameter beside those of the field."""
        left, params = self.process_lhs(compiler, connection)
        right, values = self.process_rhs(compiler, connection)
        found = f"= ANY({right})"
        if connection.vendor != "postgresql":
            found = f"IN (SELECT value FROM json_each({right}))"  # noqa: S608 - a place for a parameter
        return f"{left} {found}", (*params, *values)


def ten_thousandths(amount: Decimal) -> int:
    """An amount as the whole number that is stored, rounded half to even beyond the fourth decimal."""
    return int(amount.quantize(STEP, rounding=ROUND_HALF_EVEN).scaleb(SCALE))


def from_ten_thousandths(stored: int | None) -> Decimal | None:
    """The amount that a whole number stands for."""
    return None if stored is None else Decimal(int(stored)).scaleb(-SCALE)
