"""How often a token may call: so many times a minute, counted in the database over all processes."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import connection
from django.http import HttpResponseBase

from trousseau.access.models import ApiToken

A_MINUTE = 600
"""Calls a minute and token."""
COUNTED = """
INSERT INTO api_allowance (token_id, minute, used) VALUES (%s, %s, 1)
ON CONFLICT (token_id) DO UPDATE SET
    used = CASE WHEN api_allowance.minute = excluded.minute THEN api_allowance.used + 1 ELSE 1 END,
    minute = excluded.minute
RETURNING used
"""
"""One statement, which both databases know: a call is counted and read in the same moment."""


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
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [token.pk, int(now // 60)])
        ((used,),) = cursor.fetchall()
    return Left(max(0, A_MINUTE - used), 60 - int(now % 60), used > A_MINUTE)
