"""The evidence of a review as plain figures: a page shows them today, and the same a year later."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Protocol

from trousseau.ledger.selection.followed import Followed
from trousseau.ledger.selection.history import Backtest
from trousseau.ledger.selection.history_json import as_json as tried_json
from trousseau.ledger.selection.history_json import number, numbers, power_json
from trousseau.method.diagnosis import Diagnosis, Programme
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.models import GridVersion


class Quarters(Protocol):
    """After how many quarters without growth a review is called for."""

    @property
    def quarters(self) -> int:
        """How many."""


def as_json(
    asked: Asked,
    said: Quarters,
    versions: Mapping[int, GridVersion | None],
    tried: Mapping[int, Backtest],
    *,
    now: int,
    there: Followed | None,
    found: Diagnosis | None = None,
    programme: Programme | None = None,
    by_tier: bool = False,
) -> dict[str, Any]:
    """All of it, unknown figures as None; without `accounts` and `diagnosis` where the ledger is too short."""
    diagnosed = found is not None and programme is not None and there is not None
    return {
        "ledger_version": asked.facts.ledger_version,
        "facts_version": asked.facts.version,
        "currency": asked.facts.base,
        "quarters": said.quarters,
        "start": there.window.start.isoformat() if there else None,
        "end": there.window.end.isoformat() if there else None,
        "real": there.real if there else False,
        "grid": now,
        "by_tier": by_tier,
        "diagnosis": _diagnosis(found) if found is not None else None,
        "accounts": _accounts(there, found, programme) if diagnosed else [],  # type: ignore[arg-type]  # checked above
        "grids": [_grid(number, versions[number], tried[number]) for number in sorted(tried, reverse=True)],
    }


def _diagnosis(found: Diagnosis) -> dict[str, Any]:
    return {
        "culprit": found.culprit,
        "why": found.why,
        "sure": number(found.sure),
        "growth": number(found.growth),
        "interval": numbers(found.growth_interval),
        "bounds": numbers(found.bounds),
        "power": power_json(found.power),
        "steps": [
            {
                "cause": step.cause,
                "asked": step.asked,
                "known": step.known,
                "found": step.found,
                "explained": step.explained,
                "before": number(step.before),
                "after": number(step.after),
                "p": number(step.p),
                "yes": step.yes,
            }
            for step in found.steps
        ],
    }


def _accounts(there: Followed, found: Diagnosis, programme: Programme) -> list[dict[str, Any]]:
    """The key accounts, those that lost most first."""
    rows = []
    for at in programme.key.nonzero()[0].tolist():
        grown = float(programme.growth[at])
        spent, done = float(programme.spent[at]), float(programme.executed[at])
        dimension = found.peers_of[at]
        codes, names = there.segments[dimension] if dimension else (None, ())
        rows.append({
            "client": there.accounts[at],
            "name": there.names[at],
            "growth": number(grown),
            "low": number(float(found.low[at])),
            "high": number(float(found.high[at])),
            "before": number(float(there.before[at])),
            "now": number(float(there.now[at])),
            "quarters": numbers(there.quarters[at].tolist()),
            "executed": number(done),
            "spent": number(spent),
            "hidden": number(float(programme.hidden[at])),
            "unconverted": int(there.unconverted[at]),
            "recoded": there.recoded[at],
            "peers": number(float(found.peers[at])),
            "peers_of": dimension,
            "segment": names[int(codes[at])] if codes is not None else "",
            "culprit": str(found.accounts[at]),
            # effort made: the days promised were spent, or the plan was carried out as plans are
            "calls": grown <= 0.0 and (spent >= 1.0 or (math.isnan(spent) and done >= found.bounds[1])),
        })  # fmt: skip
    return sorted(rows, key=_loss)


def _loss(row: Mapping[str, Any]) -> float:
    return ((row["now"] or 0.0) - (row["before"] or 0.0)) if row["growth"] is not None else math.inf


def _grid(number_: int, version: GridVersion | None, found: Backtest) -> dict[str, Any]:
    """One grid on every past."""
    return {"grid": number_, "published": version.at.date().isoformat() if version else None, **tried_json(found)}
