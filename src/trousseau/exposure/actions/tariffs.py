"""What people decide about tariffs: keep one, or drop it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.exposure.models import TariffScenario
from trousseau.portfolio.queries.source import Asked


def keep_tariff(user: User, asked: Asked, name: str, wishes: Mapping[str, str]) -> TariffScenario:
    """Keep an indexation under a name; the same name again changes it.

    Raises:
        PermissionDenied: tariffs are simulated by those who read the portfolio.
    """
    if not may(user, "read_portfolio"):
        raise PermissionDenied
    with transaction.atomic():
        old = TariffScenario.objects.filter(scope=asked.scope_key, name=name).first()
        before = {"wishes": old.wishes} if old else None
        kept, _created = TariffScenario.objects.update_or_create(
            scope=asked.scope_key, name=name, defaults={"wishes": dict(wishes), "made_by": user}
        )
        audit.record(user, "tariff.kept", kept, before=before, after={"wishes": kept.wishes})
    return kept


def drop_tariff(user: User, kept: TariffScenario) -> None:
    """Forget a tariff.

    Raises:
        PermissionDenied: tariffs are simulated by those who read the portfolio.
    """
    if not may(user, "read_portfolio"):
        raise PermissionDenied
    with transaction.atomic():
        audit.record(user, "tariff.dropped", kept, before={"wishes": kept.wishes})
        kept.delete()
