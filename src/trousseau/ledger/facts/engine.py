"""Make the facts of a ledger, or bring them up to date with what an import touched.

A month of the ledger is prepared once, into a file of lines and one of sums; it is prepared again when its files or
its rates have changed. Numbers given to accounts, places, families and products stay, so other months keep theirs.
Everything is written under new names; one small file then says which names count.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from trousseau.ledger.duck import parquet, query, session, text
from trousseau.ledger.facts.calendar import rolling
from trousseau.ledger.facts.conversion import keep_rates, prepared, rates_digests
from trousseau.ledger.facts.dictionaries import number_everything, save_accounts
from trousseau.ledger.facts.manifest import FORMAT, Facts, FactsError, Month, publish
from trousseau.ledger.facts.state import save_state
from trousseau.ledger.facts.work import Work
from trousseau.ledger.rates.table import Rates
from trousseau.ledger.store.delta import month_of
from trousseau.ledger.store.ledger import Ledger, Progress
from trousseau.ledger.store.lock import writing
from trousseau.ledger.store.workplace import refusal

PATIENCE = 600.0
"""Seconds to wait for another refresh."""

AT_A_TIME = 4
"""Months prepared at the same time, at most."""

LINES_A_GROUP = 60_000
"""Prepared lines a row group: small enough that one account is found in a few."""


def refresh(
    ledger: Ledger,
    folder: Path | str,
    *,
    rates: Rates | None,
    base: str | None,
    today: date,
    fiscal_year_start: int = 1,
    on_progress: Progress | None = None,
) -> Facts:
    """Make the facts of the ledger's newest version in `folder` and publish them at once.

    Only months whose lines or rates changed are prepared again; another base currency makes everything anew. `base`
    None (and `rates` None): amounts as they stand. `fiscal_year_start` is a month, 1 to 12. Nothing to do: returns
    the facts there are. One refresh at a time (others wait); readers keep the version they opened.
    `on_progress(lines done, lines in all, "preparing")`. Raises `StoreError` for the disk's failures.
    """
    folder = Path(folder).absolute()
    report = on_progress or (lambda done, total, step: None)
    try:
        (folder / "files").mkdir(parents=True, exist_ok=True)
        waiting = lambda: report(0, None, "waiting")  # noqa: E731
        with writing(folder / ".lock", patience=PATIENCE, waiting=waiting), session(folder / ".scratch") as con:
            old = _usable(folder, base)
            work = Work(con, folder, ledger.folder, base, old)
            return _refreshed(work, ledger, rates, today, fiscal_year_start, report)
    except (OSError, duckdb.Error) as error:
        reason = refusal(error, folder)
        if reason is None:
            raise
        raise reason from error


def _usable(folder: Path, base: str | None) -> Facts | None:
    """The facts to start from: none of another format or base."""
    try:
        facts = Facts.open(folder)
    except (FactsError, ValueError, KeyError, TypeError):
        return None
    return facts if facts.base == base else None


def _refreshed(
    work: Work, ledger: Ledger, rates: Rates | None, today: date, fiscal_year_start: int, report: Progress
) -> Facts:
    """The facts of the newest version: the old ones if they still say everything."""
    old, con = work.old, work.con
    version = ledger.version
    by_month: dict[str, list[str]] = {}
    for file in sorted(ledger.files(version) if version >= 0 else ()):
        by_month.setdefault(month_of(file), []).append(file.relative_to(ledger.folder).as_posix())
    known = old.months if old else {}
    touched = [m for m, sources in by_month.items() if m not in known or known[m].sources != tuple(sources)]
    if touched:
        work.view("lines", _files(work, by_month, touched))
    else:
        con.execute(f"CREATE TEMP VIEW lines AS {query('facts/no_lines.sql')}")
    tables = number_everything(work)
    tables["rates"] = keep_rates(work, rates, tables["places"])
    digests = {**dict.fromkeys(by_month, ""), **rates_digests(work)}
    changed = [*touched, *(name for name in known if name not in by_month)]
    touched = sorted({*touched, *(m for m in by_month if m in known and known[m].rates != digests[m])})
    months = {m: known[m] for m in by_month if m in known and m not in touched}
    total, done = _rows(work, by_month, touched), 0
    report(done, total, "preparing")
    # A month is sorted and written by one thread: several months at a time keep all of them busy.
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, AT_A_TIME)) as pool:
        accounts = pool.submit(save_accounts, work, _files(work, by_month, by_month), changed)
        for name, made in pool.map(lambda name: (name, _month(work, by_month[name], digests[name])), touched):
            months[name] = made
            done += made.rows
            report(done, total, "preparing")
        tables |= accounts.result()
    months = dict(sorted(months.items()))
    first = min((date.fromisoformat(m.first) for m in months.values()), default=None)
    last = max((date.fromisoformat(m.last) for m in months.values()), default=None)
    now, then = rolling(last, today), rolling(old.last, old.today) if old else ([], [])
    state = {
        kind: save_state(work, kind, months, wanted, was)
        for kind, wanted, was in zip(("state", "state_before"), now, then, strict=True)
    }
    facts = Facts(
        folder=work.folder,
        version="",
        ledger_version=version,
        base=work.base,
        today=today,
        fiscal_year_start=fiscal_year_start,
        first=first,
        last=last,
        lines=sum(m.rows for m in months.values()),
        unconverted=sum(m.unconverted for m in months.values()),
        ledger=os.path.relpath(ledger.folder, work.folder),
        rates=hashlib.md5("".join(digests[m] for m in months).encode(), usedforsecurity=False).hexdigest(),
        tables=tables,
        state=state,
        months=months,
    )
    said = f"{FORMAT}|{version}|{facts.base}|{facts.rates}|{today}|{fiscal_year_start}|{facts.ledger}"
    facts = replace(facts, version=hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()[:16])
    report(total, total, "preparing")
    publish(facts)
    return facts


def _files(work: Work, by_month: Mapping[str, list[str]], names: Iterable[str]) -> list[Path]:
    """The ledger's files of some months."""
    return [work.ledger / source for name in names for source in by_month[name]]


def _rows(work: Work, by_month: Mapping[str, list[str]], touched: list[str]) -> int:
    """How many lines there are to prepare (from the files' footers)."""
    files = _files(work, by_month, touched)
    return int(work.con.execute(f"SELECT count(*) FROM {parquet(files)}").fetchall()[0][0]) if files else 0


def _month(work: Work, sources: list[str], digest: str) -> Month:
    """Prepare one month, on a connection of its own."""
    with work.con.cursor() as con:
        mine = replace(work, con=con)
        mine.view("lines", [work.ledger / source for source in sources])
        lines = mine.write(f"{prepared(work.base)} ORDER BY account", "lines", f", ROW_GROUP_SIZE {LINES_A_GROUP}")
        mine.view("prepared", [work.folder / lines])
        sums = mine.write(f"{query('facts/sums.sql')} ORDER BY account", "sums")
        rows, converted, first, last = con.execute(
            "SELECT count(*), count(revenue), min(date), max(date) FROM prepared"
        ).fetchall()[0]
    return Month(tuple(sources), digest, lines, sums, rows, rows - converted, first.isoformat(), last.isoformat())
