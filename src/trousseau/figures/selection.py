"""A ranking by a grid in words: what each criterion is called, how sure the list is, what is wrong with a grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from trousseau.figures.language import NBSP, Language
from trousseau.method.arrays import Floats
from trousseau.method.criteria import GridError

PARAMS = ("criterion", "value", "count", "fewest", "most", "axis", "axes", "known")
SHOWN = 3
"""Accounts that a finding names."""


def criterion_word(key: str, language: Language) -> str:
    """What a criterion is called: the measure's name, or what the company calls it."""
    known = {
        "revenue": language.text("Sales"),
        "growth": language.text("Growth"),
        "contribution": language.text("Net contribution"),
        "contribution_rate": language.text("Contribution rate"),
        "margin": language.text("Gross margin"),
        "margin_rate": language.text("Gross margin rate"),
        "payment_days": language.text("Payment days"),
        "tenure": language.text("Years as a customer"),
        "recency": language.text("Days since it last bought"),
        "zones": language.text("Zones where it buys"),
        "divisions": language.text("Divisions it buys from"),
        "alive": language.text("Probability of still being a customer"),
        "expected_orders": language.text("Orders expected in a year"),
        "eroding": language.text("Contribution lost to silent erosion"),
        "potential": language.text("Total spend available"),
        "share_of_wallet": language.text("Share of wallet"),
        "relationship": language.text("Stage of the relationship"),
        "culture": language.text("Cultural fit"),
        "history": language.text("Shared history"),
        "stake": language.text("Strategic stake"),
    }
    return known.get(key, key)


def level_words(key: str, language: Language) -> tuple[str, ...]:
    """What 1, 2 … 5 mean of a judged criterion that is ready; () for one a company writes itself."""
    ready = {
        "relationship": (
            language.text("Exploratory: one contact, we are asked for quotations among others"),
            language.text("Basic: regular orders through one buyer and one salesperson, on price"),
            language.text("Cooperative: several of theirs know several of ours, some plans are shared"),
            language.text("Interdependent: joint plans, each would find it hard to replace the other"),
            language.text("Integrated: teams and systems in common, open books"),
        ),
        "culture": (
            language.text("Opposite ways of deciding and working: every project rubs"),
            language.text("Many frictions, worked around each time"),
            language.text("Different habits that both sides know how to handle"),
            language.text("Close ways of working, rare frictions"),
            language.text("Same values, same pace, same way of keeping one’s word"),
        ),
        "history": (
            language.text("Disputes or broken promises still in memory"),
            language.text("Little lived through together"),
            language.text("Ordinary dealings, incidents settled"),
            language.text("Several successes together"),
            language.text("Years of joint successes, crises passed side by side"),
        ),
        "stake": (
            language.text("Nothing of our strategy hangs on this client"),
            language.text("Useful to one product or one site"),
            language.text("Supports one aim of the strategy"),
            language.text("Decisive for a market, a technology or a reference"),
            language.text("Our strategy fails without this client"),
        ),
    }
    return ready.get(key, ())


def version_name(number: int, language: Language) -> str:
    """What a published grid is called; 0 is the one as shipped."""
    return language.text("Grid v{number}", number=number) if number else language.text("The grid as shipped")


def axis_word(axis: str, language: Language) -> str:
    """An axis as it is headed."""
    return {"attractiveness": language.text("Attractiveness"), "strength": language.text("Relative strength")}[axis]


def tier_word(key: str, language: Language) -> str:
    """A tier as people say it."""
    known = {
        "key": language.text("Key"),
        "potential": language.text("High potential"),
        "develop": language.text("Develop"),
        "maintain": language.text("Maintain"),
        "exit": language.text("Exit"),
    }
    return known.get(key, key)


def moves(entered: int, left: int, language: Language) -> str:
    """How many enter the list and how many leave it."""
    if not entered and not left:
        return language.text("Nobody enters the list and nobody leaves it.")
    came = language.plural("{n} account enters the list", "{n} accounts enter the list", entered)
    went = language.plural("{n} leaves it", "{n} leave it", left)
    return language.text("{came}, {went}.", came=came, went=went)


