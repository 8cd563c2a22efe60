"""Good, to watch or bad: each account held against written rules, a measure and two thresholds each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats, Numbers

UNKNOWN, GOOD, WATCH, BAD = 0, 1, 2, 3
"""The classes as codes, from what is not judged to the worst."""
NAMES = ("unknown", "good", "watch", "bad")
"""The classes as words, by code."""

Codes: TypeAlias = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Rule:
    """One measure and what is too much, or too little, of it.

    A value beyond `watch` is to watch, beyond `bad` it is bad; a value that equals a threshold is on its good
    side. None: that threshold is not used. Beyond means below where `low_is_bad`, else above.

    Raises:
        ValueError: a threshold that is no finite number, or `bad` on the good side of `watch`.
    """

    measure: str
    watch: float | None = None
    bad: float | None = None
    low_is_bad: bool = True

    def __post_init__(self) -> None:
        for name, threshold in (("watch", self.watch), ("bad", self.bad)):
            if threshold is not None and not np.isfinite(threshold):
                raise ValueError(f"{name} of {self.measure} must be a finite number")
        if self.watch is not None and self.bad is not None and self.beyond(self.watch, self.bad):
            raise ValueError(f"{self.measure}: bad would begin before to watch")

    @property
    def used(self) -> bool:
        """Whether it has a threshold at all."""
        return self.watch is not None or self.bad is not None

    def beyond(self, value: float, threshold: float) -> bool:
        """Whether a value lies on the bad side of a threshold."""
        return value < threshold if self.low_is_bad else value > threshold

    def codes(self, values: Floats) -> Codes:
        """What this rule alone makes of each value, shape (n,); UNKNOWN where the value is NaN."""
        codes = np.full(values.shape, GOOD, dtype=np.int8)
        for threshold, code in ((self.watch, WATCH), (self.bad, BAD)):
            if threshold is not None:
                codes[values < threshold if self.low_is_bad else values > threshold] = code
        codes[np.isnan(values)] = UNKNOWN
        return codes


@dataclass(frozen=True, eq=False)
class Classes:
    """The class of each account, and why."""

    codes: Codes
    """UNKNOWN, GOOD, WATCH or BAD. Shape (n,)."""
    decided_by: npt.NDArray[np.intp]
    """Position in `rules` of the first rule that gives the class; −1 where good or unknown. Shape (n,)."""
    by_rule: Codes
    """What each rule says; UNKNOWN: its measure is not known, or it is not used. Shape (rules, n)."""
    rules: tuple[Rule, ...]
    too_little_known: npt.NDArray[np.bool_]
    """Accounts that are not judged because too little of their sales is known. Shape (n,)."""

    def count(self, code: int) -> int:
        """How many accounts are of a class."""
        return int(np.count_nonzero(self.codes == code))

    def reasons(self, at: int) -> tuple[int, ...]:
        """The rules that account `at` falls short of, the worst first."""
        said = self.by_rule[:, at]
        return tuple(int(rule) for code in (BAD, WATCH) for rule in np.flatnonzero(said == code))

    def not_judged(self, at: int) -> tuple[int, ...]:
        """The used rules whose measure is not known of account `at`."""
        return tuple(
            position for position, rule in enumerate(self.rules) if rule.used and self.by_rule[position, at] == UNKNOWN
        )


def classify(
    values: Mapping[str, Numbers],
    rules: Sequence[Rule],
    *,
    known: Numbers | None = None,
    least_known: float = 0.0,
) -> Classes:
    """The worst that any rule says of each account; good where all rules that can be judged are kept.

    `values` gives each measure as a vector of shape (n,), NaN (or None) where it is not known; a measure that
    is absent is known of nobody. `known` is the share of each account's sales of which the cost is known, NaN
    where that itself is not known: under `least_known` (or NaN, as soon as `least_known` is above 0) the account
    is UNKNOWN whatever the rules say, and so is one of which no rule can be judged.

    Raises:
        ValueError: vectors of different lengths or of more than one dimension, an infinite value,
            `least_known` outside 0 to 1.
    """
    if not 0.0 <= least_known <= 1.0:
        raise ValueError(f"least_known lies between 0 and 1, got {least_known}")
    vectors = {name: _vector(given, name) for name, given in values.items()}
    share = None if known is None else _vector(known, "known")
    lengths = {len(vector) for vector in vectors.values()} | ({len(share)} if share is not None else set())
    if len(lengths) > 1:
        raise ValueError(f"every measure needs one value an account, got {sorted(lengths)} values")
    n = lengths.pop() if lengths else 0
    by_rule = np.zeros((len(rules), n), dtype=np.int8)
    for position, rule in enumerate(rules):
        if rule.used and rule.measure in vectors:
            by_rule[position] = rule.codes(vectors[rule.measure])
    codes = by_rule.max(axis=0, initial=UNKNOWN)
    # NaN is under any least share, but where nothing is asked for, nothing is missing.
    little = ~(share >= least_known) if share is not None and least_known > 0.0 else np.zeros(n, dtype=np.bool_)
    codes = np.where(little, np.int8(UNKNOWN), codes)
    decided = np.where(codes >= WATCH, (by_rule == codes).argmax(axis=0) if len(rules) else 0, -1)
    return Classes(
        codes=codes,
        decided_by=decided.astype(np.intp),
        by_rule=by_rule,
        rules=tuple(rules),
        too_little_known=little,
    )


def _vector(values: Numbers, name: str) -> Floats:
    """The values as float64 of shape (n,); None and masked entries become NaN."""
    given = np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan) if np.ma.isMaskedArray(values) else values
    vector = np.asarray(given if isinstance(given, np.ndarray) else list(given), dtype=np.float64)
    if vector.ndim != 1:
        raise ValueError(f"{name} must be one number an account, got shape {vector.shape}")
    if np.isinf(vector).any():
        raise ValueError(f"{name} must not be infinite; leave it unknown (NaN)")
    return vector
