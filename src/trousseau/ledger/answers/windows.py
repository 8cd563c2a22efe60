"""Periods people ask for: the last twelve months, a fiscal year, the year so far, everything, or two dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trousseau.ledger.facts import Facts


class WindowError(ValueError):
    """A period that cannot be read. Codes: `period_unknown` (value), `period_reversed` (start, end)."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Window:
    """A period, both ends included, and the one it is compared with.

    `name` is r12, fy, ytd, all, or dates. `previous_start` and `previous_end` are None when there is nothing to
    compare with (all, dates longer than a year, or a ledger that does not reach back to `previous_start`).
    """

    name: str
    start: date
    end: date
    previous_start: date | None = None
    previous_end: date | None = None

    @property
    def key(self) -> str:
        """How the period is written in an address: its name, or YYYY-MM-DD..YYYY-MM-DD."""
        return self.name if self.name != "dates" else f"{self.start}..{self.end}"


def windows(facts: Facts) -> dict[str, Window]:
    """The usual windows of these facts, by name and in this order; empty when the ledger is.

    r12: the 12 months to the last complete month. fy: the last complete fiscal year. ytd: the fiscal year under way
    to the last complete month. all: from the first line to the last, day-exact. The last complete month is the month
    of the last line, or, if that month is not over at `facts.today`, the month before today's.
    """
    raise NotImplementedError


def window(facts: Facts, text: str = "r12") -> Window:
    """Read a window from an address (`r12`, `fy`, `ytd`, `all`, `2026-01-15..2026-03-31`); see `WindowError`."""
    raise NotImplementedError
