"""The four tables, row by row: what is right becomes facts, what is wrong is set aside with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from trousseau.ledger.costs.model import USUAL, ActivityRate, Budget, Financing, FixedCost
from trousseau.ledger.costs.tables.directory import Directory
from trousseau.ledger.costs.tables.headers import COUNTED_UP, FINANCING, columns_of, driver_of, measure_of, plain
from trousseau.ledger.costs.tables.model import Problem, Quantity, TableKind, TableRead
from trousseau.ledger.costs.tables.opened import Opened, decimal_mark, decimals, opened
from trousseau.ledger.costs.tables.periods import Period, day, order_proven, period
from trousseau.ledger.reading import Choices
from trousseau.ledger.reading.model import Question
from trousseau.ledger.reading.numbers import number_shape
from trousseau.ledger.reading.shapes import shapes_of

KINDS: tuple[TableKind, ...] = ("drivers", "rates", "fixed", "budgets")
WANTED = {
    "drivers": ("account", "period", "start", "end", "driver", "quantity", "currency"),
    "rates": ("driver", "start", "period", "cost", "currency"),
    "fixed": ("division", "zone", "period", "start", "end", "amount", "currency"),
    "budgets": ("account", "division", "measure", "period", "start", "end", "amount", "currency"),
}
"""The fields of each table, in the order in which they choose their column."""
SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
NO_CHOICES = Choices()


class _RowError(Exception):
    """This row cannot be read: column, value, code."""

    def __init__(self, column: str, value: str, code: str) -> None:
        super().__init__(code)
        self.column, self.value, self.code = column, value, code


@dataclass
class _Work:
    """A table being read."""

    table: Opened
    known: Directory
    fields: dict[str, list[int]]
    whole: Period | None = None
    order: str = ""
    mark: str = "."
    problems: list[Problem] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, at: int) -> str:
        """The cell of a field; empty where the table has no such column."""
        return self.texts[name][at] if name in self.texts else ""

    def name(self, name: str) -> str:
        """The header of a field."""
        return self.table.names[self.fields[name][0]] if name in self.fields else name

    def read(self) -> None:
        """Clean the columns once."""
        self.texts = {name: self.table.texts(places[0]) for name, places in self.fields.items()}
        self.accounts = [self.table.texts(place) for place in self.fields.get("account", [])]


def read_table(
    path: Path, kind: TableKind, known: Directory, *, choices: Choices = NO_CHOICES, whole: Period | None = None
) -> TableRead:
    """Read a table; rows that cannot be understood are in `problems`, what the file does not tell in `questions`.

    Headers may be French or English; of accounts, the code or the name will do. A period is a month, a quarter, a
    half-year or a year, or two columns of days; `whole` stands for it in a row that says none. Raises `ReadingError`
    where the file is no table at all.
    """
    table = opened(path, choices)
    found = TableRead(kind, table.names, questions=table.questions, rows=len(table.rows))
    if table.questions:
        return found
    work = _Work(table, known, columns_of(table.names, WANTED[kind]), whole)
    missing = _missing(kind, work.fields, dated=whole is not None)
    values = _value_columns(kind, work)
    if missing or not values:
        return replace(found, missing=missing or ("quantity" if kind == "drivers" else "amount",))
    work.read()
    work.order, asked = _day_order(work, choices.dates)
    work.mark, more = decimal_mark(table, values, choices.decimal)
    if asked or more:
        return replace(found, questions=(*asked, *more))
    read = {"drivers": _drivers, "rates": _rates, "fixed": _fixed, "budgets": _budgets}[kind](found, work, values)
    used = {place for places in work.fields.values() for place in places} | {*values}
    aside = tuple(name for place, name in enumerate(table.names) if place not in used)
    labels = tuple(sorted(work.labels.items()))
    return replace(read, problems=tuple(sorted(work.problems, key=lambda p: p.row)), aside=aside, labels=labels)


def _missing(kind: TableKind, fields: dict[str, list[int]], *, dated: bool) -> tuple[str, ...]:
    """What every such table needs and this one has no column for."""
    needed = {"drivers": ("account",), "rates": ("driver",), "fixed": (), "budgets": ()}[kind]
    gone = [name for name in needed if name not in fields]
    dated = "start" in fields or "period" in fields or (dated and "end" not in fields)
    if not dated or (kind != "rates" and "start" in fields and "end" not in fields and "period" not in fields):
        gone.append("period")
    return tuple(gone)


def _value_columns(kind: TableKind, work: _Work) -> list[int]:
    """The columns of numbers: one, or in a wide table of drivers every other column that holds any."""
    name = {"drivers": "quantity", "rates": "cost"}.get(kind, "amount")
    if kind != "drivers":
        return work.fields.get(name, [])
    if "driver" in work.fields and "quantity" in work.fields:
        return work.fields["quantity"]
    taken = {
        place for field_, places in work.fields.items() if field_ not in {"quantity", "driver"} for place in places
    }
    work.fields = {name: places for name, places in work.fields.items() if name not in {"quantity", "driver"}}
    return [
        place
        for place in range(len(work.table.names))
        if place not in taken and any(_numeric(shape) for shape in shapes_of(work.table.cells[place]).names)
    ]


def _numeric(shape: bytes) -> bool:
    number = number_shape(shape)
    return number is not None and not isinstance(number, str)


def _day_order(work: _Work, chosen: str | None) -> tuple[str, tuple[Question, ...]]:
    """How numeric days are written; a question where some could be read two ways and none proves an order."""
    if chosen in {"dmy", "mdy"}:
        return chosen, ()
    doubtful: tuple[str, int, str] | None = None
    proven: set[str] = set()
    for name in ("period", "start", "end"):
        for at, text in enumerate(work.texts.get(name, ())):
            shown = order_proven(text)
            if shown == "?":
                doubtful = doubtful or (name, at, text)
            elif shown:
                proven.add(shown)
    if doubtful and len(proven) != 1:
        name, at, text = doubtful
        params: dict[str, object] = {"value": text, "row": work.table.rows[at]}
        return "", (Question("dates", "--dates", work.name(name), params),)
    return (proven.pop() if len(proven) == 1 else ""), ()


def _each(work: _Work, read: Callable[[int], None]) -> None:
    """Read every row; those that cannot be are set aside."""
    for at in range(len(work.table.rows)):
        try:
            read(at)
        except _RowError as error:
            _aside(work, at, error.column, error.value, error.code)


def _aside(work: _Work, at: int, column: str, value: str, code: str) -> None:
    work.problems.append(Problem(work.table.rows[at], column, value, code, work.table.row(at)))


def _account(work: _Work, at: int) -> str:
    """The account of a row, from the first of its columns that says one."""
    said = [texts[at] for texts in work.accounts]
    for text in said:
        if text:
            found, _ = work.known.account(text)
            if found is not None:
                return found
    first = next((text for text in said if text), "")
    raise _RowError(work.name("account"), first, work.known.account(first)[1])


def _period(work: _Work, at: int) -> Period:
    """The days of a row."""
    if work.text("start", at) and "end" in work.texts:
        days = [_day(work, name, at) for name in ("start", "end")]
        if days[0] > days[1]:
            raise _RowError(work.name("end"), work.text("end", at), "period_reversed")
        return days[0], days[1]
    text = work.text("period", at)
    found = work.whole if work.whole and not text else period(text, work.order)
    if found is None:
        raise _RowError(work.name("period"), text, "period_bad" if text else "period_missing")
    return found


def _day(work: _Work, name: str, at: int) -> date:
    text = work.text(name, at)
    on = day(text, work.order)
    whole = period(text, work.order) if on is None else None
    if on is None and whole is None:
        raise _RowError(work.name(name), text, "period_bad" if text else "period_missing")
    return on or (whole[0] if name == "start" else whole[1])  # type: ignore[index]  # one of the two is there


def _number(work: _Work, place: int, value: Decimal | str | None, at: int) -> Decimal:
    if isinstance(value, Decimal):
        return value
    raise _RowError(work.table.names[place], work.table.row(at)[place], value or "number_missing")


def _drivers(found: TableRead, work: _Work, values: Sequence[int]) -> TableRead:
    """Quantities, one a row or one a column; an empty cell of a wide row says nothing."""
    wide = "driver" not in work.fields
    columns = {place: decimals(work.table, place, work.mark) for place in values}
    rows: list[Quantity] = []
    spans: dict[tuple[str, str], list[tuple[date, date]]] = {}

    def add(at: int, place: int, label: str) -> None:
        driver = driver_of(label)
        if not driver:
            raise _RowError(work.name("driver"), label, "driver_missing")
        account, (start, end) = _account(work, at), _period(work, at)
        quantity = _number(work, place, columns[place][at], at)
        _refuse_quantity(work, at, place, driver, quantity)
        told = spans.setdefault((account, driver), [])
        if any(first <= end and start <= last for first, last in told):
            raise _RowError(work.table.names[place], work.table.row(at)[place], "told_twice")
        told.append((start, end))
        work.labels.setdefault(driver, label)
        rows.append(Quantity(account, driver, start, end, quantity))

    def read(at: int) -> None:
        if not wide:
            add(at, values[0], work.text("driver", at))
            return
        _account(work, at), _period(work, at)  # wrong for the whole row: told once
        for place in values:
            if columns[place][at] is None:
                continue
            try:
                add(at, place, work.table.names[place])
            except _RowError as error:
                _aside(work, at, error.column, error.value, error.code)

    _each(work, read)
    return replace(found, form="wide" if wide else "long", quantities=tuple(rows))


def _rates(found: TableRead, work: _Work, values: Sequence[int]) -> TableRead:
    """What a unit costs from a day on; the yearly rate of financing under its name."""
    numbers = decimals(work.table, values[0], work.mark)
    rates: dict[tuple[str, date], ActivityRate] = {}
    financing: dict[date, Financing] = {}

    def read(at: int) -> None:
        label = work.text("driver", at)
        if not driver_of(label):
            raise _RowError(work.name("driver"), label, "driver_missing")
        start = _day(work, "start", at) if work.text("start", at) else _period(work, at)[0]
        cost = _number(work, values[0], numbers[at], at)
        if plain(label) not in FINANCING:
            _in_base(work, at)
        written = work.table.row(at)[values[0]]
        if cost < 0:
            raise _RowError(work.table.names[values[0]], written, "rate_negative")
        if plain(label) in FINANCING:
            if cost > 1:
                raise _RowError(work.table.names[values[0]], written, "financing_not_share")
            taken: object = financing.setdefault(start, Financing(start, cost)).rate
        else:
            driver = driver_of(label)
            work.labels.setdefault(driver, label)
            taken = rates.setdefault((driver, start), ActivityRate(driver, start, cost)).cost
        if taken != cost:
            raise _RowError(work.table.names[values[0]], written, "told_twice")

    _each(work, read)
    return replace(found, rates=tuple(rates.values()), financing=tuple(financing.values()))


def _in_base(work: _Work, at: int) -> None:
    """Refuse an amount that says it is in another currency than the company's: nothing is converted here."""
    said = work.text("currency", at)
    if said and work.known.base and plain(SIGNS.get(said, said)) != plain(work.known.base):
        raise _RowError(work.name("currency"), said, "currency_other")


