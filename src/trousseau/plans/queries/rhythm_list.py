"""The clients of the rhythm page, as an address asks for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trousseau.accounts.asked import Address, address
from trousseau.plans.queries.rhythm import Rhythm

STATES = ("bad", "watch", "good", "silent")
"""`silent`: nothing at all was held for a year."""
ORDER = {"bad": 0, "watch": 1, "good": 2}
SORTS: dict[str, Callable[[Rhythm], Any]] = {
    "behind": lambda one: (ORDER[one.state], -one.sales, one.name),
    "client": lambda one: one.name,
    "sales": lambda one: (-one.sales, one.name),
    "last": lambda one: (one.last or dt.date.min, one.name),
    "next": lambda one: (one.next or dt.date.max, one.name),
}
"""What each puts first: who is behind with nothing planned and buys most; the name; the largest; whom nobody has met
for longest; who is met soonest."""


@dataclass(frozen=True)
class Ask:
    """What an address asks of the page. What it cannot mean is left out, so an old link still opens."""

    state: str = ""
    tier: str = ""
    person: str = ""
    """The key of a manager, or "none"."""
    sort: str = "behind"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """Read an address."""
        said = Address(query)
        return cls(
            state=said.one_of("state", STATES),
            tier=said.words("tier", 80),
            person=said.one_of("person", ("none",)) or said.key("person"),
            sort=said.one_of("sort", SORTS, "behind"),
        )

    def query(self) -> str:
        """The address again."""
        return address(
            state=self.state, tier=self.tier, person=self.person, sort="" if self.sort == "behind" else self.sort
        )

    @property
    def filtered(self) -> bool:
        """Whether it leaves anyone out."""
        return bool(self.state or self.tier or self.person)


def matching(found: Sequence[Rhythm], ask: Ask) -> list[Rhythm]:
    """Those an address asks for, in its order."""
    return sorted((one for one in found if _asked(one, ask)), key=SORTS[ask.sort])


def _asked(one: Rhythm, ask: Ask) -> bool:
    state = ask.state in {"", one.state} or (ask.state == "silent" and one.last is None)
    led = one.account.manager_id
    person = not ask.person or (led is None if ask.person == "none" else str(led) == ask.person)
    return state and ask.tier in {"", one.tier_key} and person
