"""What the rows of a table of readings mean to one person: which indicator, whether they may read it, on which day.

An account that someone does not see and one that does not exist are refused in the same words. A row that names a field
of the CRM goes to every indicator of that account that is read from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.accounts import access as accounts
from trousseau.accounts.models import folded
from trousseau.accounts.rows import language
from trousseau.figures import problems
from trousseau.plans import access, rhythms
from trousseau.plans.actions.kpis import BY_HAND, check_reading
from trousseau.plans.formulas import CrmField, crm_formula
from trousseau.plans.models import Kpi, Reading, Source, State, Unit
from trousseau.plans.readings_file import Line, Read, day_of

SCALE = Decimal(10_000)


@dataclass(frozen=True)
class Given:
    """A reading that was told."""

    kpi: int
    on: dt.date
    value: Decimal
    note: str = ""
    row: int = 0

    def known(self, value: Decimal | None, note: str) -> bool:
        """Whether a reading that is there says the same; a row without a note says nothing of it."""
        return value == self.value and self.note in ("", note)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a cell, and how to mend it."""

    row: int
    column: str
    value: str
    mend: str


@dataclass(frozen=True)
class Change:
    """A reading that a table changes, or tells for the first time (`before` None)."""

    given: Given
    kpi: Kpi
    before: Decimal | None


@dataclass
class Look:
    """What a table would do."""

    rows: int = 0
    blank: int = 0
    """Rows without a value: those of the table to fill in that nobody filled."""
    given: dict[tuple[int, dt.date], Given] = field(default_factory=dict)
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def takes(self) -> int:
        """How many readings would be written."""
        return len(self.new) + len(self.changed)

    @property
    def refused(self) -> int:
        """How many rows are left out."""
        return len({one.row for one in self.problems})


class _CellError(Exception):
    def __init__(self, said: str, mend: str) -> None:
        super().__init__(mend)
        self.said, self.mend = said, mend


def _may_be_a_share(value: Decimal, kpi: Kpi) -> bool:
    """Whether 0.925 may stand for 92.5 %, as in a cell that a spreadsheet shows in per cent."""
    near = [abs(one) for one in (kpi.baseline, kpi.target) if one]
    return kpi.unit == Unit.PERCENT and 0 < abs(value) <= 1 and bool(near) and min(near) > 1


