"""A check-up from the sales lines: of a file without any database, or of the stored facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pyarrow as pa

from trousseau.ledger.answers import ALL, Scope, Window
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.facts import Facts
from trousseau.ledger.rates import Rates
from trousseau.method.checkup import Checkup


def check_up(facts: Facts, window: Window, *, scope: Scope = ALL, by: By = "account") -> Checkup:
    """The check-up of a window of the stored facts (counts of lines are those of the window)."""
    raise NotImplementedError


def check_up_lines(
    batches: Iterable[pa.RecordBatch],
    *,
    rates: Rates | None = None,
    base: str | None = None,
    start: date | None = None,
    end: date | None = None,
    scope: Scope = ALL,
    by: By = "account",
) -> Checkup:
    """The check-up of a stream of LINES batches (`Reading.batches()`), nothing stored.

    `base` None: amounts as they stand. `rates` None with a base: the ECB's for the dates of the lines. `start` and
    `end` (included) default to the first and last line. Its line counts are those of the lines given: the caller
    adds what the reading quarantined (`dataclasses.replace`).
    """
    raise NotImplementedError
