"""A scenario in the address of the page: `lose=Alstrom&part:Alstrom=50&volume:zone:Asie=-10&passed:duty:zone:Asie=30`.

Percentages as people type them. What says nothing (0, or empty) is left out, so an address holds only what happens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.http import QueryDict
from django.urls import reverse

from trousseau.method.scenario import KINDS, Kind, Lost, Scenario, ScenarioError, Shock

Made = TypeVar("Made")
LOST_MOST = 50
ON: dict[Kind, tuple[str, ...]] = {
    "volume": ("zone",),
    "currency": ("currency",),
    "inflation": ("zone",),
    "duty": ("zone", "family"),
    "entry": ("zone", "family"),
}
"""What each kind of shock may bear on, in the lab."""
PASSED: tuple[Kind, ...] = ("inflation", "duty")
OF_PERIOD = ("period", "start", "end", "by")
TOGETHER = "break"
"""The field of what is to break at once: `break=division:Usinage&break=company`; it stays beside any scenario."""
TOGETHER_MOST = 8


@dataclass(frozen=True)
class Read:
    """What an address says, and what of it makes no sense."""

    scenario: Scenario
    said: bool
    """Whether the address says anything of it."""
    refused: tuple[ScenarioError, ...] = ()
    cluttered: bool = False
    """Whether it says things that mean nothing, as a form sends them."""


def field(kind: Kind, dimension: str, value: str) -> str:
    """The name of a field of the lab."""
    return f"{kind}:{dimension}:{value}"


def read(query: QueryDict) -> Read:
    """The scenario of an address."""
    refused: list[ScenarioError] = []
    lost = []
    for who in list(dict.fromkeys(filter(None, query.getlist("lose"))))[:LOST_MOST]:
        share = _fraction(query.get(f"part:{who}", ""), "loss", refused, default=1.0)
        lost += _kept(partial(Lost, who, share), refused)
    shocks: list[Shock] = []
    for name in sorted(query):
        word, _, on = name.partition(":")
        dimension, colon, value = on.partition(":")
        if word not in KINDS or not colon or dimension not in ON[(kind := word)]:
            continue
        change = _fraction(query.get(name, ""), kind, refused)
        passed = _fraction(query.get(f"passed:{name}", ""), "passed_on", refused)
        if change:
            made = partial(Shock, kind, **{dimension: value}, change=change, passed_on=passed)
            shocks += _kept(made, refused)
    fixed = _fraction(query.get("fixed", ""), "fixed", refused)
    found = _kept(lambda: Scenario(tuple(lost), tuple(shocks), fixed), refused)
    scenario = found[0] if found else Scenario(tuple(lost), tuple(shocks))
    said = [name for name in query if name in {"lose", "fixed"} or ":" in name]
    meant = pairs(scenario)
    typed = sum(name != "lose" or value != "" for name in said for value in query.getlist(name))
    cluttered = typed > len(meant) - (meant == [("lose", "")])
    return Read(scenario, bool(said), tuple(refused), cluttered)


def pairs(scenario: Scenario) -> list[tuple[str, str]]:
    """What an address says of a scenario; `lose=` for one in which nothing happens."""
    found = [("lose", one.who) for one in scenario.lost]
    found += [(f"part:{one.who}", _percent(one.share)) for one in scenario.lost if one.share != 1.0]
    for shock in scenario.shocks:
        for dimension, value in list(shock.on.items())[:1]:
            name = field(shock.kind, dimension, value)
            found.append((name, _percent(shock.change)))
            if shock.passed_on:
                found.append((f"passed:{name}", _percent(shock.passed_on)))
    if scenario.fixed:
        found.append(("fixed", _percent(scenario.fixed)))
    return found or [("lose", "")]


def of_period(query: QueryDict) -> tuple[tuple[str, str], ...]:
    """What an address says of the period, and of accounts or groups."""
    return tuple((name, value) for name in OF_PERIOD if (value := query.get(name, "")))


def together(query: QueryDict) -> tuple[str, ...]:
    """What an address asks to break at once."""
    return tuple(dict.fromkeys(filter(None, query.getlist(TOGETHER))))[:TOGETHER_MOST]


def address(query: QueryDict, scenario: Scenario, *, by: str | None = None, name: str = "exposure:overview") -> str:
    """The address of a page about a scenario; what the present one says of the period is kept."""
    made = QueryDict(mutable=True)
    for kept, value in of_period(query):
        made[kept] = value
    made.setlist(TOGETHER, list(together(query)))
    if by is not None:
        made["by"] = by
    for key, value in pairs(scenario):
        made.appendlist(key, value)
    return f"{reverse(name)}?{made.urlencode(safe=':')}"


def _fraction(said: str, what: str, refused: list[ScenarioError], default: float = 0.0) -> float:
    """A percentage as typed, as a fraction; the default where it is empty or no number."""
    plain = said.strip().replace("%", "").replace("\u2212", "-").replace(",", ".").replace("\u00a0", "").strip()
    if not plain:
        return default
    try:
        return float(plain) / 100
    except ValueError:
        refused.append(ScenarioError("shape", what=what))
        return default


def _kept(make: Callable[[], Made], refused: list[ScenarioError]) -> list[Made]:
    """What is made, nothing where it is refused."""
    try:
        return [make()]
    except ScenarioError as error:
        refused.append(error)
        return []


def _percent(fraction: float) -> str:
    """A fraction as a form writes it: `-10`, `7.5`."""
    return f"{round(fraction * 100, 6):g}"
