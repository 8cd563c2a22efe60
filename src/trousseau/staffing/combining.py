"""How what several people say becomes one level: simple, written down, and never without saying how far they differ.

- The level is the **median** of what the head and the evaluators say; between two in the middle, halfway.
- What the person says of themselves stands beside it and does not move it, unless nobody else said a level: then it is
  their own word that stands, and is shown as such.
- “I cannot judge” is no level: it is left out, and who says only that is not counted.
- The lowest and the highest of all that was said, the person's included, go with it. Two levels apart or more is a
  disagreement to talk about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

APART = 2
"""Levels between the lowest and the highest from which people disagree."""


@dataclass(frozen=True)
class Combined:
    """One level out of several, and how far they differ."""

    level: float
    low: int
    high: int
    voices: int
    own_only: bool

    @property
    def disputed(self) -> bool:
        """Whether there is something to talk about."""
        return self.high - self.low >= APART


def combined(own: int | None, others: Sequence[int]) -> Combined | None:
    """Put together what the person says of themselves and what others say; None: nobody said a level."""
    said = [*others, *([] if own is None else [own])]
    if not said:
        return None
    return Combined(
        level=float(median(others or said)), low=min(said), high=max(said), voices=len(said), own_only=not others
    )
