"""A frozen check-up computed again from what was frozen with it, and what differs if anything does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Literal, cast

import pyarrow.parquet as pq

from trousseau.imports import folders
from trousseau.imports.actions.refreshing import rates_of_ledger
from trousseau.ledger.answers import Scope, Window
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.checkup import check_up_lines
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.manifest import FactsError
from trousseau.ledger.rates import Rates
from trousseau.ledger.store import StoreError
from trousseau.portfolio.keeping import Difference, differences, digest
from trousseau.portfolio.models import FrozenCheckup
from trousseau.portfolio.queries.kept import anew
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.queries.told import Told
from trousseau.portfolio.queries.working_out import AccountFigures, whole_of, work_out

MOST = 20
"""How many differing figures are named."""


@dataclass(frozen=True)
class Reproduction:
    """What came of computing it again."""

    state: Literal["same", "different", "gone"]
    source: Literal["facts", "ledger", ""] = ""
    """From the facts of then: every figure. From the ledger's version of then: revenue and classes of the accounts."""
    differences: tuple[Difference, ...] = ()


def reproduced(frozen: FrozenCheckup) -> Reproduction:
    """Whether what was frozen with a check-up still gives its figures, to the last bit.

    From the facts of then, which are kept; else from the ledger's version of then at the rates kept with it; "gone"
    where someone has removed both.
    """
    try:
        facts = Facts.open(folders.facts_folder(), frozen.facts_version)
    except FactsError:
        return _from_ledger(frozen)
    with anew():
        again = work_out(asked_then(frozen, facts), Told.read(frozen.settings)).as_json()
    if frozen.digest and digest(again) == frozen.digest:
        return Reproduction("same", "facts")
    found = tuple(islice(differences(_kept(frozen), again), MOST))
    return Reproduction("different" if found else "same", "facts", found)


def asked_then(frozen: FrozenCheckup, facts: Facts) -> Asked:
    """The question a check-up answered."""
    before = frozen.settings.get("previous") or (None, None)
    first, last = (date.fromisoformat(day) if day else None for day in before)
    window = Window(frozen.period, frozen.start, frozen.end, first, last)
    return Asked(facts, window, cast("By", frozen.by), _scope(frozen), frozen.scope)


def _kept(frozen: FrozenCheckup) -> dict[str, Any]:
    """The figures as they were kept; of an old check-up, without those that were not kept then."""
    rows = [
        AccountFigures(r.rank, r.account, r.name, r.group, r.revenue, r.class_now, r.lines, r.standing, r.contribution)
        for r in frozen.rows.all()
    ]
    found = whole_of(frozen.revenue, frozen.figures, rows)
    if not frozen.digest:
        for row in found["accounts"].values():
            del row["standing"], row["contribution"]
        # Without the period before it cannot be told again what moved.
        found["figures"] = {k: v for k, v in found["figures"].items() if k not in {"indicators", "movement"}}
    return found


def _scope(frozen: FrozenCheckup) -> Scope:
    kept = frozen.settings
    return Scope(
        zones=_tuple(kept["zones"]),
        divisions=_tuple(kept["divisions"]),
        accounts=_tuple(kept["accounts"]),
        excluded=tuple(kept["excluded"]),
        groups=kept["groups"],
    )


def _from_ledger(frozen: FrozenCheckup) -> Reproduction:
    """Revenue and class of each account anew from the lines of the ledger's version of then."""
    base = frozen.base_currency
    try:
        again = check_up_lines(
            folders.ledger().lines(frozen.ledger_version),
            rates=_rates(frozen) if base else None,
            base=base,
            start=frozen.start,
            end=frozen.end,
            scope=_scope(frozen),
            by=cast("By", frozen.by),
        )
    except (StoreError, OSError):
        return Reproduction("gone")
    now = {row.account: {"revenue": f"{row.revenue:.4f}", "class": row.class_} for row in again.ranked}
    then = {row.account: {"revenue": f"{row.revenue:.4f}", "class": row.class_now} for row in frozen.rows.all()}
    found = tuple(islice(differences({"accounts": then}, {"accounts": now}), MOST))
    same = not found and now.keys() == then.keys()
    return Reproduction("same" if same else "different", "ledger", found)


def _rates(frozen: FrozenCheckup) -> Rates | None:
    """The rates kept with it; those of now for an old check-up."""
    base, name = frozen.base_currency or "", frozen.settings.get("rates_file")
    file = folders.frozen() / name if name else None
    if file is None or not file.exists():
        return rates_of_ledger(base)
    return Rates(base, pq.read_table(file).drop_columns(["near"]))


def _tuple(names: list[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)
