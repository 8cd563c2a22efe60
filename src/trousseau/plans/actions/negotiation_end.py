"""What closes a sheet: frozen before the meeting, ended with its outcome, and the next step that comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.plans.access import living
from trousseau.plans.actions import writing
from trousseau.plans.actions.negotiation import LOWEST_CHANGE, MOST, draft, held, saved
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.models import Negotiation
from trousseau.plans.models.negotiation import RECKONED, Stage
from trousseau.plans.queries.negotiation import ground
from trousseau.support.actions.commitments import Promised, promise
from trousseau.support.models.commitments import Channel, Direction

Becomes = Literal["action", "commitment"]


def freeze(user: User, sheet: Negotiation, revision: int, *, at: dt.datetime | None = None) -> Negotiation:
    """Let what is planned stand, with what is known today: their stakes, what the account leaves, its prices.

    `at`: when that was, where it is told of the past; None: now.
    """
    with transaction.atomic():
        found = draft(user, sheet, revision)
        if not found.terms.exists():
            raise ValidationError(
                {NON_FIELD_ERRORS: _("An empty sheet is not frozen: add a point with its target and walk-away point.")}
            )
        found.kept = ground(found.account).as_json()
        found.stage, found.frozen_at, found.frozen_by = Stage.FROZEN, at or timezone.now(), user
        return saved(user, found, "negotiation.frozen")


def end(
    user: User, sheet: Negotiation, obtained: Mapping[int, Decimal | None], *, agreed: bool, words: str, revision: int
) -> Negotiation:
    """Write down where each point ended (None: not settled), and whether there is an agreement."""
    with transaction.atomic():
        found = held(user, sheet, revision)
        if found.stage == Stage.DRAFT:
            raise ValidationError(
                {NON_FIELD_ERRORS: _("Freeze the sheet first: an outcome is compared with what was planned before it.")}
            )
        if found.stage == Stage.ENDED:
            raise ValidationError({NON_FIELD_ERRORS: _("The outcome is written down already.")})
        terms = list(found.terms.all())
        if agreed and all(obtained.get(one.pk) is None for one in terms):
            raise ValidationError({NON_FIELD_ERRORS: _("An agreement settles something: say where a point ended.")})
        for one in terms:
            level = obtained.get(one.pk)
            if level is not None and (abs(level) > MOST or (one.topic in RECKONED and level <= LOWEST_CHANGE)):
                raise ValidationError({f"term-{one.pk}": _("This level cannot be meant: write it in %(unit)s.") % {
                    "unit": one.unit}})  # fmt: skip
            one.obtained = level
            one.save(update_fields=["obtained"])
        found.stage, found.agreed, found.ended_at = Stage.ENDED, agreed, timezone.now()
        found.outcome = writing.words("outcome", words, 1_000)
        return saved(user, found, "negotiation.ended", agreed=agreed)


def next_step(
    user: User, sheet: Negotiation, what: str, *, due: dt.date, becomes: Becomes, revision: int
) -> Negotiation:
    """Make an action of the plan or a commitment of what follows; one of each at most."""
    with transaction.atomic():
        found = held(user, sheet, revision)
        if found.stage != Stage.ENDED:
            raise ValidationError({NON_FIELD_ERRORS: _("Write the outcome down first: the next step follows from it.")})
        said = writing.words("what", what, 200, _("Say what is done next."))
        today = timezone.localdate()
        writing.days(today, due, today, first="due", last="due")
        owner = found.account.manager or user
        if becomes == "action" and found.action_id is None:
            plan = living(user, found.account)
            if plan is None:
                raise ValidationError(
                    {NON_FIELD_ERRORS: _("This account has no plan yet: open one, or make it a commitment.")}
                )
            found.action = add_action(user, plan, Doing(said, today, due, owner=owner))
        elif becomes == "commitment" and found.commitment_id is None:
            found.commitment = promise(
                user,
                found.account,
                Promised(
                    what=said,
                    due=due,
                    owner=owner,
                    contact=None,
                    contact_name=found.account.name,
                    channel=Channel.MEETING,
                    reference=found.subject,
                    promised_on=today,
                    direction=Direction.OURS,
                ),
            )
        else:
            raise ValidationError({NON_FIELD_ERRORS: _("The next step is there already.")})
        return saved(user, found, "negotiation.followed", becomes=becomes)
