"""The plans of the demonstration: twelve living ones with a year of history; others add to them what they tell."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.demo import spaces
from trousseau.demo.plan_stories import Story, Told
from trousseau.demo.plan_stories_of_others import STORIES
from trousseau.plans.actions import doing
from trousseau.plans.actions import plan as actions
from trousseau.plans.actions.plan import Doing, Wanted
from trousseau.plans.models import Action, Horizon, Milestone, Objective, Plan, Recommendation, Risk, Spending, State

DOMAIN = "garonne.example"
ENDS = {Horizon.SHORT: 120, Horizon.MEDIUM: 300, Horizon.LONG: 10_000}
"""Days ahead that an objective is due, the plan's end at the latest."""
SPENDINGS = 10


def tell(director: User) -> None:
    """Have the manager of each account of the stories write its plan, where it has none."""
    names = [one.account for one in STORIES]
    accounts = {one.name: one for one in access.every_account().filter(name__in=names, plans=None)}
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    for story in STORIES:
        if story.account in accounts:
            with transaction.atomic():
                _tell(director, accounts[story.account], story, people)


def _tell(director: User, account: Account, story: Story, people: dict[str, User]) -> None:
    today, writer = timezone.localdate(), account.manager or director
    plan = actions.open_plan(
        writer,
        account,
        _together(story.ambition),
        today + dt.timedelta(days=story.starts),
        today + dt.timedelta(days=story.ends),
        budget_days=Decimal(story.days),
        budget_money=Decimal(story.money),
    )
    stakes = list(account.stakes.all()[:3])
    actions.serve(writer, plan, stakes)
    goals = [
        actions.add_objective(
            writer,
            plan,
            Wanted(
                _together(goal.title),
                min(plan.ends, today + dt.timedelta(days=ENDS[goal.horizon])),
                goal.horizon,
                start_text=_together(goal.start),
                target_text=_together(goal.target),
                owner=account.manager,
                weight=goal.weight,
                stake=next((each for each in stakes if goal.stake and each.title.startswith(goal.stake)), None),
            ),
        )
        for goal in story.goals
    ]
    theirs = account.contacts.filter(left_on=None, erased_at=None).order_by("pk").first()
    for told in story.actions:
        owner = people.get(told.by)
        if (owner is None and (told.by or theirs is None)) or (owner is not None and not access.sees(owner, account)):
            owner = account.manager
        said = replace(_doing(told, goals, today), owner=owner, contact=None if owner else theirs)
        made = actions.add_action(writer, plan, said)
        _far(writer, made, told, today)
        if story.goals[told.objective].shared:
            spaces.show(director, account, "action", made.public_id)
    for goal, aim in zip(goals, story.goals, strict=True):
        if aim.shared:
            spaces.show(director, account, "objective", goal.public_id)
    _weighed(plan, story)
    _spent(plan, story, today)
    _approved(plan, story)


def _doing(told: Told, goals: list[Objective], today: dt.date) -> Doing:
    return Doing(
        told.what,
        today + dt.timedelta(days=told.starts),
        today + dt.timedelta(days=told.due),
        how=told.how,
        weight=told.weight,
        objective=goals[told.objective],
        stake_amount=Decimal(told.stake) if told.stake else None,
    )


def _far(writer: User, action: Action, told: Told, today: dt.date) -> None:
    """How far it is, as the story tells; milestones that are past were reached where it kept up with them."""
    for name, day in told.milestones:
        reached = told.ended is not None or (day < 0 and not told.due < 0)
        on = today + dt.timedelta(days=day)
        Milestone.objects.create(action=action, name=name, on=on, reached_on=min(on, today) if reached else None)
    if told.done and not (told.ended is not None and not told.dropped):
        action = doing.report(writer, action, told.done, action.revision)
    if told.ended is not None:
        on = today + dt.timedelta(days=told.ended)
        if told.dropped:
            doing.drop(writer, action, told.dropped, action.revision, on)
        else:
            doing.finish(writer, action, on, action.revision)


def _weighed(plan: Plan, story: Story) -> None:
    for position, (what, answer, probability, impact) in enumerate(story.risks):
        Risk.objects.create(
            plan=plan,
            what=what,
            answer=answer,
            owner=plan.account.manager,
            probability=Decimal(str(probability)),
            impact=Decimal(impact),
            position=position,
        )
    for position, (text, reason, expected) in enumerate(story.advice):
        Recommendation.objects.create(
            plan=plan, text=text, reason=reason, expected=Decimal(expected), position=position
        )


def _spent(plan: Plan, story: Story, today: dt.date) -> None:
    """The days and money of the story, spread evenly over the time since the plan began."""
    days = (Decimal(story.days) * Decimal(str(story.spent)) / SPENDINGS).quantize(Decimal("0.1"))
    money = (Decimal(story.money) * Decimal(str(story.spent)) / SPENDINGS).quantize(Decimal(1))
    for n in range(SPENDINGS):
        on = plan.starts + (today - plan.starts) * (n + 1) / (SPENDINGS + 1)
        Spending.objects.create(plan=plan, by=plan.account.manager, on=on, days=days, money=money)


def _approved(plan: Plan, story: Story) -> None:
    """Approved by the head of the account's manager, that many days ago."""
    head = plan.account.manager.reports_to if plan.account.manager else None
    if story.approved is None:
        return
    plan.state, plan.approved_by = State.APPROVED, head
    plan.approved_at = timezone.now() - dt.timedelta(days=story.approved)
    plan.save(update_fields=["state", "approved_by", "approved_at"])


def _together(text: str) -> str:
    """A text whose percent signs stay with their numbers."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%").replace(" €", "\N{NO-BREAK SPACE}€")
