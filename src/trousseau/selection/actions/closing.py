"""A session closed: what was decided is applied and logged for good, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from trousseau.access import audit
from trousseau.access.models import AuditEvent, User
from trousseau.access.rules import may
from trousseau.accounts.access import every_account, sees_everything
from trousseau.selection.actions.ranks import mark_held
from trousseau.selection.actions.sessions import lock
from trousseau.selection.models import DecisionSession, Ruling, SessionClosing, TierDecision, TierHeld
from trousseau.selection.queries import sessions
from trousseau.selection.queries.sessions import Held

BATCH = 2_000


def close_session(user: User, session: DecisionSession) -> SessionClosing:
    """Close a session: tiers are held from its date on, every decision is logged, what nobody decided stays as it was.

    Raises:
        PermissionDenied: it is the director's to close.
        SessionError: `session_closed`.
    """
    if not may(user, "decide_tiers") or not sees_everything(user):
        raise PermissionDenied
    with transaction.atomic():
        lock(session)
        found = sessions.read(session)
        load = found.load()
        decisions = [_decision(found, ruling) for ruling in found.rulings.values()]
        TierDecision.objects.bulk_create(decisions, batch_size=BATCH)
        _hold(list(TierDecision.objects.filter(session=session)))
        made: SessionClosing = SessionClosing.objects.create(
            session=session,
            closed_by=user,
            undecided=[[place.client, place.name, found.frozen.before(place.client)] for place in found.pending],
            load=load.as_json(),
        )
        mark_held()
        audit.record_all(_moved(user, decisions))
        counts = {kind: sum(one.kind == kind for one in decisions) for kind in TierDecision.Kind.values}
        audit.record(user, "session.closed", session, after={**counts, "undecided": len(found.pending)})
    return made


def _decision(found: Held, ruling: Ruling) -> TierDecision:
    frozen = found.frozen
    place = frozen.places[ruling.client]
    before = frozen.before(ruling.client)
    called = frozen.held.get(ruling.client, {}).get("tier_name", "")
    tier = frozen.tiers.named(ruling.tier)
    proposals = found.proposals.get(ruling.client, ())
    proposal = next((one for one in reversed(proposals) if one.tier == ruling.tier), None)
    return TierDecision(
        session=found.session,
        client=ruling.client,
        name=place.name,
        before=before,
        before_name=called,
        after=ruling.tier,
        after_name=tier.name if tier else "",
        kind=frozen.tiers.kind(before or None, ruling.tier),
        exception=bool(place.proposed) and place.proposed != ruling.tier,
        rules_proposed=place.proposed,
        reason=ruling.reason,
        proposed_by=proposal.by if proposal else None,
        proposed_at=proposal.at if proposal else None,
        proposed_why=proposal.why if proposal else "",
        decided_by=ruling.by,
        decided_at=ruling.at,
        date=found.session.date,
        rank=place.rank,
        score=place.score,
        top_probability=place.top,
        grid_version=frozen.said["grid_number"],
    )


def _moved(user: User, decisions: list[TierDecision]) -> Iterator[AuditEvent]:
    """That its tier changed, for each account of a client that now holds another: in its own history."""
    moved = {one.client: one for one in decisions if one.before != one.after}
    theirs = Q(group__name__in=moved) | Q(group=None, key__in=moved)
    for account in every_account().filter(theirs).select_related("group").order_by("pk"):
        one = moved[account.group.name if account.group else account.key]
        before, after = {"tier": one.before or None}, {"tier": one.after}
        yield audit.event(user, "account.tier_changed", account, before=before, after=after)


def _hold(decisions: list[TierDecision]) -> None:
    """Each client holds what was decided of it; where it kept its tier, since the day it was given."""
    there = {row.client: row for row in TierHeld.objects.filter(client__in=[one.client for one in decisions])}
    added, changed = [], []
    for one in decisions:
        row = there.get(one.client)
        since = row.since if row and row.tier == one.after else one.date
        values = {"name": one.name, "tier": one.after, "tier_name": one.after_name, "since": since, "decision": one}
        if row is None:
            added.append(TierHeld(client=one.client, **values))
            continue
        for name, value in values.items():
            setattr(row, name, value)
        changed.append(row)
    TierHeld.objects.bulk_create(added, batch_size=BATCH)
    TierHeld.objects.bulk_update(changed, ["name", "tier", "tier_name", "since", "decision"], batch_size=BATCH)
