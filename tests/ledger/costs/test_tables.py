"""Tables of costs as people send them: every row is taken in or told, nothing is guessed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import hypothesis.strategies as st
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from trousseau.ledger.costs import ActivityRate, Financing, FixedCost
from trousseau.ledger.costs.tables import Directory, TableRead, read_table, save_quantities
from trousseau.ledger.costs.tables.model import Quantity, TableKind
from trousseau.ledger.costs.tables.periods import period
from trousseau.ledger.facts.calendar import last_day
from trousseau.ledger.reading import Choices, ReadingError

KNOWN = Directory(
    accounts={"alstrom sa": "C1", "c1": "C1", "c2": "C2", "beta": "C2", "twin": None},
    zones={"nord": "Nord"},
    divisions={"usinage": "Usinage"},
)
D = Decimal


def read(
    room: Path, text: str, kind: TableKind = "drivers", *, encoding: str = "utf-8", choices: Choices | None = None
) -> TableRead:
    """A CSV as it is read."""
    file = room / "table.csv"
    file.write_bytes(text.encode(encoding))
    return read_table(file, kind, KNOWN, choices=choices or Choices())


def test_long_form_in_french_with_decimal_commas_in_cp1252(tmp_path: Path) -> None:
    text = "Client;Période;Inducteur;Quantité\nAlstrom SA;2025-03;Visites;4\nC2;T1 2025;Délai de paiement;62,5\n"
    found = read(tmp_path, text, encoding="cp1252")
    assert found.form == "long"
    assert found.problems == ()
    assert found.quantities == (
        Quantity("C1", "visits", date(2025, 3, 1), date(2025, 3, 31), D("4.0000")),
        Quantity("C2", "payment_days", date(2025, 1, 1), date(2025, 3, 31), D("62.5000")),
    )
    assert found.labels == (("payment_days", "Délai de paiement"), ("visits", "Visites"))


def test_wide_form_reads_a_column_a_driver_and_leaves_holes_unsaid(tmp_path: Path) -> None:
    found = read(tmp_path, "account,period,visits,support_hours,comment\nC1,03/2025,4,,ok\nbeta,2025,1,2.5,\n")
    assert found.form == "wide"
    assert {(one.account, one.driver, one.quantity) for one in found.quantities} == {
        ("C1", "visits", D(4)),
        ("C2", "visits", D(1)),
        ("C2", "support_hours", D("2.5")),
    }
    assert found.aside == ("comment",)


def test_a_workbook_with_typed_days_stands_for_their_months(tmp_path: Path) -> None:
    file = tmp_path / "visites.xlsx"
    with Workbook(file, {"default_date_format": "mmm yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Code client", "Mois", "Visites"])
        sheet.write(1, 0, "C1")
        sheet.write_datetime(1, 1, date(2025, 3, 1))
        sheet.write(1, 2, 3)
    found = read_table(file, "drivers", KNOWN)
    assert found.quantities == (Quantity("C1", "visits", date(2025, 3, 1), date(2025, 3, 31), D(3)),)


def test_every_bad_row_is_told_with_its_place_and_the_others_are_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "account;period;driver;quantity\nC1;2025-03;visits;4\nNobody;2025-03;visits;1\ntwin;2025-03;visits;1\n"
        ";2025-03;visits;1\nC1;2025-13;visits;1\nC1;;visits;1\nC1;2025-04;;1\nC1;2025-05;visits;many\n"
        "C1;2025-06;visits;\nC1;2025-Q1;visits;9\n",
    )
    assert len(found.quantities) == 1
    assert [(one.row, one.column, one.value, one.code) for one in found.problems] == [
        (3, "account", "Nobody", "account_unknown"),
        (4, "account", "twin", "account_ambiguous"),
        (5, "account", "", "account_missing"),
        (6, "period", "2025-13", "period_bad"),
        (7, "period", "", "period_missing"),
        (8, "driver", "", "driver_missing"),
        (9, "quantity", "many", "number_text"),
        (10, "quantity", "", "number_missing"),
        (11, "quantity", "9", "told_twice"),
    ]


def test_what_could_be_two_things_is_asked(tmp_path: Path) -> None:
    text = "account;period;driver;quantity\nC1;2025-03;visits;1.234\n"
    assert [question.code for question in read(tmp_path, text).questions] == ["decimal"]
    chosen = read(tmp_path, text, choices=Choices(decimal=","))
    assert [one.quantity for one in chosen.quantities] == [D(1234)]
    days = "account;period;driver;quantity\nC1;03/04/2025;visits;1\n"
    assert [question.flag for question in read(tmp_path, days).questions] == ["--dates"]
    first = read(tmp_path, days, choices=Choices(dates="dmy")).quantities[0]
    assert (first.start, first.end) == (date(2025, 4, 1), date(2025, 4, 30))


def test_columns_that_are_missing_are_named(tmp_path: Path) -> None:
    assert read(tmp_path, "period;driver;quantity\n2025-03;visits;1\n").missing == ("account",)
    assert read(tmp_path, "account;driver;quantity\nC1;visits;1\n").missing == ("period",)
    with pytest.raises(ReadingError):
        read(tmp_path, "")


def test_rates_and_financing(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Activité;A partir du;Coût unitaire\nVisites;2025-01-01;180,50\nTaux de financement;2025-01-01;4,5 %\n"
        "Commandes;2025;-3\nFinancement;2026-01-01;5\n",
        "rates",
    )
    assert found.rates == (ActivityRate("visits", date(2025, 1, 1), D("180.5000")),)
    assert found.financing == (Financing(date(2025, 1, 1), D("0.0450")),)
    assert [one.code for one in found.problems] == ["rate_negative", "financing_not_share"]


def test_fixed_costs_and_budgets(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Division;Zone;Exercice;Montant\nusinage;;2025;3 000 000\n;Nord;2025;10\nPompes;;2025;1\n;;2025;5\n",
        "fixed",
    )
    year = (date(2025, 1, 1), date(2025, 12, 31))
    assert found.fixed == (
        FixedCost(*year, "Usinage", None, D(3_000_000)),
        FixedCost(*year, None, "Nord", D(10)),
        FixedCost(*year, None, None, D(5)),
    )
    assert [one.code for one in found.problems] == ["division_unknown"]
    budgets = read(
        tmp_path,
        "account;division;measure;period;amount\nC1;;CA;2025;100\n;Usinage;contribution;2025-Q1;5\n"
        ";;revenue;2025;1\nC2;;profit;2025;1\n",
        "budgets",
    )
    assert [(one.account, one.division, one.measure, one.amount) for one in budgets.budgets] == [
        ("C1", None, "revenue", D(100)),
        (None, "Usinage", "contribution", D(5)),
    ]
    assert [one.code for one in budgets.problems] == ["budget_of_nobody", "measure_unknown"]


@given(st.integers(1960, 2100), st.integers(1, 12))
def test_a_month_is_read_however_it_is_written(year: int, month: int) -> None:
    name = f"{year}-{month:02d}"
    whole = (date(year, month, 1), last_day(name))
    french = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
              "novembre", "décembre")[month - 1]  # fmt: skip
    for text in (name, f"{month:02d}/{year}", f"{month}-{year}", f"{french} {year}", f"{year}/{month}", f"{name}-15"):
        assert period(text) == whole
    quarter, half = (month - 1) // 3 + 1, (month - 1) // 6 + 1
    for text in (f"{year}-Q{quarter}", f"T{quarter} {year}", f"{year} t{quarter}", f"Q{quarter}-{year}"):
        found = period(text)
        assert found is not None
        assert found[0] <= whole[0] <= whole[1] <= found[1]
        assert (found[1] - found[0]).days in range(89, 92)
    assert period(f"S{half} {year}") is not None
    assert period(str(year)) == (date(year, 1, 1), date(year, 12, 31))


def test_the_same_quantities_are_the_same_file(tmp_path: Path) -> None:
    march = (date(2025, 3, 1), date(2025, 3, 31))
    rows = [Quantity("C1", "visits", *march, D("4.0")), Quantity("C2", "visits", *march, D(1))]
    first = save_quantities(rows, tmp_path)
    assert save_quantities(reversed(rows), tmp_path) == first
    assert save_quantities(rows[:1], tmp_path) != first
    assert pq.read_table(first).num_rows == 2
    assert pq.read_table(save_quantities([], tmp_path)).num_rows == 0
