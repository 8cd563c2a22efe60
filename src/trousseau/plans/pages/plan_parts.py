"""The parts of a plan's page that its own rows fill: head figures, horizons, actions and calendar, risks, advice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.models import User
from trousseau.access.once import once
from trousseau.access.rules import may, person
from trousseau.accounts import queries as account_queries
from trousseau.figures.language import Language
from trousseau.method.progress import expected_of
from trousseau.plans import access
from trousseau.plans.models import Action, Horizon, Objective, Plan, Progress
from trousseau.plans.pages.action_rows import Writer
from trousseau.plans.pages.timeline import Axis, Bar
from trousseau.plans.queries import plan as queries
from trousseau.plans.queries.plan import Advance
from trousseau.portfolio import words

Context = Mapping[str, Any]
BEHIND = 0.05
"""Less than this behind is no news."""
NUMBERS = {Horizon.SHORT.value: 1, Horizon.MEDIUM.value: 2, Horizon.LONG.value: 3}
LIKELY = 0.15
AT_ONCE = 200
"""Actions on one page."""
RECENT = 60
"""Days for which an ended action stays among the open ones."""


@dataclass(frozen=True)
class ActionRow:
    """An action as the table shows it."""

    one: Action
    number: str
    who: str
    initials: str
    theirs: bool
    when: str
    state: str
    """bad: late; watch: behind; good: done; none: dropped; "" on its way."""
    far: str
    done: float
    should: float
    bar: Bar
    waits: str
    may_report: bool


@dataclass(frozen=True)
class ObjectiveRow:
    """An objective as its horizon shows it."""

    one: Objective
    advance: Advance
    state: str
    far: str
    said: str

    @property
    def bar(self) -> str:
        """The colour of its bar: ink where it is on time."""
        return "" if self.state == "good" else self.state


def edits(request: HttpRequest, plan: Plan) -> bool:
    """Whether who reads may write the plan; asked once a page."""
    user = person(request)
    return once(("edits plan", user.pk, plan.pk), lambda: access.may_edit(user, plan.account))


def money_head(request: HttpRequest, plan: Plan) -> Context | None:  # noqa: ARG001 - a part is given the request
    """Days and money spent against the budget; None where neither is known."""
    spent = queries.spent_of(plan)
    if plan.budget_days is None and plan.budget_money is None and spent.last is None:
        return None
    today = timezone.localdate()
    share = expected_of(plan.starts, plan.ends, today)
    language = words.language()
    return {
        "spent": spent,
        "plan": plan,
        "base": account_queries.reckoning().base_currency or None,
        "days": language.number(spent.days, 0),
        "expected": language.number(float(plan.budget_days) * share) if plan.budget_days is not None else "",
        "share": language.percent(share, 0),
    }


def progress_head(request: HttpRequest, plan: Plan) -> Context | None:  # noqa: ARG001 - a part is given the request
    """How far the actions are together."""
    actions = list(queries.actions_of(plan))
    found = queries.advance(actions)
    if found.done is None:
        return None
    language = words.language()
    return {
        "done": language.percent(found.done, 0),
        "should": language.percent(found.should, 0),
        "late": found.late,
        "open": found.open,
    }


def horizons(request: HttpRequest, plan: Plan) -> Context | None:
    """The objectives in three horizons."""
    may_edit = edits(request, plan)
    objectives = queries.objectives_of(plan)
    if not objectives and not may_edit:
        return None
    today, language = timezone.localdate(), words.language()
    actions = queries.actions_of(plan)
    rows = [
        _objective(
            one, queries.advance([action for action in actions if action.objective_id == one.pk]), today, language
        )
        for one in objectives
    ]
    spans = {"short": _("≤ 12 months"), "medium": _("1 to 2 years"), "long": _("3 years")}
    return {
        "subtitle": _("progress done / expected by today; the tick marks the expected"),
        "horizons": [
            (label, spans[value], [row for row in rows if row.one.horizon == value]) for value, label in Horizon.choices
        ],
        "plan": plan,
        "may_edit": may_edit,
    }


def _objective(one: Objective, advance: Advance, today: dt.date, language: Language) -> ObjectiveRow:
    if advance.done is None or advance.should is None:
        return ObjectiveRow(one, advance, "", "", _("no action yet"))
    far = _far(advance.done, advance.should, language)
    if advance.done >= 1:
        return ObjectiveRow(one, advance, "good", far, pgettext("an objective", "reached"))
    if one.due < today:
        return ObjectiveRow(one, advance, "bad", far, _("late"))
    behind = advance.should - advance.done
    state = "bad" if behind > 3 * BEHIND else "watch" if behind > BEHIND else "good"
    said = {"bad": _("far behind"), "watch": _("behind"), "good": _("on time")}[state]
    return ObjectiveRow(one, advance, state, far, said)


def actions(request: HttpRequest, plan: Plan) -> Context | None:
    """The actions with their calendar, so many at a time; those that ended long ago are asked for."""
    may_edit = edits(request, plan)
    found = queries.actions_of(plan)
    if not found and not may_edit:
        return None
    today = timezone.localdate()
    everything = request.GET.get("ended") == "1"
    shown = [one for one in found if everything or not _past(one, today)]
    rows = _Rows(plan, person(request), found, may_edit=may_edit, today=today)
    page = Paginator(rows.placed(shown), AT_ONCE).get_page(request.GET.get("page"))
    late = sum(one.late(today) > 0 for one in found)
    opened = sum(one.state == Progress.OPEN for one in found)
    axis = Axis(plan.starts, plan.ends, today)
    return {
        "subtitle": _subtitle(opened, late, today),
        "rows": Writer(plan, axis).rows(rows.of(page.object_list)),
        "page": page,
        "hidden": len(found) - len(shown),
        "everything": everything,
        "axis": axis,
        "plan": plan,
        "may_edit": may_edit,
    }


class _Rows:
    """Writes the actions of a plan for one reader."""

    def __init__(self, plan: Plan, user: User, found: Sequence[Action], *, may_edit: bool, today: dt.date) -> None:
        self.plan, self.user, self.may_edit, self.today = plan, user, may_edit, today
        self.language = words.language()
        self.axis = Axis(plan.starts, plan.ends, today)
        self.knows = may(user, "read_contacts")
        self.days: dict[dt.date, str] = {}
        self.waits = queries.waits_of(plan)
        self.open = {one.pk for one in found if one.state == Progress.OPEN}
        self.horizons = {one.pk: NUMBERS[queries.horizon(one, plan)] for one in found}
        self.numbers = self._numbered(found)

    def _numbered(self, found: Sequence[Action]) -> dict[int, str]:
        """“2.3”: the third action of the second horizon; numbered over all of them, whatever is shown."""
        counts: dict[int, int] = {}
        numbers: dict[int, str] = {}
        for one in found:
            group = self.horizons[one.pk]
            counts[group] = counts.get(group, 0) + 1
            numbers[one.pk] = f"{group}.{counts[group]}"
        return numbers

    def placed(self, some: Iterable[Action]) -> list[Action]:
        """Actions by horizon, and there in the order of the plan."""
        return sorted(some, key=lambda one: self.horizons[one.pk])

    def of(self, some: Iterable[Action]) -> list[ActionRow]:
        """The rows of some of them, with their milestones; one query."""
        shown = list(some)
        prefetch_related_objects(shown, "milestones")
        return [self._row(one) for one in shown]

    def _row(self, one: Action) -> ActionRow:
        should = expected_of(one.starts, one.due, self.today)
        who, initials = self._who(one)
        waiting = [self.numbers[need] for need in self.waits.get(one.pk, ()) if need in self.open]
        return ActionRow(
            one,
            self.numbers[one.pk],
            who,
            initials,
            one.owner_id is None and one.contact_id is not None,
            self._day(one.ended_on or one.due),
            self._state(one, should),
            _far(one.done / 100, should, self.language) if one.state == Progress.OPEN else one.get_state_display(),
            one.done / 100,
            should,
            self.axis.bar(one, list(one.milestones.all())),
            _("waits for %(numbers)s") % {"numbers": self.language.listed(waiting)}
            if waiting and one.state == Progress.OPEN
            else "",
            self.may_edit or one.owner_id == self.user.pk,
        )

    def _day(self, day: dt.date) -> str:
        """A day as it is written here; each is written once."""
        if day not in self.days:
            self.days[day] = self.language.date(day)
        return self.days[day]

    def _who(self, one: Action) -> tuple[str, str]:
        if one.owner is not None:
            return one.owner.name, one.owner.initials
        if one.contact is not None:
            name = one.contact.name if self.knows else _("somebody of theirs")
            return name, "".join(part[0] for part in name.split()[:2]).upper()
        return _("nobody: say who"), "?"

    def _state(self, one: Action, should: float) -> str:
        if one.state != Progress.OPEN:
            return "good" if one.state == Progress.DONE else "none"
        if one.due < self.today:
            return "bad"
        return "watch" if should - one.done / 100 > BEHIND else ""


def risks(request: HttpRequest, plan: Plan) -> Context | None:
    """The open risks, the heaviest first; what nobody has judged is said to be unknown."""
    may_edit = edits(request, plan)
    found = [one for one in plan.risks.select_related("owner") if one.closed_on is None]
    if not found and not may_edit:
        return None
    found.sort(key=lambda one: -float((one.probability or 0) * (one.impact or 0)))
    return {
        "subtitle": _("within a year"),
        "rows": [
            (one, "none" if one.probability is None else "bad" if one.probability >= LIKELY else "watch")
            for one in found
        ],
        "base": account_queries.reckoning().base_currency or None,
        "plan": plan,
        "may_edit": may_edit,
    }


def advice(request: HttpRequest, plan: Plan) -> Context | None:
    """What we recommend, why, and what it is expected to be worth a year."""
    may_edit = edits(request, plan)
    found = list(plan.recommendations.all())
    if not found and not may_edit:
        return None
    known = [one.expected for one in found if one.expected is not None]
    base = account_queries.reckoning().base_currency or None
    total = words.language().short_amount(sum(known), base) if known else ""
    return {
        "subtitle": _("%(total)s a year expected") % {"total": total} if total else "",
        "rows": found,
        "base": base,
        "plan": plan,
        "may_edit": may_edit,
    }


def stakes(request: HttpRequest, plan: Plan) -> Context | None:
    """The stakes of the client that the plan serves."""
    may_edit = edits(request, plan)
    found = list(plan.stakes.all())
    if not found and not may_edit:
        return None
    return {"subtitle": _("what matters to them"), "rows": found, "plan": plan, "may_edit": may_edit}


def _past(one: Action, today: dt.date) -> bool:
    return one.ended_on is not None and (today - one.ended_on).days > RECENT


def _far(done: float, should: float, language: Language) -> str:
    """“62 / 100 %”."""
    return f"{language.number(done * 100)} / {language.percent(should, 0)}"


def _subtitle(opened: int, late: int, today: dt.date) -> str:
    said = ngettext("%(n)s open action", "%(n)s open actions", opened) % {"n": words.language().number(opened)}
    if late:
        said += ", " + ngettext("%(n)s late", "%(n)s late", late) % {"n": words.language().number(late)}
    return _("%(count)s; diamonds are milestones, the dotted line is %(today)s") % {
        "count": said,
        "today": words.language().date(today),
    }
