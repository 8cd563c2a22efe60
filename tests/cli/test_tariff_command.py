"""`trousseau tariff` on a file, and its workbook."""

import zipfile

import pytest
from python_calamine import CalamineWorkbook

HEADER = "customer_code,customer,document,line,date,product,family,zone,quantity,amount,cost,currency\n"


@pytest.fixture
def zones(tmp_path):
    """1,200 a year in Nord (Pompes), 2,400 in =Sud (Vannes)."""
    path = tmp_path / "sales.csv"
    rows = [
        f"A,Client A,F{zone}{n},1,2025-{n:02d}-15,{product},{family},{zone},10,{amount},50,EUR"
        for zone, product, family, amount in (("Nord", "=P1", "Pompes", 100), ("=Sud", "V1", "Vannes", 200))
        for n in range(1, 13)
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_what_it_brings(run, zones):
    answer = run("tariff", zones, "--index", "Nord=5%", "--index", "2%", "--cap", "Nord=3%", "--pass", "Vannes=50%")
    assert answer.code == 0
    assert "This tariff would bring €60 more, 1.7% of sales." in answer.out
    assert "the cap acts" in answer.out
    found = run("tariff", zones, "--index", "0.05", "--effective", "2026-07-01", "--json").json
    assert found["revenue"] == {"before": "3600.00", "change": "90.00", "after": "3690.00"}
    assert found["margin"]["after"] == "2490.00"
    assert [zone["remaining"] for zone in found["zones"]] == [0.5, 0.5]
    assert found["estimated"]


def test_the_workbook_goes_on_calculating_and_names_stay_text(run, zones, tmp_path):
    out = tmp_path / "tariff.xlsx"
    assert run("tariff", zones, "--index", "3%", "--xlsx", out).code == 0
    book = CalamineWorkbook.from_path(out)
    rows = book.get_sheet_by_name("Tariff").to_python()
    assert [row[:3] for row in rows[1:]] == [["'=P1", "Pompes", "Nord"], ["V1", "Vannes", "'=Sud"]]
    assert [(row[4], row[6], row[7]) for row in rows[1:]] == [(10, 0.03, 10.3), (20, 0.03, 20.6)]
    assert book.get_sheet_by_name("Effect").to_python()[-1][3:] == pytest.approx([108, 3708])
    with zipfile.ZipFile(out) as archive:
        formulas = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>ROUND(E2*(1+G2),2)</f>" in formulas
    assert "<f>Index!$E$2</f>" in formulas or "<f>Index!$E$3</f>" in formulas
    assert "P1" not in formulas


@pytest.mark.parametrize(
    ("flags", "code", "flag"),
    [
        ((), "index_missing", "--index"),
        (("--index", "Nord=lots"), "rate_bad", "--index"),
        (("--index", "Nord=-100%"), "rate_bad", "--index"),
        (("--index", "Est=3%"), "tariff_zone", "--index"),
        (("--index", "3%", "--pass", "Bagues=50%"), "tariff_family", "--pass"),
        (("--index", "3%", "--pass", "120%"), "share_bad", "--pass"),
        (("--index", "3%", "--cap", "1%", "--floor", "2%"), "floor_above_cap", "--floor"),
        (("--index", "3%", "--elasticity", "2"), "elasticity_bad", "--elasticity"),
    ],
)
def test_flags_to_mend(run, zones, flags, code, flag):
    answer = run("tariff", zones, *flags, "--json")
    assert answer.code == 2
    assert (answer.error["code"], answer.error["flag"]) == (code, flag)


def test_a_rise_as_each_zones_inflation(run, zones, tmp_path):
    table = tmp_path / "inflation.csv"
    table.write_text("zone,year,inflation\nNord,2024,9\nNord,2025,5\nNord,2026,8\n", encoding="utf-8")
    asked = ("tariff", zones, "--index", "inflation", "--inflation", table)
    found = run(*asked, "--cap", "4%", "--json").json
    assert found["revenue"]["change"] == "48.00"
    assert {zone["key"]: zone["asked"] for zone in found["zones"]} == {"Nord": 0.05, "=Sud": 0}
    assert (found["inflation_of"], found["zones_without_inflation"]) == ({"Nord": "2025"}, ["=Sud"])
    printed = run(*asked).out
    assert "Inflation of 2025: Nord." in printed
    assert "No inflation is told, so no rise, for: =Sud." in printed
    refused = run("tariff", zones, "--index", "inflation", "--json")
    assert (refused.code, refused.error["code"]) == (2, "inflation_missing")


@pytest.mark.parametrize(
    ("flags", "change"),
    [((), "48.00"), (("--cap", "3%"), "36.00"), (("--floor", "5%"), "180.00"), (("--pass", "Pompes=50%"), "24.00")],
)
def test_bounds_and_pass_through_act_on_inflation_as_on_any_rise(run, zones, tmp_path, flags, change):
    table = tmp_path / "inflation.csv"
    table.write_text("zone,year,inflation\nNord,2025,4\nNord,2026,9\n", encoding="utf-8")
    found = run("tariff", zones, "--index", "inflation", "--inflation", table, *flags, "--json").json
    assert found["revenue"]["change"] == change


@pytest.mark.parametrize(("rate", "code"), [("200", 0), ("-100", 1), ("-150", 1)])
def test_startling_inflation_is_shown_again_and_impossible_one_refused(run, zones, tmp_path, rate, code):
    table = tmp_path / "inflation.csv"
    table.write_text(f"zone,year,inflation\nNord,2025,{rate}\n", encoding="utf-8")
    answer = run("tariff", zones, "--index", "inflation", "--inflation", table, "--json")
    assert answer.code == code
    if code:
        assert rate in answer.error["message"]
    else:
        assert "200" in " ".join(answer.json["notes"])
        assert answer.json["revenue"]["change"] == "2400.00"


def test_kept_tariffs_are_of_the_stored_ledger(run, zones):
    answer = run("tariff", zones, "--list", "--json")
    assert (answer.code, answer.error["code"], answer.error["flag"]) == (2, "tariffs_stored", "--list")
