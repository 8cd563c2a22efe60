"""The playbooks there are, and what one becomes on a plan: each step with its dates, and who would do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from trousseau.access.audit import history
from trousseau.access.models import AuditEvent, User
from trousseau.accounts.models import Account
from trousseau.accounts.models.team import TeamMember, current
from trousseau.method.working_days import Off, passed_over, shifted
from trousseau.plans.models import Plan, PlaybookVersion
from trousseau.plans.playbook import Playbook, Step, read
from trousseau.plans.playbooks_delivered import BY_KEY, PLAYBOOKS
from trousseau.plans.queries.ideas import industries_of
from trousseau.selection.models import AccountRank

APPLIED = "playbook.applied"


@dataclass(frozen=True)
class Dated:
    """A step with its days, and who of ours has its role on the account; None where nobody has, or it is theirs."""

    step: Step
    starts: dt.date
    due: dt.date
    owner: User | None
    moved: tuple[dt.date, ...] = ()
    """The public holidays without which it would be due on another day."""


def in_force(*, retired: bool = False) -> list[Playbook]:
    """The playbooks that are offered, or the `retired` ones: the delivered first, then a company's own; one query."""
    found = {one.key: one for one in PLAYBOOKS} | {row.key: as_said(row) for row in newest().order_by("pk")}
    return [one for one in found.values() if bool(one.retired_for) == retired]


def find(key: str) -> Playbook | None:
    """The newest version of a playbook, retired or not; None where there is none of this key. One query."""
    row = PlaybookVersion.objects.filter(key=key).order_by("-number").first()
    return as_said(row) if row is not None else BY_KEY.get(key)


def newest() -> QuerySet[PlaybookVersion]:
    """The version in force of each playbook that somebody wrote or changed."""
    later = PlaybookVersion.objects.filter(key=OuterRef("key"), number__gt=OuterRef("number"))
    return PlaybookVersion.objects.exclude(Exists(later))


def versions(key: str) -> list[PlaybookVersion]:
    """All that was saved of a playbook, the newest first; [] of a delivered one that nobody has changed."""
    return list(PlaybookVersion.objects.filter(key=key).select_related("by").order_by("-number"))


def offered(account: Account) -> tuple[list[Playbook], list[Playbook]]:
    """Those that fit an account by its tier and industry, those made for such clients first; and the others."""
    held = AccountRank.objects.filter(account=account).values_list("tier", flat=True).first() or ""
    industries = industries_of(account)
    fit: list[Playbook] = []
    others: list[Playbook] = []
    for one in in_force():
        (fit if one.made_for(held, industries) else others).append(one)
    return sorted(fit, key=lambda one: not (one.tiers or one.industries)), others


def as_said(row: PlaybookVersion) -> Playbook:
    """The playbook that a version says."""
    return read(row.key, row.number, row.name, row.said, row.retired_for)


def team(account: Account) -> dict[str, User]:
    """Who has which role on an account today: its manager, who leads them, then its team, the longest there first."""
    found: dict[str, User] = {}
    if account.manager is not None and account.manager.is_active:
        found["manager"] = account.manager
        head = account.manager.reports_to
        if head is not None and head.is_active:
            found["head"] = head
    members = TeamMember.objects.filter(current(), account=account, user__is_active=True).select_related("user")
    for member in members.order_by("since", "id"):
        found.setdefault(member.role, member.user)
    return found


def dated(playbook: Playbook, day: dt.date, free: Off, people: dict[str, User]) -> Iterator[Dated]:
    """Each step of a playbook around a day, on a calendar (`queries.calendars.off`)."""
    for step in playbook.steps:
        due = shifted(day, step.at, free)
        starts = shifted(due, -step.takes, free)
        yield Dated(step, starts, due, people.get(step.who), passed_over(day, step.at, free))


def earliest(playbook: Playbook, today: dt.date, free: Off) -> dt.date:
    """The first day around which no step of a playbook begins before today."""
    first = shifted(today, 0, free)
    return max(shifted(first, max(0, step.takes - step.at), free) for step in playbook.steps)


def last_applied(plan: Plan, playbook: Playbook) -> AuditEvent | None:
    """When a playbook was applied to a plan last; None where it never was."""
    return history(plan).filter(verb=APPLIED, after__playbook=playbook.key).first()
