"""What people decide about exposure: keep a scenario or drop it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.exposure.models import Scenario
from trousseau.method.scenario import Scenario as Happening
from trousseau.portfolio.queries.source import Asked


def keep_scenario(user: User, asked: Asked, name: str, happening: Happening) -> Scenario:
    """Keep a what-if under a name; the same name again changes what happens in it.

    Raises:
        PermissionDenied: scenarios belong to those who read the portfolio.
    """
    if not may(user, "read_portfolio"):
        raise PermissionDenied
    with transaction.atomic():
        old = Scenario.objects.filter(scope=asked.scope_key, name=name).first()
        before = _trail(old) if old else None
        scenario, _created = Scenario.objects.update_or_create(
            scope=asked.scope_key,
            name=name,
            defaults={
                "by": asked.by,
                "lost": [one.who for one in happening.lost],
                "asks": happening.as_json(),
                "made_by": user,
            },
        )
        audit.record(user, "scenario.kept", scenario, before=before, after=_trail(scenario))
    return scenario


def drop_scenario(user: User, scenario: Scenario) -> None:
    """Forget a scenario.

    Raises:
        PermissionDenied: scenarios belong to those who read the portfolio.
    """
    if not may(user, "read_portfolio"):
        raise PermissionDenied
    with transaction.atomic():
        audit.record(user, "scenario.dropped", scenario, before=_trail(scenario))
        scenario.delete()


def _trail(scenario: Scenario) -> dict[str, Any]:
    """What the trail keeps of it."""
    return {"lost": scenario.lost, "by": scenario.by, **scenario.asks}
