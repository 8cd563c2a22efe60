"""Periods people ask for: the last twelve months, a fiscal year, the year so far, everything, or two dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import first_day, last_complete, last_day, month, shift

EARLIEST, LATEST = 1800, 9000
"""Years of a period that leave room for the year before and the month after."""


class WindowError(ValueError):
    """A period that cannot be read. Codes: `period_unknown` (value), `period_reversed` (start, end)."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Window:
    """A period, both ends included, and the one it is compared with.

    `name` is r12, fy, ytd, all, or dates. `previous_start` and `previous_end` are None when there is
    nothing to compare with (all, dates longer than a year, or a ledger that does not reach back to
    `previous_start`).
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

    r12: the 12 months to the last complete month. fy: the last complete fiscal year. ytd: the fiscal
    year under way to the last complete month. all: from the first line to the last, day-exact. The
    last complete month is the month of the last line, or, if that month is not over at `facts.today`,
    the month before today's. A window that ends before the first line, or is empty (ytd right after a
    fiscal year), is absent.
    """
    if facts.first is None or facts.last is None:
        return {}
    end = last_complete(facts.last, facts.today)
    year_starts = shift(end, -((int(end[5:7]) - facts.fiscal_year_start) % 12))
    over = shift(year_starts, 11) == end
    last_year = year_starts if over else shift(year_starts, -12)
    found = {
        "r12": _of_months(facts, "r12", shift(end, -11), end),
        "fy": _of_months(facts, "fy", last_year, shift(last_year, 11)),
        "ytd": None if over else _of_months(facts, "ytd", year_starts, end),
        "all": Window("all", facts.first, facts.last),
    }
    return {name: window for name, window in found.items() if window and window.end >= facts.first}


def window(facts: Facts, text: str = "r12") -> Window:
    """Read a window from an address (`r12`, `fy`, `ytd`, `all`, `2026-01-15..2026-03-31`).

    Two dates are compared with the same dates a year earlier when they are at most a year apart.
    Raises `WindowError`: `period_unknown` (also for a usual window these facts do not have),
    `period_reversed`.
    """
    usual = windows(facts)
    if text in usual:
        return usual[text]
    start_text, dots, end_text = text.partition("..")
    try:
        start, end = date.fromisoformat(start_text), date.fromisoformat(end_text)
    except ValueError:
        raise WindowError("period_unknown", value=text) from None
    if not EARLIEST <= start.year <= LATEST or not EARLIEST <= end.year <= LATEST:
        raise WindowError("period_unknown", value=text)
    if not dots or start > end:
        raise WindowError("period_reversed", start=start, end=end)
    return _compared(facts, Window("dates", start, end))


def _of_months(facts: Facts, name: str, first: str, last: str) -> Window:
    """A window of whole months."""
    return _compared(facts, Window(name, first_day(first), last_day(last)))


def _compared(facts: Facts, window: Window) -> Window:
    """The window with the same period a year earlier, if the ledger reaches back to it."""
    whole_months = window.start.day == 1 and window.end == last_day(month(window.end))
    before = _year_earlier(window.start)
    until = last_day(shift(month(window.end), -12)) if whole_months else _year_earlier(window.end)
    if until >= window.start or facts.first is None or month(facts.first) > month(before):
        return window
    return replace(window, previous_start=before, previous_end=until)


def _year_earlier(day: date) -> date:
    """The same day a year before (29 February: the 28th)."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
