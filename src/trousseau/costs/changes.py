"""What follows when the company tells something new of its costs: contributions anew, then what rests on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trousseau.access.models import User
from trousseau.costs.refreshing import contributions
from trousseau.imports import folders
from trousseau.jobs import actions as jobs
from trousseau.jobs.models import Job, State
from trousseau.jobs.progress import Progress
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.manifest import FactsError

KIND = "costs_changed"
Hook = Callable[[Facts], None]
_hooks: list[Hook] = []


def after_change(hook: Hook) -> Hook:
    """Register what a later app does once costs have changed; it is done after each refresh by its own hook."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def changed(user: User | None) -> None:
    """Have everything that rests on costs worked out again after this transaction; one job for many changes."""
    if not Job.objects.filter(kind=KIND, state=State.QUEUED).exists():
        jobs.start(KIND, {}, user)


def run(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Work out the contributions of the usual period, then tell the later rooms."""
    try:
        facts = folders.facts()
    except FactsError:
        return {}
    contributions(facts)
    for hook in _hooks:
        hook(facts)
    return {"version": facts.version}
