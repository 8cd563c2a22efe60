"""The templates of plans there are, which fit an account, and what one becomes there from a day on."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from trousseau.access.audit import history
from trousseau.access.models import AuditEvent, User
from trousseau.access.rules import may
from trousseau.accounts.models import Account, folded
from trousseau.method.working_days import Off, shifted
from trousseau.plans.models import Plan, TemplateVersion
from trousseau.plans.outlines import Aim, Danger, Deed, Gauge, Outline
from trousseau.plans.playbook import CLIENT
from trousseau.plans.queries.ideas import industries_of
from trousseau.plans.queries.playbooks import in_force
from trousseau.plans.roles import MANAGER
from trousseau.selection.models import AccountRank
from trousseau.selection.queries import tiers

Line = TypeVar("Line", Aim, Gauge, Deed, Danger)
STARTED, MERGED = "plan.started_from_template", "plan.template_merged"


def versions(user: User) -> QuerySet[TemplateVersion]:
    """Every version of every template; none for who may not read plans."""
    rows = TemplateVersion.objects.select_related("template", "by")
    return rows if may(user, "read_plans") else rows.none()


def newest(user: User, *, retired: bool = False) -> list[TemplateVersion]:
    """What each template says now, by name; those in use, or the retired ones."""
    last = TemplateVersion.objects.filter(template=OuterRef("template")).order_by("-number").values("number")[:1]
    rows = versions(user).filter(number=Subquery(last), template__retired_on__isnull=not retired)
    return sorted(rows, key=lambda one: folded(one.outline.name))


def all_of(user: User, public_id: str) -> list[TemplateVersion]:
    """The versions of the template of an address, the newest first."""
    found = list(versions(user).filter(template__public_id=public_id))
    if not found:
        raise Http404
    return found


def playbooks() -> dict[str, str]:
    """The playbooks that can be put onto a plan: key and name in the language in force."""
    return {one.key: one.name.said for one in in_force()}


def tiers_known() -> dict[str, str]:
    """The tiers in force: key and what they are called."""
    return {key: called or tiers.name(None, key) for key, called in tiers.choices()}


@dataclass(frozen=True)
class Fit:
    """A template beside an account: whether it is meant for such a one, and by what."""

    version: TemplateVersion
    outline: Outline
    fits: bool
    tier: bool
    industry: str


def fitting(user: User, account: Account) -> list[Fit]:
    """The templates in use, those meant for an account first: by its tier and its industry, then for any."""
    held = AccountRank.objects.filter(account=account).values_list("tier", flat=True).first() or ""
    theirs = {folded(one) for one in industries_of(account)}
    found = []
    for one in newest(user):
        outline = one.outline
        tier = held in outline.tiers
        industry = next((name for name in outline.industries if folded(name) in theirs), "")
        fits = (tier or not outline.tiers) and (bool(industry) or not outline.industries)
        found.append(Fit(one, outline, fits, tier, industry))
    return sorted(found, key=lambda fit: (not fit.fits, -(fit.tier + bool(fit.industry))))


@dataclass(frozen=True)
class Laid(Generic[Line]):
    """A line of a template with its days; `there`: the plan says the same already, and keeps what it says."""

    line: Line
    starts: dt.date
    due: dt.date
    there: bool


@dataclass(frozen=True)
class Layout:
    """What a template becomes from a day on."""

    ends: dt.date
    aims: tuple[Laid[Aim], ...]
    gauges: tuple[Laid[Gauge], ...]
    deeds: tuple[Laid[Deed], ...]
    dangers: tuple[Laid[Danger], ...]

    @property
    def new(self) -> int:
        """How many lines would be added."""
        return sum(self.counted().values())

    def counted(self) -> dict[str, int]:
        """How many lines of each kind would be added."""
        return {
            "aims": sum(not one.there for one in self.aims),
            "gauges": sum(not one.there for one in self.gauges),
            "deeds": sum(not one.there for one in self.deeds),
            "dangers": sum(not one.there for one in self.dangers),
        }

    @property
    def roles(self) -> tuple[str, ...]:
        """Who has to be named, each once; whoever leads the account first."""
        asked = [one.line.who for one in self.deeds if not one.there]
        asked += [one.line.who for one in self.dangers if not one.there]
        asked += [MANAGER for one in self.aims if not one.there]
        asked += [MANAGER for one in self.gauges if not one.there]
        return tuple(dict.fromkeys(sorted(asked, key=lambda who: (who != MANAGER, who == CLIENT))))


def laid(outline: Outline, day: dt.date, off: Off, plan: Plan | None = None) -> Layout:
    """A template from a day on, on the working days of a calendar; within the plan it is added to, where there is one.

    Objectives and indicators end with the plan at the latest; `OverflowError` beyond the calendar.
    """
    ends = plan.ends if plan is not None else months_after(day, outline.months) - dt.timedelta(days=1)

    def until(months: int) -> dt.date:
        return min(months_after(day, months), ends)

    titles, names, whats, feared = ({folded(text) for text in rows} for rows in _there(plan))
    first = shifted(day, 0, off)
    deeds = []
    for deed in outline.deeds:
        due = max(first, shifted(day, deed.at, off))
        starts = min(due, max(first, shifted(due, -deed.takes, off)))
        deeds.append(Laid(deed, starts, due, folded(deed.what) in whats))
    return Layout(
        ends,
        tuple(
            Laid(aim, day, min(ends, shifted(until(aim.months), 0, off)), folded(aim.title) in titles)
            for aim in outline.aims
        ),
        tuple(
            Laid(one, day, until(outline.aims[one.aim - 1].months if one.aim else outline.months),
                 folded(one.name) in names)
            for one in outline.gauges
        ),
        tuple(deeds),
        tuple(Laid(one, day, ends, folded(one.what) in feared) for one in outline.dangers),
    )  # fmt: skip


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day some months later, the month's last where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def origins(plan: Plan) -> QuerySet[AuditEvent]:
    """When templates were put into a plan, the last first."""
    return history(plan).filter(verb__in=(STARTED, MERGED))


def _there(plan: Plan | None) -> Iterator[Sequence[str]]:
    """What a plan says already: its objectives, indicators, actions, open risks."""
    for kind, name in (("objectives", "title"), ("kpis", "name"), ("actions", "what"), ("risks", "what")):
        if plan is None:
            yield ()
            continue
        rows = getattr(plan, kind).all()
        yield list((rows.filter(closed_on=None) if kind == "risks" else rows).values_list(name, flat=True))


def meant_for(outline: Outline) -> str:
    """The tiers and industries a template is for, in a few words; "" for any."""
    names = tiers_known()
    called = [names.get(key, key) for key in outline.tiers]
    return " · ".join(", ".join(part) for part in (called, outline.industries) if part)


def version_of(found: Sequence[TemplateVersion], number: int) -> TemplateVersion:
    """One of the versions of a template."""
    one = next((one for one in found if one.number == number), None)
    if one is None:
        raise Http404
    return one


def in_use(user: User, public_id: str) -> TemplateVersion | None:
    """The newest version of a template that may be put onto a plan."""
    return next((one for one in newest(user) if one.template.public_id == public_id), None)
