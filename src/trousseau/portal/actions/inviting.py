"""Inviting a person of the client, taking that back, sending it again; and their coming in.

A refusal is a `ValidationError` whose keys are the fields of the form.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.actions import digest
from trousseau.access.models import Role, RoleAssignment, User
from trousseau.knowledge.models import Contact
from trousseau.portal.access import demand_sharing
from trousseau.portal.actions.terms import accept as accept_terms
from trousseau.portal.models import Invite, Member, Space, Terms

DAYS = 14
LONGEST = 60


@dataclass(frozen=True)
class Guest:
    """Who is invited: one of the account's people, or an address and a name as they were typed."""

    email: str
    name: str = ""
    language: str = "fr"
    contact: Contact | None = None
    days: int = DAYS


def invite(user: User, spaces: Sequence[Space], guest: Guest) -> tuple[Invite, str]:
    """Invite somebody into the spaces of one client; gives the invitation and its link's secret, kept nowhere.

    Raises:
        PermissionDenied: someone else decides for one of the accounts.
        ValidationError: nobody can be written to, one of ours, or of another client's account.
    """
    email = guest.email.strip().lower()
    _check(user, spaces, guest, email)
    secret, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        Invite.objects.filter(email=email, spaces__in=spaces, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
        made = Invite.objects.create(
            digest=digest(secret), email=email, name=" ".join(guest.name.split())[:120], language=guest.language,
            contact=guest.contact, created_by=user, expires_at=now + dt.timedelta(days=guest.days),
        )  # fmt: skip
        made.spaces.set(spaces)
        _told(user, "space.invited", made)
    return made, secret


def renew(user: User, invite: Invite) -> str:
    """Give an invitation a new link, for as long again; the former one no longer works."""
    with transaction.atomic():
        found = _held(user, invite)
        if found.used_at is not None or found.withdrawn_at is not None:
            raise ValidationError(_("It has been used or withdrawn: invite them anew."))
        _none_of_ours(found.email)
        secret, now = secrets.token_urlsafe(32), timezone.now()
        lasted = found.expires_at - found.created_at
        found.digest, found.created_at, found.expires_at = digest(secret), now, now + lasted
        found.bounced_at, found.bounce = None, ""
        found.save(update_fields=["digest", "created_at", "expires_at", "bounced_at", "bounce"])
        _told(user, "space.invited_again", found)
    return secret


def withdraw(user: User, invite: Invite) -> None:
    """Make an open invitation worthless."""
    with transaction.atomic():
        found = _held(user, invite)
        if found.used_at is None and found.withdrawn_at is None:
            found.withdrawn_at = timezone.now()
            found.save(update_fields=["withdrawn_at"])
            _told(user, "space.invitation_withdrawn", found)


def come_in(
    invite: Invite, *, person: User | None, name: str = "", password: str | None = None, terms: Terms | None = None
) -> User:
    """Use an invitation, once: `person` is a client known already, None makes a new one; gives who is in.

    Raises:
        ValidationError: it is spent, withdrawn or too old, is another's, or the texts changed meanwhile.
    """
    with transaction.atomic():
        now = timezone.now()
        if terms != Terms.current():
            raise ValidationError(_("The texts have changed meanwhile: read them again."), code="terms")
        opened = Invite.objects.filter(pk=invite.pk, used_at=None, withdrawn_at=None, expires_at__gt=now)
        spaces = list(invite.spaces.filter(closed_at=None).select_related("account"))
        gone = invite.contact is not None and (invite.contact.left_on or invite.contact.erased_at)
        if gone or not spaces or not opened.filter(digest=invite.digest).update(used_at=now):
            raise ValidationError(_("This link has been used, withdrawn, or is too old."), code="spent")
        if person is None:
            person = _new(invite, name, password)
        elif person.email != invite.email or person.roles != {Role.CLIENT.value}:
            raise ValidationError(_("This invitation is for somebody else."), code="spent")
        if terms is not None:
            accept_terms(person, terms)
        for space in spaces:
            _seat(person, space, invite)
    return person


def _seat(person: User, space: Space, invite: Invite) -> None:
    contact = invite.contact if invite.contact and invite.contact.account_id == space.account_id else None
    _member, made = Member.objects.get_or_create(
        space=space, user=person, ended_at=None, defaults={"contact": contact, "invited_by": invite.created_by}
    )
    if made:
        audit.record(person, "space.joined", space.account, after={"who": person.name})


def _new(invite: Invite, name: str, password: str | None) -> User:
    """A new person of a client; their address is proven by the link that went to it."""
    if User.objects.filter(email=invite.email).exists():
        raise ValidationError(_("This link has been used, withdrawn, or is too old."), code="spent")
    person = User.objects.create_user(invite.email, password, name=name, language=invite.language)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    RoleAssignment.objects.create(user=person, role=Role.CLIENT.value)
    audit.record(person, "person.joined", person, after={"roles": [Role.CLIENT.value]})
    return person


def _check(user: User, spaces: Sequence[Space], guest: Guest, email: str) -> None:
    if not spaces:
        raise ValidationError({NON_FIELD_ERRORS: _("Open the space first.")})
    for space in spaces:
        demand_sharing(user, space.account)
    if len({space.account.group_id or -space.account_id for space in spaces}) > 1:
        raise ValidationError({"spaces": _("These accounts are not of one group: invite into each of them.")})
    if any(space.closed_at is not None for space in spaces):
        raise ValidationError({"spaces": _("One of these spaces is closed: open it first.")})
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError({"email": _("Choose somebody with an e-mail address, or type one.")}) from None
    if not 1 <= guest.days <= LONGEST:
        raise ValidationError({"days": _("From 1 to %(most)d days.") % {"most": LONGEST}})
    if guest.contact is not None and guest.contact.left_on is not None:
        raise ValidationError({"contact": _("%(name)s has left the client.") % {"name": guest.contact}})
    _none_of_ours(email)


def _none_of_ours(email: str) -> None:
    known = User.objects.filter(email=email).first()
    if known is not None and known.roles != {Role.CLIENT.value}:
        said = _("%(name)s is one of us: people of ours look, they are not invited.") % {"name": known}
        raise ValidationError({"email": said})


def _held(user: User, invite: Invite) -> Invite:
    found = Invite.objects.select_for_update().get(pk=invite.pk)
    for space in found.spaces.select_related("account"):
        demand_sharing(user, space.account)
    return found


def _told(user: User, verb: str, invite: Invite) -> None:
    """One event an account: its history tells who was invited."""
    for space in invite.spaces.select_related("account"):
        audit.record(user, verb, space.account, after={"who": str(invite), "until": invite.expires_at})
