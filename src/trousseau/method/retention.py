"""Whether a customer still is one, and how much they will buy: BG/NBD and gamma-gamma.

Sources: P. S. Fader, B. G. S. Hardie, K. L. Lee, "Counting Your Customers" the Easy Way, Marketing Science 24 (2005);
P. S. Fader, B. G. S. Hardie, The Gamma-Gamma Model of Monetary Value (2013).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy
from scipy.special import betaln, digamma, expit, gammaln, hyp2f1

from trousseau.method.arrays import Floats, Numbers, finite

EDGE = 9.0
"""Parameters beyond e^±9 are no parameters: the data do not say where they lie."""

FLAT = 1e-5
"""A gradient per customer smaller than this (in logarithms of the parameters) is a maximum."""

NODES = 24
"""Points of the integral over time; 48 change no digit that counts."""

HEAVY = 30.0
"""From this a on the hypergeometric series could overflow and the integral over p is taken instead."""


class FitError(ValueError):
    """The history does not say what the parameters are, though nothing is wrong with it."""


@dataclass(frozen=True)
class BGNBD:
    """A fitted BG/NBD model; times are in the unit it was fitted with.

    While they are customers, people order at random, at rates λ that are gamma (shape r, scale 1/α) among them;
    after each order one is lost with a probability p that is beta (a, b) among them.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    customers: int

    def alive(self, frequency: Numbers, recency: Numbers, age: Numbers) -> Floats:
        """The probability that each customer is still one at their age, shape (n,).

        1 / (1 + [x > 0] · a / (b + x − 1) · ((α + T) / (α + tₓ))^(r + x)); 1 for who never came back, whom this
        model cannot tell from a slow customer.
        """
        x, recent, old = _history(frequency, recency, age)
        with np.errstate(divide="ignore"):
            against = np.log(self.a) - np.log(np.maximum(self.b + x - 1.0, 1e-300))
        against = against + (self.r + x) * (np.log(self.alpha + old) - np.log(self.alpha + recent))
        return np.where(x > 0.0, expit(-against), 1.0)

    def staying(self, t: float, frequency: Numbers, age: Numbers) -> Floats:
        """The probability that one who is a customer now still is one after a further time t.

        A customer leaves at rate λp, λ being gamma (r + x, α + T) and p beta (a, b + x) after what was seen, so it
        is E[(1 + p t / (α + T))^−(r + x)] = ₂F₁(r + x, a; a + b + x; −t / (α + T)).
        """
        x, _, old = _history(frequency, np.zeros(1), age)
        return self._decay(_span(t) / (self.alpha + old), x, 0.0)

    def lost_within(
        self, t: float, frequency: Numbers, recency: Numbers, age: Numbers, *, factor: float = 1.0
    ) -> Floats:
        """The probability that each customer is lost already or will be within a further time t, shape (n,).

        `factor` multiplies the rate at which those who still are customers leave (`loss.loss_factor`).
        """
        if not (np.isfinite(factor) and factor >= 0.0):
            raise ValueError(f"a rate of leaving is multiplied by 0 or more, got {factor}")
        return 1.0 - self.alive(frequency, recency, age) * self.staying(t, frequency, age) ** factor

    def expected(self, t: float, frequency: Numbers, recency: Numbers, age: Numbers) -> Floats:
        """The orders expected of each customer in a further time t, shape (n,).

        P(alive) · ∫₀ᵗ E[λ e^(−λps)] ds, which is Fader, Hardie & Lee's equation 10; theirs cancels near a = 1 and
        overflows for frequent customers, the integral does neither.
        """
        x, recent, old = _history(frequency, recency, age)
        reach = np.log1p(_span(t) / (self.alpha + old))
        places, weights = np.polynomial.legendre.leggauss(NODES)
        total = np.zeros(len(x))
        for place, weight in zip(0.5 * (places + 1.0), 0.5 * weights, strict=True):
            s = np.expm1(place * reach)
            total += weight * reach * (1.0 + s) * self._decay(s, x, 1.0)
        result: Floats = self.alive(x, recent, old) * (self.r + x) * total
        return result

    def _decay(self, s: Floats, x: Floats, more: float) -> Floats:
        """E[(1 + p s)^−(r + x + more)], p beta (a, b + x): by Pfaff's transformation, whose parameters stay small."""
        if self.a > HEAVY:
            return self._decay_by_integral(s, x, more)
        c = self.a + self.b + x
        series = hyp2f1(self.a, self.a + self.b - self.r - more, c, s / (1.0 + s))
        return np.asarray(np.clip(np.exp(-self.a * np.log1p(s)) * series, 0.0, 1.0))

    def _decay_by_integral(self, s: Floats, x: Floats, more: float) -> Floats:
        """The same by the trapezoidal rule over the logit of p, where the beta law is smooth on both sides."""
        result = np.empty(len(s))
        for first in range(0, len(s), 10_000):
            part = slice(first, first + 10_000)
            b = self.b + x[part, None]
            middle, width = np.log(self.a) - np.log(b), np.sqrt(1.0 / self.a + 1.0 / b)
            z = middle + width * np.linspace(-12.0, 12.0, 193)
            log_p, log_rest = -np.logaddexp(0.0, -z), -np.logaddexp(0.0, z)
            weight = np.exp(self.a * log_p + b * log_rest - betaln(self.a, b))
            kept = np.exp(-(self.r + x[part, None] + more) * np.log1p(np.exp(log_p) * s[part, None]))
            result[part] = (weight * kept).sum(axis=1) / weight.sum(axis=1)
        return result


