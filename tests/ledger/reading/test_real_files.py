"""Real data sets give their published figures."""

from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pytest

from trousseau.ledger.reading import Choices, inspect, read

SALES = ("sales/adventureworks.parquet", {}), ("sales/adventureworks_fr.csv", {})
RAW = (
    "adventureworks_dw/FactResellerSales.parquet",
    {"customer": "ResellerKey", "date": "OrderDate", "amount": "SalesAmount"},
)


@pytest.mark.parametrize(("name", "mapping"), [*SALES, RAW])
def test_adventureworks(shared: Path, name: str, mapping: dict[str, str]) -> None:
    with read(inspect(shared / "data" / name, choices=Choices(mapping=mapping))) as reading:
        table = reading.table()
        assert table.num_rows == 60_855
        assert pc.count_distinct(table["account"]).as_py() == 635
        assert round(pc.sum(table["amount"]).as_py(), 2) == Decimal("80450596.98")
        assert reading.amount == pc.sum(table["amount"]).as_py()
        assert reading.counts.quarantined == 0


def test_the_french_file_is_the_parquet_one(shared: Path) -> None:
    tables = [read(inspect(shared / "data" / name)).table() for name, _ in SALES]
    common = [
        "account",
        "customer",
        "document",
        "line",
        "date",
        "amount",
        "currency",
        "zone",
        "quantity",
        "cost",
    ]
    assert tables[0].select(common).equals(tables[1].select(common))


def test_northwind(shared: Path) -> None:
    with read(inspect(shared / "data" / "sales" / "northwind.csv")) as reading:
        table = reading.table()
        assert (table.num_rows, pc.count_distinct(table["account"]).as_py()) == (2155, 89)
        assert round(reading.amount, 2) == Decimal("1265793.04")


def test_orders_have_no_amount(shared: Path) -> None:
    found = inspect(shared / "data" / "northwind" / "Orders.csv")
    assert [(question.code, question.params["field"]) for question in found.questions] == [("field", "amount")]
    assert found.mapping["date"] == "OrderDate"
    assert {column.name: column.date_order for column in found.columns}["OrderDate"] == "mdy"
