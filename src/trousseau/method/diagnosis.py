"""Why key accounts do not grow in spite of time and money: data, execution, their market, and only then the criteria.

The questions are put in this order, and the first that explains more than half of the shortfall is the answer:

1. *data*: could sales that were not counted (no rate, a missing month, a firm regrouped) make up for it?
2. *execution*: were plans carried out and promised days spent? Those where they were not are set aside.
3. *zone*: are others of the same zone or industry down too? Accounts are then held against them.
4. *criteria*: did the scores of then tell who would grow, better than chance?

The first three look at key accounts that fell short. Medians and sign tests carry them, for growth of accounts has
heavy tails; each may say yes in `ERROR` of cases where the truth is no, and what a threshold is follows from that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, bdtrc, ndtr, ndtri

from trousseau.method.arrays import Floats
from trousseau.method.backtest import REDRAWN, Predictive, predictive

Cause = Literal["data", "execution", "zone", "criteria"]
Culprit = Literal["data", "execution", "zone", "criteria", "none", "unknown"]
Bools = npt.NDArray[np.bool_]
CAUSES: tuple[Cause, ...] = ("data", "execution", "zone", "criteria")

ERROR = 0.05
"""How often a question may say yes where the truth is no."""
HALF = 0.5
"""A cause is the culprit where it explains more than this part of the shortfall: more than all others together."""
USUAL = (0.85, 0.15)
"""What is done on time of plans that are carried out, and how much that differs from account to account: assumed until
`OWN` accounts that grew tell the company's own."""
OWN = 20
"""Accounts from which a bound that one in twenty is beyond can be told: 1 / `ERROR`."""
FEWEST = 5
"""Key accounts that fell short below which none of the first three is named for all: of four, two would be half."""
USEFUL = 0.25
"""A correlation worth having: in 64 of 100 pairs, an account of the top quarter of growth has the higher score. Scores
are said to tell nothing only where as much is ruled out."""
ROBUST = 1.4826
"""The median distance from the median, times this, is the standard deviation of a normal law."""


@dataclass(frozen=True, eq=False)
class Programme:
    """What is known of the accounts of a portfolio, one place an account; NaN: not known."""

    growth: Floats
    """Real growth over the quarters looked at, against the same a year before: −0.1 for 10 % less. Shape (n,)."""
    key: Bools
    """Which are key accounts; shape (n,)."""
    quarters: Floats
    """The same of each quarter; accounts × quarters."""
    scores: Floats
    """Points before the growth; accounts × criteria, shape (n, m)."""
    weights: Floats
    """Of the criteria; shape (m,)."""
    hidden: Floats
    """What may be missing from the sales counted, as a share of them: 0.2 where 20 % could come to them."""
    executed: Floats
    """Done of what should be done by now, 0 to 1."""
    spent: Floats
    """Days (or money) spent ÷ promised."""
    segments: Mapping[str, npt.NDArray[np.intp]] = field(default_factory=dict)
    """By dimension (zone, industry), the number of the segment each account is in; negative: not known."""

    def __post_init__(self) -> None:
        """Refuse what does not go together.

        Raises:
            ValueError: vectors of other lengths, infinite figures.
        """
        n = len(self.growth)
        vectors = (self.key, self.hidden, self.executed, self.spent, *self.segments.values())
        if any(one.shape != (n,) for one in vectors) or any(len(one) != n for one in (self.quarters, self.scores)):
            raise ValueError(f"all vectors must have the {n} accounts of growth")
        if any(np.isinf(one).any() for one in (self.growth, self.hidden, self.executed, self.spent)):
            raise ValueError("growth, hidden, executed and spent must be finite or missing")


