"""How much of what a manager should know of a client is known, and how fresh it is.

Formula. A topic asks questions; each expects one or several facts. A fact that is known counts by its age,

    freshness(age) = 1 up to the limit of its kind, then limit / age     (twice the limit counts half)

a question counts the freshness of what answers it over what it expects, a topic the mean of its questions, an account
the mean of its topics. A second fact where one is expected adds nothing: filling fields is not rewarded. What was asked
and nobody knows counts as not known, and is said to be asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What answers one question: the ages in days of the facts that do, of how many are expected."""

    ages: tuple[int, ...]
    expected: int
    limit: int
    """Days after which such a fact counts less."""

    @property
    def known(self) -> float:
        """The share that is known at all, whatever its age."""
        return min(len(self.ages), self.expected) / self.expected if self.expected else 1.0

    @property
    def credit(self) -> float:
        """The share that is known, each fact by its freshness; the freshest count."""
        if not self.expected:
            return 1.0
        best = sorted((freshness(age, self.limit) for age in self.ages), reverse=True)[: self.expected]
        return sum(best) / self.expected


@dataclass(frozen=True)
class Covered:
    """How far one topic is covered."""

    credit: float
    known: float
    oldest: int | None
    """Days since the oldest fact that counts; None: nothing is known."""
    stale: int
    """Facts past the limit of their kind."""


def freshness(age: int, limit: int) -> float:
    """What a fact of an age counts; a day to come counts as today. ValueError for a limit under a day."""
    if limit < 1:
        raise ValueError("a fact stays fresh for a day at least")
    return 1.0 if age <= limit else limit / age


def covered(answers: Sequence[Answer]) -> Covered:
    """One topic from its questions; ValueError for a topic without any."""
    if not answers:
        raise ValueError("a topic asks something")
    ages = [age for answer in answers for age in answer.ages]
    return Covered(
        credit=sum(answer.credit for answer in answers) / len(answers),
        known=sum(answer.known for answer in answers) / len(answers),
        oldest=max(ages, default=None),
        stale=sum(age > answer.limit for answer in answers for age in answer.ages),
    )


def overall(topics: Mapping[str, Covered]) -> float:
    """The coverage of an account: the mean of its topics; ValueError for none."""
    if not topics:
        raise ValueError("coverage is of some topics")
    return sum(topic.credit for topic in topics.values()) / len(topics)
