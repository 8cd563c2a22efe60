"""What plans hand to the rooms before: the tab, the words of the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from trousseau.access import audit
from trousseau.accounts import tabs


def register() -> None:
    """Register everything; once, at the start."""
    tabs.register(tabs.Tab("plan", gettext_lazy("Plan"), "plans:plan", order=50, rule="read_plans"))
    audit.describe(
        {
            "plan.opened": gettext_lazy("Plan opened"),
            "plan.stakes_set": gettext_lazy("Stakes that the plan serves set"),
            "objective.added": gettext_lazy("Objective added"),
            "action.added": gettext_lazy("Action added"),
            "action.reported": gettext_lazy("Said how far an action is"),
            "action.done": gettext_lazy("Action done"),
            "action.dropped": gettext_lazy("Action dropped"),
            "action.reopened": gettext_lazy("Action taken up again"),
            "action.milestone_reached": gettext_lazy("Milestone of an action reached"),
        }
    )