@dataclass(frozen=True, eq=False)
class Step:
    """One question and its answer for the key accounts that were still in question."""

    cause: Cause
    asked: int
    """Key accounts in question whose growth is known."""
    known: int
    """Of these, those of which what it asks is known."""
    found: int
    """Those it touches; of criteria: 1 where scores told nothing."""
    explained: int
    """Those of which it explains more than half of the shortfall."""
    before: float
    """Their median real growth; NaN of criteria."""
    after: float
    """The same without the cause; NaN where too few are left."""
    p: float
    """How often chance alone would find so many."""
    yes: bool
    """Whether it is the culprit, as far as earlier questions let it be."""


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What stands in the way of growth, for the whole grid and by account; vectors are those of the programme."""

    culprit: Culprit
    sure: float
    """In what share of redrawings of the accounts the same is named."""
    why: str
    """Of `unknown`: `accounts` (too few key accounts with known growth), `history` (too few accounts with score and
    growth to tell chance from a correlation worth having), `execution` (told of too few, and nothing else explains
    it)."""
    steps: tuple[Step, ...]
    """In their order; those after the culprit are answered too, for what they are worth."""
    power: Predictive
    growth: float
    """The median real growth of key accounts."""
    growth_interval: tuple[float, float]
    accounts: npt.NDArray[np.str_]
    """The culprit of each key account that fell short; `none` where it grew or all is in order, "" of others."""
    low: Floats
    high: Floats
    """Growth of each account within its usual swings, 95 %."""
    peers: Floats
    """The median growth of the others of the account's segment: of that which is down most surely, else the first."""
    peers_of: tuple[str, ...]
    """The dimension those peers are of; "" where there are too few."""
    touched: Mapping[Cause, Bools]
    """Which accounts each of data, execution and zone touches."""
    bounds: tuple[float, float, float]
    """Hidden sales above, and executed and spent below which an account is touched."""


def diagnose(programme: Programme, *, error: float = ERROR, seed: int = 0) -> Diagnosis:
    """Name what keeps the key accounts from growing; see the module for the order.

    `zone` is down where a sign test says that more than half of the others fell, at `error` divided by the number of
    dimensions; `data` and `execution` touch more accounts than `error` of them would by chance (binomial).

    Raises:
        ValueError: as `Programme` and `predictive`.
    """
    bounds = _bounds(programme, error)
    peers, peers_of, down = _peers(programme, error)
    touched: dict[Cause, Bools] = {
        "data": programme.hidden > bounds[0],
        "execution": (programme.executed < bounds[1]) | (programme.spent < bounds[2]),
        "zone": down,
    }
    power = predictive(programme.scores, programme.growth, weights=programme.weights, redrawn=0)
    at = np.flatnonzero(programme.key & np.isfinite(programme.growth))
    short = at[programme.growth[at] < 0.0]
    steps = (*_steps(programme, short, touched, peers, error), _criteria_step(power, len(short), error))
    culprit, why = _named(len(at), steps, power, error)
    low, high = _swings(programme)
    return Diagnosis(
        culprit=culprit,
        sure=_sure(programme, at, touched, peers, error=error, power=power, named=culprit, seed=seed),
        why=why,
        steps=steps,
        power=power,
        growth=_median(programme.growth[at]),
        growth_interval=median_interval(programme.growth[at]),
        accounts=_of_accounts(programme, touched, peers, high, silent=steps[-1].yes),
        low=low,
        high=high,
        peers=peers,
        peers_of=peers_of,
        touched=touched,
        bounds=bounds,
    )


def median_interval(values: Floats, error: float = ERROR) -> tuple[float, float]:
    """The interval of the median by order statistics, exact for any law; NaN where there are too few values."""
    known = np.sort(values[np.isfinite(values)])
    n = len(known)
    cut = int(np.searchsorted(bdtr(np.arange(n + 1), n, 0.5), error / 2.0))
    return (float(known[cut - 1]), float(known[n - cut])) if cut else (float("nan"), float("nan"))


def _bounds(programme: Programme, error: float) -> tuple[float, float, float]:
    """Beyond which an account is touched: what only `error` of accounts in order are beyond.

    Hidden sales: as among the other accounts of the ledger. Execution: as among key accounts that grew, where there are
    enough of them, else as `USUAL`; plans and days share the error between them.
    """
    others = programme.hidden[~programme.key & np.isfinite(programme.hidden)]
    hidden = float(np.quantile(others, 1.0 - error)) if len(others) >= OWN else 0.0
    assumed = USUAL[0] + USUAL[1] * float(ndtri(error / 2.0))
    found = []
    for one in (programme.executed, programme.spent):
        own = one[programme.key & (programme.growth > 0.0) & np.isfinite(one)]
        found.append(min(float(np.quantile(own, error / 2.0)), 1.0) if len(own) >= 2 * OWN else assumed)
    return hidden, found[0], found[1]