class Meant:
    """The indicators that someone sees, by all that a table may call them; read once for all rows."""

    def __init__(self, user: User, table: Read) -> None:
        self.user, self.table = user, table
        self.today, self.language = timezone.localdate(), language()
        self.writes = accounts.writer(user) if may(user, "edit_plans") else lambda _account: False
        self.currency = Organisation.current().base_currency
        self.kpis: dict[int, list[Kpi]] = {}
        self.accounts: dict[str, set[int]] = {}
        seen = Kpi.objects.filter(plan__in=access.plans_of(user)).select_related("plan__account").order_by("pk")
        self.by_number = {kpi.pk: kpi for kpi in seen}
        self.names = {kpi.pk: folded(kpi.name) for kpi in seen}
        for kpi in seen:
            account = kpi.plan.account
            self.kpis.setdefault(account.pk, []).append(kpi)
            for called in {folded(account.code), folded(account.key), folded(account.name)} - {""}:
                self.accounts.setdefault(called, set()).add(account.pk)
        self.fields = {kpi.pk: crm_formula(kpi.formula) for kpi in seen if kpi.source == Source.CRM}
        order = table.order or ("dmy" if self.language.french else "")
        self.day = cache(lambda text: _day(text, order))
        self.found = cache(self._found)
        self.told: dict[tuple[int, dt.date], list[Given]] = {}
        """Values of fields that are added up or counted, by indicator and period."""
        self.refused: set[tuple[int, dt.date]] = set()

    def look(self) -> Look:
        """Understand every row, then hold the readings against those that are there."""
        found, columns = Look(rows=len(self.table.lines)), self.table.columns
        for line in self.table.lines:
            if not line.said.value:
                found.blank += 1
                continue
            try:
                for one in self._given(line):
                    self._put(found, one)
            except _CellError as error:
                column = columns.get(error.said) or columns.get("account") or columns.get("code", "")
                found.problems.append(Problem(line.row, column, getattr(line.said, error.said)[:120], error.mend))
        self._add_up(found)
        self._compare(found)
        found.problems.sort(key=lambda one: one.row)
        return found

    def _given(self, line: Line) -> Iterator[Given]:
        """The readings a row tells."""
        on = self.day(line.said.day)
        for kpi in self.found(
            line.said.code, line.said.account, line.said.indicator, line.said.object, line.said.field
        ):
            how = "" if line.said.indicator else self.fields[kpi.pk].how
            value = Decimal(1) if how == "count" else self._value(line, kpi)
            given = Given(kpi.pk, on, value, line.note[:300], line.row)
            if how in {"sum", "count"}:
                self.told.setdefault((kpi.pk, rhythms.began(kpi.rhythm, on)), []).append(given)
            else:
                yield given

    def _value(self, line: Line, kpi: Kpi) -> Decimal:
        if line.number is None:
            raise _CellError("value", problems.why(line.wrong or "number_text", self.language))
        if "%" in line.said.value and kpi.unit != Unit.PERCENT:
            raise _CellError("value", _("This indicator is not in per cent: write the number without %."))
        if line.currency and (kpi.unit != Unit.MONEY or line.currency != self.currency):
            wanted = self.currency if kpi.unit == Unit.MONEY else str(Unit(kpi.unit).label)
            raise _CellError(
                "value", _("This indicator is in %(unit)s: write the number in it, without a sign.") % {"unit": wanted}
            )
        value = Decimal(line.number) / SCALE
        if "%" not in line.said.value and _may_be_a_share(value, kpi):
            said = _("This indicator is in per cent: write %(whole)s, or %(part)s with its sign where that is meant.")
            named = {"whole": self.language.number(value * 100, 1), "part": f"{self.language.number(value, 3)} %"}
            raise _CellError("value", said % named)
        return value

    def _found(self, code: str, account: str, indicator: str, thing: str, name: str) -> tuple[Kpi, ...]:
        """The indicators that a row speaks of, that this person may read by hand."""
        said, text = ("code", code) if code else ("account", account)
        there = self.accounts.get(folded(text), set()) if text else set()
        if len(there) > 1:
            raise _CellError(said, _("Several accounts are called so: write the code of the one that is meant."))
        if not there:
            raise _CellError(
                said, _("None of the accounts you see with an indicator is called so: write its code or its name.")
            )
        of_account = self.kpis[next(iter(there))]
        found = self._named(of_account, indicator) if indicator else self._read_from(of_account, thing, name)
        open_ones = [kpi for kpi in found if kpi.plan.state != State.CLOSED]
        said = "indicator" if indicator else "field"
        if not open_ones:
            raise _CellError(said, _("The plan of this indicator is closed: its readings stay as they are."))
        if indicator and len(open_ones) > 1:
            raise _CellError(said, _("Several indicators of this account are called so: give each its name first."))
        if any(kpi.source not in BY_HAND for kpi in open_ones):
            raise _CellError(said, _("This indicator is measured: its readings are not entered."))
        if any(kpi.owner_id != self.user.pk and not self.writes(kpi.plan.account) for kpi in open_ones):
            raise _CellError(said, _("Only its owner, or who may write the plan, enters its readings."))
        return tuple(open_ones)

    def _named(self, kpis: list[Kpi], text: str) -> list[Kpi]:
        asked = folded(text)
        found = [kpi for kpi in kpis if self.names[kpi.pk] == asked]
        if not found:
            known = self.language.listed([f"“{kpi.name}”" for kpi in kpis[:5]])
            said = _("This account has no indicator called so: it has %(names)s.")
            raise _CellError("indicator", said % {"names": known})
        return found

    def _read_from(self, kpis: list[Kpi], thing: str, name: str) -> list[Kpi]:
        """The indicators read from a field of the CRM, under Object and Field or as Object.Field."""
        if not name:
            raise _CellError("indicator", _("Say which indicator, or which field of the CRM."))
        asked = folded(f"{thing}.{name}" if thing else name)
        found = [kpi for kpi in kpis if kpi.pk in self.fields and asked in _called(self.fields[kpi.pk])]
        if not found:
            raise _CellError("field", _("No indicator of this account is read from this field of the CRM."))
        return found

    def _put(self, found: Look, one: Given) -> None:
        """Keep a reading; two values for one day are refused both, as nobody can tell which is right."""
        key = (one.kpi, one.on)
        there = found.given.get(key)
        if key in self.refused or (there is not None and there.value != one.value):
            mend = _("Another row tells another value for this indicator and day: keep one of them.")
            for row in (one, there):
                if row is not None:
                    found.problems.append(
                        Problem(row.row, self.table.columns["value"], f"{row.value.normalize():f}", mend)
                    )
            found.given.pop(key, None)
            self.refused.add(key)
        elif there is None:
            found.given[key] = one

    def _add_up(self, found: Look) -> None:
        """Sums and numbers of a period, read on its last day, or on the last day told where it is not over."""
        for (number, begins), told in self.told.items():
            end = rhythms.over(self.by_number[number].rhythm, begins)
            on = end if end < self.today else max(one.on for one in told)
            self._put(found, Given(number, on, sum((one.value for one in told), Decimal(0)), row=told[0].row))

    def _compare(self, found: Look) -> None:
        numbers, kpis = {number for number, _on in found.given}, self.by_number
        rows = Reading.objects.filter(kpi__in=numbers).values_list("kpi", "on", "value", "note")
        there = {(kpi, on): (value, note) for kpi, on, value, note in rows.iterator()}
        for key, one in found.given.items():
            known = there.get(key)
            if known is None:
                found.new.append(Change(one, kpis[one.kpi], None))
            elif one.known(*known):
                found.same += 1
            else:
                found.changed.append(Change(one, kpis[one.kpi], known[0]))


def _day(text: str, order: str) -> dt.date:
    """The day of a cell, one that has come."""
    if not text:
        raise _CellError("day", _("Say the day, or the period that it is the value of."))
    on = day_of(text, order)
    if on is None:
        raise _CellError("day", _("Not a day that can be told: write it as 2026-12-31, or a period as 2026-12."))
    try:
        check_reading(on, Decimal(0))
    except ValidationError as error:
        raise _CellError("day", " ".join(error.messages)) from None
    return on


def _called(found: CrmField) -> set[str]:
    """How a table may call a field of the CRM: with its object, or without."""
    return {folded(found.field), folded(f"{found.object}.{found.field}" if found.object else found.field)}
