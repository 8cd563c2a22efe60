"""The file of who leaves what says what the page says, to the cent, and each contribution is the sum of its parts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from trousseau.costs import actions
from trousseau.costs.models import FinancingRate

pytestmark = pytest.mark.django_db
PAGE, TABLES = "/check-up/contributions/", "/check-up/contributions/tables/"
DRIVERS = (
    "account;period;driver;quantity\nC1;2025;visits;12\nC2;2025;visits;30,5\nC2;2025;rebates;333,33\n"
    "C3;2025;payment_days;47\nC2;2025;payment_days;95\n"
)
AMOUNTS = ("Revenue", "Sales with known cost", "Margin", "Cost to serve", "Contribution")


@pytest.fixture
def site(margins, person, signed_in):
    """The director's site, once visits, rebates and payment days are told."""
    controller = person("controller")
    table = actions.receive([DRIVERS.encode()], "drivers.csv", "drivers", controller)
    actions.load(table, controller)
    visits = actions.define_driver(controller, "visits")
    actions.set_rate(controller, visits, dt.date(2025, 1, 1), Decimal("17.37"))
    FinancingRate.objects.create(start=dt.date(2025, 1, 1), rate=Decimal("0.0425"))
    return signed_in(person("director"))


def read(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def text(response) -> str:
    body = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"[\s\u00a0\u202f]+", " ", body)


def test_a_contribution_is_the_sum_of_its_parts(site):
    rows = read(site.get(f"{TABLES}contributions.csv?by=account"))
    assert [row["Name"] for row in rows] == ["Bon", "Perte", "Mince", "Inconnu", "Petit bon"]
    parts = list(rows[0])[list(rows[0]).index("Why") + 1 :]
    for row in rows:
        if row["Contribution"]:
            spent = sum(Decimal(row[part] or 0) for part in parts)
            assert Decimal(row["Sales with known cost"]) - spent == Decimal(row["Contribution"]), row
            assert Decimal(row["Margin"]) - Decimal(row["Cost to serve"] or 0) == Decimal(row["Contribution"])


def test_the_two_files_agree_to_the_cent(site):
    rows = read(site.get(f"{TABLES}contributions.csv?by=account"))
    book = site.get(f"{TABLES}contributions.xlsx?by=account")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    header = next(row for row in sheet if "Contribution" in row)
    body = sheet[sheet.index(header) + 1 :]
    for row, cells in zip(rows, body, strict=False):
        said = dict(zip(header, cells, strict=True))
        for name in AMOUNTS:
            if row[name]:
                assert abs(Decimal(str(said[name])) - Decimal(row[name])) < Decimal("0.005"), (row["Name"], name)
            else:
                assert said[name] in ("", None), (row["Name"], name)


def test_the_page_and_the_make_up_show_what_the_file_says(site):
    rows = {row["Name"]: row for row in read(site.get(f"{TABLES}contributions.csv?by=account"))}
    loss = round(-Decimal(rows["Perte"]["Contribution"]))
    assert f"−€{loss:,}" in text(site.get(f"{PAGE}?by=account"))
    made_of = text(site.get(f"{PAGE}account/?by=account&account=C2"))
    for name in ("visits", "rebates"):
        column = next(key for key in rows["Perte"] if key.lower() == name)
        assert f"€{Decimal(rows['Perte'][column]):,.2f}" in made_of, name
    curve = read(site.get(f"{TABLES}whale.csv?by=account"))
    assert {row["Name"]: row["Contribution"] for row in curve} == {
        name: row["Contribution"] for name, row in rows.items()
    }
