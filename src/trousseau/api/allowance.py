"""How often a token may call: so many times a minute, counted in the database over all processes."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.http import HttpResponseBase

from trousseau.access.models import ApiToken
from trousseau.api.models import Allowance

A_MINUTE = 600
"""Calls a minute and token."""


@dataclass(frozen=True)
class Left:
    """What is left of a token's minute; `over` where this call was one too many."""

    remaining: int
    seconds: int
    over: bool

    def tell(self, response: HttpResponseBase) -> None:
        """Write it on an answer."""
        response.headers["RateLimit-Limit"] = str(A_MINUTE)
        response.headers["RateLimit-Remaining"] = str(self.remaining)
        response.headers["RateLimit-Reset"] = str(self.seconds)
        if self.over:
            response.headers["Retry-After"] = str(self.seconds)


def spend(token: ApiToken) -> Left:
    """Count one call of a token, and say what is left of its minute."""
    now = time.time()
    minute = int(now // 60)
    counted = Case(When(minute=minute, then=F("used") + 1), default=Value(1))
    row = Allowance.objects.filter(pk=token.pk)
    if not row.update(used=counted, minute=minute):
        try:
            with transaction.atomic():
                Allowance.objects.create(token=token, minute=minute, used=1)
        except IntegrityError:
            row.update(used=counted, minute=minute)
    used = row.values_list("used", flat=True).get()
    return Left(max(0, A_MINUTE - used), 60 - int(now % 60), used > A_MINUTE)
