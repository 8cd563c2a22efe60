"""What is decided about people and the organisation: a business verb, one transaction, one event."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import visits
from trousseau.access.audit import record
from trousseau.access.models import Invitation, Organisation, Role, RoleAssignment, User
from trousseau.access.rules import may

INVITATION_DAYS = 14
LINK_DAYS = 2
FIRST_ROLES = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.CONTROLLER)

AfterChange = Callable[[], object]
_after_organisation_change: list[AfterChange] = []


def after_organisation_change(hook: AfterChange) -> None:
    """Register what a later room does once settings changed: the base currency and others are in every figure."""
    if hook not in _after_organisation_change:
        _after_organisation_change.append(hook)


@dataclass(frozen=True)
class Held:
    """One role, and the zones and divisions it is limited to (none named: all)."""

    role: str
    zones: tuple[str, ...] = field(default=())
    divisions: tuple[str, ...] = field(default=())


def digest(secret: str) -> str:
    """Give what is stored of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _demand(actor: User, rule: str) -> None:
    if not may(actor, rule):
        raise PermissionDenied


def _snapshot(person: User) -> dict[str, Any]:
    held = RoleAssignment.objects.filter(user=person).order_by("role")
    return {
        "name": person.name,
        "email": person.email,
        "active": person.is_active,
        "reports_to": str(person.reports_to) if person.reports_to else None,
        "roles": [
            {
                "role": one.role,
                **({"zones": one.zones} if one.zones else {}),
                **({"divisions": one.divisions} if one.divisions else {}),
            }
            for one in held
        ],
    }


def _hold(person: User, held: Iterable[Held]) -> None:
    """Make the person's roles exactly these."""
    wanted = {one.role: one for one in held}
    person.assignments.exclude(role__in=wanted).delete()
    for role, one in wanted.items():
        person.assignments.update_or_create(
            role=role, defaults={"zones": list(one.zones), "divisions": list(one.divisions)}
        )
    person.__dict__.pop("assignments_held", None)


def _keep_an_administrator() -> None:
    if not User.objects.filter(is_active=True, assignments__role=Role.ADMINISTRATOR).exists():
        raise ValidationError(_("Somebody must remain administrator: give the role to another person first."))


def add_person(
    *,
    email: str,
    name: str,
    password: str | None,
    roles: Iterable[Held],
    by: User | None,
    language: str = "",
    **fields: Any,
) -> User:
    """Store a person whose address is taken as verified (first run, invitation, command line, demo)."""
    with transaction.atomic():
        person = User.objects.create_user(email, password, name=name, language=language, **fields)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        _hold(person, roles)
        record(by or person, "person.created", person, after=_snapshot(person))
    return person


def found_organisation(
    *,
    name: str,
    base_currency: str,
    fiscal_year_start: int,
    left_out: Collection[str] = (),
    person_name: str,
    email: str,
    password: str,
    language: str = "",
) -> User:
    """Do the first run: the organisation and its first person; IntegrityError where it was done meanwhile."""
    with transaction.atomic():
        organisation = Organisation(
            pk=1,
            name=name,
            base_currency=base_currency,
            fiscal_year_start=fiscal_year_start,
            left_out=list(left_out),
        )
        organisation.save(force_insert=True)
        person = add_person(
            email=email,
            name=person_name,
            password=password,
            roles=[Held(role) for role in FIRST_ROLES],
            by=None,
            language=language,
        )
        record(person, "organisation.created", organisation, after=_settings(organisation))
    return person


def _settings(organisation: Organisation) -> dict[str, Any]:
    names = (
        "name", "base_currency", "fiscal_year_start", "manager_reads", "checkup_months", "left_out",
        "second_factor_roles", "elevation_minutes",
    )  # fmt: skip
    return {name: getattr(organisation, name) for name in names}


def change_organisation(actor: User, **changes: Any) -> Organisation:
    """Change the organisation's settings; only what differs is recorded."""
    _demand(actor, "manage_organisation")
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=1)
        before = _settings(organisation)
        for name, value in changes.items():
            setattr(organisation, name, value)
        organisation.full_clean()
        organisation.save()
        after = _settings(organisation)
        changed = [name for name in after if after[name] != before[name]]
        if changed:
            record(
                actor,
                "organisation.changed",
                organisation,
                before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )
            for hook in _after_organisation_change:
                transaction.on_commit(hook)
    return organisation


