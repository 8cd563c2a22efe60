"""Tables of costs that make no sense: one sentence with row, column, value and how to mend it; nothing half-done."""

import pytest
from django.urls import reverse
from xlsxwriter import Workbook

from cli.test_contribution_command import LINES, controller, file, sales, told  # noqa: F401 - fixtures
from trousseau.costs.models import ActivityRate, Budget, Driver, FinancingRate, FixedCost, Table

DRIVERS = "account,period,driver,quantity\n"
RATES = "driver,start,cost\n"
FIXED = "division,start,end,amount\n"
BUDGETS = "account,period,amount\n"
HOSTILE = [
    ("drivers", DRIVERS + "C1,2025,visits,inf\n", "Row 2, column “quantity” (inf): not a finite number"),
    ("drivers", "account,period,visits\nC1,2025,NaN\nC2,2025,3\n", "Row 2, column “visits” (NaN): not a finite number"),
    ("drivers", DRIVERS + "C1,2025,visits,1e30\n", "(1e30): scientific notation has lost digits"),
    ("drivers", DRIVERS + f"C1,2025,visits,1{'0' * 30}\n", "more than 14 digits"),
    ("drivers", DRIVERS + "C1,2025,payment_days,-30\n", "(-30): nobody has fewer than none; check the sign"),
    ("drivers", DRIVERS + "C1,2025,visits,3\nC1,2025,visits,4\n", "Row 3, column “quantity” (4): this table says it"),
    (
        "drivers",
        DRIVERS.strip() + ",currency\nC1,2025,rebates,300,GBP\n",
        "“currency” (GBP): amounts are told in",
    ),
    ("drivers", "", "The file is empty"),
    ("rates", RATES + "visits,2025-01-01,-20\n", "(-20): a unit cannot cost less than nothing"),
    ("rates", RATES + "visits,2025-01-01,-inf\n", "(-inf): not a finite number"),
    ("rates", RATES + "visits,2025-01-01,20\nvisits,2025-01-01,30\n", "Row 3, column “cost” (30)"),
    ("rates", RATES + "financing,2025-01-01,450%\n", "(450%): a yearly rate of more than 100%"),
    ("rates", RATES.strip() + ",devise\nvisits,2025-01-01,20,ZZZ\n", "column “devise” (ZZZ): amounts are told in"),
    ("fixed", FIXED + "Usinage,2025-12-31,2025-01-01,20\n", "column “end” (2025-01-01): the period ends before"),
    ("fixed", FIXED + "Usinage,2025-01-01,2025-12-31,-20\n", "(-20): fixed costs are never less than nothing"),
    ("fixed", FIXED + "Nulle,2025-01-01,2025-12-31,20\n", "(Nulle): no such division"),
    ("fixed", FIXED.strip() + ",currency\nUsinage,2025-01-01,2025-12-31,20,USD\n", "(USD): amounts are told in"),
    ("budgets", BUDGETS + "C1,2025,20\nC1,2025,30\n", "Row 3, column “amount” (30): this table says it already"),
    ("budgets", BUDGETS + "C1,2025,-20\n", "(-20): a revenue budget is never less than nothing"),
    ("budgets", BUDGETS.strip() + ",currency\nC1,2025,20,$\n", "($): amounts are told in"),
]


def nothing_is_told() -> bool:
    models = (ActivityRate, Budget, Driver, FinancingRate, FixedCost, Table)
    return not any(model.objects.exists() for model in models)


@pytest.mark.django_db
def test_the_command_refuses_and_nothing_is_written(run, file, sales) -> None:  # noqa: F811
    for number, (kind, text, said) in enumerate(HOSTILE):
        answer = run("costs", file(f"t{number}.csv", text), "--kind", kind)
        assert (answer.code, said in answer.err) == (1, True), (kind, text, answer.err)
        assert "Traceback" not in answer.err
        assert nothing_is_told(), text


@pytest.mark.django_db
def test_the_page_says_the_same_before_anything_counts(sales, controller, signed_in) -> None:  # noqa: F811
    from django.core.files.uploadedfile import SimpleUploadedFile

    site = signed_in(controller)
    for kind, text, said in HOSTILE:
        if not text:
            continue
        sent = {"file": SimpleUploadedFile("t.csv", text.encode()), "what": kind}
        page = site.post(reverse("costs:receive"), sent, follow=True)
        why = said.rsplit(": ", maxsplit=1)[-1].split("; ", maxsplit=1)[0].lower()
        shown = page.content.decode().lower()
        assert page.status_code == 200, text
        assert why.startswith("row") or why in shown, (text, why)
    assert not Driver.objects.exists()
    assert not Table.objects.filter(loaded_at__isnull=False).exists()


def test_a_workbook_with_a_cell_in_error_is_refused(run, file, tmp_path) -> None:  # noqa: F811
    book = Workbook(tmp_path / "errors.xlsx")
    sheet = book.add_worksheet()
    for row, cells in enumerate((("account", "period", "driver", "quantity"), ("C1", "2025", "visits", 3))):
        sheet.write_row(row, 0, cells)
    sheet.write_row(2, 0, ("C2", "2025", "visits"))
    sheet.write_formula(2, 3, "=1/0", None, "#DIV/0!")
    book.close()
    answer = run("contribution", file("sales.csv", LINES), "--costs", tmp_path / "errors.xlsx")
    assert (answer.code, "Row 3, column “quantity”" in answer.err) == (1, True), answer.err


def test_a_table_from_a_french_spreadsheet_is_read(run, file) -> None:  # noqa: F811
    table = "\ufeffcompte;période;inducteur;quantité;devise\nC1;2025;visites;12,5;EUR\nC2;T1 2025;visites;3,25;\n"
    rates = file("r.csv", "driver;start;cost\nvisits;2025-01-01;10,5\naudits;2025-01-01;3\n")
    answer = run("contribution", file("sales.csv", LINES), "--costs", file("t.csv", table), "--activity-rates", rates,
                 "--json")  # fmt: skip
    assert answer.code == 0, answer.err
    assert {row["account"]: row["serve"] for row in answer.json["accounts"]}["C1"].startswith("131.25")
    assert "A rate is told for audits and no quantity: its cost is in no figure." in answer.json["unknown"]
