"""How many touchpoints accounts of each tier are promised, said by a director."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.plans.models.rhythm import Level
from trousseau.plans.models.touchpoints import TouchPromise
from trousseau.selection.queries import tiers

MOST = 366


def promise_touchpoints(user: User, said: Mapping[tuple[str, str], str]) -> None:
    """Say anew what every tier is promised at every level; an empty field promises nothing there."""
    if not may(user, "edit_tiers"):
        raise PermissionDenied
    known = dict(tiers.choices())
    wanted: dict[tuple[str, str], int] = {}
    wrong: dict[str, str] = {}
    for (tier, level), typed in said.items():
        if tier not in known or level not in Level.values or not typed.strip():
            continue
        if not typed.strip().isdecimal() or len(typed.strip()) > 3 or int(typed) > MOST:
            wrong[f"{tier}:{level}"] = _("%(tier)s, %(level)s: “%(typed)s” is no whole number from 0 to 366.") % {
                "tier": known[tier], "level": Level(level).label, "typed": typed[:20]}  # fmt: skip
        else:
            wanted[tier, level] = int(typed)
    if wrong:
        raise ValidationError(wrong)
    with transaction.atomic():
        before = {f"{one.tier} {one.level}": one.a_year for one in TouchPromise.objects.select_for_update()}
        after = {f"{tier} {level}": n for (tier, level), n in wanted.items()}
        if before == after:
            return
        TouchPromise.objects.all().delete()
        TouchPromise.objects.bulk_create(
            TouchPromise(tier=tier, level=level, a_year=n) for (tier, level), n in wanted.items()
        )
        audit.record(user, "touchpoints.promised", Organisation.current(), before=before, after=after)
