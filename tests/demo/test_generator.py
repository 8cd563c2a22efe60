"""Benchmark ledgers: deterministic, complete, at the concentration asked for."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from trousseau.demo import columns, generator, names
from trousseau.demo.generator import CURRENCIES, EUROS, Benchmark, generate, sizes
from trousseau.demo.writing import LEDGER, write_french_csv, write_parquet

EURO = {"EUR": 1.0, "GBP": 1.17, "USD": 0.92, "CNY": 0.128, "SEK": 0.088}


def ledger(benchmark):
    return pa.Table.from_batches(generate(benchmark)).combine_chunks()


def top_share(table):
    rate = pc.cast(table["amount"], pa.float64())
    worth = np.array([EURO[code] for code in table["currency"].to_pylist()]) * rate.to_numpy()
    codes = table["customer_code"].combine_chunks()
    codes = codes.dictionary_decode() if pa.types.is_dictionary(codes.type) else codes
    account = codes.dictionary_encode()
    sums = np.sort(np.bincount(account.indices.to_numpy(), worth))[::-1]
    return sums[: -(-len(sums) // 5)].sum() / sums.sum()


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_the_concentration_asked_for_is_reached(share):
    table = ledger(Benchmark(120_000, 1_000, share, seed=3))
    assert top_share(table) == pytest.approx(share, abs=0.02)


def test_every_account_has_a_line_even_at_the_least_number_of_lines():
    table = ledger(Benchmark(6_000, 1_000, seed=1))
    assert pc.count_distinct(table["customer_code"].cast(pa.string())).as_py() == 1_000
    assert pc.count_distinct(table["customer"].cast(pa.string())).as_py() == 1_000


def test_the_same_arguments_give_the_same_lines(tmp_path):
    # The lines, not the bytes: the last bits of a Parquet page are whatever the memory held.
    for name in ("a", "b"):
        write_parquet(generate(Benchmark(20_000, 200, seed=5)), tmp_path / name)
    assert pq.read_table(tmp_path / "a").equals(pq.read_table(tmp_path / "b"))
    assert ledger(Benchmark(20_000, 200, seed=6)) != ledger(Benchmark(20_000, 200, seed=5))


def test_chunks_follow_each_other(monkeypatch):
    monkeypatch.setattr(generator, "CHUNK", 7_000)
    table = ledger(Benchmark(20_000, 300, seed=2))
    assert table.num_rows == 20_000
    assert pc.count_distinct(table["customer_code"].cast(pa.string())).as_py() == 300
    dates = table["date"].to_numpy()
    assert (dates[1:] >= dates[:-1]).all()
    keys = set(zip(table["document"].to_pylist(), table["line"].to_pylist(), strict=True))
    assert len(keys) == 20_000


def test_a_document_has_one_customer_and_one_date():
    table = ledger(Benchmark(9_000, 100, seed=4)).cast(LEDGER)
    per_document = table.group_by("document").aggregate(
        [("customer_code", "count_distinct"), ("date", "count_distinct")]
    )
    assert pc.max(per_document["customer_code_count_distinct"]).as_py() == 1
    assert pc.max(per_document["date_count_distinct"]).as_py() == 1
    assert max(table["date"].to_pylist()) <= Benchmark(9_000, 100).end


def test_parquet_reads_back_as_plain_columns(tmp_path):
    assert write_parquet(generate(Benchmark(3_000, 50)), tmp_path / "x.parquet") == 3_000
    assert pq.read_schema(tmp_path / "x.parquet").remove_metadata() == LEDGER


def test_the_french_export_says_the_same(tmp_path):
    benchmark = Benchmark(2_000, 40, seed=9)
    assert write_french_csv(generate(benchmark), tmp_path / "x.csv") == 2_000
    text = (tmp_path / "x.csv").read_bytes().decode("cp1252").splitlines()
    assert text[0].startswith("N° facture;Ligne;Date facture;Code client;Client")
    table = ledger(benchmark)
    amount = text[0].split(";").index("Montant HT")
    assert sum(Decimal(row.split(";")[amount].replace(",", ".")) for row in text[1:]) == pc.sum(table["amount"]).as_py()
    assert text[1].split(";")[2] == table["date"][0].as_py().strftime("%d/%m/%Y")


@pytest.mark.parametrize(
    ("lines", "accounts", "share"), [(100, 100, 0.8), (1_000, 0, 0.8), (1_000, 10, 1.0), (1_000, 10, 0.1)]
)
def test_what_cannot_be_made_is_refused(lines, accounts, share):
    with pytest.raises(ValueError, match=r"lines|top_share"):
        Benchmark(lines, accounts, share)


def test_sizes_descend_and_add_to_one():
    shares = sizes(1_234, 0.75)
    assert shares.sum() == pytest.approx(1)
    assert (np.diff(shares) <= 0).all()
    assert shares[: -(-1_234 // 5)].sum() == pytest.approx(0.75, abs=1e-6)
    assert sizes(50, 0.2) == pytest.approx(np.full(50, 1 / 50))


def test_currencies_and_their_worth_go_together():
    assert len(CURRENCIES) == len(EUROS)


def test_names_are_different_and_fit_the_french_encoding():
    many = names.many(30_000)
    assert len(set(many)) == 30_000
    "".join(many).encode("cp1252")
    assert len(set(names.groups(1_000))) == 1_000


def test_decimals_are_exact():
    cents = np.array([0, 1, -1, 12345, -99999999999999], dtype=np.int64)
    assert columns.decimals(cents).to_pylist() == [Decimal(int(c)) / 100 for c in cents]


def test_numbers_are_padded():
    assert columns.numbered("FA", np.array([0, 42, 999]), 4).to_pylist() == ["FA0000", "FA0042", "FA0999"]


def test_each_row_draws_from_its_own_weights():
    cumulative = np.array([[0.0, 1.0, 1.0], [0.5, 0.5, 1.0]])
    who = np.array([0, 0, 1, 1])
    assert columns.draw(cumulative, who, np.array([0.0, 0.999, 0.49, 0.51])).tolist() == [1, 1, 0, 2]
