"""What the page of an account says of its total spend; the rest is on the page of its client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from trousseau.access.models import Organisation
from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.method.wallet import Total
from trousseau.selection.pages.potential import client_url
from trousseau.selection.queries.potential import Spending, spending


@dataclass(frozen=True)
class PotentialPanel:
    """What the template shows."""

    spending: Spending | None
    total: Total | None
    of_group: bool
    """Whether it is said of the account's group."""
    currency: str
    url: str
    may_tell: bool


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The total spend of an account's client; two queries."""
    client = account.group.name if account.group else account.key
    told = spending([client]).get(client)
    return {
        "potential": PotentialPanel(
            spending=told,
            total=told.total if told else None,
            of_group=account.group is not None,
            currency=Organisation.current().base_currency or "",
            url=client_url(client),
            may_tell=may(request.user, "tell_spend"),
        )
    }
