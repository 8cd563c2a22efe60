"""Who holds whom: effective shares through any depth of holdings, who is controlled, loops and shares above the whole.

Formula. With D the direct shares (owner × owned, fractions), a share held through others is the product along a chain,
added up over all chains: G = I + D + D² + … = (I − D)⁻¹. Where companies hold each other, chains that come back to
their owner would count the same capital twice; the *integrated* share keeps the chains that never return,

    V[i, j] = G[i, j] / G[i, i]        V[i, i] = 1 − 1 / G[i, i]   (what i holds of itself through others)

Without cross-holdings G[i, i] = 1 and V is the sum over paths of the products.

Source: Brioschi, Buzzacchi & Colombo (1989), "Risk capital financing and the separation of ownership and control in
business groups", Journal of Banking & Finance 13, as corrected by Baldone, Brioschi & Paleari (1998). Control: a holder
controls what it and those it controls hold by more than half (IFRS 10 in its plain form).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

SLACK = 1e-9
"""What rounding may add to a whole."""


@dataclass(frozen=True)
class Holding:
    """A direct share during a time: `since` and `until` (the first and the last day) None where it has no bound."""

    owner: Hashable
    owned: Hashable
    share: float | None
    """A fraction; None: that it is held is known, how much is not."""
    since: date | None = None
    until: date | None = None

    def on(self, day: date) -> bool:
        """Whether it stands on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def effective(direct: ArrayLike) -> NDArray[np.float64]:
    """Integrated shares (owner × owned, fractions) of direct ones, an n × n array.

    Raises:
        ValueError: not square, a share outside 0–1 or of itself, more than the whole of a company held, or a closed
            circle of companies that hold each other entirely (nobody outside owns them).
    """
    shares = np.asarray(direct, dtype=np.float64)
    if shares.ndim != 2 or shares.shape[0] != shares.shape[1]:
        raise ValueError("direct shares are an owner × owned square")
    if not np.isfinite(shares).all() or (shares < 0).any() or (shares > 1 + SLACK).any():
        raise ValueError("a share is a fraction from 0 to 1")
    if np.diagonal(shares).any():
        raise ValueError("nobody holds a direct share of themselves")
    if (shares.sum(axis=0) > 1 + SLACK).any():
        raise ValueError("more than the whole of a company is held")
    size = len(shares)
    try:
        chains = np.linalg.inv(np.eye(size) - shares)
    except np.linalg.LinAlgError:
        raise ValueError("companies hold each other entirely, nobody owns them") from None
    own = np.diagonal(chains)
    if not np.isfinite(chains).all() or (own > 1 / SLACK).any():
        raise ValueError("companies hold each other entirely, nobody owns them")
    found = chains / own[:, None]
    np.fill_diagonal(found, 1 - 1 / own)
    return np.asarray(np.clip(found, 0.0, 1.0), dtype=np.float64)


def controlled(direct: ArrayLike, holder: int, *, above: float = 0.5) -> NDArray[np.bool_]:
    """Whom `holder` controls: each whose shares in its hands and in those it controls pass `above`; itself not."""
    shares = np.asarray(direct, dtype=np.float64)
    held = np.zeros(len(shares), dtype=np.bool_)
    held[holder] = True
    while True:
        more = (shares[held].sum(axis=0) > above + SLACK) | held
        if (more == held).all():
            break
        held = more
    held[holder] = False
    return held


def loop_in_time(holdings: Sequence[Holding]) -> tuple[Hashable, ...] | None:
    """A circle of holdings that stand on one same day; a company that once held what holds it now is none.

    Each holding is looked at on the day it begins: does a way lead from what it holds back to who holds it? O(holdings)
    where no circle closes even with all times taken together; at worst, for n holdings that may close one, O(n²).
    """
    below: dict[Hashable, list[Holding]] = {}
    held: dict[Hashable, list[Holding]] = {}
    circling = _beyond(_beyond(holdings, "owner", "owned"), "owned", "owner")
    for one in sorted(circling, key=_begins):
        day = _begins(one)
        below.setdefault(one.owner, []).append(one)
        held.setdefault(one.owned, []).append(one)
        if one.on(day) and any(other.on(day) for other in held.get(one.owner, ())):
            found = _way(one.owned, one.owner, below, day)
            if found:
                return found
    return None


def _way(
    start: Hashable, goal: Hashable, below: Mapping[Hashable, Sequence[Holding]], day: date
) -> tuple[Hashable, ...]:
    """The companies from one down to another through holdings that stand on a day; () where no way leads there."""
    came: dict[Hashable, Hashable] = {start: start}
    stack = [start]
    while stack and goal not in came:
        node = stack.pop()
        for one in below.get(node, ()):
            if one.owned not in came and one.on(day):
                came[one.owned] = node
                stack.append(one.owned)
    if goal not in came:
        return ()
    path = [goal]
    while path[-1] != start:
        path.append(came[path[-1]])
    return tuple(reversed(path))


def above_whole(holdings: Sequence[Holding], owned: Hashable) -> tuple[date, float] | None:
    """The first moment at which more than the whole of a company would be held, and how much; None: never.

    Shares that are not known count nothing. `date.min` stands for “as far back as is known”.
    """
    its = [one for one in holdings if one.owned == owned and one.share is not None]
    if sum(one.share or 0.0 for one in its) <= 1 + SLACK:  # not even with all times taken together
        return None
    for day in _moments(its):
        total = sum(one.share or 0.0 for one in its if one.on(day))
        if total > 1 + SLACK:
            return day, total
    return None


def _beyond(holdings: Sequence[Holding], start: str, end: str) -> Sequence[Holding]:
    """The holdings left once those that start where none ends are taken off, over and over: no circle passes there."""
    waits = Counter(getattr(one, end) for one in holdings)
    leads: dict[Hashable, list[Hashable]] = {}
    for one in holdings:
        leads.setdefault(getattr(one, start), []).append(getattr(one, end))
    ready = [node for node in leads if not waits[node]]
    while ready:
        for node in leads.pop(ready.pop(), ()):
            waits[node] -= 1
            if not waits[node]:
                ready.append(node)
    return [one for one in holdings if getattr(one, start) in leads]


def _begins(one: Holding) -> date:
    """The day on which a holding begins; `date.min` where nobody knows."""
    return one.since or date.min


def _moments(holdings: Iterable[Holding]) -> list[date]:
    """The days on which something begins: sums are at their largest on one of them."""
    return sorted({_begins(one) for one in holdings})
