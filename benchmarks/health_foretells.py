"""How well the progress of plans foretells what happens next, tried on the history of an installation.

    TROUSSEAU_HOME=… python benchmarks/health_foretells.py

Every month of the past two years, each plan is looked at as it was known then: what was done by then, what was past its
day. How far an open action was on a past day is not kept, so an open action not yet late counts as on its way. Held
against it is what came: the share of the actions that fell due within the next 90 days that were done by their day.
Told are Spearman's ρ and the AUC of “something will be late”, with the 95 % interval of a bootstrap over plans: the
months of one plan are not independent of each other.
"""

from __future__ import annotations

import datetime as dt
import sys

import django
import numpy as np

MONTHS, AHEAD, DRAWS = 24, 90, 2_000
Looked = dict[int, list[tuple[float, float]]]


def looked_at(today: dt.date) -> Looked:
    """Of each plan, pairs of how it kept up on a day and what share was done in time over the 90 days after."""
    from trousseau.method.progress import Work, expected, progress
    from trousseau.plans.models import Action, Progress
    from trousseau.plans.queries.health import living_part

    rows: dict[int, list[Action]] = {}
    for one in Action.objects.all():
        rows.setdefault(one.plan_id, []).append(one)
    found: Looked = {}
    for month in range(3, MONTHS):
        day = today - dt.timedelta(days=30 * month)
        then = day + dt.timedelta(days=AHEAD)
        for plan, actions in rows.items():
            works, next_ones = [], []
            for one in actions:
                ended = one.ended_on is not None and one.ended_on <= day
                if one.state == Progress.DROPPED and ended:
                    continue
                span = np.array([one.starts], dtype="datetime64[D]"), np.array([one.due], dtype="datetime64[D]")
                pace = 0.0 if one.due < day else float(expected(*span, day)[0])
                works.append(Work(one.starts, one.due, 1.0 if ended else pace, one.weight))
                if day <= one.due < then and one.state != Progress.DROPPED and not ended:
                    next_ones.append(one.ended_on is not None and one.ended_on <= one.due)
            kept = progress(living_part(works, day), day).kept_up
            if kept is not None and next_ones:
                found.setdefault(plan, []).append((kept, float(np.mean(next_ones))))
    return found


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks, equal values sharing theirs."""
    _values, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[place]


def told(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Spearman's ρ of both, and the AUC of “something will be late” by how little was kept up."""
    kept, came = np.array(pairs).T
    bad = came < 1
    order = ranks(-kept)
    with np.errstate(invalid="ignore"):
        rho = float(np.corrcoef(ranks(kept), ranks(came))[0, 1])
    n, m = int(bad.sum()), int((~bad).sum())
    auc = float((order[bad].sum() - n * (n + 1) / 2) / (n * m)) if n and m else float("nan")
    return rho, auc


def main() -> int:
    """Print what the history says."""
    django.setup()
    from django.utils import timezone

    found = looked_at(timezone.localdate())
    plans = list(found)
    if len(plans) < 5:
        print("not enough history: fewer than five plans with actions that fell due")
        return 1
    rng = np.random.default_rng(0)
    drawn = [
        told([pair for plan in rng.choice(plans, len(plans)) for pair in found[int(plan)]]) for _draw in range(DRAWS)
    ]
    low, high = np.nanquantile(np.array(drawn), (0.025, 0.975), axis=0)
    rho, auc = told([pair for pairs in found.values() for pair in pairs])
    every = [pair for pairs in found.values() for pair in pairs]
    print(
        f"{len(plans)} plans, {len(every)} looks; something late after {np.mean([came < 1 for _k, came in every]):.0%}"
    )
    print(f"rank correlation {rho:.2f} ({low[0]:.2f} to {high[0]:.2f}); AUC {auc:.2f} ({low[1]:.2f} to {high[1]:.2f})")
    for name, least, most in (("on course", 0.8, 1.01), ("to watch", 0.6, 0.8), ("in danger", -1, 0.6)):
        some = [came for kept, came in every if least <= kept < most]
        print(f"{name}: {len(some)} looks, {np.mean(some) if some else float('nan'):.0%} done by their day")
    return 0


if __name__ == "__main__":
    sys.exit(main())
