"""Make the facts of a ledger, or bring them up to date with what an import touched.

A month of the ledger is prepared once, into a file of lines and one of sums; it is prepared again when its files or
its rates have changed. Numbers given to accounts, places, families and products stay, so other months keep theirs.
Everything is written under new names; one small file then says which names count.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from trousseau.ledger.duck import parquet, query, session, text
from trousseau.ledger.facts.calendar import rolling
from trousseau.ledger.facts.conversion import keep_rates, prepared, rates_digests
from trousseau.ledger.facts.dictionaries import number_everything, save_accounts
from trousseau.ledger.facts.manifest import FORMAT, Facts, FactsError, Month, publish
from trousseau.ledger.facts.work import Work
from trousseau.ledger.rates.table import Rates
from trousseau.ledger.store.delta import month_of
from trousseau.ledger.store.ledger import Ledger, Progress
from trousseau.ledger.store.lock import writing
from trousseau.ledger.store.workplace import refusal

PATIENCE = 600.0
"""Seconds to wait for another refresh."""

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
    gone = [name for name in known if name not in by_month]
    tables = number_everything(
        work, _files(work, by_month, touched), _files(work, by_month, by_month), ", ".join(map(text, (*touched, *gone)))
    )
    tables["rates"] = keep_rates(work, rates, tables["places"])
    digests = {**dict.fromkeys(by_month, ""), **rates_digests(work)}
    touched = sorted({*touched, *(m for m in by_month if m in known and known[m].rates != digests[m])})
    months = {m: known[m] for m in by_month if m in known and m not in touched}
    total, done = _rows(work, by_month, touched), 0
    for name in touched:
        report(done, total, "preparing")
        months[name] = _month(work, by_month[name], digests[name])
        done += months[name].rows
    months = dict(sorted(months.items()))
    first = min((date.fromisoformat(m.first) for m in months.values()), default=None)
    last = max((date.fromisoformat(m.last) for m in months.values()), default=None)
    tables["state"] = _state(work, months, last, today)
    tables |= save_accounts(work)
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
    """Prepare one month."""
    con = work.con
    work.view("lines", [work.ledger / source for source in sources])
    lines = work.write(f"{prepared(work.base)} ORDER BY account", "lines", f", ROW_GROUP_SIZE {LINES_A_GROUP}")
    work.view("prepared", [work.folder / lines])
    sums = work.write(f"{query('facts/sums.sql')} ORDER BY account", "sums")
    rows, converted, first, last = con.execute(
        "SELECT count(*), count(revenue), min(date), max(date) FROM prepared"
    ).fetchall()[0]
    return Month(tuple(sources), digest, lines, sums, rows, rows - converted, first.isoformat(), last.isoformat())


def _state(work: Work, months: Mapping[str, Month], last: date | None, today: date) -> str:
    """Add up the rolling state, from what changed since the last one where that is less."""
    current, previous = rolling(last, today)
    whole = [(months[m].sums, m in current, 1) for m in (*current, *previous) if m in months]
    parts, old = whole, work.old
    if old is not None:
        was, was_before = rolling(old.last, old.today)
        before = {(old.months[m].sums, m in was, -1) for m in (*was, *was_before) if m in old.months}
        after = set(whole)
        change = [
            *(part for part in after if (part[0], part[1], -1) not in before),
            *(part for part in before if (part[0], part[1], 1) not in after),
        ]
        if not change:
            return old.tables["state"]
        if len(change) < len(whole) / 2:
            return _summed(work, change, old.table("state"))
    return _summed(work, parts, None)


def _summed(work: Work, parts: Iterable[tuple[str, bool, int]], state: Path | None) -> str:
    """Write the sum of some monthly facts, added to a state."""
    measures = ("revenue", "cost", "costed", "stranded", "lines", "converted", "costed_lines")
    selects = [] if state is None else [f"SELECT * FROM {parquet([state])}"]
    for name, is_current, sign in parts:
        minus = "-" if sign < 0 else ""
        kept = ", ".join(f"{minus}{m} AS {m}" if is_current else f"0 AS {m}" for m in measures)
        earlier = f"{'0' if is_current else minus + 'revenue'} AS previous"
        earlier_lines = f"{'0' if is_current else minus + 'lines'} AS previous_lines"
        selects.append(
            f"SELECT account, place, {kept}, {earlier}, {earlier_lines} FROM {parquet([work.folder / name])}"
        )
    if not selects:
        columns = ", ".join(f"CAST(0 AS DECIMAL(38, 4)) AS {m}" for m in (*measures, "previous", "previous_lines"))
        selects = [f"SELECT 0 AS account, 0 AS place, {columns} WHERE false"]
    work.con.execute(f"CREATE OR REPLACE TEMP VIEW parts AS {' UNION ALL BY NAME '.join(selects)}")
    return work.write(f"{query('facts/state.sql')} ORDER BY account", "state")
