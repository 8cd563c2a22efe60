"""Make the facts of a ledger, or bring them up to date with what an import touched.

A month of the ledger is prepared once, into a file of lines and one of sums; it is prepared again when
its files or its rates have changed. Numbers given to accounts, places, families and products stay, so
other months keep theirs. Everything is written under new names; one small file then says which names
count.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb

from trousseau.ledger.duck import query, session
from trousseau.ledger.facts.calendar import rolling
from trousseau.ledger.facts.conversion import keep_rates, rates_digests, save_rates
from trousseau.ledger.facts.dictionaries import number_everything, save_accounts
from trousseau.ledger.facts.manifest import FORMAT, Facts, FactsError, Month, digest, publish
from trousseau.ledger.facts.months import count_lines, prepare_month
from trousseau.ledger.facts.state import save_state
from trousseau.ledger.facts.work import Work
from trousseau.ledger.rates.table import Rates
from trousseau.ledger.store.delta import month_of
from trousseau.ledger.store.errors import StoreError
from trousseau.ledger.store.ledger import Ledger, Progress
from trousseau.ledger.store.lock import writing
from trousseau.ledger.store.workplace import refusal

PATIENCE = 600.0
"""Seconds to wait for another refresh."""

AT_A_TIME = 4
"""Months prepared at the same time, at most."""


def refresh(
    ledger: Ledger,
    folder: Path | str,
    *,
    rates: Rates | None,
    base: str | None,
    today: date,
    fiscal_year_start: int = 1,
    version: int | None = None,
    on_progress: Progress | None = None,
) -> Facts:
    """Make the facts of the ledger's newest version, or of that one, in `folder` and publish them at once.

    Only months whose lines or rates changed are prepared again; another base currency makes everything
    anew. `base` None: amounts as they stand. `fiscal_year_start` is a month, 1 to 12. Nothing to do: returns
    the facts there are. One refresh at a time (others wait); readers keep the version they opened.
    `on_progress(lines done, lines in all, step)`, step being waiting or preparing; raising cancels.

    Raises:
        StoreError: a full disk, a folder that may not be written, another refresh that does not end, a version
            that was cleaned away.
        ValueError: rates to another currency than `base`.
    """
    folder = Path(folder).absolute()
    report = on_progress or _silent
    try:
        (folder / "files").mkdir(parents=True, exist_ok=True)
        lock = writing(folder / ".lock", patience=PATIENCE, waiting=lambda: report(0, None, "waiting"))
        with lock, session(folder / ".scratch") as con:
            work = Work(con, folder, ledger.folder, base, _usable(folder, base), [])
            try:
                sources = _sources(ledger, version)
                facts = _refreshed(
                    work, sources, rates, today=today, fiscal_year_start=fiscal_year_start, report=report
                )
            except BaseException:
                for name in work.written:
                    (folder / name).unlink(missing_ok=True)
                raise
            if facts is not work.old:
                publish(facts)
            return facts
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
    work: Work,
    of: tuple[int, dict[str, tuple[str, ...]]],
    rates: Rates | None,
    *,
    today: date,
    fiscal_year_start: int,
    report: Progress,
) -> Facts:
    """The facts `of` a version and its files, not yet published: the old ones if they still say everything."""
    old = work.old
    known = old.months if old else {}
    version, sources = of
    new = [name for name in sources if name not in known or known[name].sources != sources[name]]
    gone = [name for name in known if name not in sources]
    if new:
        work.view("lines", work.ledger_files(sources, new))
    else:
        work.con.execute(f"CREATE TEMP VIEW lines AS {query('facts/no_lines.sql')}")
    tables = number_everything(work)
    keep_rates(work, rates)
    priced = {**dict.fromkeys(sources, ""), **rates_digests(work)}
    home = os.path.relpath(work.ledger, work.folder)
    rates_said = digest(priced[name] for name in sources)
    said = digest(map(str, (FORMAT, version, work.base, rates_said, today, fiscal_year_start, home)))[:16]
    if old is not None and old.version == said:
        return old
    repriced = [name for name in sources if name not in new and known[name].rates != priced[name]]
    months, accounts = _prepared(
        work, sources, sorted([*new, *repriced]), changed=[*new, *gone], priced=priced, report=report
    )
    first = min((date.fromisoformat(month.first) for month in months.values()), default=None)
    last = max((date.fromisoformat(month.last) for month in months.values()), default=None)
    now, then = rolling(last, today), rolling(old.last, old.today) if old else ([], [])
    return Facts(
        folder=work.folder,
        version=said,
        ledger_version=version,
        base=work.base,
        today=today,
        fiscal_year_start=fiscal_year_start,
        first=first,
        last=last,
        lines=sum(month.rows for month in months.values()),
        unconverted=sum(month.unconverted for month in months.values()),
        ledger=home,
        rates=rates_said,
        tables={**tables, **accounts, "rates": save_rates(work)},
        state={
            kind: save_state(work, kind, months, wanted, was)
            for kind, wanted, was in zip(("state", "state_before"), now, then, strict=True)
        },
        months=months,
    )


def _sources(ledger: Ledger, wanted: int | None) -> tuple[int, dict[str, tuple[str, ...]]]:
    """The version wanted (None: the newest) and its files by month, relative to the ledger's folder."""
    version = ledger.version if wanted is None else wanted
    by_month: dict[str, tuple[str, ...]] = {}
    for file in sorted(ledger.files(version) if version >= 0 else ()):
        if wanted is not None and not file.exists():
            raise StoreError("no_such_version", version=version)
        month = month_of(file)
        by_month[month] = (*by_month.get(month, ()), file.relative_to(ledger.folder).as_posix())
    return version, by_month


def _prepared(
    work: Work,
    sources: dict[str, tuple[str, ...]],
    touched: list[str],
    *,
    changed: Iterable[str],
    priced: dict[str, str],
    report: Progress,
) -> tuple[dict[str, Month], dict[str, str]]:
    """Every month, the touched ones prepared again, and the files that say what accounts are called."""
    known = work.old.months if work.old else {}
    months = {name: known[name] for name in sources if name not in touched}
    total, done = count_lines(work, work.ledger_files(sources, touched)), 0
    report(done, total, "preparing")
    # A month is sorted and written by one thread: several at a time keep all threads busy.
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, AT_A_TIME)) as pool:
        try:
            accounts = pool.submit(save_accounts, work, work.ledger_files(sources, sources), list(changed))
            under_way = [(name, pool.submit(prepare_month, work, sources[name], priced[name])) for name in touched]
            for name, month in under_way:
                months[name] = month.result()
                done += months[name].rows
                report(done, total, "preparing")
            return dict(sorted(months.items())), accounts.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _silent(done: int, total: int | None, step: str) -> None:
    """Nobody watches."""
