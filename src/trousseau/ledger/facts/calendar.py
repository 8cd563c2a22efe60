"""Months and the usual windows, counted from the last complete month."""

from __future__ import annotations

from datetime import date, timedelta


def month(day: date) -> str:
    """The month of a day, YYYY-MM."""
    return f"{day.year:04d}-{day.month:02d}"


def first_day(name: str) -> date:
    """The first day of a month YYYY-MM."""
    return date(int(name[:4]), int(name[5:7]), 1)


def last_day(name: str) -> date:
    """The last day of a month YYYY-MM."""
    return first_day(shift(name, 1)) - timedelta(days=1)


def shift(name: str, by: int) -> str:
    """The month `by` months later (or earlier)."""
    count = int(name[:4]) * 12 + int(name[5:7]) - 1 + by
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def between(first: str, last: str) -> list[str]:
    """Every month from `first` to `last`, both included."""
    months = []
    while first <= last:
        months.append(first)
        first = shift(first, 1)
    return months


def last_complete(last_line: date, today: date) -> str:
    """The month of the last line, or, if that month is not over today, the month before today's."""
    return min(month(last_line), shift(month(today), -1))


def rolling(last_line: date | None, today: date) -> tuple[list[str], list[str]]:
    """The twelve months to the last complete one, and the twelve before."""
    if last_line is None:
        return [], []
    end = last_complete(last_line, today)
    return between(shift(end, -11), end), between(shift(end, -23), shift(end, -12))
