"""What a page is about: which facts, which period, accounts or groups, and the part the person may see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from trousseau.access.models import User
from trousseau.access.rules import Limit, limits
from trousseau.accounts.access import scope_for
from trousseau.imports import folders
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope, Window, WindowError
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.manifest import FactsError

DEFAULT_PERIOD = "r12"


@dataclass(frozen=True)
class Asked:
    """One question to the sales lines, fully said; two equal questions have one answer."""

    facts: Facts
    window: Window
    by: By
    scope: Scope
    scope_key: str
    """The zones and divisions the figures are limited to, in words of the lines; empty: none."""
    refused: str = ""
    """A period that was asked for and could not be read: a code of `WindowError`."""

    def over(self, window: Window) -> Asked:
        """The same question over another period."""
        return Asked(self.facts, window, self.by, self.scope, self.scope_key)

    def ranked_by(self, by: By) -> Asked:
        """The same question by account or by group."""
        return Asked(self.facts, self.window, by, self.scope, self.scope_key)

    @property
    def previous(self) -> Asked | None:
        """The same question over the period before; None where the ledger does not reach back that far."""
        window = self.window
        if window.previous_start is None or window.previous_end is None:
            return None
        return self.over(Window("dates", window.previous_start, window.previous_end))


def facts() -> Facts | None:
    """The newest facts; None before the first import, or while they are unreadable."""
    try:
        return folders.facts()
    except FactsError:
        return None


def asked(user: User, chosen: Mapping[str, str]) -> Asked | None:
    """The question an address asks (`period`, or `start` and `end`; `by`) for what the person may see of the portfolio.

    None while there is no sales line to answer from. A period that cannot be read gives the usual one and says so.
    """
    there = facts()
    if there is None or there.first is None:
        return None
    refused = ""
    try:
        window = answers.window(there, _period(chosen))
    except WindowError as error:
        refused = error.code
        window = answers.window(there, DEFAULT_PERIOD)
    scope = portfolio_scope(user)
    return Asked(
        facts=there,
        window=window,
        by=cast("By", chosen["by"]) if chosen.get("by") in {"account", "group"} else "group",
        scope=scope,
        scope_key=scope_key(scope),
        refused=refused,
    )


def usual(user: User) -> Asked | None:
    """The question Home asks: the last twelve months, groups under common control as one customer."""
    return asked(user, {})


def _period(chosen: Mapping[str, str]) -> str:
    """The period of an address as `answers.window` reads it."""
    start, end = chosen.get("start", ""), chosen.get("end", "")
    return f"{start}..{end}" if start and end else chosen.get("period") or DEFAULT_PERIOD


def portfolio_scope(user: User) -> Scope:
    """What someone's portfolio figures are about: the lines of the zones and divisions their roles reach.

    Unlike the page of one account, which is seen whole, a total may only add up what lies inside the limits.
    """
    base = scope_for(user)
    reach = _joined(limits(user, "read_portfolio"))
    if reach is None:
        return base  # limits that are not one rectangle of zones and divisions: the accounts themselves, as seen
    zones, divisions = reach
    return Scope(zones=zones, divisions=divisions, excluded=base.excluded, groups=base.groups)


def reach_key(user: User) -> str:
    """The key of the part of the portfolio someone sees, mostly without a query."""
    reach = _joined(limits(user, "read_portfolio"))
    if reach is None:
        return scope_key(portfolio_scope(user))
    zones, divisions = reach
    return scope_key(Scope(zones=zones, divisions=divisions))


def scope_key(scope: Scope) -> str:
    """Limits as text, the same for the same limits: `zone=Nord|Sud;division=Pompes`; accounts as a digest."""
    parts = [
        f"{name}={'|'.join(sorted(values))}"
        for name, values in (("zone", scope.zones), ("division", scope.divisions))
        if values is not None
    ]
    if scope.accounts is not None:
        digest = hashlib.sha256("\n".join(sorted(scope.accounts)).encode()).hexdigest()
        parts.append(f"accounts={digest[:16]}")
    return ";".join(parts)


def _joined(
    reach: tuple[Limit, ...],
) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None] | None:
    """Several limits as one pair (zones, divisions), None in a pair: all; None when no pair says the same."""
    if any(limit.everything for limit in reach):
        return None, None
    zones = {limit.zones for limit in reach}
    divisions = {limit.divisions for limit in reach}
    if len(reach) == 0 or (len(zones) > 1 and len(divisions) > 1):
        return None
    return _union(zones), _union(divisions)


def _union(names: Iterable[frozenset[str] | None]) -> tuple[str, ...] | None:
    """All names together; None as soon as one of them means everything."""
    together: set[str] = set()
    for some in names:
        if some is None:
            return None
        together |= some
    return tuple(sorted(together))
