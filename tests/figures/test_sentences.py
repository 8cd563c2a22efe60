"""The finding and the panel: honest in both languages, at the edges too."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from trousseau.figures.indicators import RANGES, Range, indicators, most_dependent
from trousseau.figures.language import Language
from trousseau.figures.sentences import finding, panel
from trousseau.method.checkup import AccountSum, LineCounts, check_up

from .conftest import portfolio

EN = Language("en")


def lone(*revenues, **settings):
    """A check-up without any dimension."""
    amounts = [Decimal(r) for r in revenues]
    return check_up(
        [AccountSum(f"C{i}", None, f"Client {i}", None, r, 1) for i, r in enumerate(amounts)],
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        base_currency="EUR",
        lines=LineCounts(len(amounts), len(amounts), 0, 0, 0),
        revenue=sum(amounts, Decimal(0)),
        **settings,
    )


def test_the_headline_opens_with_the_few_that_make_80_percent(checkup):
    found = finding(checkup, EN)
    needed = checkup.pareto.count_for(0.8)
    assert found.text.startswith(f"{needed} of 60 customers make 80% of sales; ")
    assert [p.about for p in found.headline if p.about][:3] == [f"ranked:{needed}", "ranked:60", "pareto"]


def test_a_zone_that_hangs_on_one_account_is_in_the_headline(checkup):
    name, inside = most_dependent(checkup, "zone")
    assert f"zone {name} loses" in finding(checkup, EN).text
    assert inside.first in finding(checkup, EN).text


def test_french_headline_has_french_typography(checkup):
    text = finding(checkup, Language("fr")).text
    assert "80\u00a0% du chiffre d’affaires\u202f; si " in text


@pytest.mark.parametrize("revenues", [[], [0, 0], [5, -7]])
def test_nothing_to_measure_is_said(language, revenues):
    checkup = lone(*revenues)
    assert finding(checkup, language).text
    assert {row.indicator.group for row in panel(checkup, language)} <= {"data"}


def test_one_customer():
    assert finding(lone(10), EN).text == "Client 0 is the only customer: all sales come from it."
    keys = [row.key for row in indicators(lone(10))]
    assert "pareto_point" not in keys
    assert "zone_dependence" not in keys


def test_without_dependence_the_first_account_is_told():
    assert "the first, Client 0, alone makes 50.0%." in finding(lone(50, 30, 20), EN).text
    assert "the first, Client 0, makes only 2.0%." in finding(lone(*[1] * 50), EN).text


def test_what_is_not_in_the_figures_is_said(checkup, language):
    lead = " ".join(finding(checkup, language).lead)
    assert "BGN" in lead
    nominal = finding(portfolio(base=None, unconverted=0), EN).lead
    assert "Amounts in 3 currencies are added as they stand, without conversion." in nominal


def test_every_row_of_the_panel_is_worded(checkup, language):
    rows = panel(checkup, language)
    assert len(rows) == 12
    for row in rows:
        assert row.label
        assert row.value
        assert row.sentence.endswith(".")
        assert bool(row.source) == bool(row.indicator.range)
        assert "{" not in row.sentence


def test_an_indicator_without_data_is_absent(checkup):
    bare = replace(checkup, by_dimension={}, base_currency=None)
    keys = {row.key for row in indicators(bare)}
    assert not keys & {"zone_dependence", "division_dependence", "unconverted"}
    assert "top_10" not in {row.key for row in indicators(lone(*range(1, 9)))}


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [
        ("first_share", 0.05, "good"),
        ("first_share", 0.0999, "watch"),
        ("first_share", 0.10, "bad"),
        ("pareto_point", 0.2, "good"),
        ("pareto_point", 0.12, "watch"),
        ("pareto_point", 0.09, "bad"),
        ("pareto_point", 0.45, "watch"),
        ("effective_number", 20, "good"),
        ("effective_number", 9.9, "bad"),
        ("over_10", 0, "good"),
        ("over_10", 1, "watch"),
        ("over_10", 2, "bad"),
    ],
)
def test_ranges(key, value, status):
    assert RANGES[key].status(value) == status


def test_an_organisation_sets_its_own_ranges(checkup):
    strict = {"gini": Range(high=0.1)}
    assert {row.key: row.status for row in indicators(checkup, strict)}["gini"] == "bad"
    assert panel(checkup, EN, strict)


def test_groups_under_common_control_are_disclosed():
    found = lone(8, 8, 84, groups=["Rail", "Rail", None])
    row = next(row for row in panel(found, EN) if row.indicator.key == "over_10")
    assert row.sentence == "To be disclosed (IFRS 8 §34): Client 2 and Rail."


def test_names_are_never_templates():
    checkup = portfolio(hostile=True)
    assert finding(checkup, EN).text
    assert all(row.sentence for row in panel(checkup, EN))
