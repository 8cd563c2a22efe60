"""Setting the reference ranges the portfolio is judged by."""

from __future__ import annotations

from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures.indicators import Range
from trousseau.portfolio.indicators import ORDER
from trousseau.portfolio.models import ReferenceRange
from trousseau.portfolio.queries.ranges import ranges

BOUNDS = ("low", "high", "watch_low", "watch_high")


def set_range(user: User, key: str, wanted: Range, reason: str) -> ReferenceRange:
    """Judge an indicator by the organisation's own range from now on.

    Raises:
        PermissionDenied: ranges are the director's.
        ValueError: no such indicator, or no reason.
    """
    return _version(user, key, reason, "range.set", {name: getattr(wanted, name) for name in BOUNDS}, shipped=False)


def reset_range(user: User, key: str, reason: str) -> ReferenceRange:
    """Judge an indicator by the range Trousseau ships again; raises as `set_range`."""
    return _version(user, key, reason, "range.reset", {}, shipped=True)


def _version(
    user: User, key: str, reason: str, verb: str, bounds: dict[str, float | None], *, shipped: bool
) -> ReferenceRange:
    if not may(user, "set_ranges"):
        raise PermissionDenied
    if key not in ORDER or not reason.strip():
        raise ValueError(f"no such indicator, or no reason: {key!r}")
    with transaction.atomic():
        before = ranges().get(key)
        version = ReferenceRange.objects.create(key=key, reason=reason.strip(), author=user, shipped=shipped, **bounds)
        after = ranges().get(key)
        audit.record(
            user, verb, version, before=asdict(before) if before else None, after=asdict(after) if after else None
        )
    return version
