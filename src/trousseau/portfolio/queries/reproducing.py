"""A frozen check-up computed again from what was frozen with it, and what differs if anything does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from tempfile import TemporaryDirectory
from typing import Any, Literal, cast
from uuid import UUID

import pyarrow.parquet as pq
from django.utils import timezone

from trousseau.imports import folders
from trousseau.imports.actions.refreshing import rates_of_ledger
from trousseau.jobs.models import Job
from trousseau.ledger.answers import Scope, Window
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.facts import Facts, refresh
from trousseau.ledger.facts.manifest import FactsError
from trousseau.ledger.rates import Rates
from trousseau.ledger.store import StoreError
from trousseau.portfolio.keeping import Difference, differences, digest
from trousseau.portfolio.models import FrozenCheckup
from trousseau.portfolio.queries.kept import anew
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.queries.told import Told
from trousseau.portfolio.queries.working_out import AccountFigures, whole_of, work_out

REPRODUCE = "reproduce_checkup"
"""The kind of job that computes one again where facts must be made anew."""

MOST = 20
"""How many differing figures are named."""

Report = Callable[[int, int | None, str], None]


@dataclass(frozen=True)
class Reproduction:
    """What came of computing it again."""

    state: Literal["same", "different", "gone"]
    source: Literal["facts", "ledger", ""] = ""
    """From the facts of then, or from facts made anew from the ledger's version of then: every figure, either way."""
    differences: tuple[Difference, ...] = ()
    digest: str = ""
    """SHA-256 of all figures as they come out now."""

    def as_json(self) -> dict[str, Any]:
        """As a job keeps its result; differences as [where, kept, again]."""
        return {**asdict(self), "differences": [list(one) for one in self.differences]}

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Reproduction:
        """Back from JSON."""
        return cls(**{**said, "differences": tuple(Difference(*one) for one in said["differences"])})


def at_hand(frozen: FrozenCheckup) -> bool:
    """Whether the facts of then are still there, so that computing again takes no longer than a page may."""
    return _facts_of_then(frozen) is not None


def reproduced(frozen: FrozenCheckup, on_progress: Report | None = None) -> Reproduction:
    """Whether what was frozen with a check-up still gives its figures, to the last bit.

    From the facts of then, which are kept; where they were removed, from facts made anew of the ledger's version of
    then, at the rates kept with it. "gone" where the files of that version were removed too.
    """
    facts = _facts_of_then(frozen)
    if facts is not None:
        return _compared(frozen, facts, "facts")
    try:
        with _made_anew(frozen, on_progress) as again:
            return _compared(frozen, again, "ledger")
    except (StoreError, FileNotFoundError):
        return Reproduction("gone")


def answer(frozen: FrozenCheckup, job: str) -> Reproduction | None:
    """What a job that computed this check-up again found; None where there is no such job, or it has not ended."""
    try:
        asked_for = UUID(job)
    except ValueError:
        return None
    found = Job.objects.filter(public_id=asked_for, kind=REPRODUCE, params={"checkup": frozen.public_id}).first()
    return Reproduction.read(found.result) if found and found.result else None


def _facts_of_then(frozen: FrozenCheckup) -> Facts | None:
    try:
        facts = Facts.open(folders.facts_folder(), frozen.facts_version)
    except FactsError:
        return None
    return facts if all((facts.folder / name).exists() for name in facts.files()) else None


def _compared(frozen: FrozenCheckup, facts: Facts, source: Literal["facts", "ledger"]) -> Reproduction:
    """Every figure anew from some facts, against those kept."""
    with anew():
        again = work_out(asked_then(frozen, facts), Told.read(frozen.settings)).as_json()
    now = digest(again)
    if frozen.digest and now == frozen.digest:
        return Reproduction("same", source, digest=now)
    found = tuple(islice(differences(_kept(frozen), again), MOST))
    return Reproduction("different" if found else "same", source, found, now)


@contextmanager
def _made_anew(frozen: FrozenCheckup, on_progress: Report | None) -> Iterator[Facts]:
    """The facts of then made from nothing but the ledger and what was frozen, in a folder that goes afterwards."""
    base, kept = frozen.base_currency, frozen.settings
    folders.home().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="again-", dir=folders.home()) as folder:
        yield refresh(
            folders.ledger(),
            folder,
            rates=_rates(frozen) if base else None,
            base=base,
            today=date.fromisoformat(kept["today"]) if "today" in kept else timezone.localdate(frozen.at),
            fiscal_year_start=kept.get("fiscal_year_start", 1),
            version=frozen.ledger_version,
            on_progress=on_progress,
        )


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


def _rates(frozen: FrozenCheckup) -> Rates | None:
    """The rates kept with it; those of now for an old check-up."""
    base, name = frozen.base_currency or "", frozen.settings.get("rates_file")
    file = folders.frozen() / name if name else None
    if file is None or not file.exists():
        return rates_of_ledger(base)
    return Rates(base, pq.read_table(file).drop_columns(["near"]))


def _tuple(names: list[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)
