"""What a template of a plan says: a whole plan without days, people or figures of a client.

Kept as JSON, one version after the other; a line points at another by its place in its own list, from 1; 0: at none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Aim:
    """An objective: due `months` after the plan's first day."""

    title: str
    horizon: str
    months: int
    measure: str = ""
    """How it is measured, in words."""
    target: str = ""
    """Where it goes to, in words; the account says its own figure."""
    why: str = ""
    weight: int = 1


@dataclass(frozen=True)
class Gauge:
    """An indicator: what it is measured from; baseline and target are said for the account."""

    name: str
    source: str
    formula: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""
    rhythm: str = "monthly"
    aim: int = 0


@dataclass(frozen=True)
class Deed:
    """An action: by which role, due `at` working days after the plan's first day, taking `takes` working days."""

    what: str
    who: str
    at: int
    takes: int = 0
    """0: a milestone, which begins the day it is due."""
    how: str = ""
    weight: int = 1
    aim: int = 0
    after: tuple[int, ...] = ()
    """The actions that have to be done before it."""


@dataclass(frozen=True)
class Danger:
    """A risk with our answer, and the role whose it is."""

    what: str
    answer: str = ""
    who: str = "manager"


@dataclass(frozen=True)
class Outline:
    """A template as one version of it says it."""

    name: str
    ambition: str = ""
    months: int = 24
    """How long the plan runs."""
    tiers: tuple[str, ...] = ()
    """Keys of the tiers it is for; none: any."""
    industries: tuple[str, ...] = ()
    """The industries it is for, as people call them; none: any."""
    aims: tuple[Aim, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    deeds: tuple[Deed, ...] = ()
    dangers: tuple[Danger, ...] = ()
    playbooks: tuple[str, ...] = ()
    """Keys of the playbooks that belong to it."""

    def plain(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def read(said: Mapping[str, Any]) -> Outline:
    """An outline as it was stored."""
    return Outline(
        **{
            **said,
            "tiers": tuple(said["tiers"]),
            "industries": tuple(said["industries"]),
            "playbooks": tuple(said["playbooks"]),
            "aims": tuple(Aim(**one) for one in said["aims"]),
            "gauges": tuple(Gauge(**one) for one in said["gauges"]),
            "deeds": tuple(Deed(**{**one, "after": tuple(one["after"])}) for one in said["deeds"]),
            "dangers": tuple(Danger(**one) for one in said["dangers"]),
        }
    )


def texts(outline: Outline) -> list[str]:
    """Every text of an outline that people wrote."""
    return [
        outline.name,
        outline.ambition,
        *outline.industries,
        *(text for one in outline.aims for text in (one.title, one.measure, one.target, one.why)),
        *(text for one in outline.gauges for text in (one.name, *(str(value) for value in one.formula.values()))),
        *(text for one in outline.deeds for text in (one.what, one.how)),
        *(text for one in outline.dangers for text in (one.what, one.answer)),
    ]
