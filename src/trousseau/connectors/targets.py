"""What of ours a CRM can tell, entity by entity: the names that a mapping leads to, and what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from trousseau.connectors.protocol import Entity


class Holds(StrEnum):
    """What a target holds, once converted."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    REFERENCE = "reference"
    """The CRM's id of another record."""
    CURRENCY = "currency"
    STATE = "state"
    """Of a deal: open, won or lost."""


@dataclass(frozen=True)
class Target:
    """One thing of ours that can be told."""

    holds: Holds
    needed: bool = False
    """A record without it cannot be kept."""
    longest: int = 400
    """Signs of a text."""


T, N, D, F, R = (Target(holds) for holds in (Holds.TEXT, Holds.NUMBER, Holds.DATE, Holds.FLAG, Holds.REFERENCE))
TARGETS: Mapping[Entity, Mapping[str, Target]] = {
    Entity.OWNER: {"name": Target(Holds.TEXT, needed=True), "email": T, "active": F},
    Entity.ACCOUNT: {
        "name": Target(Holds.TEXT, needed=True),
        "code": T,
        "parent": R,
        "owner": R,
        "registration": T,
        "vat": T,
        "domain": T,
        "street": T,
        "postcode": T,
        "city": T,
        "country": T,
        "currency": Target(Holds.CURRENCY),
    },
    Entity.CONTACT: {
        "name": Target(Holds.TEXT, needed=True, longest=200),
        "account": R,
        "owner": R,
        "title": Target(Holds.TEXT, longest=200),
        "unit": Target(Holds.TEXT, longest=200),
        "email": T,
        "phone": Target(Holds.TEXT, longest=60),
        "language": Target(Holds.TEXT, longest=16),
        "buying_role": T,
    },
    Entity.DEAL: {
        "name": Target(Holds.TEXT, needed=True),
        "account": R,
        "owner": R,
        "amount": N,
        "currency": Target(Holds.CURRENCY),
        "stage": T,
        "probability": N,
        "closes_on": D,
        "state": Target(Holds.STATE, needed=True),
    },
    Entity.ROLE: {
        "deal": Target(Holds.REFERENCE, needed=True),
        "contact": Target(Holds.REFERENCE, needed=True),
        "role": T,
    },
    Entity.LINE: {
        "deal": Target(Holds.REFERENCE, needed=True),
        "product": T,
        "quantity": N,
        "amount": Target(Holds.NUMBER, needed=True),
        "on": D,
    },
}
"""Probability in per cent."""
NEEDED: Mapping[Entity, tuple[str, ...]] = {
    entity: tuple(name for name, target in targets.items() if target.needed) for entity, targets in TARGETS.items()
}
"""Without which a record cannot be kept."""
OUTBOUND = ("tier", "score", "scored_on", "manager", "plan")
"""What goes back: the tier's name, the score of the selection and its day, the key account manager, the plan's link."""
