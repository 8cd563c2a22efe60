"""The tab “Team & support”: who is who on an account, and the panels that other rooms place below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may, person
from trousseau.accounts import pages, panels
from trousseau.accounts.actions import may_place
from trousseau.accounts.models import Account, TeamMember, TeamRole
from trousseau.support.pages.words import language_name
from trousseau.support.papers.handover import open_handover, taken
from trousseau.support.queries.teams import Carried, Team, team_of, who_can_join


@dataclass(frozen=True)
class Row:
    """One person on the team as the table shows them."""

    who: User
    role: str
    since: date | None
    until: date | None
    languages: str
    load: str
    note: str
    key: bool
    """The manager and the sponsor stand out."""
    member: TeamMember | None = None
    may_change: bool = False
    open: bool = False
    """Its form is open: what was typed did not fit."""


@dataclass(frozen=True)
class Typed:
    """What someone typed in a form of the team, kept where it did not fit."""

    sentence: str = ""
    values: Mapping[str, str] | None = None
    member: int | None = None


def team(request: HttpRequest, account: Account, typed: Typed | None = None) -> dict[str, Any]:
    """The page; `typed` where a form did not fit."""
    user, found = person(request), team_of(account)
    typed = typed or Typed()
    roles = _roles(user, account)
    handover = open_handover(account)
    return pages.head(request, account, "team") | {
        "finding_text": finding(account, found),
        "team_rows": _rows(user, account, found, typed),
        "coming": found.coming,
        "past": found.past,
        "past_managers": found.past_managers,
        "before": len(found.past) + len(found.past_managers),
        "roles": roles,
        "people": who_can_join() if roles else (),
        "typed": typed.values or {},
        "problem": typed.sentence,
        "typed_member": typed.member,
        "handover": handover,
        "may_finish": handover is not None and (handover.taking_id == user.pk or "director" in user.roles),
        "may_take": may(user, "take_handover"),
        "taken": taken(account) if may(user, "take_handover") else (),
        "panels": panels.shown(request, account, "team"),
    }


def finding(account: Account, found: Team) -> str:
    """The headline: who leads, who sponsors, how many more."""
    others = {one.user_id for one in found.members if one.role != TeamRole.SPONSOR} - {account.manager_id}
    names = {"name": account.name, "manager": found.manager, "sponsor": found.sponsor.user if found.sponsor else None}
    if found.manager and found.sponsor:
        said = _("%(manager)s leads %(name)s, %(sponsor)s sponsors it") % names
    elif found.manager:
        said = _("%(manager)s leads %(name)s, nobody sponsors it") % names
    elif found.sponsor:
        said = _("Nobody leads %(name)s, %(sponsor)s sponsors it") % names
    else:
        said = _("Nobody leads %(name)s, nobody sponsors it") % names
    if not others:
        return _("%(said)s; nobody else stands behind it.") % {"said": said}
    more = ngettext("%(said)s; %(n)s other stands behind it.", "%(said)s; %(n)s others stand behind it.", len(others))
    return more % {"said": said, "n": len(others)}


def load(carried: Carried) -> str:
    """“leads 7, on 2 teams”, or nothing where someone carries nothing."""
    parts = []
    if carried.leads:
        parts.append(ngettext("leads %(n)s account", "leads %(n)s accounts", carried.leads) % {"n": carried.leads})
    if carried.teams:
        parts.append(ngettext("on %(n)s team", "on %(n)s teams", carried.teams) % {"n": carried.teams})
    return ", ".join(parts)


def _rows(user: User, account: Account, found: Team, typed: Typed) -> list[Row]:
    """The manager first, then the sponsor, then the others by role."""
    rows = []
    if found.manager is not None:
        rows.append(_row(found, found.manager, _("Manager"), found.manager_since, key=True))
    allowed: dict[str, bool] = {}
    for member in found.members:
        if member.role not in allowed:
            allowed[member.role] = may_place(user, account, member.role)
        rows.append(
            _row(
                found, member.user, member.said_role, member.since, key=member.role == TeamRole.SPONSOR,
                member=member, may_change=allowed[member.role], is_open=typed.member == member.pk,
            )
        )  # fmt: skip
    return rows


def _row(
    found: Team, who: User, role: str, since: date | None, *, key: bool = False, member: TeamMember | None = None,
    may_change: bool = False, is_open: bool = False,
) -> Row:  # fmt: skip
    return Row(
        who=who,
        role=role,
        since=since,
        until=member.until if member else None,
        languages=", ".join(language_name(code) for code in found.languages.get(who.pk, [])),
        load=load(found.carried[who.pk]) if who.pk in found.carried else "",
        note=member.note if member else "",
        key=key,
        member=member,
        may_change=may_change,
        open=is_open,
    )


def _roles(user: User, account: Account) -> list[tuple[str, str]]:
    """The roles someone may give on this account."""
    writes, sponsors = may_place(user, account, TeamRole.EXPERT), may_place(user, account, TeamRole.SPONSOR)
    return [(role.value, str(role.label)) for role in TeamRole if (sponsors if role == TeamRole.SPONSOR else writes)]
