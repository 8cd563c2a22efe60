"""A check-up from the sales lines: of a file without any database, or of the stored facts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa

from trousseau.ledger.answers import ALL, Scope, Window, totals, unconverted
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.answers.ranking import ranking
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.passing import pass_through
from trousseau.ledger.rates import Rates
from trousseau.method.checkup import Checkup, LineCounts
from trousseau.method.checkup import check_up as measured


def check_up(
    facts: Facts, window: Window, *, scope: Scope = ALL, by: By = "account", keep: int | None = None
) -> Checkup:
    """The check-up of a window of the facts; `keep` limits the ranked rows kept (None: all).

    Its counts are of the lines of the window. Accounts with unconverted lines only are in no ranking: their
    lines are in `lines.unconverted` and `unconverted`. Families and products: `answers.breakdown`.
    """
    ranked = ranking(facts, window, scope=scope, by=by)
    said = totals(facts, window, scope=scope, compared=False)
    stranded = unconverted(facts, window, scope=scope).to_pylist() if said.unconverted else []
    return measured(
        ranked.rows,
        start=window.start,
        end=window.end,
        base_currency=facts.base,
        by=by,
        lines=LineCounts(read=said.lines, accepted=said.lines, quarantined=0, totals=0, unconverted=said.unconverted),
        revenue=said.revenue,
        dimensions=ranked.dimensions,
        unconverted=[(row["currency"], row["lines"], row["amount"]) for row in stranded],
        keep=keep,
        values=ranked.rows.values,
        groups=ranked.rows.groups() if by == "account" else None,
    )


def check_up_lines(
    batches: Iterable[pa.RecordBatch],
    *,
    rates: Rates | None = None,
    base: str | None = None,
    start: date | None = None,
    end: date | None = None,
    scope: Scope = ALL,
    by: By = "account",
    keep: int | None = None,
) -> Checkup:
    """The check-up of a stream of LINES batches (`Reading.batches()`), nothing stored.

    `base` None: amounts as they stand. With a base, `rates` (the company's own) win and the ECB's fill what
    they do not say. `start` and `end` (included) default to the first and last line. Its line counts are
    those of the lines in that period: the caller adds what the reading quarantined (`dataclasses.replace`).
    """
    with tempfile.TemporaryDirectory(prefix="trousseau-") as room:
        facts = pass_through(batches, Path(room), rates=rates, base=base, start=start, end=end)
        window = Window("all", start or facts.first or facts.today, end or facts.last or start or facts.today)
        return check_up(facts, window, scope=scope, by=by, keep=keep)
