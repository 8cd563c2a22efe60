"""Dates as the world writes them."""

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.ledger.reading.dates import last_day
from trousseau.ledger.reading.values import REASON_NAMES, dates

DAY = dt.date(2024, 1, 12)


def one(text: str, order: str = "dmy") -> dt.date | str:
    found = dates(pa.array([text]), order)
    if found.reasons[0]:
        return REASON_NAMES[found.reasons[0]]
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(found.days[0]))


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("12/01/2024", "dmy"),
        ("12-01-2024", "dmy"),
        ("12.01.2024", "dmy"),
        ("12 01 2024", "dmy"),
        ("12/1/24", "dmy"),
        ("01/12/2024", "mdy"),
        ("1/12/24", "mdy"),
        ("24-01-12", "ymd"),
        ("2024-01-12", "dmy"),
        ("2024/1/12", "mdy"),
        ("2024-01-12T23:30:00+02:00", "dmy"),
        ("2024-01-12T10:30:00.123Z", "dmy"),
        ("2024-01-12 00:00:00", "dmy"),
        ("12/01/2024 10:30", "dmy"),
        ("1/12/2024 10:30:00 PM", "mdy"),
        ("12/01/2024 10h30", "dmy"),
        ("12 janv. 2024", "dmy"),
        ("12 janvier 2024", "dmy"),
        ("12-Jan-24", "mdy"),
        ("12-JAN-2024", "mdy"),
        ("January 12, 2024", "dmy"),
        ("Jan 12, 2024", "dmy"),
        ("Friday, January 12, 2024", "dmy"),
        ("ven. 12 janv. 2024", "dmy"),
        ("12th January 2024", "dmy"),
        ("20240112", "dmy"),
        ("20240112103000", "mdy"),
        ("12012024", "dmy"),
        ("120124", "dmy"),
        ("45303", "dmy"),
        ("\x1f45303.4375", "dmy"),
        ("\x1e2024-01-12 10:30:00", "mdy"),
        ("\u200f12/01/2024 ", "dmy"),
    ],
)
def test_the_twelfth_of_january(text: str, order: str) -> None:
    assert one(text, order) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1er août 2024", dt.date(2024, 8, 1)),
        ("15 déc. 2023", dt.date(2023, 12, 15)),
        ("mar. 12 mars 2024", dt.date(2024, 3, 12)),
        ("Mar 12, 2024", dt.date(2024, 3, 12)),
        ("janv. 2024", dt.date(2024, 1, 1)),
        ("Feb-24", dt.date(2024, 2, 1)),
        ("2024-03", dt.date(2024, 3, 1)),
        ("03/2024", dt.date(2024, 3, 1)),
        ("29/02/2024", dt.date(2024, 2, 29)),
        ("31/12/68", dt.date(1968, 12, 31)),
    ],
)
def test_other_days(text: str, day: dt.date) -> None:
    assert one(text) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "date_missing"),
        ("NULL", "date_missing"),
        ("-", "date_missing"),
        ("bientôt", "date_text"),
        ("12,50", "date_text"),
        ("31/02/2024", "date_impossible"),
        ("29/02/2023", "date_impossible"),
        ("00/00/0000", "date_impossible"),
        ("1900-01-00", "date_impossible"),
        ("01/13/2024", "date_other_order"),
        ("01/01/1900", "date_too_early"),
        ("31/12/2199", "date_too_late"),
        ("12 foo 2024", "date_text"),
    ],
)
def test_reasons(text: str, reason: str) -> None:
    assert one(text) == reason


def test_typed_columns() -> None:
    assert dates(pa.array([DAY, None]), "dmy").reasons.tolist()[0] == 0
    stamps = pa.array([dt.datetime.fromisoformat("2024-01-12T23:59")], pa.timestamp("ns"))
    assert dates(stamps, "dmy").days[0] == (DAY - dt.date(1970, 1, 1)).days
    assert dates(pa.array([20240112]), "dmy").days[0] == (DAY - dt.date(1970, 1, 1)).days
    assert REASON_NAMES[dates(pa.array([1.5]), "dmy").reasons[0]] == "date_text"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.dates(dt.date(1990, 1, 1), last_day()), min_size=1, max_size=20),
    st.sampled_from(
        [
            ("%d/%m/%Y", "dmy"),
            ("%d.%m.%Y", "dmy"),
            ("%m/%d/%Y", "mdy"),
            ("%m-%d-%Y %H:%M", "mdy"),
            ("%Y-%m-%d", "ymd"),
            ("%Y/%m/%d", "dmy"),
            ("%Y%m%d", "dmy"),
            ("%d%m%Y", "dmy"),
            ("%d/%m/%y", "dmy"),
            ("%d %b %Y", "mdy"),
            ("%B %d, %Y", "dmy"),
            ("%A, %d %B %Y", "mdy"),
        ]
    ),
)
def test_what_is_written_is_read(days: list[dt.date], form: tuple[str, str]) -> None:
    pattern, order = form
    found = dates(pa.array([day.strftime(pattern) for day in days]), order)
    assert not found.reasons.any()
    assert pa.array(found.days).cast(pa.date32()).to_pylist() == days


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=14), min_size=1, max_size=10))
def test_any_text_is_read_or_refused(texts: list[str]) -> None:
    assert len(dates(pa.array(texts, pa.string()), "dmy").days) == len(texts)