def fit_bg_nbd(frequency: Numbers, recency: Numbers, age: Numbers) -> BGNBD:
    """Fit BG/NBD by maximum likelihood to one customer a row, shape (n,); customers with equal histories count once.

    Args:
        frequency: orders after the first, x ≥ 0 (whole numbers).
        recency: time from the first order to the last, tₓ; 0 where x is 0.
        age: time from the first order to now, T ≥ tₓ; any one unit, which is that of α.

    Raises:
        ValueError: missing or infinite numbers, lengths that differ, x < 0 or not whole, tₓ < 0, T < tₓ, T = 0 of
            everybody, orders without any time in between, no customer.
        FitError: nobody came back, or the likelihood rises without end (nobody seems to leave, or all alike).
    """
    x, recent, old = _history(frequency, recency, age, whole=True)
    if not len(x):
        raise ValueError("there is no customer to fit a model to")
    unit = float(old.max())
    if unit <= 0.0:
        raise ValueError("no time has passed since the first orders: there is nothing to fit")
    if not x.any():
        raise FitError("no customer ever came back: there is nothing to tell who left from")
    seen, count = np.unique(np.stack((x, recent / unit, old / unit)), axis=1, return_counts=True)

    def likelihood(logs: Floats) -> tuple[float, Floats]:
        value, slope = _bg_nbd_likelihood(np.exp(logs), *seen)
        return -float(count @ value) / len(x), -(slope @ count) * np.exp(logs) / len(x)

    rate = float((x.sum() + 1.0) / (old.sum() / unit + 1.0))
    starts = [
        np.log([1.0, 1.0 / rate, 1.0, 2.0]),
        np.log([0.3, 0.3 / rate, 0.5, 3.0]),
        np.log([5.0, 5.0 / rate, 0.2, 5.0]),
    ]
    logs, best = _maximum(likelihood, starts, len(x), ("r", "α", "a", "b"))
    r, alpha, a, b = np.exp(logs)
    # In the unit that was given each order's density is divided by it: x orders, unit^−x.
    total = best - float(x.sum()) * float(np.log(unit))
    return BGNBD(float(r), float(alpha * unit), float(a), float(b), total, len(x))


def _bg_nbd_likelihood(parameters: Floats, x: Floats, recent: Floats, old: Floats) -> tuple[Floats, Floats]:
    """The log-likelihood of each history, shape (n,), and its slope by r, α, a, b, shape (4, n)."""
    r, alpha, a, b = parameters
    again = x > 0.0
    left = np.maximum(b + x - 1.0, 1e-300)
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    common = common + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    stayed = -(r + x) * np.log(alpha + old)
    gone = np.where(again, np.log(a) - np.log(left) - (r + x) * np.log(alpha + recent), -np.inf)
    value = common + np.logaddexp(stayed, gone)
    share = np.where(again, expit(gone - stayed), 0.0)
    by_r = digamma(r + x) - digamma(r) + np.log(alpha)
    by_r = by_r - (1.0 - share) * np.log(alpha + old) - share * np.log(alpha + recent)
    by_alpha = r / alpha - (r + x) * ((1.0 - share) / (alpha + old) + share / (alpha + recent))
    together = digamma(a + b) - digamma(a + b + x)
    by_a = together + share / a
    by_b = together + digamma(b + x) - digamma(b) - share / left
    return np.asarray(value), np.stack((by_r, by_alpha, by_a, by_b))


@dataclass(frozen=True)
class GammaGamma:
    """A fitted gamma-gamma model of what an order is worth, in the unit it was fitted with."""

    p: float
    q: float
    v: float
    log_likelihood: float
    customers: int

    def expected(self, frequency: Numbers, mean_value: Numbers) -> Floats:
        """The mean value of each customer's orders to come: p (v + m x) / (p x + q − 1), shape (n,).

        What was seen and the mean of all customers, weighted by how much was seen; who has no order (x = 0) has
        the mean of all. NaN where that mean does not exist (q ≤ 1 and nothing seen).
        """
        x, m = finite(frequency, "frequency"), finite(mean_value, "mean_value")
        if len(x) != len(m):
            raise ValueError(f"{len(x)} frequencies for {len(m)} mean values")
        below = self.p * x + self.q - 1.0
        return np.where(below > 0.0, self.p * (self.v + m * x) / np.where(below > 0.0, below, 1.0), np.nan)


