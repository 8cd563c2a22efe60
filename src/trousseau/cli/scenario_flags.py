"""The flags that say what happens: who leaves, which shocks come. `NAME=-10%`, `NAME=8%:50%`, `/FAMILY=20%`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import click

from trousseau.cli.failures import Failure
from trousseau.figures.language import Language
from trousseau.figures.whatif import problem
from trousseau.ledger.whatif import Kind, Lost, Portfolio, Scenario, ScenarioError, Shock
from trousseau.ledger.whatif.naming import UnknownNameError, Who, find_value

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
PERCENT = re.compile(r"\s*([+\-−]?\d+(?:[.,]\d+)?)\s*%?\s*\Z")
EVERYWHERE = {"*", "all", "tout", "toutes"}


@dataclass(frozen=True)
class Said:
    """What the flags say, as written."""

    lose: tuple[str, ...] = ()
    volume: tuple[str, ...] = ()
    currency: tuple[str, ...] = ()
    inflation: tuple[str, ...] = ()
    duty: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    fixed_change: str | None = None

    @property
    def families(self) -> bool:
        """Whether a family is named."""
        return any("/" in one.rpartition("=")[0] for one in (*self.duty, *self.entry))


def scenario_flags(command: Decorated) -> Decorated:
    """Every flag of `Said`."""
    many: dict[str, Any] = {"multiple": True, "metavar": "NAME=CHANGE"}
    for flag in reversed(
        (
            click.option(
                "--lose",
                multiple=True,
                metavar="NAME[=SHARE]",
                help="An account or group that leaves, by code or name; with a share, in part (Alstrom=50%).",
            ),
            click.option("--volume", **many, help="Change of volume of a zone: Asie=-10% (* for all)."),
            click.option("--currency", **many, help="Change of a currency against the base: USD=-10%."),
            click.option("--inflation", **many, help="Inflation of a zone, and the part passed on: Asie=8%:50%."),
            click.option("--duty", **many, help="Change of customs duty: ZONE, /FAMILY or ZONE/FAMILY=15%:30%."),
            click.option("--entry", **many, help="Share a competitor takes of a ZONE, /FAMILY or ZONE/FAMILY."),
            click.option("--fixed-change", metavar="CHANGE", help="Change of fixed costs, as -5%."),
        )
    ):
        command = flag(command)
    return command


def scenario(said: Said, portfolio: Portfolio, who: Who, language: Language) -> Scenario:
    """The scenario the flags say, every name found in the portfolio.

    Raises:
        Failure: a name nobody bears, a figure that is none, or one out of its range.
    """
    lost: dict[str, Lost] = {}
    for one in said.lose:
        name, share = _loss(one, who)
        for key in _found(partial(who.find, name), "--lose", "account_unknown"):
            lost[key] = _made(partial(Lost, key, share), "--lose", language)
    shocks: list[Shock] = []
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("volume", said.volume),
        ("currency", said.currency),
        ("inflation", said.inflation),
        ("duty", said.duty),
        ("entry", said.entry),
    )
    for kind, values in kinds:
        shocks += [_shock(kind, value, portfolio, language) for value in values]
    change = 0.0 if said.fixed_change is None else _percent(said.fixed_change, "--fixed-change")
    return _made(lambda: Scenario(tuple(lost.values()), tuple(shocks), change), "--fixed-change", language)


def _loss(one: str, who: Who) -> tuple[str, float]:
    """Who leaves and how much of it; a name may hold an equals sign."""
    name, equals, share = one.rpartition("=")
    if not equals or one in who.names:
        return one, 1.0
    return name.strip(), _percent(share, "--lose")


def _shock(kind: Kind, value: str, portfolio: Portfolio, language: Language) -> Shock:
    """One shock from NAME=CHANGE[:PASSED]."""
    flag = f"--{kind}"
    name, equals, figures = value.rpartition("=")
    change, colon, passed = figures.partition(":")
    if not equals or (colon and kind not in {"inflation", "duty"}):
        raise Failure("shock_form", exit=2, flag=flag, value=value, example=_EXAMPLES[kind])
    on = _on(kind, name.strip(), portfolio, flag)
    numbers = _percent(change, flag), _percent(passed, flag) if colon else 0.0
    return _made(lambda: Shock(kind, **on, change=numbers[0], passed_on=numbers[1]), flag, language)


_EXAMPLES = {
    "volume": "--volume Asie=-10%",
    "currency": "--currency USD=-10%",
    "inflation": "--inflation Asie=8%:50%",
    "duty": "--duty Asie=15%:30%",
    "entry": "--entry Asie=20%",
}


def _on(kind: Kind, name: str, portfolio: Portfolio, flag: str) -> dict[str, str]:
    """What a shock bears on."""
    if name.casefold() in EVERYWHERE:
        return {}
    if kind == "currency":
        return {"currency": _value(name, portfolio, "currency", flag)}
    zone, slash, family = name.partition("/")
    if kind not in {"duty", "entry"} or name in portfolio.labels["zone"][0]:
        zone, slash, family = name, "", ""
    on = {"zone": _value(zone.strip(), portfolio, "zone", flag)} if zone.strip() or not slash else {}
    return on | ({"family": _value(family.strip(), portfolio, "family", flag)} if slash else {})


def _value(said: str, portfolio: Portfolio, dimension: str, flag: str) -> str:
    names = portfolio.labels[dimension][0]
    return _found(lambda: find_value(said, names), flag, f"{dimension}_unknown")


Found = TypeVar("Found")


def _found(find: Callable[[], Found], flag: str, code: str) -> Found:
    try:
        return find()
    except UnknownNameError as error:
        near = f"{code}_near" if error.near else code
        raise Failure(near, exit=2, flag=flag, value=error.said, near=_listed(error.near)) from error


def _made(make: Callable[[], Found], flag: str, language: Language) -> Found:
    try:
        return make()
    except ScenarioError as error:
        raise Failure("scenario", exit=2, flag=flag, message=problem(error, language)) from error


def _percent(said: str, flag: str) -> float:
    found = PERCENT.match(said)
    if found is None:
        raise Failure("percent", exit=2, flag=flag, value=said)
    return float(found[1].replace(",", ".").replace("−", "-")) / 100


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
