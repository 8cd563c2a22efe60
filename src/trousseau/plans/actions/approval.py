"""From draft to approved: its manager hands a plan in, the head approves it or sends it back, and it can be revised."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.notices.telling import tell
from trousseau.plans.access import may_approve
from trousseau.plans.actions import writing
from trousseau.plans.models import Plan, State
from trousseau.plans.models.versions import PlanVersion
from trousseau.plans.queries.versions import content


def submit(user: User, plan: Plan, revision: int) -> Plan:
    """Hand a plan in; the head of the account's manager is told."""
    with transaction.atomic():
        found = writing.plan_held(user, plan, revision)
        _standing(found, State.DRAFT, _("Only a draft is handed in: this plan is in review, or approved already."))
        if not found.actions.exists() or not found.objectives.exists():
            raise ValidationError(
                {NON_FIELD_ERRORS: _("A plan is handed in with an objective and an action at least: who does what?")}
            )
        _moved(user, found, State.REVIEW, "plan.submitted")
        manager = found.account.manager
        head = manager.reports_to if manager is not None else None
        if head is not None and may_approve(head, found.account):
            _told(head, "plan.to_approve", found, user)
    return found


def approve(user: User, plan: Plan, revision: int) -> PlanVersion:
    """Approve a plan as it stands: what it says is kept as a version; its manager is told."""
    with transaction.atomic():
        found = _reviewed(user, plan, revision)
        kept = PlanVersion.objects.filter(plan=found)
        last = kept.order_by("-number").values_list("number", flat=True).first()
        if last is None:
            last = found.version if found.approved_at else 0
        found.version, found.approved_by, found.approved_at = last + 1, user, timezone.now()
        _moved(user, found, State.APPROVED, "plan.approved", version=found.version)
        made = PlanVersion.objects.create(plan=found, number=found.version, by=user, content=content(found))
        if found.account.manager is not None:
            _told(found.account.manager, "plan.approved", found, user)
    return made


def send_back(user: User, plan: Plan, reason: str, revision: int) -> Plan:
    """Send a plan back with what is to be mended; its manager is told."""
    with transaction.atomic():
        found = _reviewed(user, plan, revision)
        said = writing.words("reason", reason, 1000, _("Say what is to be mended."))
        _moved(user, found, State.DRAFT, "plan.sent_back", reason=said)
        if found.account.manager is not None:
            _told(found.account.manager, "plan.sent_back", found, user, reason=said)
    return found


def revise(user: User, plan: Plan, reason: str, revision: int) -> Plan:
    """Take an approved plan back to the drawing board; the approved version stays on record."""
    with transaction.atomic():
        found = writing.plan_held(user, plan, revision)
        _standing(found, State.APPROVED, _("Only an approved plan is revised: this one is being written still."))
        said = writing.words("reason", reason, 1000, _("Say why: who approved it will ask."))
        _moved(user, found, State.DRAFT, "plan.revised", reason=said)
    return found


def _reviewed(user: User, plan: Plan, revision: int) -> Plan:
    """The plan in review, locked, for someone who may approve it and has seen it as it is."""
    found = Plan.objects.select_for_update(of=("self",)).select_related("account", "account__manager").filter(
        pk=plan.pk, account__in=access.visible_to(user)
    ).first()  # fmt: skip
    if found is None or not may_approve(user, found.account):
        raise PermissionDenied
    if found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: writing.meanwhile(found)})
    _standing(found, State.REVIEW, _("This plan is not in review: its manager hands it in first."))
    return found


def _standing(plan: Plan, state: str, refusal: str) -> None:
    if plan.state != state:
        raise ValidationError({NON_FIELD_ERRORS: refusal})


def _moved(user: User, plan: Plan, state: State, verb: str, **said: object) -> None:
    before = plan.state
    plan.state, plan.revision = state, plan.revision + 1
    plan.save(update_fields=["state", "revision", "version", "approved_by", "approved_at"])
    audit.record(user, verb, plan, before={"state": before}, after={"state": state, **said})


def _told(person: User, kind: str, plan: Plan, by: User, **more: str) -> None:
    tell(
        person,
        kind,
        key=f"{plan.public_id} {plan.revision}",
        url=reverse("plans:versions", args=[plan.account.public_id]),
        account=plan.account.name,
        by=by.name,
        **more,
    )
