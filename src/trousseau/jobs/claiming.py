"""What several workers may take on and only one does: a row that says whose it is, and since when."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Model, Q
from django.utils import timezone

Claimed = TypeVar("Claimed", bound=Model)
ABANDONED = dt.timedelta(hours=1)
"""What was claimed so long ago and not sent belongs to a worker that was killed."""


def claim(model: type[Claimed], **mark: Any) -> Claimed | None:
    """The row of a mark, where it is this caller's to send; None: another worker's, or sent.

    `model` has `claimed_at` and `sent_at`, and a constraint that the mark stands once.
    """
    now, rows = timezone.now(), model._default_manager  # noqa: SLF001 - Django's documented name for it
    row, new = rows.get_or_create(**mark, defaults={"claimed_at": now})
    if new:
        return row
    abandoned = rows.filter(pk=row.pk, sent_at=None, claimed_at__lt=now - ABANDONED)
    return row if abandoned.update(claimed_at=now) else None


def take(row: Model) -> bool:
    """Whether a row that was written to be sent is this caller's to send; it says so for whoever comes after.

    Its model has `claimed_at`, empty until someone takes it, and `sent_at`.
    """
    now, rows = timezone.now(), type(row)._default_manager  # noqa: SLF001 - Django's documented name for it
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - ABANDONED)
    return bool(rows.filter(free, pk=row.pk, sent_at=None).update(claimed_at=now))
