"""A client that holds a tier, for tests of other rooms."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from trousseau.selection.actions.ranks import mark_held
from trousseau.selection.models import DecisionSession, SessionClosing, TierDecision, TierHeld


def give_tier(client: str, tier: str, since: dt.date) -> None:
    """Have a client hold a tier, as a decision session that was closed leaves it."""
    session = DecisionSession.objects.create(title=client, date=since, attendees=[], frozen={})
    SessionClosing.objects.create(session=session, undecided=[], load={})
    decision = TierDecision.objects.create(
        session=session, client=client, name=client, after=tier, kind="entry", exception=False, reason="Large",
        decided_at=timezone.now(), date=since, grid_version=1,
    )  # fmt: skip
    TierHeld.objects.update_or_create(
        client=client, defaults={"name": client, "tier": tier, "since": since, "decision": decision}
    )
    mark_held()
