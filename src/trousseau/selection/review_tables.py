"""The tables of a review, whole and unrounded, to be exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from trousseau.figures import review as tried
from trousseau.ledger.selection.history import GOALS
from trousseau.portfolio import words
from trousseau.portfolio.tables import Cell, Table
from trousseau.selection.pages import review_words as said
from trousseau.selection.pages.review import ReviewPage


def of_accounts(page: ReviewPage) -> Table:
    """The key accounts."""
    return Table(
        "review-accounts",
        _("Key accounts"),
        (
            _("Account"), _("Name"), _("Real growth"), _("At least"), _("At most"), _("Sales a year earlier"),
            _("Sales at rates and prices of then"), _("Plan done"), _("Days spent of those promised"), _("Not counted"),
            _("Its peers"), _("Peers of"), _("Culprit"),
        ),
        (
            (
                row["client"], row["name"], row["growth"], row["low"], row["high"], row["before"], row["now"],
                row["executed"], row["spent"], row["hidden"], row["peers"], row["segment"],
                said.culprit_word(row["culprit"]),
            )
            for row in page.figures["accounts"]
        ),
    )  # fmt: skip


def of_grids(page: ReviewPage) -> Table:
    """Every grid on every past: the composite, each criterion, the naive rule."""
    return Table(
        "review-grids",
        _("Grids on the past"),
        (
            _("Grid"), _("As of"), _("What came after"), _("Score"), "ρ", _("ρ at least"), _("ρ at most"), "AUC",
            _("AUC at least"), _("AUC at most"), _("Accounts"),
        ),
        _powers(page),
    )  # fmt: skip


def _powers(page: ReviewPage) -> Iterator[tuple[Cell, ...]]:
    language = words.language()
    for grid in page.figures["grids"]:
        named = {one["key"]: tried.name(one, language) for one in grid["criteria"]}
        for trial in grid["trials"]:
            for goal in GOALS:
                told = trial["goals"][goal]
                about = (grid["grid"], trial["day"], said.goal_word(goal))
                yield *about, _("The grid"), *_cells(told)
                yield *about, _("Largest sales"), *_cells(told["naive"])
                for key, alone in zip(trial["keys"], told["criteria"], strict=True):
                    yield *about, named.get(key, key), *_cells(alone)


def _cells(one: Mapping[str, Any]) -> tuple[Cell, ...]:
    return one["rho"], *one["rho_interval"], one["auc"], *one["auc_interval"], one["known"]


TABLES: Mapping[str, Callable[[ReviewPage], Table]] = {"accounts": of_accounts, "grids": of_grids}
