"""Values of a database as text, in one writing (ISO days, a point before decimals): files are judged the same way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

OVERLAP = dt.timedelta(minutes=10)
"""What is read again before the last instant: rows whose transaction ended late, clocks that differ."""


def marked(value: object) -> bool:
    """Whether a mark of deletion says so: true, 1, yes, or any instant."""
    return str(value).strip().lower() not in {"", "none", "false", "0", "f", "n", "no", "non"}


def cell(value: object) -> str | None:
    """A value as text: ISO days, a point before decimals, no exponent; None where there is none."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value
        return local.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def kept(value: object) -> list[str]:
    """A bound value as JSON keeps it: its kind and its writing."""
    if isinstance(value, dt.datetime | dt.date):
        return [type(value).__name__, value.isoformat()]
    return [type(value).__name__, str(value)]


def bound(value: Sequence[str]) -> Any:  # noqa: ANN401 - what `kept` was given
    """The value that `kept` wrote."""
    kinds = {"datetime": dt.datetime.fromisoformat, "date": dt.date.fromisoformat, "int": int, "float": float}
    make: Any = {**kinds, "Decimal": Decimal}.get(value[0], str)
    return make(value[1])


def before(at: Any) -> Any:  # noqa: ANN401 - an instant as the database writes it
    """An instant a little earlier, never later than a day from now; what is no instant stays."""
    if isinstance(at, dt.datetime):
        now = dt.datetime.now(at.tzinfo) + dt.timedelta(days=1)
        return min(at, now) - OVERLAP
    if isinstance(at, str):
        try:
            seen = dt.datetime.fromisoformat(at)
        except ValueError:
            return at
        digits = "seconds" if len(at) <= 19 else "auto"
        return before(seen).isoformat(sep=at[10:11] or " ", timespec=digits) if len(at) > 10 else at
    return at
