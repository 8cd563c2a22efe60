"""How far a plan is, against how far it should be by today; and how healthy that makes it, with the reasons.

An action runs from the first to the last of its days, both included. By the evening of `today` the share

    eᵢ = (today − startᵢ + 1) / (dueᵢ − startᵢ + 1), kept within 0 and 1

of it should be done: nothing before its first day, all of it by the evening of its last. It is late from the next day
on. An action still to come is not asked for at all. Of weights wᵢ and of what is done dᵢ,

    done = Σ wᵢ dᵢ / Σ wᵢ      expected = Σ wᵢ eᵢ / Σ wᵢ      attained = Σ wᵢ min(dᵢ, eᵢ) / Σ wᵢ eᵢ

`done` and `expected` are the earned and the planned value of earned value management (ANSI/EIA-748), as shares of the
whole. In `attained` work done ahead of its day on one action hides nothing late on another. Health uses the gentler

    kept up = (Σ wᵢ dᵢ + c) / (Σ wᵢ max(dᵢ, aᵢ) + c)      aᵢ = max(0, eᵢ − s) / (1 − s)
    c = (1 − max aᵢ) min wᵢ, over the actions that have begun

for a ratio to nearly nothing is noise, and nobody reports every day: a tenth of each action (s) is not asked for, and
until something is due the lightest action's rest (c) stands beside what is asked, so that one action on its own is
missing aᵢ − dᵢ and no more. Three things hold of it whatever the actions are. Time alone never improves it: what is
asked only grows. An action that is put in and not worked on never improves it, however long it runs: it brings nothing
to what is done. Work done never lowers it.

What was dropped counts nowhere; with nothing asked for yet, both are unknown, not 1.

Health is the weighted mean of factors from 0 to 1 (progress, indicators, commitments, rhythm, knowledge) of which each
may be unknown. What is unknown is neither good nor bad: it is left out of the mean, and says how far the mean could
still move: were all of it 0, or all of it 1. Too little known is no health at all. To have filled something in earns
nothing; only what came of it does.

    found = progress([Work(start, due, done=0.62, weight=3)], today)
    found.done, found.expected, found.attained, found.late
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats, Integers

Days = npt.NDArray[np.datetime64]
State = Literal["good", "watch", "bad", "unknown"]

GOOD = 0.8
"""From here on a plan is on course."""
WATCH = 0.6
"""Below this it is in danger; between the two it is to be watched."""
KNOWN = 0.4
"""Less of the weight than this known: too little to speak of health."""


SLACK = 0.1
"""An action less than a tenth short of where it should be is not called behind: nobody reports every day."""


@dataclass(frozen=True)
class Work:
    """One action: its first and last day, how far it is (0–1), how heavy, and the days of its milestones."""

    starts: dt.date
    due: dt.date
    done: float = 0.0
    weight: float = 1.0
    dropped: bool = False
    milestones: tuple[tuple[dt.date, bool], ...] = ()
    """The day of each, and whether it was reached."""


@dataclass(frozen=True)
class Progress:
    """How far actions are on a day; arrays hold one entry an action, in the order they came."""

    done: float | None
    """Share of the whole that is done, weighted; None where nothing counts."""
    expected: float | None
    """Share of the whole that should be done by today."""
    attained: float | None
    """Share of what should be done by today that is done; None where nothing should be yet."""
    kept_up: float | None
    """What is done of what is asked or done, gently (see above); None where no action should have begun."""
    each_done: Floats
    each_expected: Floats
    """Dropped actions: 0."""
    days_late: Integers
    """Days since the last day of an action that is not done; 0 where it is not late."""
    milestones_missed: Integers
    """Milestones of an action whose day is past and which were not reached."""
    counted: int
    """Actions that were not dropped."""
    finished: int
    late: int
    """Actions past their last day and not done."""
    behind: int
    """Actions, late or not, that are a tenth or more less far than they should be."""

    @property
    def ahead(self) -> float | None:
        """Done less expected: below 0 the plan is behind."""
        return None if self.done is None or self.expected is None else self.done - self.expected


def progress(actions: Iterable[Work], today: dt.date) -> Progress:
    """How far actions are by the evening of a day.

    Raises:
        ValueError: an action due before it starts, done less than nothing or more than all, or without weight.
    """
    given = list(actions)
    done = np.array([one.done for one in given], dtype=np.float64)
    weight = np.array([one.weight for one in given], dtype=np.float64)
    counts = np.array([not one.dropped for one in given], dtype=np.bool_)
    starts, due = _days([one.starts for one in given]), _days([one.due for one in given])
    if not (np.isfinite(done) & (done >= 0) & (done <= 1)).all():
        raise ValueError("what is done of an action lies between 0 and 1")
    if not (np.isfinite(weight) & (weight > 0)).all():
        raise ValueError("an action weighs more than nothing")
    each = np.where(counts, expected(starts, due, today), 0.0)
    weight = np.where(counts, weight, 0.0)
    past = (np.datetime64(today, "D") - due).astype(np.intp)
    days_late = np.where(counts & (done < 1), np.maximum(past, 0), 0)
    missed = np.array([_missed(one, today) for one in given], dtype=np.intp)
    return Progress(
        done=_share(weight * done, weight),
        expected=_share(weight * each, weight),
        attained=_share(weight * np.minimum(done, each), weight * each),
        kept_up=_kept_up(done, each, weight),
        each_done=done,
        each_expected=each,
        days_late=days_late,
        milestones_missed=missed,
        counted=int(counts.sum()),
        finished=int((counts & (done >= 1)).sum()),
        late=int((days_late > 0).sum()),
        behind=int((counts & ((days_late > 0) | (done <= each - SLACK))).sum()),
    )


def _kept_up(done: Floats, each: Floats, weight: Floats) -> float | None:
    """What is done of what is asked or done; dropped actions weigh 0 here."""
    begun = (each > 0) & (weight > 0)
    if not begun.any():
        return None
    asked = np.maximum(0.0, each - SLACK) / (1.0 - SLACK)
    rest = (1.0 - asked[begun].max()) * weight[begun].min()
    worked, whole = weight @ done + rest, weight @ np.maximum(done, asked) + rest
    return float(min(1.0, worked / whole)) if whole > 0 else 1.0


def expected(starts: Days, due: Days, today: dt.date) -> Floats:
    """The share of each action that should be done by the evening of a day, shape (n,).

    Raises:
        ValueError: an action due before it starts.
    """
    length = (due - starts).astype(np.float64) + 1.0
    if (length < 1.0).any():
        raise ValueError("an action is not due before it starts")
    passed = (np.datetime64(today, "D") - starts).astype(np.float64) + 1.0
    result: Floats = np.clip(passed / length, 0.0, 1.0)
    return result


def expected_of(starts: dt.date, due: dt.date, today: dt.date) -> float:
    """The same of one action, without arrays: lists ask for it row by row."""
    return min(1.0, max(0.0, ((today - starts).days + 1) / ((due - starts).days + 1)))


def _days(days: Sequence[dt.date]) -> Days:
    return np.array(days, dtype="datetime64[D]")


def _missed(one: Work, today: dt.date) -> int:
    return 0 if one.dropped else sum(1 for on, reached in one.milestones if on < today and not reached)


def _share(parts: Floats, wholes: Floats) -> float | None:
    part, whole = float(parts.sum()), float(wholes.sum())
    return min(1.0, max(0.0, part / whole)) if whole > 0 else None


@dataclass(frozen=True)
class Factor:
    """One side of health: its value from 0 (all wrong) to 1 (all right), None where nobody can tell; its weight."""

    value: float | None
    weight: float = 1.0


@dataclass(frozen=True)
class Health:
    """How healthy a plan is."""

    state: State
    score: float | None
    """Weighted mean of what is known, 0–1; None where too little is."""
    low: float
    high: float
    """What the mean would be were all that is unknown 0, or 1."""
    known: float
    """Share of the weight that is known."""
    takes: Mapping[str, float]
    """What each known factor takes from the score, largest first: the reasons. Their sum is 1 − score."""


def health(factors: Mapping[str, Factor]) -> Health:
    """Health from its factors.

    Raises:
        ValueError: a value outside 0 to 1, or a weight that is not positive.
    """
    for name, one in factors.items():
        if one.value is not None and not 0.0 <= one.value <= 1.0:
            raise ValueError(f"{name} lies between 0 and 1, got {one.value}")
        if not 0.0 < one.weight < np.inf:
            raise ValueError(f"{name} weighs more than nothing")
    whole = sum(one.weight for one in factors.values())
    told = {name: (one.value, one.weight) for name, one in factors.items() if one.value is not None}
    weight = sum(heavy for _value, heavy in told.values())
    if not told:
        return Health("unknown", None, 0.0, 1.0, 0.0, {})
    part = sum(value * heavy for value, heavy in told.values())
    known = weight / whole
    takes = {name: (1.0 - value) * heavy / weight for name, (value, heavy) in told.items()}
    score = min(1.0, max(0.0, part / weight)) if known >= KNOWN else None
    return Health(
        state=state(score),
        score=score,
        low=min(1.0, part / whole),
        high=min(1.0, (part + (whole - weight)) / whole),
        known=min(1.0, known),
        takes=dict(sorted(takes.items(), key=lambda one: -one[1])),
    )


def state(score: float | None) -> State:
    """What a score is called."""
    if score is None:
        return "unknown"
    return "good" if score >= GOOD else "watch" if score >= WATCH else "bad"
