"""Growth between two periods, for what a person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast, get_args

from trousseau.costs.queries.inflation import inflation
from trousseau.ledger.answers import Scope, WindowError
from trousseau.ledger.growth import By, Comparison, Gap, Growth, Inflation, Item, comparison, gaps, growth, items
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

ROWS = 100
"""Rows a page shows; the export has them all."""


@dataclass(frozen=True)
class Compared:
    """A question about two periods."""

    asked: Asked
    periods: Comparison
    inflation: Inflation
    rows: By
    anyway: bool
    """Whether the person insists on comparing what does not compare."""
    narrowed: tuple[tuple[str, str], ...] = ()
    """The zone or division looked into."""

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What speaks against comparing."""
        return gaps(self.asked.facts, self.periods)

    @property
    def refused(self) -> bool:
        """Whether nothing is told until the person insists."""
        return bool(self.gaps) and not self.anyway

    @property
    def rates_key(self) -> tuple[object, ...]:
        """The inflation used, so that answers kept for another are not given."""
        return tuple((zone, tuple(sorted(told.items()))) for zone, told in sorted(self.inflation.rates.items()))


_grown: Kept[Growth] = Kept(64, "growth")


def compared(asked: Asked, chosen: Mapping[str, str]) -> Compared:
    """The question of an address: `against` (a period), `rows`, `zone` or `division`, `anyway`.

    Raises `WindowError` where there is nothing to hold the period against.
    """
    against = chosen.get("against", "")
    start, end = chosen.get("against_start", ""), chosen.get("against_end", "")
    if start and end:
        against = f"{start}..{end}"
    try:
        periods = comparison(asked.facts, asked.window, against or None)
    except WindowError:
        if not against:
            raise
        periods = comparison(asked.facts, asked.window)
    rows = chosen.get("rows", "")
    narrowed = tuple((name, chosen[name]) for name in ("zone", "division") if name in chosen)
    return Compared(
        asked=replace(asked, scope=_narrowed(asked.scope, narrowed)),
        periods=periods,
        inflation=inflation(),
        rows=cast("By", rows) if rows in get_args(By) else "zone",
        anyway=chosen.get("anyway") == "1",
        narrowed=narrowed,
    )


def grown(question: Compared, *, rows: By | None = None, limit: int | None = ROWS) -> Growth:
    """The growth, one row a value of `rows`; kept until the facts or the inflation change."""
    by, asked = rows or question.rows, question.asked
    return _grown.get(
        key(asked, question.periods, by, limit, question.rates_key, question.narrowed),
        lambda: growth(
            asked.facts,
            question.periods,
            inflation=question.inflation,
            scope=asked.scope,
            by=by,
            customers=asked.by,
            limit=limit,
        ),
    )


def first(asked: Asked) -> None:
    """Have what the page shows first of a question worked out. Raises `WindowError` as `compared` does."""
    question = compared(asked, {})
    if not question.refused:
        grown(question, limit=ROWS + 1)


def growth_of_customer(question: Compared, customer: str) -> Growth:
    """The growth of one account (or group) by zone; kept likewise."""
    asked = question.asked
    return _grown.get(
        key(asked, question.periods, "customer", customer, question.rates_key, question.narrowed),
        lambda: growth(
            asked.facts,
            question.periods,
            inflation=question.inflation,
            scope=_only(asked, customer),
            by="zone",
            customers=asked.by,
        ),
    )


def products_of(question: Compared, customer: str) -> list[Item]:
    """Its products, the largest change first."""
    asked = question.asked
    return items(asked.facts, question.periods, scope=_only(asked, customer), by=asked.by)


def _only(asked: Asked, customer: str) -> Scope:
    """The scope with one account, or the accounts of one group."""
    scope = asked.scope
    members = [customer]
    if asked.by == "group":
        members = [account for account, group in scope.groups.items() if group == customer] or members
    if scope.accounts is not None:
        members = [account for account in members if account in scope.accounts]
    return replace(scope, accounts=tuple(members))


def _narrowed(scope: Scope, chosen: tuple[tuple[str, str], ...]) -> Scope:
    """The scope inside a zone or a division; nothing where the person does not see it."""
    for name, value in chosen:
        if name == "zone":
            scope = replace(scope, zones=_seen(scope.zones, value))
        else:
            scope = replace(scope, divisions=_seen(scope.divisions, value))
    return scope


def _seen(names: tuple[str, ...] | None, value: str) -> tuple[str, ...]:
    """One of the names a person sees (None: all); none at all where it is not among them."""
    return (value,) if names is None or value in names else ()
