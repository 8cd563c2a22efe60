"""What leaves with customers: for certain (`without`), or with a probability (`loss_distribution`)."""

from trousseau.method.loss.distribution import LossDistribution, loss_distribution
from trousseau.method.loss.history import Spread, loss_factor, rate_spread
from trousseau.method.loss.leaving import Change, Without, without

__all__ = [
    "Change",
    "LossDistribution",
    "Spread",
    "Without",
    "loss_distribution",
    "loss_factor",
    "rate_spread",
    "without",
]
