"""What every benchmark stands on: one generated ledger, the bare query, a clock, a table.

Ratios are taken inside one run, on the same machine, against *bare*: DuckDB's `SELECT customer_code,
sum(amount) GROUP BY 1` over the raw Parquet file, to an Arrow table. Sizes: BENCH_LINES (10,000,000),
BENCH_ACCOUNTS (100,000), BENCH_REPEATS (5). The ledger is made once, in BENCH_FOLDER (a folder of the
system's temporary folder).
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from trousseau.demo.generator import Benchmark, generate
from trousseau.demo.writing import write_parquet
from trousseau.ledger.facts import Facts, refresh
from trousseau.ledger.lines import LINES
from trousseau.ledger.rates import Rates, ecb
from trousseau.ledger.store import Ledger

LINES_WANTED = int(os.environ.get("BENCH_LINES", "10_000_000"))
ACCOUNTS = int(os.environ.get("BENCH_ACCOUNTS", "100_000"))
REPEATS = int(os.environ.get("BENCH_REPEATS", "5"))
FOLDER = Path(os.environ.get("BENCH_FOLDER", Path(tempfile.gettempdir()) / "trousseau-bench"))
HERE = FOLDER / f"{LINES_WANTED}-{ACCOUNTS}"

Answers: TypeAlias = "multiprocessing.Queue[tuple[float, int] | BaseException]"

TODAY = date(2026, 1, 15)
"""The generator's lines end on 31 December 2025."""


def raw() -> Path:
    """The generated file."""
    file = HERE / "ledger.parquet"
    if not file.exists():
        HERE.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")
        write_parquet(generate(Benchmark(LINES_WANTED, ACCOUNTS)), new)
        new.replace(file)
    return file


def batches(file: Path) -> Iterator[pa.RecordBatch]:
    """The file as LINES batches, without the reading's questions: what is measured here comes after it."""
    start = 2
    with pq.ParquetFile(file) as opened:
        for batch in opened.iter_batches(batch_size=100_000):
            yield as_lines(batch, start)
            start += batch.num_rows


def as_lines(batch: pa.RecordBatch, first_row: int) -> pa.RecordBatch:
    """A batch of the generator's columns as a batch of LINES."""
    given = {"account": batch["customer_code"], "code": batch["customer_code"]}
    given["row"] = pa.array(range(first_row, first_row + batch.num_rows), pa.int64())
    columns = []
    for field in LINES:
        if field.name in given:
            columns.append(given[field.name].cast(field.type))
        elif field.name in batch.schema.names:
            columns.append(batch[field.name].cast(field.type))
        else:
            columns.append(pa.nulls(batch.num_rows, field.type))
    return pa.RecordBatch.from_arrays(columns, schema=LINES)


def rates() -> Rates:
    """The rates of the generated years."""
    return ecb("EUR", date(2022, 12, 1), TODAY, currencies=("USD", "GBP", "CNY", "SEK"))


def stored() -> Ledger:
    """The generated file in a ledger, imported once and never changed by a benchmark."""
    folder = HERE / "ledger"
    if not (HERE / "imported").exists():
        shutil.rmtree(folder, ignore_errors=True)
        in_process(_import, folder)
        (HERE / "imported").touch()
    return Ledger(folder)


def prepared() -> Path:
    """The facts of that ledger, never changed by a benchmark."""
    folder = HERE / "facts"
    if not (HERE / "prepared").exists():
        shutil.rmtree(folder, ignore_errors=True)
        in_process(refreshed, stored().folder, folder, rates())
        (HERE / "prepared").touch()
    return folder


def copied(folder: Path, name: str) -> Path:
    """A copy that may be changed: files are linked, for none is ever written twice."""
    copy = HERE / name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, copy_function=os.link)
    return copy


def refreshed(ledger: Path, folder: Path, known: Rates) -> Facts:
    """Refresh the facts of a ledger."""
    return refresh(Ledger(ledger), folder, rates=known, base="EUR", today=TODAY)


def _import(folder: Path) -> None:
    Ledger(folder).append(batches(raw()), source="bench", import_id="first")


def bare() -> float:
    """Seconds the bare query takes."""
    return timed(_bare)


def _bare() -> None:
    with duckdb.connect() as con:
        con.sql(f"SELECT customer_code, sum(amount) FROM '{raw()}' GROUP BY 1").to_arrow_table()


def timed(work: Callable[[], object]) -> float:
    """Seconds some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def best(work: Callable[[], object], runs: int = REPEATS) -> float:
    """Seconds the best of some runs takes: others use the machine too."""
    return min(timed(work) for _ in range(runs))


def in_process(work: Callable[..., object], *given: object) -> tuple[float, int]:
    """Run some work in a process of its own: seconds, and the most memory it held in MB."""
    context = multiprocessing.get_context("spawn")
    answers: Answers = context.Queue()
    process = context.Process(target=_measured, args=(answers, work, given))
    process.start()
    said = answers.get()
    process.join()
    if isinstance(said, BaseException):
        raise said
    return said


def _measured(answers: Answers, work: Callable[..., object], given: tuple[object, ...]) -> None:
    try:
        start = time.perf_counter()
        work(*given)
        seconds = time.perf_counter() - start
        answers.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
    except BaseException as error:  # noqa: BLE001
        answers.put(error)


def against_bare(claim: str, limit: float, runs: Callable[[], float]) -> bool:
    """Measure something and the bare query in turn; print the medians, the ratio, and whether it is within limit."""
    bare()
    pairs = [(bare(), runs()) for _ in range(REPEATS)]
    base, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    return told(claim, f"{ours:.2f} s", f"{base:.2f} s", figure=ours / base, limit=limit)


def told(claim: str, ours: str, base: str, *, figure: float, limit: float, unit: str = "×") -> bool:
    """Print one line of the table."""
    mark = "within" if figure <= limit else "ABOVE"
    print(f"| {claim} | {ours} | {base} | {figure:.2f} {unit} | {mark} {limit:g} |", flush=True)
    return figure <= limit
