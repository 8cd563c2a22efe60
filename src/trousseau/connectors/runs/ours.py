"""What the CRM should say of our accounts: tier, score and its day, key account manager, the plan's address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Reckoning
from trousseau.method.criteria import CAPACITY
from trousseau.plans.models import LIVING, Plan
from trousseau.portfolio.queries.classes import whole_company
from trousseau.portfolio.queries.source import facts
from trousseau.selection.queries import grids, tiers
from trousseau.selection.queries.ranking import grid_of, ranking

Ours = Mapping[str, Any]
"""By the names of `targets.OUTBOUND`; None: nothing. A tier is its key and its name."""


def ours(ids: Iterable[int], wanted: Iterable[str]) -> dict[int, Ours]:
    """What is to be said of some accounts, of the things that are wanted."""
    asked = frozenset(wanted)
    found = access.every_account().filter(pk__among=set(ids))
    accounts = list(found.values_list("pk", "key", "group__name", "manager_id"))
    held = tiers.held() if "tier" in asked else {}
    named = {one.key: one for one in tiers.in_force(CAPACITY).tiers} if held else {}
    with override(settings.LANGUAGE_CODE):  # what the CRM is told does not hang on who looks
        words = {key: tiers.name(named.get(one.tier), one.tier, one.tier_name) for key, one in held.items()}
    scores, day = _scores() if asked & {"score", "scored_on"} else ({}, None)
    plans = _plans([row[0] for row in accounts]) if "plan" in asked else {}
    managers = User.objects.in_bulk({row[3] for row in accounts} - {None}) if "manager" in asked else {}
    made: dict[int, Ours] = {}
    for pk, key, group, manager in accounts:
        client = group or key
        tier, score = held.get(client), scores.get(client)
        made[pk] = {
            "tier": (tier.tier, words[client]) if tier else None,
            "score": score,
            "scored_on": day if score is not None else None,
            "manager": managers.get(manager),
            "plan": plans.get(pk),
        }
    return made


def _scores() -> tuple[dict[str, str], str | None]:
    """The score of each client in the ranking in force, to a tenth, and the last day of the figures it is from."""
    there = facts()
    company = whole_company(there) if there is not None else None
    if company is None:
        return {}, None
    asked = company.ranked_by("group")
    found = ranking(asked, grid_of(asked, grids.in_force().grid))
    last = Reckoning.objects.values_list("last_date", flat=True).first()
    scores = {
        client: f"{score:.1f}" for client, score in zip(found.accounts, found.score, strict=True) if np.isfinite(score)
    }
    return scores, last.isoformat() if last else None


def _plans(accounts: Sequence[int]) -> dict[int, str]:
    """Where the living plan of each account is, on the company's own address."""
    living = Plan.objects.filter(account_id__among=accounts, state__in=LIVING)
    return {
        plan.account_id: f"{settings.ADDRESS}{reverse('plans:plan', args=[plan.account.public_id])}"
        for plan in living.select_related("account")
    }
