"""What is worked out once from the facts and the costs of a window: quantities, their cost, where it falls.

Every table is kept beside the version of the facts, named after what it depends on (`facts.derived`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.costs.model import COUNTED, PAYMENT_DAYS, QUANTITIES, Costs
from trousseau.ledger.costs.months import Part, as_table, financing_of, parts, priced, rates_of
from trousseau.ledger.duck import parquet, query, reading, text
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import first_day, last_day
from trousseau.ledger.facts.derived import of_month, of_version


@dataclass(frozen=True)
class Worked:
    """The tables of one window under some costs, each made the first time it is asked for."""

    facts: Facts
    window: Window
    costs: Costs

    @cached_property
    def months(self) -> tuple[Part, ...]:
        """The months of the window."""
        return parts(self.window.start, self.window.end)

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """The drivers counted in the lines that have a rate."""
        told = {rate.driver for rate in self.costs.rates}
        return tuple(driver for driver in COUNTED if driver in told)

    @cached_property
    def told(self) -> dict[str, frozenset[date]]:
        """The months something is told of, by driver; those counted in the lines with the months they can be."""
        found: dict[str, set[date]] = {}
        for row in pq.read_table(self._file("covered", self._covered)).to_pylist():
            found.setdefault(row["driver"], set()).add(row["month"])
        return {driver: frozenset(months) for driver, months in sorted(found.items())}

    @cached_property
    def rates(self) -> dict[str, dict[date, object]]:
        """The rates of the drivers told, by month."""
        return {driver: dict(rates_of(self.costs, driver, self.months)) for driver in self.told}

    @property
    def served(self) -> Path:
        """Account, driver, quantity, cost over the window."""
        return self._file("served", self._served)

    @property
    def quantities(self) -> Path:
        """Account (its number), driver, month, quantity."""
        return self._file("quantities", self._quantities)

    @property
    def allotted(self) -> Path:
        """Account, place (−1: none), driver, cost."""
        return self._file("allotted", self._allotted)

    @property
    def owed(self) -> Path:
        """Account, place, financing, financed."""
        return self._file("owed", self._owed)

    @cached_property
    def serving(self) -> bool:
        """Whether the cost of any driver is known in any month."""
        return any(months & self.rates[driver].keys() for driver, months in self.told.items())

    def strangers(self) -> list[str]:
        """Accounts the tables tell of that have no sales line."""
        found: list[str] = pq.read_table(self._file("strangers", self._strangers))["account"].to_pylist()
        return found

    def _strangers(self, draft: Path) -> None:
        accounts = parquet([self.facts.table("accounts")])
        with self._session() as con:
            _copy(con, query("costs/strangers.sql").format(told=self._told(), accounts=accounts), draft)

    @cached_property
    def _files(self) -> list[Path]:
        return [file for n, file in enumerate(self.costs.drivers) if file not in self.costs.drivers[n + 1 :]]

    @cached_property
    def _key(self) -> str:
        """What the tables depend on, beside the facts."""
        costs = self.costs
        names = [str(file) for file in self._files]
        said = repr((self.window.start, self.window.end, names, costs.rates, costs.financing, costs.kinds))
        return hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()[:20]

    def _file(self, kind: str, make: Callable[[Path], None]) -> Path:
        return of_version(self.facts, f"costs-{kind}-{self._key}", make)

    @contextmanager
    def _session(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection that knows the months, the files and their ages."""
        with reading() as con:
            con.register("months", as_table(self.months))
            names = [str(file) for file in self._files]
            con.register("files", pa.table({"file": pa.array(names, pa.string()), "age": list(range(len(names)))}))
            yield con

    def _told(self) -> str:
        """The rows of the tables by month, the newest table winning."""
        if not self._files:
            nothing = ", ".join(
                f'CAST(NULL AS {kind}) AS "{name}"'
                for name, kind in zip(
                    (*QUANTITIES.names, "filename"),
                    ("TEXT", "TEXT", "DATE", "DATE", "DECIMAL(18, 4)", "TEXT"),
                    strict=True,
                )
            )
            return f"({query('costs/told.sql').format(told=f'(SELECT {nothing} WHERE false)')})"
        return f"({query('costs/told.sql').format(told=parquet(self._files, ', filename = true'))})"

    def _register_kinds(self, con: duckdb.DuckDBPyConnection, drivers: set[str]) -> None:
        names = sorted(drivers)
        kinds = [self.costs.kind(driver) for driver in names]
        con.register("kinds", pa.table({"driver": pa.array(names, pa.string()), "kind": pa.array(kinds, pa.string())}))

    def _quantities(self, draft: Path) -> None:
        with self._session() as con:
            con.execute(f"CREATE TEMP TABLE told AS SELECT * FROM {self._told()}")
            drivers = {driver for (driver,) in con.execute("SELECT DISTINCT driver FROM told").fetchall()}
            self._register_kinds(con, drivers - {*self.counted})
            con.execute(f"CREATE TEMP VIEW accounts AS SELECT * FROM {parquet([self.facts.table('accounts')])}")
            selects = [query("costs/quantities.sql").format(told="told")]
            selects += [
                f"SELECT a.id AS account, {text(driver)} AS driver, {text(part.month)}::DATE AS month, "
                f"CAST(c.{driver} AS DECIMAL(18, 4)) AS quantity FROM {counts} AS c "
                "JOIN accounts AS a ON a.account = c.account"
                for part, counts in self._counts(con)
                for driver in self.counted
            ]
            _copy(con, f"{' UNION ALL '.join(selects)} ORDER BY account, driver, month", draft)

    def _covered(self, draft: Path) -> None:
        with self._session() as con:
            selects = [f"({query('costs/covered.sql').format(told=self._told())})"]
            for part, counts in self._counts(con):
                for driver in self.counted:
                    known = "max(documented) > 0" if driver == "orders" else "count(*) > 0"
                    named = f"{text(driver)} AS driver, {text(part.month)}::DATE AS month"
                    selects.append(f"SELECT {named} FROM {counts} HAVING {known}")
            said = ", ".join(text(driver) for driver in self.counted) or "''"
            told = f"SELECT * FROM {selects[0]} WHERE driver NOT IN ({said})"
            _copy(con, " UNION ALL ".join([told, *selects[1:]]), draft)

    def _counts(self, con: duckdb.DuckDBPyConnection) -> list[tuple[Part, str]]:
        """What the lines of each month count up to: kept of whole months, counted now of those the window cuts."""
        found = []
        for part in self.months if self.counted else ():
            if part.name not in self.facts.months:
                continue
            if part.whole:
                found.append((part, parquet([of_month(self.facts, part.name, "counted", self._count(part))])))
            else:
                name = f'"counted {part.name}"'
                con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {self._count_sql(part)}")
                found.append((part, name))
        return found

    def _count(self, part: Part) -> Callable[[Path], None]:
        def make(draft: Path) -> None:
            with reading() as con:  # a month is small: a database of its own would cost more than the query
                _copy(con, f"{self._count_sql(part)} ORDER BY account", draft)

        return make

    def _count_sql(self, part: Part) -> str:
        return query("costs/counted.sql").format(
            ledger=parquet(self.facts.ledger_files([part.name])),
            conditions=f"date BETWEEN DATE '{part.start}' AND DATE '{part.end}'",
        )

    def _served(self, draft: Path) -> None:
        with self._session() as con:
            self._register_kinds(con, {*self.told})
            con.register("priced", priced(self.rates))  # type: ignore[arg-type]
            _copy(con, query("costs/serving.sql").format(quantities=parquet([self.quantities])), draft)

    def _allotted(self, draft: Path) -> None:
        question = Question(self.facts, ALL)
        with self._session() as con:
            cells = question.cells(self.window, compared=False)
            sql = query("costs/allotted.sql").format(served=parquet([self.served]), cells=cells)
            _copy(con, f"{sql} ORDER BY account, place, driver", draft)

    def ended(self, driver: str) -> list[tuple[str, date, float]]:
        """Account, month, value of a driver over the periods that end in that month; see `costs/ended.sql`."""
        with self._session() as con:
            sql = query("costs/ended.sql").format(told=self._told())
            found: list[tuple[str, date, float]] = con.execute(sql, {"driver": driver}).fetchall()
        return found

    def _owed(self, draft: Path) -> None:
        rates = financing_of(self.costs, self.months) if PAYMENT_DAYS in self.told else {}
        with self._session() as con:
            con.register("financing", priced({PAYMENT_DAYS: rates}))
            sql = query("costs/owed.sql").format(
                quantities=parquet([self.quantities]), sales=self._sales(), financing="financing"
            )
            _copy(con, f"{sql} ORDER BY account, place", draft)

    def _sales(self) -> str:
        """Revenue by account, place and month of the window."""
        question = Question(self.facts, ALL)
        selects = []
        for part in self.months:
            cells = question.cells(Window("dates", part.start, part.end), compared=False)
            selects.append(f"SELECT account, place, revenue, converted, {text(part.month)}::DATE AS month FROM {cells}")
        return f"({' UNION ALL '.join(selects)})"


def ended(facts: Facts, costs: Costs, driver: str, months: Sequence[str]) -> list[tuple[str, date, float]]:
    """What is told of a driver over the periods that end within some months, the first to the last of them."""
    window = Window("dates", first_day(months[0]), last_day(months[-1]))
    return Worked(facts, window, costs).ended(driver)


def _copy(con: duckdb.DuckDBPyConnection, select: str, draft: Path) -> None:
    con.execute(f"COPY ({select}) TO {text(draft)} (FORMAT parquet)")
