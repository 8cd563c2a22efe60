"""Net prices: what each account (or group) pays for each product in each zone, in the base currency.

A price is the revenue of the lines that have a quantity, divided by their units: discounts are in it, credit notes
are taken off both. Lines without a quantity, a product or a zone give no price and are counted apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from trousseau.ledger.answers.accounts import KEYS, By
from trousseau.ledger.answers.items import items
from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.duck import parquet, query
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.derived import of_version
from trousseau.method.across_zones import LEAST_LINES, LEAST_SHARE, MIXED


class Prices:
    """The prices of one question, ranked once and kept beside the facts."""

    def __init__(self, facts: Facts, window: Window, *, scope: Scope, by: By) -> None:
        """`scope` says whose lines, `by` whether an account or a group is one customer."""
        self.facts, self.window, self.scope, self.by = facts, window, scope, by

    def levels(self) -> Path:
        """Each account × product with a price in two zones or more: the columns of `answers/price_items.sql`."""
        question = self._question()
        limits = {"least_lines": str(LEAST_LINES), "least_share": str(LEAST_SHARE), "mixed": str(MIXED)}
        return self._kept("price_items", question, lambda: {"zones": self._zones(question), **limits})

    def accounts(self) -> pa.Table:
        """The accounts with products at several prices, the costliest first: `answers/price_accounts.sql`."""
        return self._ranked("price_accounts")

    def products(self) -> pa.Table:
        """The products with several prices, the widest apart first: `answers/price_products.sql`."""
        return self._ranked("price_products")

    def choices(self, account: str) -> pa.Table:
        """The products an account buys at several prices: `answers/price_choices.sql`."""
        question = self._question()
        question.bound["account"] = account
        return question.ask("price_choices", levels=parquet([self.levels()]), **KEYS[self.by])

    def totals(self) -> pa.Table:
        """One row: revenue, and what of it has no price: `answers/price_totals.sql`."""
        question = self._question()
        return pq.read_table(self._kept("price_totals", question, lambda: {"zones": self._zones(question)}))

    def of(self, account: str, product: str) -> pa.Table:
        """The zones where an account (or group) bought a product: `answers/price_of.sql`."""
        question = self._question(self.members(account))
        question.bound.update(account=account, product=product)
        wanted = "i.product IN (SELECT id FROM {products} WHERE product = $product) AND {label} = $account"
        names = {**question.names(), **KEYS[self.by]}
        return question.ask("price_of", zones=self._zones(question, wanted.format(**names)))

    def days(self, account: str, product: str) -> pa.Table:
        """The price of each day and zone an account (or group) bought a product: `answers/price_days.sql`."""
        question = self._question(self.members(account))
        question.bound["product"] = product
        return question.ask("price_days", lines=question.lines(self.window.start, self.window.end))

    def members(self, account: str) -> tuple[str, ...]:
        """The accounts of the ledger that a row is made of: itself, or those of the group."""
        if self.by == "account":
            return (account,)
        question = self._question()
        question.bound["account"] = account
        found = question.ask("price_members", **KEYS[self.by])
        return tuple(found["account"].to_pylist())

    def _question(self, only: Iterable[str] | None = None) -> Question:
        """The scope, or some accounts of it."""
        if only is None:
            return Question(self.facts, self.scope)
        wanted = tuple(only)
        if self.scope.accounts is not None:
            wanted = tuple(set(wanted) & set(self.scope.accounts))
        return Question(self.facts, replace(self.scope, accounts=wanted))

    def _ranked(self, name: str) -> pa.Table:
        """A ranking, kept too: it is asked for far more often than it changes."""
        levels = {"levels": parquet([self.levels()]), **KEYS[self.by]}
        return pq.read_table(self._kept(name, self._question(), lambda: levels))

    def _zones(self, question: Question, wanted: str = "true") -> str:
        """The relation of `answers/zone_prices.sql`."""
        relation = items(question, self.window.start, self.window.end)
        names = {**question.names(), **KEYS[self.by]}
        return f"({query('answers/zone_prices.sql').format(items=relation, wanted=wanted, **names)})"

    def _kept(self, name: str, question: Question, relations: Callable[[], Mapping[str, str]]) -> Path:
        """An answer, worked out once and kept beside the facts as long as they are."""

        def make(draft: Path) -> None:
            pq.write_table(question.ask(name, **relations()), draft)

        return of_version(self.facts, f"{name}-{self._digest(name)}", make)

    def _digest(self, name: str) -> str:
        """What an answer depends on, beside the facts: the question, and how it is answered."""
        scope = self.scope
        said = (self.window.start, self.window.end, self.by, scope.zones, scope.divisions, scope.accounts)
        how = query(f"answers/{name}.sql"), query("answers/zone_prices.sql"), LEAST_LINES, LEAST_SHARE, MIXED
        told = repr((*said, sorted(scope.excluded), sorted(scope.groups.items(), key=repr), how))
        return hashlib.sha256(told.encode()).hexdigest()[:20]
