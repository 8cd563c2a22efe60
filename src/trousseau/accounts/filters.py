"""Filters of the list that later apps bring: each registers its choices, this room applies and counts them.

    filters.register(Filter("standing", _("Good or bad"), (Choice("good", _("Good"), Q(standing__name="good")),)))

A condition may only join what an account has one of, so that no account is counted twice. Choices that people edit are
told by a function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise

from trousseau.access.once import once

Chosen = tuple[tuple[str, str], ...]
"""The name of a filter and the value it is set to, for each that is set."""


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and which accounts it leaves."""

    value: str
    label: str | Promise
    condition: Q


@dataclass(frozen=True)
class Filter:
    """A question with a few answers, of which a list keeps one; `name` is its word in the address."""

    name: str
    label: str | Promise
    told: tuple[Choice, ...] | Callable[[], tuple[Choice, ...]]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Its answers now."""
        return once(("choices", self.name), self.told) if callable(self.told) else self.told

    def choice(self, value: str) -> Choice | None:
        """The choice an address names; None for one there is not."""
        return next((choice for choice in self.choices if choice.value == value), None)


_filters: dict[str, Filter] = {}


def register(added: Filter) -> None:
    """Offer a filter above the list; the same name again replaces it."""
    _filters[added.name] = added


def offered() -> tuple[Filter, ...]:
    """All of them, in the order they came."""
    return tuple(_filters.values())


def asked(query: Mapping[str, str]) -> Chosen:
    """The name and value of each filter that an address sets to something it knows."""
    set_ = ((one, query.get(one.name, "")) for one in offered())
    return tuple((one.name, value) for one, value in set_ if value and one.choice(value))


def labels(chosen: Chosen) -> list[tuple[str, str | Promise]]:
    """What the chosen ones are called, by the name of their filter."""
    return [(name, choice.label) for name, value in chosen if (choice := _filters[name].choice(value))]


def condition(chosen: Chosen) -> Q:
    """What an account must be to be left by all chosen ones; an empty one where nothing is chosen."""
    found = Q()
    for name, value in chosen:
        if choice := _filters[name].choice(value):
            found &= choice.condition
    return found


def counting() -> dict[str, Count]:
    """What counts, in a statement over accounts, how many each choice leaves."""
    return {name: Count("pk", filter=choice.condition) for name, _pair, choice in _numbered()}


def counted(row: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """The answer of such a statement by filter and value."""
    return {pair: row[name] for name, pair, _choice in _numbered()}


def _numbered() -> Iterator[tuple[str, tuple[str, str], Choice]]:
    """All choices, with a name for a statement and their filter and value."""
    for one in offered():
        for number, choice in enumerate(one.choices):
            yield f"choice_{one.name}_{number}", (one.name, choice.value), choice
