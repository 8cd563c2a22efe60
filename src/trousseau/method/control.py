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

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Node = TypeVar("Node", bound=Hashable)
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


def loop(edges: Iterable[tuple[Node, Node]]) -> tuple[Node, ...] | None:
    """A circle among (owner, owned) pairs as its members in order; None where there is none."""
    below: dict[Node, list[Node]] = {}
    for owner, owned in edges:
        below.setdefault(owner, []).append(owned)
    done: set[Node] = set()
    for start in list(below):
        found = _loop_from(start, below, done)
        if found:
            return found
    return None


def _loop_from(start: Node, below: Mapping[Node, Sequence[Node]], done: set[Node]) -> tuple[Node, ...] | None:
    """Go down from one node; a stack of our own, as groups may be deeper than Python's."""
    path: list[Node] = []
    on_path: set[Node] = set()
    stack: list[tuple[Node, bool]] = [(start, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            path.pop()
            on_path.discard(node)
            done.add(node)
        elif node in on_path:
            return tuple(path[path.index(node) :])
        elif node not in done:
            path.append(node)
            on_path.add(node)
            stack.append((node, True))
            stack += [(child, False) for child in below.get(node, ())]
    return None


def loop_in_time(holdings: Sequence[Holding]) -> tuple[Hashable, ...] | None:
    """A circle of holdings that stand on one same day; a company that once held what holds it now is none."""
    for day in _moments(holdings):
        found = loop((one.owner, one.owned) for one in holdings if one.on(day))
        if found:
            return found
    return None


def above_whole(holdings: Sequence[Holding], owned: Hashable) -> tuple[date, float] | None:
    """The first moment at which more than the whole of a company would be held, and how much; None: never.

    Shares that are not known count nothing. `date.min` stands for “as far back as is known”.
    """
    its = [one for one in holdings if one.owned == owned and one.share is not None]
    for day in _moments(its):
        total = sum(one.share or 0.0 for one in its if one.on(day))
        if total > 1 + SLACK:
            return day, total
    return None


def _moments(holdings: Iterable[Holding]) -> list[date]:
    """The days on which something begins: sums and circles are at their largest on one of them."""
    return sorted({one.since or date.min for one in holdings})
