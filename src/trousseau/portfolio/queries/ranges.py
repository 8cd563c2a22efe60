"""The reference ranges in force: the organisation's own over the ones shipped."""

from __future__ import annotations

from collections.abc import Mapping

from trousseau.figures.indicators import RANGES, Range
from trousseau.portfolio.models import ReferenceRange


def ranges() -> Mapping[str, Range]:
    """The range of each indicator that has one; one query."""
    found = dict(RANGES)
    for version in ReferenceRange.objects.order_by("id"):
        if not version.shipped:
            found[version.key] = version.range
        elif version.key in RANGES:
            found[version.key] = RANGES[version.key]
        else:
            found.pop(version.key, None)
    return found


def versions(key: str) -> list[ReferenceRange]:
    """What was set for one indicator, latest first."""
    return list(ReferenceRange.objects.filter(key=key).select_related("author").order_by("-id"))


def latest() -> dict[str, ReferenceRange]:
    """The last thing set for each indicator, with who set it."""
    return {version.key: version for version in ReferenceRange.objects.select_related("author").order_by("id")}