def _peers(programme: Programme, error: float) -> tuple[Floats, tuple[str, ...], Bools]:
    """The growth of each account's peers, the dimension they are of, and whether they are down."""
    n = len(programme.growth)
    best, peers, named = np.full(n, np.inf), np.full(n, np.nan), np.full(n, "", dtype=object)
    others = ~programme.key & np.isfinite(programme.growth)
    for name, codes in programme.segments.items():
        for code in np.unique(codes[programme.key & (codes >= 0)]).tolist():
            inside = codes == code
            grown = programme.growth[inside & others]
            grown = grown[grown != 0.0]
            if 0.5 ** len(grown) > error / len(programme.segments):
                continue  # not even if all of them fell could it be told
            p = float(bdtrc(np.count_nonzero(grown < 0.0) - 1, len(grown), 0.5))
            better = inside & (p < best)
            best[better], peers[better], named[better] = p, _median(grown), name
    down = (best <= error / max(1, len(programme.segments))) & (peers < 0.0)
    return peers, tuple(named.tolist()), down


def _adjusted(
    programme: Programme, at: npt.NDArray[np.intp], cause: Cause, touched: Mapping[Cause, Bools], peers: Floats
) -> Floats:
    """The growth of some accounts without a cause; NaN: set aside."""
    growth, hit = programme.growth[at], touched[cause][at]
    if cause == "data":
        return np.where(hit, (1.0 + growth) * (1.0 + np.nan_to_num(programme.hidden[at])) - 1.0, growth)
    if cause == "zone":
        return np.where(hit, (1.0 + growth) / (1.0 + np.maximum(np.nan_to_num(peers[at]), -0.99)) - 1.0, growth)
    return np.where(hit, np.nan, growth)


def _steps(
    programme: Programme, short: npt.NDArray[np.intp], touched: Mapping[Cause, Bools], peers: Floats, error: float
) -> tuple[Step, ...]:
    """The first three questions of the key accounts that fell short."""
    known = _known(programme, peers)
    steps = []
    for cause in CAUSES[:-1]:
        told, hit = known[cause][short], touched[cause][short]
        growth, rest = programme.growth[short], _adjusted(programme, short, cause, touched, peers)
        explained = _explained(growth, rest)
        p = float(bdtrc(int(hit.sum()) - 1, int(told.sum()), error)) if hit.any() else 1.0
        before, after = _median(growth), _median(rest)
        most = len(short) > 0 and (explained.mean() > HALF or after > HALF * before)
        yes = bool(len(short) >= FEWEST and p <= error and most)
        steps.append(
            Step(cause, len(short), int(told.sum()), int(hit.sum()), int(explained.sum()), before, after, p, yes)
        )
    return tuple(steps)


def _known(programme: Programme, peers: Floats) -> dict[Cause, Bools]:
    """Of which accounts the first three questions can be answered."""
    return {
        "data": np.isfinite(programme.hidden),
        "execution": np.isfinite(programme.executed) | np.isfinite(programme.spent),
        "zone": np.isfinite(peers),
    }


def _explained(growth: Floats, rest: Floats) -> Bools:
    """Of which accounts that fell short more than half goes with a cause: set aside, or made up for."""
    return np.asarray(np.isnan(rest) | (rest > HALF * growth))


def _criteria_step(power: Predictive, short: int, error: float) -> Step:
    """Whether scores told nothing: ρ may be chance and cannot be worth having, each one-sided at `error`."""
    low, high = _ends(power.rho, power, error)
    yes = power.enough and bool(low <= 0.0 and high < USEFUL)
    p = float(ndtr(-np.arctanh(power.rho) / _spread(power))) if power.enough else float("nan")
    return Step("criteria", short, power.known, int(yes), 0, float("nan"), float("nan"), p, yes)


def _spread(power: Predictive) -> float:
    """The standard error of Fisher's z of ρ (D. G. Bonett & T. A. Wright, 2000)."""
    return float(np.sqrt((1.0 + power.rho**2 / 2.0) / max(1, power.known - 3)))


def _ends(rho: Floats | float, power: Predictive, error: float) -> tuple[Floats, Floats]:
    """Between what a correlation lies."""
    reach = -float(ndtri(error)) * _spread(power)
    with np.errstate(divide="ignore"):
        middle = np.arctanh(rho)
    return np.asarray(np.tanh(middle - reach)), np.asarray(np.tanh(middle + reach))


def _named(keys: int, steps: tuple[Step, ...], power: Predictive, error: float) -> tuple[Culprit, str]:
    """The first question answered yes; criteria are put in question only where execution is known."""
    if keys < FEWEST:
        return "unknown", "accounts"
    for step in steps[:-1]:
        if step.yes:
            return step.cause, ""
    if not power.enough:
        return "unknown", "history"
    told = steps[1]
    if steps[-1].yes:
        return ("unknown", "execution") if told.known < HALF * told.asked else ("criteria", "")
    return ("none", "") if _ends(power.rho, power, error)[0] > 0.0 else ("unknown", "history")