class Ranked(Protocol):
    """What a ranking says of itself (`ledger.selection.Ranking`)."""

    @property
    def capacity(self) -> int:
        """The places of the list."""

    @property
    def names(self) -> Sequence[str]:
        """The accounts."""

    @property
    def score(self) -> Floats:
        """NaN where something is not settled."""

    @property
    def alike(self) -> bool:
        """Whether all score the same."""

    @property
    def open_places(self) -> Sequence[int]:
        """The accounts on the list whose place is fragile."""


def finding(found: Ranked, language: Language) -> str:
    """How many of the places are sure, and who holds the others."""
    capacity, listed, fragile = found.capacity, len(found.names), [found.names[at] for at in found.open_places]
    if not listed:
        return language.text("There is nobody to rank.")
    if found.alike and listed > capacity:
        return language.text(
            "All {n} accounts score the same: these criteria tell none from another.", n=language.number(listed)
        )
    if listed <= capacity and not fragile:
        return language.plural(
            "There is room for everyone: {n} account for {capacity} places.",
            "There is room for everyone: {n} accounts for {capacity} places.",
            listed,
            capacity=language.number(capacity),
        )
    places = min(capacity, listed)
    if not fragile:
        return language.plural(
            "The only place is sure: it changes hands under fewer than one weighting in ten.",
            "The {n} places are all sure: none changes hands under as much as one weighting in ten.",
            places,
        )
    named = language.listed([*fragile[:SHOWN]])
    more = len(fragile) - SHOWN
    if more > 0:
        others = language.plural("{n} other", "{n} others", more)
        named = language.listed([*fragile[:SHOWN], others])
    said = {"sure": language.number(places - len(fragile)), "places": language.number(places), "named": named}
    if any(math.isnan(found.score[at]) for at in found.open_places):
        return language.text(
            "{sure} of {places} places are sure; the others hang on the weights, and on scores that are not settled: "
            "{named}.",
            **said,
        )
    return language.text(
        "{sure} of {places} places are sure; the others hang on the weights of the criteria: {named}.", **said
    )


def chance(probability: float, language: Language) -> str:
    """A share of weightings: never 0 or 100 % of what was only drawn."""
    if probability >= 0.995:
        return f">{NBSP}{language.percent(0.99, 0)}"
    if probability < 0.005:
        return f"<{NBSP}{language.percent(0.01, 0)}"
    return language.percent(probability, 0)


def problem_text(error: GridError, language: Language) -> str:
    """What is wrong with a grid, where, and how to mend it."""
    said = {name: str(error.params.get(name, "")) for name in PARAMS}
    texts = {
        "grid_form": language.text("This is not a grid: it needs “criteria”, a list of 3 to 8.", **said),
        "grid_count": language.text("A grid has {fewest} to {most} criteria, this one has {count}.", **said),
        "grid_key": language.text("A criterion has no key (“{value}”): give each a short name.", **said),
        "grid_key_twice": language.text("Two criteria are called “{criterion}”: give each its own key.", **said),
        "grid_axis": language.text("“{criterion}”: “{value}” is no axis. The axes are: {axes}.", **said),
        "grid_axes": language.text(
            "No criterion with a weight is on the axis “{axis}”: a grid needs both axes.", **said
        ),
        "grid_weight": language.text("“{criterion}”: {value} is no weight. Give a number that is 0 or more.", **said),
        "grid_weights": language.text("Every weight is 0: give at least one criterion on each axis a weight.", **said),
        "grid_measure": language.text("“{criterion}”: “{value}” cannot be computed. What can be is: {known}.", **said),
        "grid_anchors": language.text(
            "“{criterion}”: {value} is no value function. Give at least two pairs of figure and points, with different "
            "figures and points from 0 to 100.",
            **said,
        ),
        "grid_name": language.text("A judgement of your own has no name: say what is judged.", **said),
        "grid_levels_empty": language.text(
            "“{criterion}”: level {value} says nothing. Write what each of the five levels means.", **said
        ),
        "grid_levels": language.text(
            "“{criterion}”: a judged criterion has {count} levels, from the lowest to the highest.", **said
        ),
        "grid_capacity": language.text("{value} is no capacity: give a whole number of accounts, 1 or more.", **said),
        "grid_points": language.text("{value} is no range of weights: give points from 0 to 100.", **said),
    }
    return texts[error.code]
