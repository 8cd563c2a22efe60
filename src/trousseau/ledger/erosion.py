"""Which accounts erode in silence, judged on the facts as of the end of a month.

Judged once for everybody and kept beside the facts (`derived`), then read for those one may see. An account is judged
whole, over all its zones and divisions, as on its own page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.costs import NOTHING, Costs
from trousseau.ledger.duck import parquet, query, reading
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import between, first_day, last_complete, last_day, month, shift
from trousseau.ledger.facts.derived import of_version
from trousseau.ledger.signals import series
from trousseau.ledger.signals.payment import told
from trousseau.ledger.signals.series import Series
from trousseau.method.erosion import SIGNALS, WINDOW, Erosions, erosions
from trousseau.method.verdicts import Erosion, Judged, Trend

ROWS_A_GROUP = 500
"""Verdicts a row group: they are wide, and the page of one account reads one."""


def last_month(facts: Facts, end: date | None = None) -> str | None:
    """The last whole month up to a day (of the ledger where none is given); None where the ledger has none by then."""
    if facts.first is None or facts.last is None:
        return None
    found = last_complete(facts.last, facts.today)
    if end is not None:
        name = month(end)
        found = min(found, name if last_day(name) <= end else shift(name, -1))
    return found if found >= month(facts.first) else None


def erosion(facts: Facts, end: date | None = None, *, scope: Scope = ALL, costs: Costs = NOTHING) -> Judged:
    """Every account of the scope judged as of the last whole month up to `end` (else of the ledger).

    A scope of zones or divisions takes the accounts that bought there in those twelve months, and judges them whole.
    `costs`: what the company tells; its payment days are the fifth signal.
    """
    name = last_month(facts, end)
    if name is None:
        return Judged(facts.today, 0, 0, {}, {}, ())
    file = verdicts(facts, name, costs)
    question = Question(facts, scope)
    year = [one for one in between(shift(name, -11), name) if one in facts.months]
    cells = question.by_month(year)
    names = question.names()
    counted = _asked(question, "signals/counts", verdicts=parquet([file]), cells=cells, accounts=names["accounts"])
    rows = _asked(question, "signals/eroding", verdicts=parquet([file]), cells=cells, accounts=names["accounts"])
    reasons: dict[str, int] = {}
    unknown = dict.fromkeys(SIGNALS, 0)
    for row in counted:
        reasons[row["reason"]] = reasons.get(row["reason"], 0) + row["accounts"]
        if not row["reason"]:
            for signal in SIGNALS:
                unknown[signal] += row[signal]
    judged = reasons.pop("", 0)
    months = tuple(map(first_day, _months(facts, name)))
    return Judged(
        end=last_day(name),
        accounts=judged + sum(reasons.values()),
        judged=judged,
        reasons=reasons,
        unknown=unknown,
        eroding=tuple(_erosion(row, months) for row in rows),
    )


def verdict(facts: Facts, account: str, end: date | None = None, *, costs: Costs = NOTHING) -> Erosion | None:
    """The verdict on one account; None for one the ledger does not hold."""
    name = last_month(facts, end)
    if name is None:
        return None
    rows = pq.read_table(verdicts(facts, name, costs), filters=[("account", "=", account)]).to_pylist()
    return _erosion(rows[0], tuple(map(first_day, _months(facts, name)))) if rows else None


def verdicts(facts: Facts, name: str, costs: Costs = NOTHING) -> Path:
    """The verdicts on everybody as of a month, worked out the first time they are asked for.

    They are kept by what they depend on: of the costs, the tables that may tell payment days.
    """
    known = told(costs)

    def make(draft: Path) -> None:
        found = series(facts, name, costs=known)
        table = _table(found, erosions(found.signals)).sort_by("account")
        pq.write_table(table, draft, row_group_size=ROWS_A_GROUP)

    files = "".join(f"{file}\n" for file in known.drivers)
    tables = f"-{hashlib.md5(files.encode(), usedforsecurity=False).hexdigest()[:20]}" if files else ""
    return of_version(facts, f"erosion-{name}{tables}", make, long=True)


def warm(facts: Facts, costs: Costs = NOTHING) -> None:
    """Have the verdicts as of the last month of the ledger made."""
    name = last_month(facts)
    if name is not None:
        verdicts(facts, name, costs)


def _months(facts: Facts, end: str) -> list[str]:
    """The months a verdict looks at."""
    first = month(facts.first) if facts.first else end
    return between(max(first, shift(end, 1 - WINDOW)), end)


def _asked(question: Question, name: str, /, **relations: str) -> list[dict[str, Any]]:
    """The rows of a query of this room."""
    sql = query(f"{name}.sql").format(**relations)
    bound = {key: value for key, value in question.bound.items() if f"${key}" in sql}
    with reading() as con:
        rows: list[dict[str, Any]] = con.sql(sql, params=bound).to_arrow_table().to_pylist()
    return rows


def _table(found: Series, judged: Erosions) -> pa.Table:
    """The verdicts as a table, one row an account; lists of months by signal."""
    columns: dict[str, Any] = {
        "account": found.accounts,
        "name": found.names,
        "revenue": pa.array(found.revenue, pa.decimal128(38, 4)),
        "eroding": judged.eroding,
        "strong": judged.strong,
        "reason": judged.reason.astype(object),
        "evidence": judged.evidence,
        "threshold": judged.threshold,
        "onset": judged.onset,
        "sales": _nullable(judged.sales),
        "lost": _nullable(judged.lost),
        "lost_low": _nullable(judged.lost_low),
        "lost_high": _nullable(judged.lost_high),
    }
    for name, drift in judged.drifts.items():
        columns[f"{name}_judged"] = judged.judged[name]
        for field in ("slope", "low", "high", "change", "p"):
            columns[f"{name}_{field}"] = _nullable(getattr(drift, field))
        columns[f"{name}_values"] = _lists(drift.values)
        columns[f"{name}_line"] = _lists(drift.trend)
    return pa.table(
        {name: values if isinstance(values, pa.Array) else pa.array(values) for name, values in columns.items()}
    )


def _nullable(values: np.ndarray) -> pa.Array:
    """Numbers, NaN being null."""
    return pa.array(values, from_pandas=True)


def _lists(values: np.ndarray) -> pa.Array:
    """One list of months a row."""
    offsets = np.arange(len(values) + 1, dtype=np.int32) * values.shape[1]
    return pa.ListArray.from_arrays(pa.array(offsets), _nullable(values.ravel()))


def _erosion(row: Mapping[str, Any], months: Sequence[date]) -> Erosion:
    """One row of the table as the dataclass."""
    trends = {name: _trend(row, name) for name in SIGNALS if row[f"{name}_judged"] and row[f"{name}_slope"] is not None}
    known = row["lost"] is not None
    return Erosion(
        account=row["account"],
        name=row["name"],
        eroding=row["eroding"],
        strong=row["strong"],
        reason=row["reason"],
        evidence=row["evidence"],
        threshold=row["threshold"],
        since=first_day(shift(month(months[-1]), 1 - row["onset"])) if months else date.min,
        sales=row["sales"],
        revenue=row["revenue"],
        lost=row["lost"],
        lost_low=row["lost_low"] if known else None,
        lost_high=row["lost_high"] if known else None,
        trends=trends,
        months=tuple(months),
    )


def _trend(row: Mapping[str, Any], name: str) -> Trend:
    """One signal of a row."""
    return Trend(
        name=name,
        slope=row[f"{name}_slope"],
        low=row[f"{name}_low"],
        high=row[f"{name}_high"],
        change=row[f"{name}_change"],
        p=row[f"{name}_p"],
        values=tuple(row[f"{name}_values"]),
        line=tuple(row[f"{name}_line"]),
    )