def fit_gamma_gamma(frequency: Numbers, mean_value: Numbers) -> GammaGamma:
    """Fit the gamma-gamma model by maximum likelihood to customers with at least one repeat order, shape (n,).

    Args:
        frequency: the orders the mean is of, x > 0.
        mean_value: their mean value, m > 0, any one unit, which is that of v.

    Raises:
        ValueError: missing or infinite numbers, lengths that differ, x or m not positive, no customer.
        FitError: the values do not differ between customers, or not within them.
    """
    x, m = finite(frequency, "frequency"), finite(mean_value, "mean_value")
    if len(x) != len(m):
        raise ValueError(f"{len(x)} frequencies for {len(m)} mean values")
    if not len(x):
        raise ValueError("there is no customer to fit a model to")
    if x.min() <= 0.0 or m.min() <= 0.0:
        raise ValueError("the model is of customers with repeat orders of a positive mean value only")
    unit = float(m.mean())
    scaled = m / unit

    def likelihood(logs: Floats) -> tuple[float, Floats]:
        value, slope = _gamma_gamma_likelihood(np.exp(logs), x, scaled)
        return -float(value.mean()), -slope.mean(axis=1) * np.exp(logs)

    starts = [np.log([2.0, 2.0, 1.0]), np.log([6.0, 4.0, 0.5]), np.log([1.0, 5.0, 4.0])]
    logs, best = _maximum(likelihood, starts, len(x), ("p", "q", "v"))
    p, q, v = np.exp(logs)
    return GammaGamma(float(p), float(q), float(v * unit), best - len(x) * float(np.log(unit)), len(x))


def _gamma_gamma_likelihood(parameters: Floats, x: Floats, m: Floats) -> tuple[Floats, Floats]:
    """The log-likelihood of each customer, shape (n,), and its slope by p, q, v, shape (3, n)."""
    p, q, v = parameters
    all_ = v + m * x
    value = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
    value = value + (p * x - 1.0) * np.log(m) + p * x * np.log(x) - (p * x + q) * np.log(all_)
    by_p = x * (digamma(p * x + q) - digamma(p * x) + np.log(m) + np.log(x) - np.log(all_))
    by_q = digamma(p * x + q) - digamma(q) + np.log(v) - np.log(all_)
    by_v = q / v - (p * x + q) / all_
    return np.asarray(value), np.stack((by_p, by_q, by_v))


def _maximum(
    likelihood: Callable[[Floats], tuple[float, Floats]], starts: list[Floats], size: int, names: tuple[str, ...]
) -> tuple[Floats, float]:
    """The logarithms of the parameters at the highest point found from some starts, and the log-likelihood there.

    Raises:
        FitError: the highest point is at the edge of what parameters may be, or is none.
    """
    bounds = [(-EDGE - 3.0, EDGE)] * len(names)
    found = [
        scipy.optimize.minimize(
            likelihood,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": 2000, "ftol": 1e-14, "gtol": 1e-8},
        )
        for start in starts
    ]
    best = min((one for one in found if np.isfinite(one.fun)), key=lambda one: float(one.fun), default=None)
    if best is None:
        raise FitError("the likelihood is not a number anywhere")
    at_edge = [name for name, log in zip(names, best.x, strict=True) if log >= EDGE - 1e-6 or log <= -EDGE - 3.0 + 1e-6]
    if at_edge:
        raise FitError(f"the likelihood rises without end in {', '.join(at_edge)}: the data do not say where they lie")
    slope = likelihood(best.x)[1]
    if np.abs(slope).max() > FLAT:
        raise FitError("no maximum of the likelihood was found")
    return best.x, -float(best.fun) * size


def _history(
    frequency: Numbers, recency: Numbers, age: Numbers, *, whole: bool = False
) -> tuple[Floats, Floats, Floats]:
    """Check histories; see `fit_bg_nbd` for what they are and what raises."""
    x, recent, old = finite(frequency, "frequency"), finite(recency, "recency"), finite(age, "age")
    if len(recent) == 1 != len(x):
        recent = np.broadcast_to(recent, x.shape)
    if not len(x) == len(recent) == len(old):
        raise ValueError(f"{len(x)} frequencies, {len(recent)} recencies and {len(old)} ages")
    if (x < 0.0).any() or (whole and (x != np.rint(x)).any()):
        raise ValueError("a frequency is a number of orders, 0 or more")
    if (recent < 0.0).any() or (recent > old * (1.0 + 1e-12)).any():
        raise ValueError("a recency lies between 0 and the age")
    if whole and (recent[x == 0.0] > 0.0).any():
        raise ValueError("a customer with no repeat order has no recency: it must be 0")
    return x, recent, old


def _span(t: float) -> float:
    if not (np.isfinite(t) and t >= 0.0):
        raise ValueError(f"a time to look ahead is 0 or more, got {t}")
    return float(t)
