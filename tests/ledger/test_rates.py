"""Exchange rates: where they come from, which wins, how old they may be, what is refused."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from trousseau.ledger.rates import MAX_AGE, RatesError, ecb, ecb_last_day, fetch_ecb, merge, own


def known(rates, currency: str) -> dict[date, Decimal]:
    """The rates of one currency by day."""
    return {r["date"]: r["rate"] for r in rates.table.to_pylist() if r["currency"] == currency}


def test_the_ecb_says_units_for_a_euro_we_say_euros_for_a_unit() -> None:
    rates = ecb("EUR", date(2026, 10, 30), date(2026, 10, 30))
    assert known(rates, "USD") == {date(2026, 10, 30): (1 / Decimal("1.1172")).quantize(Decimal("1e-14"))}
    assert "EUR" not in rates.currencies()
    assert set(rates.table["source"].to_pylist()) == {"ecb"}


def test_another_base_is_crossed_through_the_euro() -> None:
    rates = ecb("USD", date(2026, 10, 30), date(2026, 10, 30), currencies=["GBP"])
    assert rates.currencies() == ("EUR", "GBP")
    assert known(rates, "EUR")[date(2026, 10, 30)] == Decimal("1.1172")
    assert round(known(rates, "GBP")[date(2026, 10, 30)], 10) == round(Decimal("1.1172") / Decimal("0.8338"), 10)


def test_a_week_end_takes_the_friday_and_a_currency_that_ended_lasts_seven_days() -> None:
    rates = ecb("EUR", date(2022, 12, 20), date(2023, 1, 31))
    kuna = known(rates, "HRK")
    assert max(kuna) == date(2022, 12, 30) + timedelta(days=MAX_AGE)
    dollars = {r["date"]: r["quoted"] for r in rates.table.to_pylist() if r["currency"] == "USD"}
    assert dollars[date(2023, 1, 8)] == date(2023, 1, 6)
    assert len(dollars) == 43


def test_a_base_the_ecb_never_quoted_is_refused() -> None:
    with pytest.raises(RatesError) as refused:
        ecb("MAD", date(2026, 1, 1), date(2026, 1, 2))
    assert (refused.value.code, refused.value.params) == ("rates_unknown_currency", {"currency": "MAD"})


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("eur_per_unit", "0.9", "0.9"),
        ("units_per_eur", "1.25", "0.8"),
        ("EUR per unit", "0,9", "0.9"),
        ("unités par eur", "1,25", "0.8"),
        ("eur_par_unite", "9e-1", "0.9"),
    ],
)
def test_the_header_says_the_direction(header: str, value: str, expected: str) -> None:
    rates = own([{"date": "2026-03-02", "currency": "usd", header: value}], "EUR")
    assert known(rates, "USD") == {date(2026, 3, 2) + timedelta(days=n): Decimal(expected) for n in range(MAX_AGE + 1)}


def test_rates_in_another_currency_are_crossed_and_the_missing_base_is_named() -> None:
    rows = [
        {"date": "2026-03-02", "currency": "EUR", "usd_per_unit": "1.25"},
        {"date": "2026-03-02", "currency": "GBP", "usd_per_unit": "1.5"},
    ]
    rates = own(rows, "EUR")
    assert known(rates, "GBP")[date(2026, 3, 2)] == Decimal("1.2")
    assert known(rates, "USD")[date(2026, 3, 2)] == Decimal("0.8")
    with pytest.raises(RatesError) as refused:
        own(rows, "CHF")
    assert (refused.value.code, refused.value.params) == ("rates_no_base", {"currency": "USD", "base": "CHF"})


REFUSED = {
    "rates_direction": ("date,currency,rate\n2026-01-01,USD,1.1\n", {"column": "rate"}),
    "rates_column_missing": ("date,eur_per_unit\n2026-01-01,1.1\n", {"column": "currency"}),
    "rates_bad_date": ("date;currency;eur_per_unit\n2026-13-01;USD;1\n", {"row": 2, "value": "2026-13-01"}),
    "rates_bad_currency": ("date,currency,eur_per_unit\n2026-01-01,USD,1\n2026-01-01,dollar,1\n", {"row": 3}),
    "rates_bad_rate": ("date,currency,eur_per_unit\n2026-01-01,USD,-1\n", {"row": 2, "value": "-1"}),
    "rates_conflict": ("date,currency,eur_per_unit\n2026-01-01,USD,1\n2026-01-01,USD,2\n", {"row": 3, "value": "2"}),
    "rates_empty": ("date,currency,eur_per_unit\n", {}),
    "rates_unreadable": ("PK\0\0binary", {}),
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_table_that_cannot_be_used_is_refused_where_it_is_wrong(tmp_path: Path, code: str) -> None:
    text, params = REFUSED[code]
    file = tmp_path / "rates.csv"
    file.write_text(text)
    with pytest.raises(RatesError) as refused:
        own(file, "EUR")
    assert refused.value.code == code
    assert {key: refused.value.params[key] for key in params} == params


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RatesError) as refused:
        own(tmp_path / "none.csv", "EUR")
    assert refused.value.code == "rates_unreadable"


def test_a_table_saved_as_unicode_text_with_times_and_month_first(tmp_path: Path) -> None:
    file = tmp_path / "rates.txt"
    text = "Date\tDevise\tunités par EUR\n01/02/2026 00:00\tUSD\t1,25\n01/13/2026 00:00\tUSD\t1,6\n"
    file.write_bytes(text.encode("utf-16"))
    dollars = known(own(file, "EUR"), "USD")
    assert (dollars[date(2026, 1, 2)], dollars[date(2026, 1, 13)]) == (Decimal("0.8"), Decimal("0.625"))


def test_day_first_dates_are_read_where_the_file_leaves_no_doubt() -> None:
    rows = [
        {"date": "03/02/2026", "currency": "USD", "eur_per_unit": 1},
        {"date": "23/02/2026", "currency": "USD", "eur_per_unit": 2},
    ]
    assert min(known(own(rows, "EUR"), "USD")) == date(2026, 2, 3)
    with pytest.raises(RatesError) as refused:
        own(rows[:1], "EUR")
    assert refused.value.code == "rates_bad_date"


def test_the_companys_own_rates_win_day_by_day() -> None:
    bank = ecb("EUR", date(2026, 3, 1), date(2026, 3, 31), currencies=["USD"])
    mine = own([{"date": "2026-03-02", "currency": "USD", "eur_per_unit": "0.5"}], "EUR")
    both = known(merge(bank, mine), "USD")
    assert [both[date(2026, 3, day)] for day in (2, 9)] == [Decimal("0.5")] * 2
    assert both[date(2026, 3, 10)] == known(bank, "USD")[date(2026, 3, 10)]
    assert merge(None, mine) is mine
    assert merge(bank, None) is bank
    with pytest.raises(ValueError, match="USD"):
        merge(bank, own([{"date": "2026-03-02", "currency": "EUR", "usd_per_unit": "2"}], "USD"))


def answered(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """What the ECB answers from now on."""
    answer = httpx.Response(200, content=content, request=httpx.Request("GET", "https://ecb"))
    monkeypatch.setattr(httpx, "get", lambda *a, **k: answer)


def zipped(text: str) -> bytes:
    """A zip of one file."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        writer.writestr("eurofxref-hist.csv", text)
    return archive.getvalue()


def test_newer_rates_are_fetched_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ecb.zip"
    answered(monkeypatch, zipped("Date,USD,\n2026-11-20,1.2,\n2026-11-19,1.1,\n"))
    assert fetch_ecb(file) == date(2026, 11, 20) == ecb_last_day(file)
    assert known(ecb("EUR", date(2026, 11, 19), date(2026, 11, 21), file=file), "USD")[date(2026, 11, 21)] == (
        1 / Decimal("1.2")
    ).quantize(Decimal("1e-14"))
    before = file.read_bytes()
    for wrong in (b"<html>", zipped("nothing\n"), zipped("Date,USD\n2026-11-20,zero\n")):
        answered(monkeypatch, wrong)
        with pytest.raises(RatesError) as refused:
            fetch_ecb(file)
        assert refused.value.code == "rates_not_ecb"
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_without_the_internet_fetching_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*args: object, **settings: object) -> httpx.Response:
        raise httpx.ConnectError("no route")

    monkeypatch.setattr(httpx, "get", offline)
    with pytest.raises(RatesError) as refused:
        fetch_ecb(tmp_path / "ecb.zip")
    assert refused.value.code == "rates_offline"
