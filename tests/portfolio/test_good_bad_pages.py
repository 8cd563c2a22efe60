"""The pages of good and bad customers, of their rules and of the company's own segments."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from xlsxwriter import Workbook

from trousseau.portfolio.models import RuleVersion, SegmentTable

pytestmark = pytest.mark.django_db
DRAFT = {"preview": "1", "watch-contribution_rate": "45 %", "bad-contribution_rate": "20", "least": "50"}


def text(response) -> str:
    linked = re.sub(r"</?a\b[^>]*>", "", response.content.decode())
    body = re.sub(r"<script.*?</script>|<[^>]+>", " ", linked, flags=re.DOTALL)
    return re.sub(r"[\s\u00a0\u202f]+", " ", body)


@pytest.fixture
def site(margins, person, signed_in):
    return signed_in(person("director"))


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_page_opens_with_who_makes_it_all_and_who_takes_back(site):
    page = text(site.get("/check-up/contributions/?by=account"))
    assert "1 customer already makes 100% of the margin; Perte takes €1.2k back." in page
    assert "By the rules: 2 good, 1 to watch, 1 bad." in page
    assert "1 customer with €3.6k of sales is not on the curve" in page
    assert "Cost to serve is not told yet" in page
    assert "Cost of goods 112.5% of sales against 83.3%" in page
    assert "contribution rate −12.5%, under 0.0%" in page


def test_totals_are_what_they_drill_down_to(site):
    rows = rows_of(site.get("/check-up/contributions/tables/whale.csv?by=account"))
    assert sum(Decimal(row[4]) for row in rows[1:] if row[4]) == 12 * 400
    rows = rows_of(site.get("/check-up/contributions/tables/contributions.csv?by=account"))
    assert [(row[1], row[10]) for row in rows[1:]] == [
        ("Bon", "Good"), ("Perte", "Bad"), ("Mince", "To watch"), ("Inconnu", "Unknown"), ("Petit bon", "Good"),
    ]  # fmt: skip
    for name in ("tail", "moved"):
        assert site.get(f"/check-up/contributions/tables/{name}.xlsx").status_code == 200
    assert site.get("/check-up/contributions/tables/nothing.csv").status_code == 404


def test_divisions_zones_and_what_lies_inside_them(site):
    assert "Zones" in text(site.get("/check-up/contributions/?unit=zone"))
    page = text(site.get("/check-up/contributions/?by=account&zone=France"))
    assert "Perte takes €1.2k back" in page
    assert "By the rules: 1 good, 0 to watch, 1 bad." in page
    assert site.get("/check-up/contributions/?zone=Nowhere&division=X&unit=division").status_code == 200


def test_the_make_up_adds_up_and_says_why(site):
    page = text(site.get("/check-up/contributions/account/?by=account&account=C2"))
    assert "Perte leaves −€1.2k of its €9.6k: −12.5%, where all customers leave 16.7%." in page
    assert "€10,800.00" in page
    assert "Not known of it: Payment days." in page
    unknown = text(site.get("/check-up/contributions/account/?by=account&account=C4"))
    assert "What Inconnu leaves of its €3.6k is not known." in unknown
    assert site.get("/check-up/contributions/account/?account=nobody").status_code == 404


def test_without_any_cost_everything_is_unknown_and_said_so(sales, person, signed_in):
    site = signed_in(person("director"))
    page = text(site.get("/check-up/contributions/"))
    assert "The cost of no sale is known" in page
    assert "No cost of goods is known" in page
    assert site.get("/check-up/classes/").status_code == 200
    assert "Division" in text(site.get("/check-up/segments/"))
    assert site.get("/check-up/segments/tables/segments.csv").status_code == 200


def test_a_draft_is_tried_on_the_portfolio_before_it_is_published(site):
    page = text(site.get("/check-up/classes/", DRAFT))
    assert "2 customers would change class." in page
    assert not RuleVersion.objects.exists()
    answer = site.post("/check-up/classes/publish/", {**DRAFT, "based_on": "0", "reason": "Margins fell"})
    assert answer.url == "/check-up/classes/1/"
    page = text(site.get(answer.url))
    assert "“Margins fell”" in page
    assert "Mince" in page
    assert "1 Jan 2025 – 31 Dec 2025" in page
    assert "under 45.0%" in text(site.get("/check-up/classes/"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bad-contribution_rate": "60"}, "Contribution rate: bad (60.0%) must lie under to watch (45.0%)"),
        ({"watch-contribution_rate": "200 %"}, "200.0% cannot be; write a figure from −1,000.0% to 100.0%."),
        ({"bad-contribution_rate": "low"}, "Contribution rate: “low” is not a number."),
        ({"least": "150"}, "Sales with known cost: 150.0% cannot be"),
        ({"watch-contribution_rate": "", "bad-contribution_rate": ""}, "There is no threshold at all"),
        ({"reason": " "}, "Say why the rules change"),
        ({"based_on": "7"}, "Someone published other rules while you were writing"),
        ({"based_on": "x"}, "Someone published other rules while you were writing"),
    ],
)
def test_bad_rules_are_explained_and_nothing_is_published(site, changes, said):
    answer = site.post("/check-up/classes/publish/", {**DRAFT, "based_on": "0", "reason": "Why", **changes})
    assert answer.status_code == 422
    assert said in text(answer)
    assert not RuleVersion.objects.exists()


def test_readers_read_the_rules_and_do_not_change_them(margins, person, signed_in):
    site = signed_in(person("controller"))
    page = text(site.get("/check-up/classes/", DRAFT))
    assert "Change the rules" not in page
    assert "would change class" not in page
    assert site.post("/check-up/classes/publish/", {**DRAFT, "based_on": "0", "reason": "x"}).status_code == 403


def test_segments_disagree_with_good_and_bad(site):
    page = text(site.get("/check-up/segments/"))
    assert "1 customer of the best-treated segment “Gold” is bad and takes €1.2k back; 1 good one sits in" in page
    assert "Too few customers to say" in page
    assert "“Gold” is taken as the best treated, because its customers buy most each." in page
    turned = text(site.get("/check-up/segments/?best=Standard"))
    assert "No customer of the best-treated segment “Standard” is bad" in turned
    rows = rows_of(site.get("/check-up/segments/tables/segments.csv"))
    assert sum(int(row[2]) for row in rows[1:]) == 5
    assert site.get("/check-up/segments/?by_column=column:Nothing").status_code == 404


def test_a_small_table_gives_the_segments(site):
    file = SimpleUploadedFile("s.csv", "Code site;Segment\nC1;A\nperte;A\nC3;B\nX9;B\n".encode("cp1252"))
    answer = site.post("/check-up/segments/import/", {"name": " Sales  plan ", "file": file}, follow=True)
    page = text(answer)
    assert "3 customers have a segment now. 1 row names nobody in the sales lines and is left out: X9." in page
    assert "Sales plan" in page
    assert "without a segment" in page
    table = SegmentTable.objects.get()
    site.post(f"/check-up/segments/{table.public_id}/drop/")
    assert not SegmentTable.objects.exists()


def test_a_workbook_gives_the_segments_too(site):
    content = io.BytesIO()
    with Workbook(content) as book:
        for at, row in enumerate((("customer", "segment"), ("C1", "A"), ("C2", 3.0))):
            book.worksheets()[0].write_row(at, 0, row) if at else book.add_worksheet().write_row(0, 0, row)
    file = SimpleUploadedFile("s.xlsx", content.getvalue())
    site.post("/check-up/segments/import/", {"name": "Book", "file": file})
    assert dict(SegmentTable.objects.get().entries.values_list("account", "segment")) == {"C1": "A", "C2": "3"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The submitted file is empty."),
        ("a;b;c\n1;2;3\n", "No column names the customer and its segment"),
        ("Client;Segment\n", "The file holds no row"),
        ("Client;Segment\nC1;A\n;B\nC2;\n", "Row 3, column “Client” is empty"),
        ("Client;Segment\nC1;A\nC1;B\n", "Row 3: “C1” is in row 2 already"),
        ("Client;Segment\nZ1;A\n", "No row names a customer of the ledger, the first being “Z1”"),
        ("PK\x03\x04nonsense", "The file could not be read as a table"),
        ("Client;Segment\nC1;" + "x" * 300, "is too long for a segment"),
    ],
)
def test_a_bad_table_says_where_and_changes_nothing(site, content, said):
    answer = site.post(
        "/check-up/segments/import/", {"name": "N", "file": SimpleUploadedFile("s.csv", content.encode())}
    )
    assert answer.status_code == 422
    assert said in text(answer)
    assert not SegmentTable.objects.exists()
