"""Where a plan stands on its way to approval, its versions, and what changed from one to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from trousseau.access.rules import may, person
from trousseau.plans.access import may_approve, may_edit
from trousseau.plans.models import Horizon, Plan, Progress, Rhythm, State, Unit
from trousseau.plans.models.versions import PlanVersion
from trousseau.plans.queries.between import between
from trousseau.plans.queries.versions import Change, content, differences, last_word
from trousseau.portfolio import words

KINDS = {
    "plan": gettext_lazy("The plan"),
    "objectives": gettext_lazy("Objective"),
    "recommendations": gettext_lazy("Recommendation"),
    "actions": gettext_lazy("Action"),
    "risks": gettext_lazy("Risk"),
    "kpis": gettext_lazy("Indicator"),
}
FIELDS = {
    "ambition": gettext_lazy("Ambition"), "starts": gettext_lazy("Starts"), "ends": gettext_lazy("Ends"),
    "budget_days": gettext_lazy("Budget, days"), "budget_money": gettext_lazy("Budget"),
    "title": gettext_lazy("Title"), "horizon": gettext_lazy("Horizon"), "why": gettext_lazy("Why"),
    "start_text": gettext_lazy("Starting point"), "target_text": gettext_lazy("Target"), "due": gettext_lazy("Due"),
    "owner__name": gettext_lazy("Who"), "contact__name": gettext_lazy("At the client"),
    "weight": gettext_lazy("Weight"), "text": gettext_lazy("Text"), "reason": gettext_lazy("Reason"),
    "expected": gettext_lazy("Expected a year"), "what": gettext_lazy("What"), "how": gettext_lazy("How"),
    "done": gettext_lazy("Done, %"), "state": gettext_lazy("State"), "stake_amount": gettext_lazy("At stake"),
    "days": gettext_lazy("Days"), "money": gettext_lazy("Money"), "answer": gettext_lazy("Answer"),
    "probability": gettext_lazy("Probability"), "impact": gettext_lazy("Contribution at risk"),
    "closed_on": gettext_lazy("Closed on"), "name": gettext_lazy("Name"), "unit": gettext_lazy("Unit"),
    "baseline": gettext_lazy("Baseline"), "baseline_on": gettext_lazy("Baseline of"),
    "target": gettext_lazy("Target"), "target_on": gettext_lazy("Target for"), "rhythm": gettext_lazy("Rhythm"),
}  # fmt: skip
CHOSEN: dict[str, dict[str, Any]] = {
    "horizon": dict(Horizon.choices),
    "state": dict(Progress.choices),
    "unit": dict(Unit.choices),
    "rhythm": dict(Rhythm.choices),
}
NOW = "now"
MONTH = dt.timedelta(days=30)
EARLIEST, LATEST = 1990, 2200
"""Years beyond are slips of the keyboard."""


@dataclass(frozen=True)
class Line:
    """One difference, in words."""

    kind: str
    what: str
    change: str
    before: str
    after: str


@dataclass(frozen=True)
class Days:
    """What changed between two days, where it was asked for."""

    first: dt.date
    last: dt.date
    asked: bool
    wrong: str
    lines: list[Line]
    more: bool


@dataclass(frozen=True)
class VersionsPage:
    """All that the page shows."""

    plan: Plan
    finding: str
    state: str
    versions: list[PlanVersion]
    choices: list[tuple[str, str]]
    since: str
    until: str
    lines: list[Line]
    may_submit: bool
    may_decide: bool
    may_revise: bool
    errors: Mapping[str, list[str]]
    wrong: str
    reason: str
    days: Days
    mend: str
    """What is to be mended, or why it is revised, where it was taken back to a draft."""


def page(
    request: HttpRequest,
    plan: Plan,
    *,
    errors: Mapping[str, list[str]] | None = None,
    wrong: str = "",
    reason: str = "",
) -> VersionsPage:
    """The page, comparing what the address asks: the last approved version with today unless it says otherwise."""
    user = person(request)
    versions = list(PlanVersion.objects.filter(plan=plan).select_related("by"))
    by_key = {str(one.number): one for one in versions}
    since = request.GET.get("from", "")
    since = since if since in by_key else str(versions[-1].number) if versions else ""
    until = request.GET.get("to", "")
    until = until if until in by_key else NOW
    lines, knows = [], may(user, "read_contacts")
    if since:
        after = by_key[until].content if until != NOW else content(plan)
        lines = [_line(change, knows) for change in differences(by_key[since].content, after)]
    edits = may_edit(user, plan.account)
    return VersionsPage(
        plan=plan,
        finding=_finding(plan, versions, len(lines), compared=until == NOW),
        state=str(State(plan.state).label),
        versions=versions,
        choices=[*((key, _named(one)) for key, one in by_key.items()), (NOW, _("today"))],
        since=since,
        until=until,
        lines=lines,
        may_submit=edits and plan.state == State.DRAFT,
        may_decide=plan.state == State.REVIEW and may_approve(user, plan.account),
        may_revise=edits and plan.state == State.APPROVED,
        errors=errors or {},
        wrong=wrong,
        reason=reason,
        mend=_mend(plan),
        days=_days(plan, request.GET, knows=knows),
    )


def _days(plan: Plan, query: Mapping[str, str], *, knows: bool) -> Days:
    """What the trail tells of two days; the last month is proposed."""
    today = timezone.localdate()
    asked = "first" in query or "last" in query
    try:
        first = dt.date.fromisoformat(query.get("first", ""))
        last = dt.date.fromisoformat(query.get("last", ""))
    except ValueError:
        wrong = _("Not a day: write it like 2026-11-30.") if asked else ""
        return Days(today - MONTH, today, asked, wrong, [], more=False)
    if last < first:
        return Days(first, last, asked, _("The last day is before the first."), [], more=False)
    if not EARLIEST <= first.year <= last.year <= LATEST:
        return Days(first, last, asked, _("Check the year."), [], more=False)
    found = between(plan, first, last)
    return Days(first, last, asked, "", [_line(change, knows) for change in found.changes], found.more)


def _mend(plan: Plan) -> str:
    """Who sent it back, or opened it for revision, when and why; "" where nobody did."""
    event = last_word(plan)
    if event is None:
        return ""
    text = (
        _("Sent back by {name} on {day}: {reason}")
        if event.verb == "plan.sent_back"
        else _("Opened for revision by {name} on {day}: {reason}")
    )
    day = words.language().date(timezone.localdate(event.at))
    return text.format(name=event.actor_label, day=day, reason=(event.after or {}).get("reason", ""))


def _named(version: PlanVersion) -> str:
    day = words.language().date(timezone.localdate(version.at))
    return _("version {number}, {day}").format(number=version.number, day=day)


def _finding(plan: Plan, versions: list[PlanVersion], changes: int, *, compared: bool) -> str:
    """Who approved it and when, and how much of it is different today."""
    if not versions:
        if plan.state == State.REVIEW:
            return _("Handed in: it waits for the head’s approval.")
        return _("No version is kept yet: each approval keeps one.")
    last = versions[-1]
    by = last.by.name if last.by else "–"
    day = words.language().date(timezone.localdate(last.at))
    said = _("Version {number} was approved by {name} on {day}").format(number=last.number, name=by, day=day)
    if not compared:
        return f"{said}."
    if not changes:
        return _("{said}; nothing has changed since.").format(said=said)
    since = ngettext("{count} change since", "{count} changes since", changes).format(count=changes)
    return _("{said}; {since}.").format(said=said, since=since)


def _line(change: Change, knows: bool) -> Line:  # noqa: FBT001 - whether they may read people at clients
    if change.field == "contact__name" and not knows:
        change = replace(change, before=_unnamed(change.before), after=_unnamed(change.after, other=change.before))
    kind = str(KINDS[change.kind])
    if change.how != "changed":
        said = pgettext("a part of a plan", "added") if change.how == "added" else pgettext("a part of a plan", "gone")
        return Line(kind, change.what, said, "", "")
    return Line(
        kind,
        change.what,
        str(FIELDS[change.field]),
        _written(change.field, change.before),
        _written(change.field, change.after),
    )


def _unnamed(name: object, *, other: object = "") -> str:
    """Somebody of theirs, for who may not read their names."""
    if not name:
        return ""
    return _("someone else at the client") if other else _("someone at the client")


def _written(field: str, value: str | float | None) -> str:
    """A kept value as people read it."""
    if value in (None, ""):
        return "–"
    if field in CHOSEN:
        return str(CHOSEN[field].get(str(value), value))
    if field in {"starts", "ends", "due", "closed_on", "baseline_on", "target_on"}:
        return words.language().date(dt.date.fromisoformat(str(value)))
    if field == "probability":
        return words.language().percent(float(value), 0)
    if field in NUMBERS:
        return words.language().number(float(value), NUMBERS[field])
    return str(value)


NUMBERS = {
    "budget_days": 1, "budget_money": 0, "expected": 0, "stake_amount": 0, "days": 1, "money": 0, "impact": 0,
    "baseline": 2, "target": 2,
}  # fmt: skip
"""Fields that are numbers, with their decimals."""


def part(request: HttpRequest, plan: Plan) -> Mapping[str, Any]:
    """The line about approval on the page of a plan."""
    return {
        "plan": plan, "state": State(plan.state).label, "may_decide": _decides(request, plan), "mend": _mend(plan)
    }  # fmt: skip


def _decides(request: HttpRequest, plan: Plan) -> bool:
    return plan.state == State.REVIEW and may_approve(person(request), plan.account)
