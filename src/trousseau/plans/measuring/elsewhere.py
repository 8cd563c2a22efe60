"""Indicators of the CRM that a later room measures by itself, from what it reads there.

    elsewhere.register("deals", readings, _("Amount of Deal: …"))

`readings(kpis)` gives, by the key of an indicator, its readings; an indicator that it does not know is absent. What is
`offered` is said where an indicator is defined.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from django.utils.functional import Promise

from trousseau.plans.measuring.ledger import Value
from trousseau.plans.models import Kpi


class Found(NamedTuple):
    """A value measured for the end of a period."""

    on: dt.date
    value: Value


Tell = Callable[[Sequence[Kpi]], Mapping[int, list[Found]]]

_rooms: dict[str, tuple[Tell, str | Promise]] = {}


def register(name: str, tell: Tell, offer: str | Promise) -> None:
    """Have a later room measure indicators of the CRM; the same name again replaces it."""
    _rooms[name] = (tell, offer)


def readings(kpis: Sequence[Kpi]) -> dict[int, list[Found]]:
    """What later rooms measure of some indicators."""
    found: dict[int, list[Found]] = {}
    for tell, _offer in _rooms.values():
        found |= tell(kpis)
    return {key: some for key, some in found.items() if some}


def offered() -> list[str]:
    """What is measured by itself, in words."""
    return [str(offer) for _tell, offer in _rooms.values()]
