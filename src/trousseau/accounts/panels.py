"""What later apps show on the account page: each registers panels, this room only places them.

    panels.register(Panel("plan", _("Plan"), place="main", order=40, build=plan_panel))

`build(request, account)` gives the context of the panel's template, or None where there is nothing to show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from trousseau.accounts.models import Account

Build = Callable[[HttpRequest, Account], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A section of the account page: `template` shows what `build` gives, in the column `place`."""

    name: str
    title: str | Promise
    template: str
    build: Build
    place: str = "main"
    """main (wide) or side (narrow) of the overview; team: the tab “Team & support”, below who is who."""
    order: int = 100
    chart: str = ""
    """The id of its chart, where it has one with its table behind it."""
    late: bool = False
    """Asked for once the page stands: what has to be reckoned is not waited for."""


@dataclass(frozen=True)
class Shown:
    """A panel with its content for one account; without content it comes later."""

    panel: Panel
    context: Mapping[str, Any] | None


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a panel; the same name again replaces it."""
    _panels[panel.name] = replace(panel)


def shown(request: HttpRequest, account: Account, place: str) -> list[Shown]:
    """The panels of one column in their order: those that come later, and those that have something to show."""
    placed = sorted((panel for panel in _panels.values() if panel.place == place), key=_order)
    found = (Shown(panel, None if panel.late else panel.build(request, account)) for panel in placed)
    return [one for one in found if one.panel.late or one.context is not None]


def one(request: HttpRequest, account: Account, name: str) -> Shown:
    """One panel, reckoned; `KeyError` of a name nobody registered."""
    panel = _panels[name]
    return Shown(panel, panel.build(request, account))


def _order(panel: Panel) -> tuple[int, str]:
    return panel.order, panel.name
