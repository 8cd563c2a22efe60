"""Two published portfolios, added up exactly."""

import csv
from collections import defaultdict
from decimal import Decimal

import pyarrow.parquet as pq
import pytest


@pytest.fixture(scope="session")
def adventureworks(shared):
    """Revenue of each AdventureWorks reseller, as it stands, whatever the currency."""
    table = pq.read_table(
        shared / "data/adventureworks_dw/FactResellerSales.parquet", columns=["ResellerKey", "SalesAmount"]
    )
    sums = defaultdict(Decimal)
    for key, amount in zip(*(table[c].to_pylist() for c in table.column_names), strict=True):
        sums[key] += Decimal(str(amount))
    return sums


@pytest.fixture(scope="session")
def northwind(shared):
    """Revenue of each Northwind customer: price × quantity, less the discount."""
    folder = shared / "data/northwind"
    with (folder / "Orders.csv").open(encoding="utf-8-sig") as file:
        customer = {row["OrderID"]: row["CustomerID"] for row in csv.DictReader(file)}
    sums = defaultdict(Decimal)
    with (folder / "Order Details.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            price, quantity, discount = (Decimal(row[k]) for k in ("UnitPrice", "Quantity", "Discount"))
            sums[customer[row["OrderID"]]] += price * quantity * (1 - discount)
    return sums
