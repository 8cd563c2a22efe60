"""Sales lines in, rates, costs and inflation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trousseau.access.models import Scope, User
from trousseau.access.rules import may
from trousseau.api.problems import words
from trousseau.api.resources import Resource, resource
from trousseau.api.verbs import verb
from trousseau.costs.actions import amounts, drivers, inflation
from trousseau.costs.actions import tables as cost_tables
from trousseau.costs.models import (
    ActivityRate,
    Budget,
    Driver,
    FinancingRate,
    FixedCost,
    Table,
    ZoneInflation,
)
from trousseau.imports import wording
from trousseau.imports.actions import loading, rates, starting, undoing
from trousseau.imports.models import Import, Quarantined, RateTable, Source, State
from trousseau.jobs import actions as jobs
from trousseau.jobs.models import Job
from trousseau.jobs.registry import JobError
from trousseau.ledger.reading import ReadingError, Unresolved
from trousseau.ledger.store import StoreError

READ, COSTS = "read_imports", "manage_costs"


def kept(model: type[Any], rule: str = READ) -> Callable[[User], QuerySet[Any]]:
    """All rows, for who holds the rule."""

    def rows(user: User) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.all() if may(user, rule) else model.objects.none()
        return found

    return rows


def jobs_of(user: User) -> QuerySet[Job]:
    """Someone’s own jobs; any for who reads the imports."""
    return Job.objects.all() if may(user, READ) else Job.objects.filter(created_by=user)


IMPORTS = resource(
    Resource(
        "imports", Import, READ, kept(Import),
        ("source", "name", "size", "sha256", "choices", "replace", "state", "job", "read", "accepted", "quarantined",
         "first_date", "last_date", "findings", "new", "changed", "unchanged", "removed", "version", "error_code",
         "error_params", "created_by", "created_at", "loaded_at", "undone_at"),
        "Files of sales lines that were taken in.", filters=("source", "state", "sha256"),
    )
)  # fmt: skip
SOURCES = resource(Resource("sources", Source, READ, kept(Source), ("name", "choices"), "Where files come from."))
REJECTED = resource(
    Resource("rejected-rows", Quarantined, READ, kept(Quarantined),
             ("origin", "row", "column", "value", "reason", "cells", "corrected"), "Rows that were set aside, and why.",
             filters=("origin", "reason"))
)  # fmt: skip
RATES = resource(
    Resource("rate-tables", RateTable, READ, kept(RateTable),
             ("name", "currencies", "rows", "first", "last", "confirmed", "created_by", "created_at"),
             "Tables of rates.")
)  # fmt: skip
JOBS = resource(
    Resource(
        "jobs", Job, "make_tokens", jobs_of,
        ("kind", "state", "done", "total", "unit", "step", "result", "error_code", "created_by", "created_at",
        "started_at",
         "finished_at"),
        "Work in the background.", filters=("kind", "state"),
    )
)  # fmt: skip
DRIVERS = resource(
    Resource("cost-drivers", Driver, COSTS, kept(Driver, COSTS), ("name", "label", "kind", "unit"),
        "What costs are caused by.")
)  # fmt: skip
ACTIVITY = resource(
    Resource("activity-rates", ActivityRate, COSTS, kept(ActivityRate, COSTS), ("driver", "start", "cost"),
             "What a unit of a driver costs, from when on.", filters=("driver", "start"))
)  # fmt: skip
FINANCING = resource(
    Resource("financing-rates", FinancingRate, COSTS, kept(FinancingRate, COSTS), ("start", "rate"),
             "What financing a year costs, from when on.")
)  # fmt: skip
FIXED = resource(
    Resource("fixed-costs", FixedCost, COSTS, kept(FixedCost, COSTS), ("start", "end", "division", "zone", "amount"),
             "Fixed costs of divisions and zones.", filters=("start", "division", "zone"))
)  # fmt: skip
BUDGETS = resource(
    Resource("budgets", Budget, COSTS, kept(Budget, COSTS), ("start", "end", "account", "division", "measure",
        "amount"),
             "Budgets.", filters=("start", "account", "division"))
)  # fmt: skip
TABLES = resource(
    Resource("cost-tables", Table, COSTS, kept(Table, COSTS),
             ("what", "name", "entries", "aside", "first", "last", "created_by", "created_at", "loaded_at"),
             "Tables of costs that were sent.", filters=("what",))
)  # fmt: skip
INFLATION = resource(
    Resource("inflation", ZoneInflation, READ, kept(ZoneInflation),
             ("zone", "period", "rate", "area", "source", "told_by", "told_at"), "Inflation of zones.",
             filters=("zone",))
)  # fmt: skip
LOADABLE = frozenset({State.CHECKED, State.ASKING, State.FAILED, State.CANCELLED})


def check(user: User, item: Import) -> Import:
    """Read the whole file without loading it, in the background: what it holds, and which rows are set aside."""
    if item.state in {State.DRAFT, State.CHECKED}:
        starting.start(user, item, "check", State.CHECKING)
    return item


def load(user: User, item: Import, *, replace: Literal["", "add", "replace"] = "") -> Import:
    """Load the file into the ledger, in the background; `replace` says whether its lines stand in place of others."""
    loading.answer_replacing(item, replace, user)
    if item.state in LOADABLE or (item.state == State.LOADING and item.interrupted):
        starting.start(user, item, "import", State.LOADING)
    return item


def undo(user: User, item: Import) -> Import:
    """Take a loaded file back, in the background."""
    if item.state == State.LOADED:
        starting.start(user, item, "undo", State.UNDOING)
    return item


def begin(user: User, pieces: Iterator[bytes], name: str, source: str) -> Import:
    """Take a file of sales lines in and look at it as its source remembers; nothing is loaded yet."""
    return loading.begin(pieces, name, source, user)


_file = {"scope": Scope.LEDGER, "rule": "import_sales"}
verb(begin, tag="imports", serves=(loading.begin,), **_file)
verb(check, on=IMPORTS, serves=(loading.check, starting.start), **_file)
verb(load, on=IMPORTS, serves=(loading.load, loading.answer_replacing), **_file)
verb(loading.discard, on=IMPORTS, **_file)
verb(undo, on=IMPORTS, scope=Scope.LEDGER, rule="undo_import", serves=(undoing.undo,))
verb(rates.add_rates, "add", tag="rate-tables", scope=Scope.LEDGER, rule="manage_rates")
verb(rates.confirm_rates, "confirm", on=RATES, scope=Scope.LEDGER, rule="manage_rates")
verb(rates.remove_rates, "remove", on=RATES, scope=Scope.LEDGER, rule="manage_rates")
verb(jobs.cancel, "cancel", on=JOBS)
verb(drivers.define_driver, "define", tag="cost-drivers", rule=COSTS)
verb(amounts.set_rate, "set", tag="activity-rates", rule=COSTS, about=(ActivityRate,))
verb(amounts.set_financing, "set", tag="financing-rates", rule=COSTS, about=(FinancingRate,))
verb(amounts.set_fixed, "set", tag="fixed-costs", rule=COSTS, about=(FixedCost,))
verb(amounts.set_budget, "set", tag="budgets", rule=COSTS, about=(Budget,))
verb(amounts.remove_rate, "remove", on=ACTIVITY, rule=COSTS)
verb(amounts.remove_financing, "remove", on=FINANCING, rule=COSTS)
verb(amounts.remove_fixed, "remove", on=FIXED, rule=COSTS)
verb(amounts.remove_budget, "remove", on=BUDGETS, rule=COSTS)
verb(cost_tables.receive, tag="cost-tables", rule=COSTS, scope=Scope.LEDGER, about=(Table,))
verb(cost_tables.load, on=TABLES, rule=COSTS, scope=Scope.LEDGER)
verb(cost_tables.remove, on=TABLES, rule=COSTS, scope=Scope.LEDGER)
verb(cost_tables.discard, on=TABLES, rule=COSTS, scope=Scope.LEDGER)
verb(inflation.forget_inflation, "forget", tag="inflation", rule="manage_inflation", about=(ZoneInflation,))
verb(inflation.choose_area, tag="inflation", rule="manage_inflation", about=(ZoneInflation,))
words(ReadingError, lambda error: wording.problem(error.code, error.params))
words(StoreError, lambda error: wording.problem(error.code, error.params))
words(JobError, lambda error: wording.problem(error.code, error.params))
words(Unresolved, lambda _error: _("This file is not read yet as it should be: say on its page what its columns are."))
