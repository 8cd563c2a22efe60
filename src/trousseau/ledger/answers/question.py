"""What every answer starts from: the cells of a window (account × place, with their sums), those in scope only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from trousseau.ledger.answers.scope import Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.duck import parquet, query, reading
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import first_day, last_day, rolling

MEASURES = ("revenue", "cost", "costed", "stranded", "lines", "converted", "costed_lines")
"""The sums of a cell, as in facts/sums.sql."""


@dataclass(frozen=True)
class Question:
    """A query in parts: relations by name, conditions, and what is bound to it (never people's text in the SQL)."""

    facts: Facts
    scope: Scope
    bound: dict[str, Any] = field(default_factory=dict)

    def ask(self, name: str, /, **relations: str) -> pa.Table:
        """Run `answers/<name>.sql` (or `<name>.sql`, where the name says the folder) with its braces filled."""
        sql = query(f"{name}.sql" if "/" in name else f"answers/{name}.sql").format(**{**self.names(), **relations})
        with reading() as con:
            return con.sql(sql, params=self._used(sql)).to_arrow_table()

    def _used(self, sql: str) -> dict[str, Any]:
        """What is bound, as far as this query names it."""
        return {key: self.bound[key] for key in {*re.findall(r"\$(\w+)", sql)} & self.bound.keys()}

    def names(self) -> Mapping[str, str]:
        """The dictionaries as relations, and the account's group under the scope's mapping."""
        self.bound["mapped_accounts"] = list(self.scope.groups)
        self.bound["mapped_groups"] = [name or "" for name in self.scope.groups.values()]
        accounts = parquet([self.facts.table("accounts")])
        if self.scope.groups:
            accounts = f"({query('answers/regrouped.sql').format(accounts=accounts)})"
        return {
            "accounts": accounts,
            "places": parquet([self.facts.table("places")]),
            "families": parquet([self.facts.table("families")]),
            "products": parquet([self.facts.table("products")]),
        }

    def cells(self, window: Window, *, compared: bool = True) -> str:
        """The cells of a window in scope, as a relation; several rows a cell are to be added up.

        `previous` and `previous_lines` are of the window it is compared with (0 when not `compared`).
        """
        current, previous = rolling(self.facts.last, self.facts.today)
        if _is(current, window.start, window.end):
            parts = [_role(parquet(self.facts.state_files("state")), previous=False)]
        else:
            parts = self._part(window.start, window.end, previous=False)
        if compared and window.previous_start is not None and window.previous_end is not None:
            if _is(previous, window.previous_start, window.previous_end):
                parts.append(_role(parquet(self.facts.state_files("state_before")), previous=True))
            else:
                parts += self._part(window.previous_start, window.previous_end, previous=True)
        if not parts:
            return f"(SELECT * FROM {query('answers/no_cells.sql')} WHERE false)"
        return f"(SELECT * FROM ({' UNION ALL BY NAME '.join(parts)}) WHERE {self.condition()})"

    def by_month(self, names: Sequence[str]) -> str:
        """The monthly facts of these months in scope, each row with its `file`; `$files` and `$file_months` tell."""
        names = [name for name in names if name in self.facts.months]
        files = self.facts.month_files("sums", names)
        self.bound["files"] = [str(file) for file in files]
        self.bound["file_months"] = [first_day(name) for name in names]
        if not files:
            return f"(SELECT *, '' AS file FROM {query('answers/no_cells.sql')} WHERE false)"
        return f"(SELECT *, filename AS file FROM {parquet(files, ', filename = true')} WHERE {self.condition()})"

    def lines(self, start: date, end: date) -> str:
        """The prepared lines of a period in scope, as a relation."""
        names = [name for name, month in self.facts.months.items() if _meets(month.first, month.last, start, end)]
        files = self.facts.month_files("lines", names)
        if not files:
            return f"(SELECT * FROM {query('answers/no_lines.sql')} WHERE false)"
        return (
            f"(SELECT * FROM {parquet(files)} WHERE date BETWEEN DATE '{start}' AND DATE '{end}' "
            f"AND {self.condition()})"
        )

    def condition(self) -> str:
        """The scope as a condition on the numbers of accounts and places."""
        scope, said = self.scope, ["true"]
        accounts = f"SELECT id FROM {parquet([self.facts.table('accounts')])} WHERE account IN"
        places = f"SELECT id FROM {parquet([self.facts.table('places')])} WHERE"
        if scope.excluded:
            self.bound["excluded"] = list(scope.excluded)
            said.append(f"account NOT IN ({accounts} (SELECT unnest($excluded)))")
        if scope.accounts is not None:
            self.bound["only"] = list(scope.accounts)
            said.append(f"account IN ({accounts} (SELECT unnest($only::TEXT[])))")
        for name, values in (("zone", scope.zones), ("division", scope.divisions)):
            if values is not None:
                self.bound[name] = list(values)
                said.append(f"place IN ({places} {name} IN (SELECT unnest(${name}::TEXT[])))")
        return " AND ".join(said)

    def _part(self, start: date, end: date, *, previous: bool) -> list[str]:
        """Monthly facts for the months a period covers, sums of lines for those it cuts."""
        whole, cut = [], []
        for name, month in self.facts.months.items():
            if start.isoformat() <= month.first and month.last <= end.isoformat():
                whole.append(name)
            elif _meets(month.first, month.last, start, end):
                cut.append(name)
        parts = []
        if whole:
            parts.append(_role(parquet(self.facts.month_files("sums", whole)), previous=previous))
        if cut:
            files = parquet(self.facts.month_files("lines", cut))
            lines = f"SELECT * FROM {files} WHERE date BETWEEN DATE '{start}' AND DATE '{end}'"
            sums = f"WITH prepared AS ({lines}) {query('facts/sums.sql')}"
            parts.append(_role(f"({sums})", previous=previous))
        return parts


def _role(sums: str, *, previous: bool) -> str:
    """Monthly facts as cells of the window, or of the one before."""
    if previous:
        nothing = ", ".join(f"0 AS {m}" for m in MEASURES)
        return f"SELECT account, place, {nothing}, revenue AS previous, lines AS previous_lines FROM {sums}"
    return f"SELECT account, place, {', '.join(MEASURES)}, 0 AS previous, 0 AS previous_lines FROM {sums}"


def _meets(first: str, last: str, start: date, end: date) -> bool:
    """Whether the days of a month's lines and a period have one in common."""
    return first <= end.isoformat() and start.isoformat() <= last


def _is(months: Sequence[str], start: date, end: date) -> bool:
    """Whether a period is exactly these months."""
    return bool(months) and (start, end) == (first_day(months[0]), last_day(months[-1]))
