"""What clients say of how well our manager knows their company: asked of a later room, which registers its answers.

    said.register(Source(of_accounts=…, of_managers=…))

A figure stands beside what we know, never inside it: coverage counts facts, this is an opinion. It is of several people
or of nobody: what one person answered is never told here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from trousseau.method.opinion import Mean


@dataclass(frozen=True)
class Heard:
    """The mean from 1 to 5 of those who answered, the last word of each; the days of the first and the last of them."""

    mean: Mean
    first: date | None = None
    last: date | None = None


Answers = Callable[[Iterable[int]], Mapping[int, Heard]]
NOBODY = Heard(Mean(None, None, None, 0))


@dataclass(frozen=True)
class Source:
    """Who answers: both take primary keys, and give what was heard of those of whom something was."""

    of_accounts: Answers
    """Of whoever leads each account now."""
    of_managers: Answers
    """Of each manager, over all accounts, as they led them when it was said."""


_sources: list[Source] = []


def register(source: Source) -> None:
    """Say who answers; the last one counts."""
    _sources[:] = [source]


def of_accounts(accounts: Iterable[int]) -> Mapping[int, Heard]:
    """What is said of whoever leads some accounts now; an account nobody spoke of is left out."""
    return _sources[0].of_accounts(accounts) if _sources else {}


def of_manager(manager: int) -> Heard:
    """What is said of a manager, over all the accounts they lead or led."""
    return (_sources[0].of_managers([manager]) if _sources else {}).get(manager, NOBODY)