def _place(work: _Work, name: str, at: int, names: dict[str, str]) -> str | None:
    """A division or zone as the sales lines write it; None where the row says none."""
    text = work.text(name, at)
    if not text:
        return None
    if names and plain(text) not in names:
        raise _RowError(work.name(name), text, f"{name}_unknown")
    return names.get(plain(text), text)


def _fixed(found: TableRead, work: _Work, values: Sequence[int]) -> TableRead:
    """Fixed costs of a division, a zone, or the company."""
    numbers = decimals(work.table, values[0], work.mark)
    rows: dict[tuple[date, date, str | None, str | None], FixedCost] = {}

    def read(at: int) -> None:
        division = _place(work, "division", at, dict(work.known.divisions))
        zone = _place(work, "zone", at, dict(work.known.zones))
        start, end = _period(work, at)
        amount = _number(work, values[0], numbers[at], at)
        _in_base(work, at)
        written = work.table.row(at)[values[0]]
        if amount < 0:
            raise _RowError(work.table.names[values[0]], written, "fixed_negative")
        if (start, end, division, zone) in rows:
            raise _RowError(work.table.names[values[0]], written, "told_twice")
        rows[start, end, division, zone] = FixedCost(start, end, division, zone, amount)

    _each(work, read)
    return replace(found, fixed=tuple(rows.values()))


