"""From what a CRM wrote to what we keep: nothing guessed, nothing rounded, each refusal by name."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.connectors import converters
from trousseau.connectors.converters import CONVERTERS, ConvertError
from trousseau.connectors.mapping import Row, asked, mapped
from trousseau.connectors.protocol import Entity, Record

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("name", CONVERTERS)
@given(value=ANYTHING)
def test_whatever_comes_is_converted_or_refused_by_name(name, value):
    with suppress(ConvertError):  # anything else that is raised fails
        made = CONVERTERS[name](value)
        assert made is None or isinstance(made, str | Decimal | dt.date | bool)
        assert not isinstance(made, Decimal) or made.is_finite()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**13), max_value=10**13, places=4))
def test_a_number_is_the_same_in_quotes_and_out_of_them(value):
    assert converters.number(str(value)) == converters.number(value) == value


@pytest.mark.parametrize(
    "value", ["1,234", "12.5 €", "1 234", "٣", "0x10", "1_000", "nan", "inf", True, [1], "1e99", 10**15]
)
def test_what_is_no_number_for_certain_is_none(value):
    with pytest.raises(ConvertError):
        converters.number(value)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-12-31", dt.date(2026, 12, 31)),
        ("2026-12-31T23:30:00-05:00", dt.date(2026, 12, 31)),
        ("2026-12-31T23:30:00Z", dt.date(2026, 12, 31)),
        ("2026-12-31 10:00:00", dt.date(2026, 12, 31)),
        ("1798675200000", dt.date(2026, 12, 31)),
        (1798675200000, dt.date(2026, 12, 31)),
        ("", None),
        (None, None),
    ],
)
def test_a_day_stays_the_day_it_was_written_as(value, day):
    assert converters.date(value) == day


@pytest.mark.parametrize(
    "value", ["31/12/2026", "2026-02-30", "2026-W01-1", "20261231", "soon", "2026-12-31Tgarbage", {}]
)
def test_what_is_no_day_for_certain_is_none(value):
    with pytest.raises(ConvertError):
        converters.date(value)


@pytest.mark.parametrize(
    ("value", "host"),
    [
        ("https://www.Alstrom.example/fr/?a=1", "alstrom.example"),
        ("alstrom.example", "alstrom.example"),
        ("paul@alstrom.example", "alstrom.example"),
        ("http://user:pw@alstrom.example:8080", "alstrom.example"),
        ("société.example", "société.example"),
        ("not a site", None),
        ("localhost", None),
        ("", None),
    ],
)
def test_a_site_and_an_address_of_mail_name_one_host(value, host):
    assert converters.domain(value) == host


ROWS = (
    Row("name", ("properties.first", "properties.last"), "text", several="joined"),
    Row("email", ("mail", "other"), "text"),
    Row("account", ("company",), "reference"),
    Row("buying_role", ("role",), "choice", choices={"DECISION_MAKER": "decides", "*": ""}),
    Row("language", ("lang",), "text", default="fr"),
)


def test_a_record_says_what_the_rows_name():
    said = {"properties": {"first": "Paul", "last": "Renaudin"}, "other": "p@x.example", "company": {"id": 12}}
    record = Record("7", {**said, "role": "DECISION_MAKER"})
    assert mapped(record, ROWS, Entity.CONTACT).values == {
        "name": "Paul Renaudin", "email": "p@x.example", "account": "12", "buying_role": "decides", "language": "fr",
    }  # fmt: skip
    assert asked(ROWS) == ("properties", "mail", "other", "company", "role", "lang")


def test_what_cannot_be_taken_over_is_named_and_the_rest_is_kept():
    record = Record("7", {"properties": {"first": "Paul"}, "company": {"no": "id"}, "mail": {"x": 1}})
    made = mapped(record, ROWS, Entity.CONTACT)
    assert made.usable
    assert made.values["name"] == "Paul"
    assert [(one.target, one.place, one.code) for one in made.problems] == [("email", "mail + other", "not_text")]


def test_a_record_without_what_is_needed_cannot_be_kept():
    made = mapped(Record("7", {}), ROWS, Entity.CONTACT)
    assert not made.usable
    assert made.problems[0].place == "properties.first + properties.last"


@pytest.mark.parametrize(
    ("closed", "won", "state"),
    [(False, False, "open"), (True, True, "won"), ("true", "false", "lost"), (None, None, None)],
)
def test_a_deal_is_open_won_or_lost(closed, won, state):
    row = Row("state", ("IsClosed", "IsWon"), "state")
    made = mapped(
        Record("1", {"n": "Deal", "IsClosed": closed, "IsWon": won}), (Row("name", ("n",), "text"), row), Entity.DEAL
    )
    assert made.values["state"] == state
    assert made.usable is (state is not None)


def test_a_stage_says_the_state_by_the_table_of_its_row():
    row = Row("state", ("Stage",), "state", choices={"Gagné": "won", "Perdu": "lost", "*": "open"})
    for stage, state in (("Gagné", "won"), ("Perdu", "lost"), ("Offre", "open")):
        assert mapped(Record("1", {"Stage": stage}), (row,), Entity.DEAL).values["state"] == state


@given(st.dictionaries(st.sampled_from(["properties", "mail", "company", "role", "lang"]), ANYTHING))
def test_no_record_breaks_a_mapping(values):
    made = mapped(Record("1", values), ROWS, Entity.CONTACT)
    assert made.usable is (made.values.get("name") is not None)
