"""Make the facts of a ledger, or bring them up to date with what an import touched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from trousseau.ledger.facts.manifest import Facts
from trousseau.ledger.rates import Rates
from trousseau.ledger.store.ledger import Ledger, Progress


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

    Only months whose lines, rates or settings changed are prepared again. `base` None (and `rates` None): amounts as
    they stand. `fiscal_year_start` is a month, 1 to 12. Nothing to do: returns the facts there are. One refresh at a
    time (others wait); readers keep the version they opened. Raises `FactsError`, `StoreError`.
    """
    raise NotImplementedError