def invite(
    actor: User, *, email: str, name: str, roles: Iterable[Held], reports_to: User | None = None
) -> tuple[Invitation, str]:
    """Invite a person; gives the invitation and the secret of its link, which is stored nowhere."""
    _demand(actor, "manage_people")
    email = email.strip().lower()
    held = list(roles)
    if User.objects.filter(email=email).exists():
        raise ValidationError({"email": _("This person is already here.")})
    with transaction.atomic():
        Invitation.objects.filter(
            email=email, user=None, used_at=None
        ).delete()  # the latest link is the one that counts
        invitation, secret = _link(
            actor,
            days=INVITATION_DAYS,
            email=email,
            name=name,
            roles=[one.role for one in held],
            zones=sorted({zone for one in held for zone in one.zones}),
            divisions=sorted({division for one in held for division in one.divisions}),
            reports_to=reports_to,
        )
        record(actor, "person.invited", invitation, after={"email": email, "roles": invitation.roles})
    return invitation, secret


def make_sign_in_link(actor: User, person: User) -> tuple[Invitation, str]:
    """Make a link by which a person who lost their password sets a new one; earlier ones stop working."""
    _demand(actor, "manage_people")
    with transaction.atomic():
        person.sign_in_links.filter(used_at=None).delete()
        invitation, secret = _link(actor, days=LINK_DAYS, email=person.email, name=person.name, user=person)
        record(actor, "person.link_made", person)
    return invitation, secret


def _link(actor: User, *, days: int, **fields: Any) -> tuple[Invitation, str]:
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        digest=digest(secret),
        created_by=actor,
        expires_at=timezone.now() + dt.timedelta(days=days),
        **fields,
    )
    return invitation, secret


def withdraw(actor: User, invitation: Invitation) -> None:
    """Make an open invitation worthless."""
    _demand(actor, "manage_people")
    with transaction.atomic():
        record(
            actor,
            "invitation.withdrawn",
            invitation,
            before={"email": invitation.email, "roles": invitation.roles},
        )
        invitation.delete()


def accept(invitation: Invitation, *, name: str, password: str | None, language: str = "") -> User:
    """Use a link, once: a new person joins, a known one has a new password; ValidationError when spent."""
    with transaction.atomic():
        now = timezone.now()
        spent = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=now).update(used_at=now)
        if not spent:
            raise ValidationError(_("This link has been used or is too old. Ask your administrator for a new one."))
        if invitation.user is not None and password is not None:
            return _reset(invitation.user, password)
        person = User.objects.create_user(
            invitation.email, password, name=name, language=language, reports_to=invitation.reports_to
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        zones, divisions = tuple(invitation.zones), tuple(invitation.divisions)
        _hold(person, [Held(role, zones, divisions) for role in invitation.roles])
        record(person, "person.joined", person, after=_snapshot(person))
    return person


def accept_by_sign_on(invitation: Invitation, *, name: str, language: str = "") -> User:
    """Let an invited person join whose address the company's sign-on vouches for; they have no password here."""
    return accept(invitation, name=name, password=None, language=language)


def _reset(person: User, password: str) -> User:
    person.set_password(password)
    person.save(update_fields=["password"])
    visits.end_others(person, but=None)
    record(person, "person.password_set", person)
    return person


def change_person(
    actor: User, person: User, *, name: str, roles: Iterable[Held], reports_to: User | None = None
) -> User:
    """Change a person's name, roles and head."""
    _demand(actor, "manage_people")
    with transaction.atomic():
        before = _snapshot(person)
        _no_circle(person, reports_to)
        person.name = name
        person.reports_to = reports_to
        person.save(update_fields=["name", "reports_to"])
        _hold(person, roles)
        _keep_an_administrator()
        after = _snapshot(person)
        if after != before:
            record(actor, "person.changed", person, before=before, after=after)
    return person


def _no_circle(person: User, head: User | None) -> None:
    """Refuse a head who reports, however far up, to the person."""
    seen = set()
    while head is not None and head.pk not in seen:
        if head.pk == person.pk:
            raise ValidationError({"reports_to": _("A person cannot report to themselves, even through others.")})
        seen.add(head.pk)
        head = head.reports_to


def set_active(actor: User, person: User, *, active: bool) -> User:
    """Let a person in, or no longer: deactivated, they are signed out everywhere and keep what they did."""
    _demand(actor, "manage_people")
    if person.pk == actor.pk:
        raise ValidationError(_("You cannot deactivate yourself: ask another administrator."))
    with transaction.atomic():
        before = person.is_active
        person.is_active = active
        person.save(update_fields=["is_active"])
        _keep_an_administrator()
        if not active:
            visits.end_others(person, but=None)
        verb = "person.reactivated" if active else "person.deactivated"
        record(actor, verb, person, before={"active": before}, after={"active": active})
    return person


def change_own_profile(person: User, *, name: str, language: str) -> User:
    """Change one's own name and language."""
    with transaction.atomic():
        before = {"name": person.name, "language": person.language}
        person.name, person.language = name, language
        person.save(update_fields=["name", "language"])
        after = {"name": name, "language": language}
        if after != before:
            record(person, "person.changed", person, before=before, after=after)
    return person