def _budgets(found: TableRead, work: _Work, values: Sequence[int]) -> TableRead:
    """Budgets of an account or a division; without a measure, of revenue."""
    numbers = decimals(work.table, values[0], work.mark)
    rows: dict[tuple[date, date, str | None, str | None, str], Budget] = {}

    def read(at: int) -> None:
        told = any(texts[at] for texts in work.accounts)
        account = _account(work, at) if told else None
        division = _place(work, "division", at, dict(work.known.divisions))
        if account is None and division is None:
            raise _RowError(work.name("account"), "", "budget_of_nobody")
        if account is not None and division is not None:
            raise _RowError(work.name("division"), division, "budget_of_both")
        said = work.text("measure", at)
        measure = measure_of(said) if said else "revenue"
        if measure is None:
            raise _RowError(work.name("measure"), said, "measure_unknown")
        start, end = _period(work, at)
        amount = _number(work, values[0], numbers[at], at)
        _in_base(work, at)
        _refuse_budget(work, at, values[0], amount, measure, twice=(start, end, account, division, measure) in rows)
        rows[start, end, account, division, measure] = Budget(start, end, account, division, measure, amount)

    _each(work, read)
    return replace(found, budgets=tuple(rows.values()))


def _refuse_quantity(work: _Work, at: int, place: int, driver: str, quantity: Decimal) -> None:
    """Fewer than none of what is counted, or an amount in another currency; an amount may be taken back."""
    if quantity < 0 and driver in COUNTED_UP:
        raise _RowError(work.table.names[place], work.table.row(at)[place], "quantity_negative")
    if USUAL.get(driver) == "amount":
        _in_base(work, at)


def _refuse_budget(work: _Work, at: int, place: int, amount: Decimal, measure: str, *, twice: bool) -> None:
    """A budget told twice, or of a revenue below nothing; a contribution may be planned below nothing."""
    if twice or (amount < 0 and measure == "revenue"):
        code = "told_twice" if twice else "budget_negative"
        raise _RowError(work.table.names[place], work.table.row(at)[place], code)
