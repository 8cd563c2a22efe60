"""Plans: what they want to reach, who does what by when, indicators, approval, what is spent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from trousseau.access.models import User
from trousseau.api.resources import Resource, resource
from trousseau.api.rooms.accounts import ACCOUNTS
from trousseau.api.verbs import verb
from trousseau.plans.access import plans_of
from trousseau.plans.actions import (
    approval,
    changing,
    cloning,
    doing,
    initiatives,
    kpis,
    linking,
    plan,
    spending,
    times,
)
from trousseau.plans.models import (
    Action,
    Initiative,
    Kpi,
    Milestone,
    Objective,
    Plan,
    PlanVersion,
    Reading,
    Recommendation,
    Risk,
    Spending,
)
from trousseau.plans.queries.kpis import visible as kpis_of

READ = "read_plans"


def within(model: type[Any], path: str = "plan") -> Callable[[User], QuerySet[Any]]:
    """The rows of a model that hang from a plan someone may read."""

    def rows(user: User) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.filter(**{f"{path}__in": plans_of(user)})
        return found

    return rows


PLANS = resource(
    Resource(
        "plans", Plan, READ, plans_of,
        ("account", "ambition", "starts", "ends", "state", "version", "approved_by", "approved_at", "budget_days",
         "budget_money", "stakes", "created_by", "at"),
        "Plans of accounts, of one to three years.", filters=("account", "state", "starts", "ends"),
    )
)  # fmt: skip
OBJECTIVES = resource(
    Resource(
        "objectives", Objective, READ, within(Objective),
        ("plan", "title", "horizon", "why", "start_text", "target_text", "due", "owner", "stake", "weight", "position",
         "shared"),
        "What plans want to reach.", filters=("plan", "horizon", "owner", "due", "shared"),
    )
)  # fmt: skip
INITIATIVES = resource(
    Resource(
        "initiatives", Initiative, READ, within(Initiative), ("plan", "objective", "title", "why", "expected",
        "position"),
        "Actions that serve one objective together.", filters=("plan", "objective"),
    )
)  # fmt: skip
ACTIONS = resource(
    Resource(
        "actions", Action, READ, within(Action),
        ("plan", "objective", "initiative", "what", "how", "owner", "contact", "starts", "due", "weight", "done",
         "state", "ended_on", "reason", "stake_amount", "days", "money", "needs", "shared", "position"),
        "Who does what by when.", filters=("plan", "objective", "initiative", "owner", "contact", "state", "due"),
        search=True,
    )
)  # fmt: skip
MILESTONES = resource(
    Resource(
        "milestones", Milestone, READ, within(Milestone, "action__plan"), ("action", "name", "on", "reached_on"),
        "Days on which something of an action should stand.", filters=("action", "on"),
    )
)  # fmt: skip
RISKS = resource(
    Resource(
        "risks", Risk, READ, within(Risk),
        ("plan", "what", "answer", "owner", "probability", "impact", "closed_on", "position"),
        "What could make a plan fail.", filters=("plan", "owner"),
    )
)  # fmt: skip
RECOMMENDATIONS = resource(
    Resource(
        "recommendations", Recommendation, READ, within(Recommendation),
        ("plan", "objective", "text", "reason", "expected", "position"),
        "What we should do, why, and what it is worth.",
        filters=("plan", "objective"),
    )
)  # fmt: skip
VERSIONS = resource(
    Resource(
        "plan-versions", PlanVersion, READ, within(PlanVersion), ("plan", "number", "by", "at", "content"),
        "Plans as they were approved.", filters=("plan",),
    )
)  # fmt: skip
SPENDINGS = resource(
    Resource(
        "spendings", Spending, READ, within(Spending), ("plan", "action", "by", "on", "days", "money", "note", "timed"),
        "Days and money that plans took.", filters=("plan", "action", "by", "on"),
    )
)  # fmt: skip
KPIS = resource(
    Resource(
        "kpis", Kpi, READ, kpis_of,
        ("plan", "objective", "name", "source", "formula", "unit", "rhythm", "baseline", "baseline_on", "target",
         "target_on", "path", "floor", "ceiling", "owner", "shared"),
        "Indicators of plans, with their formulas.", filters=("plan", "objective", "owner", "source"),
    )
)  # fmt: skip


def readings_of(user: User) -> QuerySet[Reading]:
    """The values of the indicators someone may read."""
    return Reading.objects.filter(kpi__in=kpis_of(user))


READINGS = resource(
    Resource("readings", Reading, READ, readings_of, ("kpi", "on", "value", "note", "entered_by", "at"),
             "Values of indicators that people wrote.", filters=("kpi", "on"))
)  # fmt: skip

verb(plan.open_plan, on=ACCOUNTS, rule=READ)
verb(cloning.clone, on=PLANS, rule=READ)
verb(plan.serve, on=PLANS, rule=READ)
verb(plan.add_objective, on=PLANS, rule=READ)
verb(plan.add_action, on=PLANS, rule=READ)
verb(initiatives.add_initiative, on=PLANS, rule=READ)
verb(changing.add_risk, on=PLANS, rule=READ)
verb(changing.add_recommendation, on=PLANS, rule=READ)
verb(changing.change_frame, "change", on=PLANS, rule=READ)
verb(approval.submit, on=PLANS, rule=READ)
verb(approval.approve, on=PLANS, rule=READ)
verb(approval.send_back, on=PLANS, rule=READ)
verb(approval.revise, on=PLANS, rule=READ)
verb(spending.spend, on=PLANS, rule=READ)
verb(spending.take_back, on=SPENDINGS, rule=READ)
verb(kpis.define, "define-kpi", on=PLANS, rule=READ, left=frozenset({"known"}), about=(Kpi,))
verb(kpis.change, on=KPIS, rule=READ, left=frozenset({"known"}))
verb(kpis.remove, on=KPIS, rule=READ)
verb(kpis.record, on=KPIS, rule=READ)
verb(kpis.forget, on=KPIS, rule=READ)
verb(changing.change_objective, "change", on=OBJECTIVES, rule=READ)
verb(initiatives.change_initiative, "change", on=INITIATIVES, rule=READ)
verb(changing.change_risk, "change", on=RISKS, rule=READ)
verb(changing.close_risk, "close", on=RISKS, rule=READ)
verb(changing.change_recommendation, "change", on=RECOMMENDATIONS, rule=READ)
verb(changing.change_action, "change", on=ACTIONS, rule=READ)
verb(doing.report, on=ACTIONS, rule=READ)
verb(doing.finish, on=ACTIONS, rule=READ)
verb(doing.drop, on=ACTIONS, rule=READ)
verb(doing.put_off, on=ACTIONS, rule=READ)
verb(doing.reopen, on=ACTIONS, rule=READ)
verb(doing.reach, on=MILESTONES, rule=READ)
verb(linking.add_milestone, on=ACTIONS, rule=READ)
verb(linking.remove_milestone, "remove", on=MILESTONES, rule=READ)
verb(linking.set_needs, on=ACTIONS, rule=READ)
verb(times.on_action, "spend-time", on=ACTIONS, rule=READ)


def take_out(user: User, part: Any, revision: int) -> None:  # noqa: ANN401 - of each kind of part
    """Take something out of the plan that should not be there; the trail keeps what it said."""
    changing.take_out(user, part, revision)


for _part in (OBJECTIVES, INITIATIVES, ACTIONS, RISKS, RECOMMENDATIONS):
    verb(take_out, on=_part, rule=READ, also={"part": _part.model}, serves=(changing.take_out,))
    verb(changing.move, on=_part, rule=READ, also={"part": _part.model})
