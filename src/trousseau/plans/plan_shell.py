"""What plans hand to the rooms before: tab, panel, papers, due items, search, the words of the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from trousseau.access import audit, shell
from trousseau.accounts import due, panels, sections, tabs
from trousseau.plans import parts, plan_due, plan_told
from trousseau.plans.pages import plan_parts, work


def register() -> None:
    """Register everything; once, at the start."""
    tabs.register(tabs.Tab("plan", gettext_lazy("Plan"), "plans:plan", order=50, rule="read_plans"))
    _parts()
    panels.register(
        panels.Panel("plan", gettext_lazy("Plan"), "plans/plan_panel.html", plan_told.panel, order=25, late=True)
    )
    sections.register(sections.Section("plan", gettext_lazy("Plan"), build=plan_told.told, order=30))
    due.register_source(plan_due.SOURCE)
    shell.register_search(plan_told.find)
    audit.describe(
        {
            "plan.opened": gettext_lazy("Plan opened"),
            "plan.cloned": gettext_lazy("Plan taken over from another account’s"),
            "plan.changed": gettext_lazy("Plan changed"),
            "plan.part_moved": gettext_lazy("Order of the plan changed"),
            "plan.part_brought_back": gettext_lazy("Brought back into the plan"),
            "plan.part_taken_out": gettext_lazy("Taken out of the plan"),
            "objective.changed": gettext_lazy("Objective changed"),
            "action.changed": gettext_lazy("Action changed"),
            "action.milestone_added": gettext_lazy("Milestone of an action added"),
            "action.milestone_removed": gettext_lazy("Milestone of an action taken off"),
            "action.needs_set": gettext_lazy("Said what has to be done before an action"),
            "risk.added": gettext_lazy("Risk added"),
            "risk.changed": gettext_lazy("Risk changed"),
            "risk.closed": gettext_lazy("Risk closed"),
            "recommendation.added": gettext_lazy("Recommendation added"),
            "recommendation.changed": gettext_lazy("Recommendation changed"),
            "initiative.added": gettext_lazy("Initiative added"),
            "initiative.changed": gettext_lazy("Initiative changed"),
            "plan.spent": gettext_lazy("Days or money of the plan spent"),
            "plan.unspent": gettext_lazy("Days or money of the plan taken back"),
            "plan.stakes_set": gettext_lazy("Stakes that the plan serves set"),
            "objective.added": gettext_lazy("Objective added"),
            "action.added": gettext_lazy("Action added"),
            "action.reported": gettext_lazy("Said how far an action is"),
            "action.done": gettext_lazy("Action done"),
            "action.dropped": gettext_lazy("Action dropped"),
            "action.put_off": gettext_lazy("Action put off"),
            "action.reopened": gettext_lazy("Action taken up again"),
            "action.milestone_reached": gettext_lazy("Milestone of an action reached"),
        }
    )


def _parts() -> None:
    """What the page of a plan is made of, as far as its own rows fill it."""
    initiatives = parts.Part(
        "initiatives",
        gettext_lazy("Initiatives"),
        "plans/part_initiatives.html",
        work.initiatives,
        order=20,
        place="left",
        late=True,
    )
    parts.register(initiatives)
    for name, title, template, build, order, place in (
        ("progress", gettext_lazy("Progress"), "head_progress", plan_parts.progress_head, 20, "head"),
        ("money", gettext_lazy("Budget"), "head_money", plan_parts.money_head, 40, "head"),
        ("horizons", gettext_lazy("Three horizons"), "horizons", plan_parts.horizons, 10, "main"),
        ("actions", gettext_lazy("Actions and calendar"), "actions", plan_parts.actions, 30, "main"),
        ("risks", gettext_lazy("Risks"), "risks", plan_parts.risks, 20, "side"),
        ("stakes", gettext_lazy("Stakes of theirs it serves"), "stakes", plan_parts.stakes, 90, "left"),
        ("recommendations", gettext_lazy("Recommendations"), "advice", plan_parts.advice, 30, "left"),
    ):
        parts.register(parts.Part(name, title, f"plans/part_{template}.html", build, order=order, place=place))  # type: ignore[arg-type] # one of the four
