"""Everything a matching is worked out from: accounts, managers, fit, days, rules; as someone sees it today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trousseau.access.models import User
from trousseau.access.once import once
from trousseau.accounts.access import sees_everything, visible_to
from trousseau.method import fit as fitting
from trousseau.method.matching import Assignment, assign
from trousseau.staffing.models import MatchingRule, Rivalry
from trousseau.staffing.queries import levels, people
from trousseau.staffing.queries.demands import Demand, demands
from trousseau.staffing.queries.people import Manager

BACKUP = 0.0
"""The share of an account's days that a back-up is planned for: they stand in, they do not work along."""


@dataclass(frozen=True)
class Case:
    """Accounts and managers in the order of the arrays."""

    accounts: tuple[Demand, ...]
    managers: tuple[Manager, ...]
    fit: fitting.Fit
    capacity: np.ndarray
    apart: tuple[Demand, ...]
    """Accounts of which no days are known: they stay where they are."""
    musts: tuple[tuple[int, int], ...]
    nevers: tuple[tuple[int, int], ...]
    rivals: tuple[tuple[int, ...], ...]
    rivalries: tuple[str, ...]

    @property
    def places(self) -> Mapping[int, int]:
        """The place of each account, by key."""
        return {one.account: at for at, one in enumerate(self.accounts)}

    @property
    def people(self) -> Mapping[int, int]:
        """The place of each manager, by key."""
        return {one.user.pk: at for at, one in enumerate(self.managers)}

    @property
    def demand(self) -> np.ndarray:
        """Days a month of each account."""
        return np.array([one.days for one in self.accounts], dtype=np.float64)

    @property
    def today(self) -> np.ndarray:
        """Who leads each account; −1: nobody among these managers."""
        at = self.people
        return np.array([at.get(one.manager or 0, -1) for one in self.accounts], dtype=np.int64)

    def solve(self, keep_bonus: float) -> Assignment:
        """The assignment that is worth most."""
        return assign(
            self.fit.middle, self.demand, self.capacity,
            keep=self.today, keep_bonus=keep_bonus, conflicts=self.rivals,
            limit=np.array([np.inf if (most := one.profile.most_accounts) is None else most for one in self.managers]),
            must=self.musts, never=self.nevers, backup=BACKUP,
        )  # fmt: skip


def case(user: User) -> Case:
    """The case of the accounts and managers someone sees; as many queries for ten as for a thousand."""
    asked = demands()
    if not sees_everything(user):
        seen = set(visible_to(user).values_list("pk", flat=True))
        asked = {key: one for key, one in asked.items() if key in seen}
    found = [one for one in people.managers(user, asked) if one.user.is_active]
    mine = {one.user.pk for one in found}
    inside = [one for one in asked.values() if one.manager is None or one.manager in mine]
    accounts = tuple(sorted((one for one in inside if one.days is not None), key=lambda one: (one.name, one.account)))
    managers = tuple(found)
    at, who = (
        {one.account: row for row, one in enumerate(accounts)},
        {one.user.pk: row for row, one in enumerate(managers)},
    )
    kept = [rule for rule in rules() if rule.account_id in at and rule.manager_id in who]
    rivals = [
        (rivalry.name, tuple(at[one.pk] for one in rivalry.accounts.all() if one.pk in at)) for rivalry in rivalries()
    ]
    rivals = [(name, group) for name, group in rivals if len(group) > 1]
    return Case(
        accounts=accounts,
        managers=managers,
        fit=_fit(accounts, managers),
        capacity=np.array([one.days if one.available is None else one.available for one in managers], dtype=np.float64),
        apart=tuple(one for one in inside if one.days is None),
        musts=tuple((at[one.account_id], who[one.manager_id]) for one in kept if one.kind == MatchingRule.Kind.MUST),
        nevers=tuple((at[one.account_id], who[one.manager_id]) for one in kept if one.kind == MatchingRule.Kind.NEVER),
        rivals=tuple(group for _, group in rivals),
        rivalries=tuple(name for name, _ in rivals),
    )


def rules() -> list[MatchingRule]:
    """Who must lead what, and who must not."""
    rows = MatchingRule.objects.select_related("account", "manager", "author")
    return once("matching rules", lambda: list(rows))


def rivalries() -> list[Rivalry]:
    """Accounts that no manager may lead together."""
    rows = Rivalry.objects.select_related("author").prefetch_related("accounts")
    return once("rivalries", lambda: list(rows))


def _fit(accounts: tuple[Demand, ...], managers: tuple[Manager, ...]) -> fitting.Fit:
    """The fit of each pair, by its four parts."""
    held = levels.held()
    spoken = [{code: one.profile.fluency.get(code, "") for code in one.profile.languages} or None for one in managers]
    return fitting.combine(
        {
            "competencies": fitting.competencies(
                [one.competencies for one in accounts], [held.get(one.user.pk, {}) for one in managers]
            ),
            "languages": fitting.languages([one.languages for one in accounts], spoken),
            "zone": fitting.overlap([one.zone for one in accounts], [one.profile.zones or None for one in managers]),
            "industry": fitting.overlap(
                [one.industry for one in accounts], [one.profile.industries or None for one in managers]
            ),
        },
        fitting.WEIGHTS,
    )
