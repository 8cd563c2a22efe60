"""Milestones of an action, and the actions it waits for: never in a circle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.plans.actions import writing
from trousseau.plans.models import Action, Milestone
from trousseau.plans.queries.plan import waits_of

MILESTONES = 20


def add_milestone(user: User, action: Action, name: str, on: dt.date, revision: int) -> Milestone:
    """Put a milestone on an action, between its first and its last day."""
    with transaction.atomic():
        found = writing.held(user, action, revision)
        said = writing.words("milestone", name, 100, _("Say what stands on that day."))
        if not found.starts <= on <= found.due:
            raise ValidationError({"on": _("The action runs from %(start)s to %(end)s: a milestone falls within.") % {
                "start": found.starts.isoformat(), "end": found.due.isoformat()}})  # fmt: skip
        if found.milestones.count() >= MILESTONES:
            raise ValidationError({"milestone": _("An action has at most %(most)s milestones.") % {"most": MILESTONES}})
        made = Milestone.objects.create(action=found, name=said, on=on)
        _saved(user, found, "action.milestone_added", {"milestone": said, "on": on})
    return made


def remove_milestone(user: User, milestone: Milestone, revision: int) -> None:
    """Take a milestone off its action."""
    with transaction.atomic():
        found = writing.held(user, milestone.action, revision)
        _saved(user, found, "action.milestone_removed", {"milestone": milestone.name, "on": milestone.on})
        milestone.delete()


def set_needs(user: User, action: Action, needs: Sequence[Action], revision: int) -> Action:
    """Say what has to be done before an action; refused where it would wait for itself."""
    with transaction.atomic():
        found = writing.held(user, action, revision)
        if any(one.plan_id != found.plan_id for one in needs):
            raise ValidationError({"needs": _("This belongs to another plan.")})
        circle = _circle(found, [one.pk for one in needs])
        if circle:
            names = dict(Action.objects.filter(pk__in=circle).values_list("pk", "what"))
            said = " → ".join(f"“{names[pk]}”" for pk in circle)
            raise ValidationError({"needs": _("They would wait for one another in a circle: %(circle)s.") % {
                "circle": said}})  # fmt: skip
        found.needs.set(needs)
        _saved(user, found, "action.needs_set", {"needs": [one.what for one in needs]})
    return found


def _circle(action: Action, wanted: Iterable[int]) -> list[int]:
    """The way from an action over what it would wait for back to itself; empty where there is none."""
    waits = waits_of(action.plan)
    waits[action.pk] = list(wanted)
    return _way(waits, action.pk)


def _way(waits: Mapping[int, list[int]], start: int) -> list[int]:
    """A way from a node back to itself, breadth first."""
    came: dict[int, int] = {}
    queue = [start]
    for node in queue:
        for other in waits.get(node, ()):
            if other == start:
                way = [start, node]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1] if len(way) > 2 else [start, start]
            if other not in came:
                came[other] = node
                queue.append(other)
    return []


def _saved(user: User, action: Action, verb: str, after: Mapping[str, object]) -> None:
    action.revision += 1
    action.save(update_fields=["revision"])
    audit.record(user, verb, action, after=after)
