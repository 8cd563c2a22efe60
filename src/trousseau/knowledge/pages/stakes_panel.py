"""“Their stakes” on the page of an account: in their words, who said it, and what we answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from trousseau.access.rules import may, person
from trousseau.accounts.models import Account
from trousseau.knowledge.access import may_tell
from trousseau.knowledge.kinds import KINDS
from trousseau.knowledge.models import Stake
from trousseau.knowledge.pages.tables import Row, written
from trousseau.knowledge.queries.facts import facts_of

SHOWN = 5


@dataclass(frozen=True)
class StakesPanel:
    """What the template shows."""

    rows: tuple[Row, ...]
    more: int
    url: str
    may_tell: bool


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The weightiest stakes of an account's client; one query."""
    user = person(request)
    found = list(facts_of(user, account, Stake))
    tells = may_tell(user, account)
    if not found and not tells:
        return None
    names, today = may(user, "read_contacts"), timezone.localdate()
    rows = tuple(written(KINDS["stake"], stake, today, here=account, names=names) for stake in found[:SHOWN])
    url = reverse("knowledge:facts", args=[account.public_id])
    return {"stakes": StakesPanel(rows, max(0, len(found) - SHOWN), url, tells)}
