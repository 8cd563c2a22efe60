"""How far the shared objectives are: the bars of the client's first page.

An objective that is shared is shared with its progress, and its progress is that of all its actions, whether each of
them is shared or not: the client sees the same figure as we do, and no action by name that was not shared with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from trousseau.method.progress import Progress, Work, progress
from trousseau.plans.models import Action
from trousseau.plans.models import Progress as State
from trousseau.portal.access import Window


def of_objectives(window: Window, public_ids: Iterable[str], today: dt.date) -> dict[str, Progress]:
    """The progress of objectives of the account of a window, by public id; those without an action are left out."""
    rows = Action.objects.filter(plan__account=window.account, objective__public_id__in=list(public_ids))
    works: dict[str, list[Work]] = {}
    for one, starts, due, done, weight, state in rows.values_list(
        "objective__public_id", "starts", "due", "done", "weight", "state"
    ):
        works.setdefault(one, []).append(Work(starts, due, done / 100, weight, state == State.DROPPED))
    return {one: progress(actions, today) for one, actions in works.items()}
