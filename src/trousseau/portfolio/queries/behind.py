"""The sales lines a figure is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404

from trousseau.ledger import answers
from trousseau.ledger.answers import LinePage
from trousseau.method.checkup import RankedAccount
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import Asked

PAGE = 20


@dataclass(frozen=True)
class Behind:
    """One page of the lines of an account, or of all accounts of a group."""

    row: RankedAccount
    page: LinePage
    number: int

    @property
    def rows(self) -> list[dict[str, object]]:
        """The lines of this page."""
        found: list[dict[str, object]] = self.page.table.to_pylist()
        return found

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.page.lines // PAGE))

    @property
    def following(self) -> int | None:
        """The next page's number."""
        return self.number + 1 if self.number < self.pages else None

    @property
    def preceding(self) -> int | None:
        """The page's before."""
        return self.number - 1 if self.number > 1 else None


def lines_behind(
    asked: Asked, key: str, number: int = 1, *, product: str | None = None, zone: str | None = None
) -> Behind:
    """The lines behind the revenue of an account or a group, newest first; they add up to it.

    `product` and `zone` leave only the lines of one product, of one zone inside what may be seen.

    Raises:
        Http404: no such account in the part of the portfolio asked about.
    """
    row = next((row for row in measured(asked).checkup.ranked if row.account == key), None)
    if row is None:
        raise Http404
    wanted: str | list[str] = key
    if asked.by == "group":
        accounts = measured(asked.ranked_by("account")).checkup.ranked
        members = [account.account for account in accounts if account.group == key]
        wanted = members or key
    scope = asked.scope
    if zone is not None:
        scope = replace(scope, zones=(zone,) if scope.zones is None or zone in scope.zones else ())
    page = answers.account_lines(
        asked.facts, wanted, asked.window, scope=scope, product=product, offset=(number - 1) * PAGE, limit=PAGE
    )
    return Behind(row, page, number)
