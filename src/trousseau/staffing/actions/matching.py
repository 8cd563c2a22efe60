"""Who would lead what: worked out, changed by hand, proposed, decided in one transaction, undone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from trousseau.access import audit
from trousseau.access.models import Role, User
from trousseau.access.rules import may
from trousseau.accounts.access import every_account, sees_everything
from trousseau.accounts.actions import name_manager
from trousseau.accounts.models import Account
from trousseau.jobs.actions import start
from trousseau.method.matching import Clash, InfeasibleError
from trousseau.notices.telling import tell
from trousseau.staffing.actions.profiles import StaffingError
from trousseau.staffing.models import Backup, HandOver, Proposal
from trousseau.staffing.queries.cases import Case, case

JOB = "matching"
LARGE = 100_000
"""Pairs from which on it is worked out by a job."""
HAND_OVER_DAYS = 30
OPEN = (Proposal.State.DRAFT, Proposal.State.PROPOSED)


def work_out(user: User, title: str, keep_bonus: float) -> Proposal:
    """Work out who should lead what, and keep it as a draft; a large one is left to a job.

    Raises:
        PermissionDenied: neither a director nor a head.
        StaffingError: `title`, `keep_bonus`.
    """
    if not may(user, "match_managers"):
        raise PermissionDenied
    title = " ".join(title.split())
    if not 0 < len(title) <= 120:
        raise StaffingError("title")
    if not 0 <= keep_bonus <= 1:
        raise StaffingError("keep_bonus", value=keep_bonus)
    given = case(user)
    large = len(given.accounts) * len(given.managers) > LARGE
    with transaction.atomic():
        made = Proposal.objects.create(
            title=title, keep_bonus=keep_bonus, created_by=user, state=Proposal.State.WAITING
        )
        audit.record(
            user, "matching.worked_out", made, after={"accounts": len(given.accounts), "keep_bonus": keep_bonus}
        )
        if large:
            start(JOB, {"proposal_id": made.pk}, user)
        else:
            fill(made, given)
    return made


def fill(proposal: Proposal, given: Case) -> None:
    """Solve a proposal that waits, and keep what came of it; the reasons where nothing could."""
    keys = [str(one.account) for one in given.accounts]
    people = [one.user.pk for one in given.managers]
    proposal.before = {key: one.manager for key, one in zip(keys, given.accounts, strict=True)}
    proposal.backups_before = {
        str(key): user
        for key, user in Backup.objects.filter(account__in=[one.account for one in given.accounts]).values_list(
            "account_id", "user_id"
        )
    }
    try:
        found = given.solve(proposal.keep_bonus)
    except InfeasibleError as error:
        proposal.state = Proposal.State.IMPOSSIBLE
        proposal.outcome = {
            "clashes": [_kept(one) for one in error.clashes],
            "accounts": [one.name for one in given.accounts],
            "managers": [str(one.user) for one in given.managers],
        }  # fmt: skip
        proposal.save()
        return
    proposal.state = Proposal.State.DRAFT
    proposal.computed = {key: people[at] for key, at in zip(keys, found.manager.tolist(), strict=True)}
    proposal.assigned = dict(proposal.computed)
    stands = [] if found.backup is None else found.backup.tolist()
    proposal.backups = {key: people[at] if at >= 0 else None for key, at in zip(keys, stands, strict=True)}
    proposal.outcome = {"value": found.value, "bound": found.bound, "gap": found.gap, "method": found.method}
    proposal.save()


def _kept(clash: Clash) -> dict[str, Any]:
    """As JSON, which knows no infinity."""
    return asdict(clash) | {"asked": min(clash.asked, 1e15), "there": min(clash.there, 1e15)}


def run_job(proposal_id: int) -> dict[str, Any]:
    """Work out a large proposal; run twice it does it once."""
    proposal = Proposal.objects.select_related("created_by").filter(pk=proposal_id).first()
    if proposal is None or proposal.state != Proposal.State.WAITING or proposal.created_by is None:
        return {}
    given = case(proposal.created_by)
    with transaction.atomic():
        fill(proposal, given)
    return {"proposal": proposal.public_id}


def move(user: User, proposal: Proposal, account: int, manager: int, backup: int | None, *, seen: int) -> Proposal:
    """Give an account of a proposal to another manager, and say who stands in.

    Raises:
        PermissionDenied: neither a director nor who made the proposal.
        StaffingError: `proposal_changed`, `proposal_closed`, `move`, `move_same`.
    """
    with transaction.atomic():
        row = _open(user, proposal, seen)
        key = str(account)
        known = set(row.assigned.values()) | set(
            User.objects.filter(is_active=True, assignments__role=Role.MANAGER).values_list("pk", flat=True)
        )
        if key not in row.assigned or manager not in known or (backup is not None and backup not in known):
            raise StaffingError("move", account=account, manager=manager)
        if backup == manager:
            raise StaffingError("move_same")
        before = {"manager": row.assigned[key], "backup": row.backups.get(key)}
        row.assigned[key], row.backups[key] = manager, backup
        row.revision += 1
        row.save()
        audit.record(
            user,
            "matching.moved",
            row,
            before={"account": account, **before},
            after={"manager": manager, "backup": backup},
        )
    return row


def propose(user: User, proposal: Proposal, *, seen: int) -> Proposal:
    """Put a draft before the directors, who are told."""
    with transaction.atomic():
        row = _open(user, proposal, seen)
        row.state, row.revision = Proposal.State.PROPOSED, row.revision + 1
        row.save()
        audit.record(user, "matching.proposed", row, after={"title": row.title})
        for director in User.objects.filter(assignments__role=Role.DIRECTOR, is_active=True).exclude(pk=user.pk):
            tell(
                director, "matching.proposed", key=row.public_id, url=f"/team/matching/{row.public_id}/",
                who=str(user), title=row.title,
            )  # fmt: skip
    return row


def drop(user: User, proposal: Proposal, *, seen: int) -> None:
    """Throw a draft away."""
    with transaction.atomic():
        row = _open(user, proposal, seen)
        audit.record(user, "matching.dropped", row, before={"title": row.title})
        row.delete()


def decide(user: User, proposal: Proposal, reason: str, *, seen: int) -> Proposal:
    """Apply a proposal: managers, back-ups and hand-overs, all or nothing; those concerned are told.

    Raises:
        PermissionDenied: it is the director's to decide.
        StaffingError: `proposal_changed`, `proposal_closed`, `proposal_stale`, `proposal_empty`, `proposal_reason`.
    """
    if not may(user, "decide_matching") or not sees_everything(user):
        raise PermissionDenied
    with transaction.atomic():
        row = _open(user, proposal, seen)
        if not reason.strip():
            raise StaffingError("proposal_reason")
        accounts = {
            str(one.pk): one for one in every_account().filter(pk__in=list(row.assigned)).select_related("manager")
        }
        _fresh(row.before, accounts, "proposal_stale")
        moved = {key: to for key, to in row.assigned.items() if to != row.before.get(key) and key in accounts}
        stands = {key: to for key, to in row.backups.items() if to != row.backups_before.get(key) and key in accounts}
        if not moved and not stands:
            raise StaffingError("proposal_empty")
        people = {one.pk: one for one in User.objects.filter(pk__in=[*moved.values(), *filter(None, stands.values())])}
        for key, to in moved.items():
            _hand_over(user, row, accounts[key], people[to])
        _stand_in({accounts[key].pk: to for key, to in stands.items()})
        row.applied = {key: row.before.get(key) for key in moved}
        row.state, row.decided_by, row.decided_at = Proposal.State.DECIDED, user, timezone.now()
        row.reason, row.revision = reason.strip()[:1000], row.revision + 1
        row.save()
        audit.record(
            user,
            "matching.decided",
            row,
            before={"backups": row.backups_before},
            after={"moved": moved, "backups": stands, "reason": row.reason},
        )
    return row


def undo(user: User, proposal: Proposal, *, seen: int) -> Proposal:
    """Take a decision back: every account to whom it had before, hand-overs cancelled; all or nothing.

    Raises:
        PermissionDenied: it is the director's.
        StaffingError: `proposal_changed`, `undo_changed`.
    """
    if not may(user, "decide_matching") or not sees_everything(user):
        raise PermissionDenied
    with transaction.atomic():
        row = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if row.revision != seen or row.state != Proposal.State.DECIDED:
            raise StaffingError("proposal_changed", who=str(row.decided_by or "–"))
        accounts = {
            str(one.pk): one for one in every_account().filter(pk__in=list(row.applied)).select_related("manager")
        }
        _fresh({key: row.assigned.get(key) for key in row.applied}, accounts, "undo_changed")
        people = {one.pk: one for one in User.objects.filter(pk__in=[key for key in row.applied.values() if key])}
        for key, back in row.applied.items():
            if key in accounts:
                name_manager(user, accounts[key], people.get(back) if back else None)
        _stand_in(
            {int(key): row.backups_before.get(key) for key in row.backups if every_account().filter(pk=key).exists()}
        )
        HandOver.objects.filter(proposal=row).update(cancelled=True)
        row.state, row.revision = Proposal.State.UNDONE, row.revision + 1
        row.save()
        audit.record(user, "matching.undone", row, after={"accounts": len(row.applied)})
    return row


def hand_over_done(user: User, item: HandOver) -> HandOver:
    """Say that one's part of a hand-over is done.

    Raises:
        PermissionDenied: neither giver nor taker.
    """
    with transaction.atomic():
        row = HandOver.objects.select_for_update().get(pk=item.pk)
        if row.cancelled or user.pk not in {row.giver_id, row.taker_id}:
            raise PermissionDenied
        now = timezone.now()
        if user.pk == row.giver_id and row.given_at is None:
            row.given_at = now
        if user.pk == row.taker_id and row.taken_at is None:
            row.taken_at = now
        row.save()
        audit.record(user, "hand_over.done", row.account, after={"by": str(user)})
    return row


def _open(user: User, proposal: Proposal, seen: int) -> Proposal:
    """A proposal that may still be changed, for someone who may, as they saw it."""
    row = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("decided_by", "created_by")
        .filter(pk=proposal.pk)
        .first()
    )
    if row is None:
        raise StaffingError("proposal_changed", who="–")
    if not may(user, "match_managers") or ("director" not in user.roles and row.created_by_id != user.pk):
        raise PermissionDenied
    if row.state not in OPEN:
        if row.decided_at is None:
            raise StaffingError("proposal_changed", who=str(row.created_by or "–"))
        raise StaffingError("proposal_closed", who=str(row.decided_by or "–"), date=f"{row.decided_at:%Y-%m-%d}")
    if row.revision != seen:
        last = audit.history(row).select_related("actor").first()
        raise StaffingError("proposal_changed", who=str(last.actor_label if last else "–"))
    return row


def _fresh(expected: dict[str, Any], accounts: dict[str, Account], code: str) -> None:
    """Whether everyone still leads what they were supposed to."""
    changed = [one.name for key, one in accounts.items() if key in expected and one.manager_id != expected[key]]
    if changed:
        raise StaffingError(code, accounts=", ".join(changed[:5]))


def _hand_over(user: User, row: Proposal, account: Account, taker: User) -> None:
    """Name the manager, and have both hand over."""
    giver = account.manager
    name_manager(user, account, taker)
    item = HandOver.objects.create(
        account=account, proposal=row, giver=giver, taker=taker,
        due=timezone.localdate() + timedelta(days=HAND_OVER_DAYS),
    )  # fmt: skip
    for one in (giver, taker):
        if one is not None and one.pk != user.pk:
            tell(
                one, "matching.decided", key=item.public_id, url="/team/hand-overs/",
                account=account.name, giver=str(giver or ""), taker=str(taker),
            )  # fmt: skip


def _stand_in(stands: dict[int, int | None]) -> None:
    Backup.objects.filter(account__in=list(stands)).delete()
    Backup.objects.bulk_create([Backup(account_id=key, user_id=to) for key, to in stands.items() if to is not None])
