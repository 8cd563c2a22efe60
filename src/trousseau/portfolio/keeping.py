"""The panel as JSON and back, the digest of a check-up's figures, and what differs between two of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any, NamedTuple

from trousseau.figures.indicators import Indicator, Range
from trousseau.portfolio.indicators import ORDER


class Difference(NamedTuple):
    """One figure that is not what it was: where it is, what was kept, what it is now (None: not there)."""

    where: str
    kept: object
    again: object


def panel_out(rows: Iterable[Indicator]) -> dict[str, Any]:
    """The rows of a panel by key, with the ranges they are judged by; amounts as exact text."""
    return {
        row.key: {
            **{name: value for name, value in asdict(row).items() if name not in {"key", "axis", "amount"}},
            "axis": list(row.axis),
            "amount": None if row.amount is None else str(row.amount),
        }
        for row in rows
    }


def panel_in(kept: Mapping[str, Any]) -> tuple[Indicator, ...]:
    """The rows as they were kept, in the order of the panel; one that is no longer known comes last."""
    place = {key: number for number, key in enumerate(ORDER)}
    return tuple(
        Indicator(
            key=key,
            group=row["group"],
            unit=row["unit"],
            value=row["value"],
            axis=(row["axis"][0], row["axis"][1]),
            range=Range(**row["range"]) if row["range"] else None,
            subject=row["subject"],
            first=row["first"],
            others=row["others"],
            amount=None if row["amount"] is None else Decimal(row["amount"]),
            also=row["also"],
        )
        for key, row in sorted(kept.items(), key=lambda pair: place.get(pair[0], len(place)))
    )


def digest(figures: Mapping[str, Any]) -> str:
    """SHA-256 of figures written in one way only: keys sorted, no blanks, numbers to their last bit."""
    written = json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(written.encode()).hexdigest()


def differences(kept: object, again: object, where: str = "") -> Iterator[Difference]:
    """Where two figures kept as JSON differ; what only the newer one has is no difference."""
    if isinstance(kept, Mapping) and isinstance(again, Mapping):
        for key, value in kept.items():
            yield from differences(value, again.get(key), f"{where}/{key}" if where else str(key))
    elif isinstance(kept, list) and isinstance(again, list) and len(kept) == len(again):
        for number, (one, other) in enumerate(zip(kept, again, strict=True), 1):
            yield from differences(one, other, f"{where}/{number}")
    elif kept != again:
        yield Difference(where, kept, again)
