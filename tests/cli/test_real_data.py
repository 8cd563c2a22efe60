"""Real sales: the published figures of AdventureWorks and Northwind through the command line."""

import csv
import math

import duckdb
import pytest

NOMINAL = "80450596.98"


@pytest.fixture
def ask(run):
    def call(*arguments):
        answer = run("checkup", *arguments, "--json")
        assert answer.code == 0, answer.err
        return answer.json

    return call


@pytest.mark.parametrize("name", ["adventureworks.parquet", "adventureworks_fr.csv"])
def test_adventureworks_nominal(ask, shared, name):
    found = ask(shared / "data/sales" / name, "--nominal")
    assert found["revenue"] == NOMINAL
    assert found["accounts"] == 635
    assert found["lines"] == {
        "read": 60855,
        "accepted": 60855,
        "quarantined": 0,
        "totals": 0,
        "unconverted": 0,
    }
    assert found["pareto"]["top_20_share"] == pytest.approx(0.6671, abs=5e-5)
    assert found["pareto"]["accounts_for_80"] == 186
    assert found["pareto"]["gini"] == pytest.approx(0.6563, abs=5e-5)
    assert found["pareto"]["classes"] == {"A": 186, "B": 125, "C": 324}
    assert found["concentration"]["hhi"] == pytest.approx(0.004524, abs=5e-7)
    assert found["accounts_top"][0]["revenue"] == "877107.19"
    assert found["accounts_top"][0]["code"] == "R0697"
    assert found["period"] == {"from": "2010-12-29", "to": "2013-11-29"}
    assert found["concentration"]["top_10"] == pytest.approx(0.0985, abs=5e-5)
    assert found["concentration"]["over_10_percent"] == []


def test_the_french_export_gives_the_same_figures_as_the_parquet(ask, shared):
    one = ask(shared / "data/sales/adventureworks.parquet", "--nominal")
    other = ask(shared / "data/sales/adventureworks_fr.csv", "--nominal")
    assert one == other


def test_adventureworks_with_its_own_rates(ask, shared):
    rates = shared / "data/sales/adventureworks_rates.csv"
    found = ask(shared / "data/sales/adventureworks.parquet", "--rates", rates, "--base", "USD")
    assert found["revenue"] == "76494758.25"
    assert found["lines"]["unconverted"] == 0
    assert found["base_currency"] == "USD"


def test_northwind(ask, shared):
    found = ask(shared / "data/sales/northwind.csv", "--base", "USD")
    assert found["revenue"] == "1265793.04"
    assert (found["accounts"], found["lines"]["accepted"]) == (89, 2155)
    assert found["accounts_top"][0]["code"] == "QUICK"
    assert found["pareto"]["accounts_for_80"] == 34


def test_the_raw_reseller_table_with_a_mapping(ask, shared):
    raw = shared / "data/adventureworks_dw/FactResellerSales.parquet"
    found = ask(raw, "--nominal", "--map", "customer=ResellerKey,date=OrderDate,amount=SalesAmount,"
                "document=SalesOrderNumber,line=SalesOrderLineNumber")  # fmt: skip
    assert found["revenue"] == NOMINAL
    assert found["accounts"] == 635


def test_the_raw_reseller_table_joined_with_its_dimensions(ask, shared, tmp_path):
    folder = shared / "data/adventureworks_dw"
    joined = tmp_path / "joined.parquet"
    con = duckdb.connect()
    con.execute(
        f"""copy (select r.ResellerAlternateKey customer_code, r.ResellerName customer, f.OrderDate date,
            f.SalesAmount amount, f.TotalProductCost cost, c.CurrencyAlternateKey currency,
            t.SalesTerritoryRegion zone, f.SalesOrderNumber document, f.SalesOrderLineNumber line
            from '{folder}/FactResellerSales.parquet' f
            join '{folder}/DimReseller.parquet' r using (ResellerKey)
            join '{folder}/DimCurrency.parquet' c using (CurrencyKey)
            join '{folder}/DimSalesTerritory.parquet' t on t.SalesTerritoryKey = f.SalesTerritoryKey)
            to '{joined}'"""
    ).fetchall()
    con.close()
    found = ask(joined, "--nominal")
    assert (found["revenue"], found["accounts"]) == (NOMINAL, 635)
    assert found["concentration"]["by"]["zone"]["hhi"] == pytest.approx(0.14228, abs=5e-6)


def test_northwind_raw_tables_joined(ask, shared, tmp_path):
    folder = shared / "data/northwind"
    orders = {row["OrderID"]: row for row in csv.DictReader((folder / "Orders.csv").open(encoding="utf-8"))}
    names = {row["CustomerID"]: row for row in csv.DictReader((folder / "Customers.csv").open(encoding="utf-8"))}
    out = tmp_path / "lines.csv"
    with out.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(["OrderID", "ProductID", "OrderDate", "CustomerID", "CompanyName", "Country", "Revenue"])
        for row in csv.DictReader((folder / "Order Details.csv").open(encoding="utf-8")):
            order = orders[row["OrderID"]]
            amount = float(row["UnitPrice"]) * int(row["Quantity"]) * (1 - float(row["Discount"]))
            customer = names[order["CustomerID"]]
            write.writerow([row["OrderID"], row["ProductID"], order["OrderDate"], order["CustomerID"],
                            customer["CompanyName"], customer["Country"], f"{amount:.4f}"])  # fmt: skip
    found = ask(
        out, "--nominal", "--dates", "mdy", "--map",
        "code=CustomerID,customer=CompanyName,date=OrderDate,amount=Revenue,document=OrderID,zone=Country",
    )  # fmt: skip
    assert found["revenue"] == "1265793.04"
    assert found["accounts"] == 89
    assert math.isclose(found["concentration"]["by"]["zone"]["hhi"], 0.10449, abs_tol=5e-6)
    assert found["period"] == {"from": "1996-07-04", "to": "1998-05-06"}
