"""What the page of a plan is made of: each subject of the room registers its parts, the page only places them.

    parts.register(Part("whitespace", _("White space"), "plans/whitespace_part.html", build, order=50))

`build(request, plan)` gives the context of the part's template (there called `part`), or None where there is nothing
to show. Of that context the head of the section reads `subtitle`, `more` with `more_url`, and `title` where the part
says it better than its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.functional import Promise

from trousseau.plans.models import Plan

Build = Callable[[HttpRequest, Plan], Mapping[str, Any] | None]
Place = Literal["head", "main", "left", "side"]


@dataclass(frozen=True)
class Part:
    """One part of the page of a plan: `template` shows what `build` gives, at its `place`."""

    name: str
    title: str | Promise
    template: str
    build: Build
    order: int = 100
    """Of the main parts: horizons 10, indicators 20, actions 30; below that, left and right, as they come."""
    place: Place = "main"
    """head: a figure under the ambition (`<div class="stat">`); main: the whole width, above the two columns;
    left and side: the wide and the narrow column under it."""
    late: bool = False
    """Asked for once the page stands: what has to be reckoned is not waited for."""
    chart: str = ""
    """The id of its chart, where it has one with its table behind it."""


@dataclass(frozen=True)
class Shown:
    """A part with its content for one plan; without content it comes later."""

    part: Part
    context: Mapping[str, Any] | None


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a part; the same name again replaces it."""
    _parts[part.name] = part


def shown(request: HttpRequest, plan: Plan) -> dict[str, list[Shown]]:
    """The parts of each place in their order: those that come later, and those that have something to show."""
    placed: dict[str, list[Shown]] = {"head": [], "main": [], "left": [], "side": []}
    for part in sorted(_parts.values(), key=lambda one: (one.order, one.name)):
        context = None if part.late else part.build(request, plan)
        if part.late or context is not None:
            placed[part.place].append(Shown(part, context))
    return placed


def one(request: HttpRequest, plan: Plan, name: str) -> Shown:
    """One part, reckoned; `KeyError` of a name nobody registered."""
    part = _parts[name]
    return Shown(part, part.build(request, plan))
