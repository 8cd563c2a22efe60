"""The team of an account: who joins, in what role, from when, and who leaves; its sponsor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.actions.held import held, is_director
from trousseau.accounts.models import Account, TeamMember, TeamRole

OF_THE_HOUSE = frozenset({"director", "executive", "controller", "manager", "head", "expert"})
NEEDED: dict[str, frozenset[str]] = {
    TeamRole.SPONSOR: frozenset({"executive", "director"}),
    TeamRole.BACKUP: frozenset({"manager"}),
}
"""Roles on a team that only some may hold."""
FARTHEST = timedelta(days=5 * 366)
EARLIEST = date(1950, 1, 1)


@dataclass(frozen=True)
class Place:
    """A place on a team as someone wants it."""

    role: str
    since: date | None = None
    until: date | None = None
    label: str = ""
    note: str = ""


def may_place(user: User, account: Account, role: str) -> bool:
    """Whether someone may give and take a role on an account: the sponsor is the director's choice."""
    return is_director(user, account) if role == TeamRole.SPONSOR else access.may_write(user, account)


def add_member(user: User, account: Account, who: User, place: Place) -> TeamMember:
    """Take someone into the team; a new sponsor follows the one there is, who ends the day before begins.

    Raises:
        PermissionDenied: may not.
        ValidationError: not a role, a person or dates that can be, in one sentence.
    """
    with transaction.atomic():
        account = _changeable(user, account, place.role)
        place = _checked(place)
        _fits(who, place.role)
        today = timezone.localdate()
        begins = place.since or min(today, place.until or today)
        if place.role == TeamRole.SPONSOR:
            _follow(user, account, who, begins)
        _free(account, who, place, begins)
        member = TeamMember.objects.create(
            account=account, user=who, role=place.role, since=begins, until=place.until,
            label=place.label, note=place.note,
        )  # fmt: skip
        record(user, "account.member_added", account, after=_told(member))
        return member


def change_member(user: User, member: TeamMember, place: Place, revision: int) -> TeamMember:
    """Change what someone's place says: label, dates, note, role; who saves an older state is told what it is now.

    Raises:
        PermissionDenied: may not.
        ValidationError: as for `add_member`, and where someone else changed it meanwhile.
    """
    with transaction.atomic():
        account = _changeable(user, member.account, member.role, place.role)
        row = TeamMember.objects.select_for_update().get(pk=member.pk)
        if row.revision != revision:
            raise ValidationError(
                _("Someone changed this meanwhile: it is now “%(role)s”. Look again, then save.")
                % {"role": row.said_role},
                code="changed_meanwhile",
            )
        place = _checked(place)
        _fits(row.user, place.role)
        _free(account, row.user, place, place.since, but=row)
        before = _told(row)
        row.role, row.label, row.note = place.role, place.label, place.note
        row.since, row.until, row.revision = place.since, place.until, row.revision + 1
        row.save()
        record(user, "account.member_changed", account, before=before, after=_told(row))
        return row


def end_member(user: User, member: TeamMember, day: date | None = None) -> TeamMember:
    """Let someone leave the team, today unless said; their place stays written, and gives no access any more."""
    with transaction.atomic():
        account = _changeable(user, member.account, member.role)
        row = TeamMember.objects.select_for_update().get(pk=member.pk)
        leaves = day or timezone.localdate()
        if row.until is not None and row.until <= leaves:
            return row
        _dated(leaves)
        if row.since is not None and leaves < row.since:
            leaves = row.since
        before = _told(row)
        row.until, row.revision = leaves, row.revision + 1
        row.save(update_fields=["until", "revision"])
        record(user, "account.member_ended", account, before=before, after=_told(row))
        return row


def _changeable(user: User, account: Account, *roles: str) -> Account:
    """The account, for someone who may give or take each of these roles on it."""
    return held(user, account, lambda who, which: all(may_place(who, which, role) for role in roles))


def _checked(place: Place) -> Place:
    """The place with tidy words; ValidationError in one sentence where it cannot be."""
    if place.role not in TeamRole.values:
        raise ValidationError(_("Choose a role from the list."), code="team_role")
    label, note = " ".join(place.label.split()), place.note.strip()
    if len(label) > 100 or "\x00" in label:
        raise ValidationError(_("What exactly they do has at most 100 characters."), code="team_label")
    if len(note) > 500 or "\x00" in note:
        raise ValidationError(_("A note on a team has at most 500 characters."), code="team_note")
    for day in (place.since, place.until):
        if day is not None:
            _dated(day)
    if place.since is not None and place.until is not None and place.until < place.since:
        raise ValidationError(_("The last day lies before the first: change one of the two."), code="team_dates")
    return Place(place.role, place.since, place.until, label, note)


def _dated(day: date) -> None:
    if not EARLIEST <= day <= timezone.localdate() + FARTHEST:
        raise ValidationError(_("Dates on a team lie between 1950 and five years from now."), code="team_far")


def _fits(who: User, role: str) -> None:
    """Whether someone can hold a role: of the house, active, and for a sponsor someone who directs it."""
    if not who.is_active or not who.roles & OF_THE_HOUSE:
        raise ValidationError(_("%(name)s is not someone of the house who can see accounts.") % {"name": who})
    if who.roles & NEEDED.get(role, OF_THE_HOUSE):
        return
    if role == TeamRole.SPONSOR:
        raise ValidationError(
            _("%(name)s cannot sponsor: a sponsor is an executive or a director.") % {"name": who}, code="sponsor"
        )
    raise ValidationError(
        _("%(name)s cannot stand in for the manager: a back-up is a key account manager.") % {"name": who},
        code="backup",
    )


def _follow(user: User, account: Account, who: User, begins: date) -> None:
    """End the open place of the sponsor before, so that there is one at a time."""
    before = account.members.filter(role=TeamRole.SPONSOR, until=None).exclude(user=who).first()
    if before is not None:
        end_member(user, before, begins)


def _free(account: Account, who: User, place: Place, begins: date | None, *, but: TeamMember | None = None) -> None:
    """Whether the place is free: once in a role at a time, and one sponsor at a time."""
    sponsor = place.role == TeamRole.SPONSOR
    others = account.members.filter(role=place.role)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if not sponsor:
        others = others.filter(user=who)
    if begins is not None:
        others = others.filter(Q(until=None) | Q(until__gt=begins))
    if place.until is not None:
        others = others.filter(Q(since=None) | Q(since__lt=place.until))
    there = others.select_related("user").first()
    if there is None:
        return
    if sponsor:
        raise ValidationError(
            _("%(name)s is the sponsor in that time: an account has one at a time.") % {"name": there.user},
            code="one_sponsor",
        )
    raise ValidationError(
        _("%(name)s already has this role in that time: change it instead.") % {"name": who}, code="already_there"
    )


def _told(member: TeamMember) -> dict[str, Any]:
    """A place as the trail keeps it."""
    return {
        "who": str(member.user), "role": member.role, "label": member.label, "since": member.since,
        "until": member.until, "note": member.note,
    }  # fmt: skip
