"""Opening and closing a space, letting a person of the client in, and ending that.

A refusal is a `ValidationError` whose keys are the fields of the form.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import Role, User
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact
from trousseau.portal.access import demand_sharing
from trousseau.portal.actions.entering import shut_out
from trousseau.portal.models import Member, Space


def open_space(user: User, account: Account) -> Space:
    """Open the space of an account, or open it again; nobody is let in and nothing is shared by that."""
    demand_sharing(user, account)
    with transaction.atomic():
        space, made = Space.objects.select_for_update().get_or_create(account=account, defaults={"opened_by": user})
        if made or space.closed_at is not None:
            space.closed_at = None
            space.save(update_fields=["closed_at"])
            audit.record(user, "space.opened", account)
    return space


def close_space(user: User, space: Space) -> None:
    """Close a space: from now on nobody of the client comes in; what they said is kept."""
    demand_sharing(user, space.account)
    with transaction.atomic():
        found = Space.objects.select_for_update().get(pk=space.pk)
        if found.closed_at is None:
            found.closed_at = timezone.now()
            found.save(update_fields=["closed_at"])
            audit.record(user, "space.closed", found.account)
            for member in found.members.filter(ended_at=None).select_related("user"):
                shut_out(member.user, found)


def admit(user: User, space: Space, person: User, contact: Contact | None = None) -> Member:
    """Let a person of the client into a space; someone of ours is never a client."""
    demand_sharing(user, space.account)
    if person.roles != {Role.CLIENT.value}:
        raise ValidationError({"email": _("%(name)s is one of us: people of ours look, they are not invited.") % {
            "name": person}})  # fmt: skip
    if contact is not None and contact.account_id != space.account_id:
        raise ValidationError({"contact": _("Choose one of the account’s people.")})
    with transaction.atomic():
        member, made = Member.objects.get_or_create(
            space=space, user=person, ended_at=None, defaults={"contact": contact, "invited_by": user}
        )
        if made:
            audit.record(user, "space.member_admitted", space.account, after={"who": person.name})
    return member


def end_membership(user: User, member: Member) -> None:
    """End someone's place in a space, at once: their next request finds nothing."""
    demand_sharing(user, member.space.account)
    with transaction.atomic():
        found = Member.objects.select_for_update().get(pk=member.pk)
        if found.ended_at is None:
            found.ended_at, found.ended_by = timezone.now(), user
            found.save(update_fields=["ended_at", "ended_by"])
            audit.record(user, "space.member_ended", found.space.account, before={"who": found.user.name})
            shut_out(found.user, found.space)
