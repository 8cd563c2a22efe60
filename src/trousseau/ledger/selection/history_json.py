"""A grid tried on the past as plain figures, as pages keep them and the command gives them; unknown ones are None."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from trousseau.ledger.selection.history import GOALS, Backtest, Trial
from trousseau.method.backtest import Power
from trousseau.method.criteria import Criterion


def as_json(found: Backtest) -> dict[str, Any]:
    """All pasts, all of them together, and the weights they propose."""
    proposal = found.proposal
    return {
        "capacity": found.grid.capacity,
        "criteria": [_criterion(one) for one in found.grid.criteria],
        "years": found.years,
        "trials": [_trial(one) for one in found.trials],
        "together": _trial(found.together) if found.together else None,
        "proposal": None
        if proposal is None
        else {
            "weights": numbers(proposal.weights.tolist()),
            "gain": number(proposal.gain),
            "interval": numbers(proposal.gain_interval),
            "known": proposal.known,
            "enough": proposal.enough,
        },
    }


def power_json(one: Power) -> dict[str, Any]:
    """How well a score told something."""
    return {
        "rho": number(one.rho),
        "rho_interval": numbers(one.rho_interval),
        "auc": number(one.auc),
        "auc_interval": numbers(one.auc_interval),
        "known": one.known,
        "enough": one.enough,
    }


def number(value: float) -> float | None:
    """A figure as JSON holds it."""
    return float(value) if math.isfinite(value) else None


def numbers(values: Iterable[float]) -> list[float | None]:
    """Several."""
    return [number(value) for value in values]


def _criterion(one: Criterion) -> dict[str, Any]:
    return {"key": one.key, "name": one.name, "measure": one.measure, "weight": one.weight}


def _trial(one: Trial) -> dict[str, Any]:
    return {
        "day": one.past.day.isoformat() if one.past else None,
        "keys": list(one.keys),
        "weights": numbers(one.weights.tolist()),
        "untried": dict(one.untried),
        "real": one.after.real,
        "listed": numbers(one.listed),
        "goals": {
            goal: {
                **power_json(one.power[goal]),
                "criteria": [power_json(alone) for alone in one.power[goal].criteria],
                "naive": power_json(one.naive[goal]),
                "difference": {
                    "auc": number(one.against[goal].auc),
                    "auc_interval": numbers(one.against[goal].auc_interval),
                    "enough": one.against[goal].enough,
                },
            }
            for goal in GOALS
        },
    }
