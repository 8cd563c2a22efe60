"""What the health of a plan is made of: each subject registers its factor, `queries.health` puts them together.

    factors.register(Factor("rhythm", _("Rhythm kept"), weight=1, measure=measure, words=words, order=40))

`measure(plans, today)` gives what it finds of many plans at once, in a few statements; a plan it leaves out is unknown.
What it found is kept as figures and put into words for each reader by `words(told, language)`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from trousseau.figures.language import Language
from trousseau.plans.models import Plan


@dataclass(frozen=True)
class Measured:
    """What a factor is of one plan: its value from 0 to 1, or None where nobody can tell; and the figures behind it."""

    value: float | None
    told: Mapping[str, Any] = field(default_factory=dict)
    """JSON: numbers, texts, days as ISO."""


Measure = Callable[[Sequence[Plan], dt.date], Mapping[int, Measured]]
Words = Callable[[Mapping[str, Any], Language], str]


@dataclass(frozen=True)
class Factor:
    """One side of the health of a plan."""

    name: str
    title: str | Promise
    weight: float
    measure: Measure
    words: Words
    order: int = 100
    kept: bool = False
    """Whether the page of a plan takes what was kept last: nothing that is written on it moves this factor."""


_factors: dict[str, Factor] = {}


def register(factor: Factor) -> None:
    """Add a factor; the same name again replaces it."""
    _factors[factor.name] = factor


def known() -> tuple[Factor, ...]:
    """The factors in their order."""
    return tuple(sorted(_factors.values(), key=lambda one: (one.order, one.name)))
