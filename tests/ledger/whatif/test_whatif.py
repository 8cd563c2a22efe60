"""What-if of sales lines: to the cent where accounts leave, against fixed costs, and the smallest set that breaks."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.sample import batches, line
from trousseau.ledger.answers import Scope, Window
from trousseau.ledger.costs import NOTHING, Costs, FixedCost
from trousseau.ledger.facts import refresh
from trousseau.ledger.store import Ledger
from trousseau.ledger.whatif import (
    NO_CHANGE,
    Lost,
    Scenario,
    ScenarioError,
    Shock,
    all_breakings,
    breaking,
    joint_breaking,
    read,
    what_if,
)

D = Decimal
YEAR = Window("dates", date(2025, 1, 1), date(2025, 12, 31))
DAY = "2025-03-10"


def fixed(*rows):
    return Costs(
        fixed=tuple(FixedCost(YEAR.start, YEAR.end, division, zone, D(amount)) for division, zone, amount in rows)
    )


COSTS = fixed(("Usinage", None, 400), ("Services", None, 50), (None, None, 30))


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    room = tmp_path_factory.mktemp("whatif")
    ledger = Ledger(room / "ledger", scratch=room)
    lines = [
        line("A", DAY, "1000.01", zone="Nord", division="Usinage", family="Axes", cost=500, group="Alpha"),
        line("A", DAY, "200", zone="Sud", division="Services", family="Conseil", cost=150, group="Alpha"),
        line("B", DAY, "300", zone="Nord", division="Usinage", family="Axes", cost=100, group="Alpha"),
        line("C", DAY, "400", zone="Sud", division="Usinage", family="Brides", cost=200),
        line("D", DAY, "100", zone="Sud", division="Services", family="Conseil", cost=40),
        line("E", DAY, "-20", zone="Sud", division="Services", family="Conseil", cost=-5),
    ]
    ledger.append(batches(lines), source="erp", import_id="1")
    return refresh(ledger, room / "facts", rates=None, base="EUR", today=date(2026, 2, 1))


@pytest.fixture(scope="module")
def portfolio(facts):
    return read(facts, YEAR, COSTS)


def test_losing_one_account_to_the_cent(portfolio):
    answer = what_if(portfolio, Scenario(lost=(Lost("A"),)))
    assert answer.exact
    assert (answer.total.revenue.before, answer.total.revenue.after) == (D("1980.01"), D(780))
    assert (answer.total.margin.before, answer.total.margin.after) == (D("995.01"), D(445))
    assert answer.result.before == D("995.01") - 480
    assert answer.result.change == D("-550.01")
    usinage = answer.part("division", "Usinage")
    assert (usinage.spare.before, usinage.spare.after) == (D("500.01"), D(0))
    assert not usinage.under  # exactly its fixed costs is not under them
    services = answer.part("division", "Services")
    assert (services.spare.before, services.spare.after, services.falls) == (D(45), D(-5), True)
    assert [part.name for part in answer.falling] == ["Services"]
    assert answer.hardest_hit("zone").name == "Nord"
    assert answer.part("zone", "Sud").fixed.before is None
    assert answer.passing[0][0] == "C" or "C" in dict(answer.before.over())


def test_nothing_changes_nothing_and_everyone_takes_everything(portfolio):
    nothing = what_if(portfolio, NO_CHANGE)
    assert nothing.total.revenue.change == nothing.total.contribution.change == 0
    assert nothing.before.shares.tolist() == nothing.after.shares.tolist()
    everyone = what_if(portfolio, NO_CHANGE.losing(*"ABCDE", "nobody"))
    assert everyone.total.revenue.after == everyone.total.contribution.after == 0
    assert everyone.result.after == -480
    assert everyone.after.labels == ()


def test_groups_leave_as_one(facts):
    by_group = read(facts, YEAR, COSTS, by="group", scope=Scope(groups={"A": "Alpha", "B": "Alpha"}))
    answer = what_if(by_group, Scenario(lost=(Lost("Alpha"),)))
    assert answer.total.revenue.after == 480
    assert answer.part("division", "Usinage").spare.after == -200


def test_shocks_are_estimates_rounded_to_the_cent(portfolio):
    shocks = (Shock("volume", zone="Nord", change=-0.1), Shock("inflation", zone="Sud", change=0.08, passed_on=0.5))
    answer = what_if(portfolio, Scenario(shocks=shocks))
    assert not answer.exact
    assert answer.part("zone", "Nord").revenue.after == D("1170.01")
    assert answer.part("zone", "Sud").revenue.after == D("707.20")
    assert answer.part("zone", "Sud").margin.after == D("291.40")
    half = what_if(portfolio, Scenario(lost=(Lost("A", 0.5),)))
    assert (half.exact, half.total.revenue.after) == (False, D("1380.01"))


def test_fixed_costs_are_adjusted(portfolio):
    answer = what_if(portfolio, Scenario(fixed=-0.25))
    assert answer.part("division", "Usinage").fixed.after == 300
    assert answer.result.change == 120
    assert answer.exact


def test_a_family_is_shaken_and_its_cells_add_up(facts, portfolio):
    entry = Scenario(shocks=(Shock("entry", family="Conseil", change=0.5),))
    assert entry.families
    split = read(facts, YEAR, COSTS, families=True)
    answer = what_if(split, entry)
    assert answer.total.revenue.before == D("1980.01")
    assert answer.total.revenue.after == D("1840.01")
    assert answer.part("family", "Conseil").revenue.change == -140
    assert (
        what_if(split, NO_CHANGE).part("division", "Services").margin
        == what_if(portfolio, NO_CHANGE).part("division", "Services").margin
    )


def test_without_fixed_costs_and_costs_the_rest_still_answers(facts, tmp_path):
    answer = what_if(read(facts, YEAR, NOTHING), NO_CHANGE.losing("A"))
    assert answer.result.before is None
    assert answer.falling == ()
    assert answer.total.revenue.after == 780
    ledger = Ledger(tmp_path / "ledger", scratch=tmp_path)
    ledger.append(batches([line("A", DAY, "10", zone="Nord")]), source="erp", import_id="1")
    bare = refresh(ledger, tmp_path / "facts", rates=None, base="EUR", today=date(2026, 2, 1))
    unknown = what_if(read(bare, YEAR, COSTS), NO_CHANGE)
    assert (unknown.total.margin.before, unknown.result.before, unknown.known_share) == (None, None, 0)
    assert breaking(read(bare, YEAR, COSTS), "company").missing == "cost"


def test_the_smallest_set_that_breaks(portfolio):
    usinage = breaking(portfolio, "division", "Usinage")
    assert usinage.before == (D("500.01"),)
    assert (usinage.lost, usinage.after) == (("A", "B"), (D("-200"),))
    assert usinage.otherwise is None  # without A the others are not enough
    services = breaking(portfolio, "division", "Services")
    assert (services.lost, services.otherwise) == (("D",), ("A",))
    assert breaking(portfolio, "zone", "Sud").missing == "fixed"
    assert breaking(portfolio, "company").lost == ("A",)
    assert [found.value for found in all_breakings(portfolio)] == ["", "Usinage", "Services"]
    both = joint_breaking(portfolio, "division", ("Usinage", "Services"))
    assert both.lost == ("A", "B")


def test_already_under_and_never(facts):
    costs = fixed(("Usinage", None, 2000), ("Services", None, 0))
    found = read(facts, YEAR, costs)
    assert breaking(found, "division", "Usinage").lost == ()
    services = breaking(found, "division", "Services")
    assert services.lost == ("D", "A")
    assert services.after == (D(-15),)


def test_fixed_costs_of_a_part_of_the_period_say_so(facts):
    half = Costs(fixed=(FixedCost(date(2025, 1, 1), date(2025, 6, 30), "Usinage", None, D(100)),))
    assert what_if(read(facts, YEAR, half), NO_CHANGE).part("division", "Usinage").partial


@pytest.mark.parametrize(
    "said",
    [
        [],
        {"lost": "A"},
        {"lost": [{"who": 1}]},
        {"lost": [{"who": "A", "share": 2}]},
        {"lost": [{"who": "A", "share": True}]},
        {"shocks": [{"kind": "meteor", "change": 1}]},
        {"shocks": [{"kind": "volume", "zone": 3, "change": 0.1}]},
        {"shocks": [{"kind": "volume", "change": "big"}]},
        {"shocks": [{"kind": "inflation", "change": float("nan")}]},
        {"shocks": [{"kind": "duty", "change": 0.1, "passed_on": 1.5}]},
        {"fixed": -2},
        {"else": 1},
    ],
)
def test_scenarios_that_make_no_sense_are_refused(said):
    with pytest.raises(ScenarioError):
        Scenario.from_json(said)


kinds = st.sampled_from(["volume", "currency", "inflation", "duty", "entry"])
name = st.sampled_from([None, "Nord", "Sud"])
scenarios = st.builds(
    Scenario,
    st.lists(st.builds(Lost, st.sampled_from("ABCX"), st.floats(0, 1)), max_size=3).map(tuple),
    st.lists(st.builds(Shock, kinds, zone=name, change=st.floats(0, 1), passed_on=st.floats(0, 1)), max_size=3).map(
        tuple
    ),
    st.floats(-1, 10),
)


@settings(max_examples=60, deadline=None)
@given(scenarios)
def test_a_scenario_is_stored_and_put_back_together(scenario):
    again = Scenario.from_json(scenario.as_json())
    assert again.same(scenario)
    assert again.plain == scenario.plain


def test_scenarios_of_old_are_read():
    assert Scenario.from_json({"lost": ["A", "B"]}) == Scenario((Lost("A"), Lost("B")))


@settings(max_examples=40, deadline=None)
@given(scenarios)
def test_parts_add_up_to_the_company(portfolio, scenario):
    answer = what_if(portfolio, scenario)
    for parts in answer.parts.values():
        for measure in ("revenue", "margin", "contribution"):
            whole = getattr(answer.total, measure)
            assert sum(getattr(part, measure).before for part in parts) == whole.before
            close = D("0.05") if not answer.exact else D(0)
            assert abs(sum(getattr(part, measure).after for part in parts) - whole.after) <= close


def test_amounts_too_large_are_refused(portfolio):
    monstrous = tuple(Shock("inflation", change=10.0, passed_on=1.0) for _ in range(400))
    with pytest.raises(ScenarioError) as refusal:
        what_if(portfolio, Scenario(shocks=monstrous))
    assert refusal.value.code == "too_large"
    assert replace(NO_CHANGE, fixed=0.1).nothing is False


def test_what_a_shock_does_not_reach_stays_to_the_last_digit(tmp_path):
    ledger = Ledger(tmp_path / "ledger", scratch=tmp_path)
    lines = [
        line("A", DAY, "7135193.4987", zone="Sud", division="Usinage", cost="0.3001"),
        line("B", DAY, "0.0012", zone="Sud", division="Usinage"),
        line("C", DAY, "100.1234", zone="Nord", division="Services", cost="7.0049"),
    ]
    ledger.append(batches(lines), source="erp", import_id="1")
    facts = refresh(ledger, tmp_path / "facts", rates=None, base="EUR", today=date(2026, 2, 1))
    answer = what_if(read(facts, YEAR, COSTS), Scenario(shocks=(Shock("volume", zone="Nord", change=-0.1),)))
    same = answer.part("zone", "Sud")
    assert same.revenue.before == same.revenue.after == D("7135193.4999")
    assert same.margin.before == same.margin.after
    assert same.contribution.before == same.contribution.after
    assert answer.part("zone", "Nord").revenue.after == D("90.11")