def _sure(
    programme: Programme,
    at: npt.NDArray[np.intp],
    touched: Mapping[Cause, Bools],
    peers: Floats,
    *,
    error: float,
    power: Predictive,
    named: Culprit,
    seed: int,
) -> float:
    """The share of redrawings of the key accounts, and of ρ within its error, that name the same."""
    if named == "unknown" or len(at) < FEWEST:
        return float("nan")
    random = np.random.default_rng(seed)
    drawn = random.integers(0, len(at), (REDRAWN, len(at)))
    growth, known = programme.growth[at], _known(programme, peers)
    short = (growth < 0.0)[drawn]
    size = short.sum(axis=1)
    before = _medians(np.where(short, growth[drawn], np.nan))
    first = np.full(REDRAWN, len(CAUSES))
    for place, cause in reversed(list(enumerate(CAUSES[:-1]))):
        rest = _adjusted(programme, at, cause, touched, peers)
        explained = (short & _explained(growth, rest)[drawn]).sum(axis=1)
        after = _medians(np.where(short, rest[drawn], np.nan))
        hits = (short & touched[cause][at][drawn]).sum(axis=1)
        told = (short & known[cause][at][drawn]).sum(axis=1)
        chance = np.where(hits > 0, bdtrc(hits - 1, np.maximum(told, 1), error), 1.0)
        most = (explained > HALF * size) | (after > HALF * before)
        first[(size >= FEWEST) & (chance <= error) & most] = place
    if power.enough:
        rho = np.tanh(np.arctanh(power.rho) + random.normal(size=REDRAWN) * _spread(power))
        low, high = _ends(rho, power, error)
        first[(first == len(CAUSES)) & (low <= 0.0)] = len(CAUSES) + 1
        first[(first == len(CAUSES) + 1) & (high < USEFUL)] = len(CAUSES) - 1
    return float(np.mean(first == (CAUSES.index(named) if named in CAUSES else len(CAUSES))))


def _of_accounts(
    programme: Programme, touched: Mapping[Cause, Bools], peers: Floats, high: Floats, *, silent: bool
) -> npt.NDArray[np.str_]:
    """The culprit of each key account, by the same order on its own figures."""
    every = np.arange(len(programme.growth))
    growth = programme.growth
    found = np.where(programme.key, "none", "").astype("<U9")
    found[programme.key & ~np.isfinite(growth)] = "unknown"
    short = programme.key & (growth < 0.0)
    if silent:
        found[short & (high < 0.0)] = "criteria"
    for cause in reversed(CAUSES[:-1]):
        rest = _adjusted(programme, every, cause, touched, peers)
        explains = touched[cause] & (~np.isfinite(rest) | (rest > HALF * growth))
        found[short & explains] = cause
    return found


def _swings(programme: Programme) -> tuple[Floats, Floats]:
    """Growth within the usual swings of an account: its quarters around their median, drawn to those of all accounts.

    The spread is the mean, by degrees of freedom, of the account's own variance and that of all, as for accounts with
    few quarters each their own says little.
    """
    quarters = programme.quarters
    known = np.isfinite(quarters).sum(axis=1)
    middle = _medians(quarters)
    away = np.abs(quarters - middle[:, None])
    every = away[np.isfinite(away) & (known[:, None] > 1)]
    pooled = (ROBUST * float(np.median(every))) ** 2 if len(every) else float("nan")
    own = (ROBUST * _medians(away)) ** 2
    degrees = np.maximum(known - 1, 0)
    variance = np.where(degrees > 0, (np.nan_to_num(own) * degrees + pooled * OWN) / (degrees + OWN), pooled)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = 1.959964 * np.sqrt(variance / known)
    return np.maximum(programme.growth - reach, -1.0), programme.growth + reach


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _medians(rows: Floats) -> Floats:
    """The median of each row without its gaps; NaN of an empty one."""
    ranked = np.sort(rows, axis=1)  # NaN last
    known = np.isfinite(rows).sum(axis=1)
    first, last = np.maximum((known - 1) // 2, 0), np.maximum(known // 2, 0)
    last = np.minimum(last, rows.shape[1] - 1)
    places = np.arange(len(rows))
    if not rows.shape[1]:
        return np.full(len(rows), np.nan)
    found = (ranked[places, first] + ranked[places, last]) / 2.0
    return np.asarray(np.where(known > 0, found, np.nan))
