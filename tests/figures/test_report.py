"""The report and the terminal: complete, self-contained, safe."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from trousseau.figures import terminal
from trousseau.figures.language import Language
from trousseau.figures.report import Provenance, classes, render

from .conftest import QUARANTINE, portfolio

MADE = Provenance(date(2026, 11, 22), ("ventes <2026>.csv",), rates="ECB rates of each line's day.", ledger_version=3)


class Reader(HTMLParser):
    """What a browser would see: elements, ids, addresses."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.ids, self.addresses, self.attributes = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.addresses += [values[k] for k in ("href", "src", "action") if k in values]


@pytest.fixture(params=[False, True], ids=["plain", "hostile"])
def page(request, language):
    return render(portfolio(hostile=request.param), language, MADE, quarantine=QUARANTINE)


def test_one_file_that_asks_for_nothing(page):
    read = Reader(page)
    assert not {"script", "link", "img", "iframe", "object"} & set(read.tags)
    assert all(address.startswith("#") for address in read.addresses)
    assert {address[1:] for address in read.addresses} <= set(read.ids)
    assert len(read.ids) == len(set(read.ids))
    assert not any(name.startswith("on") or name == "style" for name in read.attributes)
    assert "url(" not in page
    assert "http" not in re.sub(r"http-equiv", "", page)


def test_language_and_title(language):
    page = render(portfolio(), language, MADE)
    assert f'<html lang="{language.code}">' in page
    assert page.count("<h1") == 1


def test_hostile_names_are_text(language):
    page = render(portfolio(hostile=True), language, MADE, quarantine=QUARANTINE)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "=1+1&lt;b&gt;" in page
    assert "ventes &lt;2026&gt;.csv" in page


def test_what_it_says(language):
    checkup = portfolio()
    page = render(checkup, language, MADE, quarantine=QUARANTINE)
    for expected in (
        language.amount(checkup.revenue, "EUR"),
        language.text("not given"),
        "Date facture",
        "Alstrom",
    ):
        assert expected in page
    assert page.count('scope="row" class="name"') >= 20


def test_nothing_to_show_is_still_a_report(language):
    page = render(portfolio(0, unconverted=0, quarantined=0), language, MADE)
    assert "<h1>" in page
    assert "nan" not in page.lower().split("<body>")[1]


def test_classes_add_up(checkup):
    rows = classes(checkup)
    assert sum(row.customers for row in rows) == checkup.accounts
    assert sum(row.of_sales for row in rows) == pytest.approx(1)


def test_terminal_fits_100_columns(language):
    for hostile in (False, True):
        text = terminal.render(portfolio(hostile=hostile), language, quarantine=QUARANTINE, notes=["A note."])
        assert max(map(terminal.width, text.splitlines())) <= 100
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text)
        assert "Alstrom" in text
        assert text.endswith("A note.\n")


def test_terminal_aligns_wide_characters():
    text = terminal.render(portfolio(), Language("en"))
    lines = [line for line in text.splitlines() if re.match(r" *\d+  ", line)]
    ends = {terminal.width(line[: line.rindex("%") + 1]) for line in lines}
    assert len(lines) == 20
    assert len(ends) == 1


def test_terminal_colours_only_when_asked():
    assert "\033[" not in terminal.render(portfolio(), Language("en"))
    assert "\033[1m" in terminal.render(portfolio(), Language("en"), colour=True)


def test_terminal_of_nothing(language):
    assert "nan" not in terminal.render(portfolio(0, unconverted=0, quarantined=0), language)


@pytest.mark.parametrize(
    ("text", "columns", "expected"), [("東京重工", 5, "東京…"), ("abc", 5, "abc  "), ("é" * 3, 2, "é…")]
)
def test_cells(text, columns, expected):
    assert terminal.cell(text, columns) == expected
