"""A table of scores as people keep it: one account a row, one criterion a column; CSV or Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trousseau.ledger.costs.tables.headers import plain
from trousseau.ledger.costs.tables.opened import Opened, decimal_mark, decimals, opened
from trousseau.ledger.reading import Choices
from trousseau.ledger.reading.model import Question
from trousseau.method.arrays import Floats

NAMES = frozenset({"account", "accountid", "accountname", "compte", "customer", "client", "code", "name", "nom"})
"""Headers of the column that says which account it is; the first column where there is none of them."""


class ScoresError(ValueError):
    """A table that cannot be used, and where.

    `scores_columns` (columns), `scores_number` (row, column, value), `scores_account` (row),
    `scores_twice` (row, other, value), `scores_question`: see `questions`.
    """

    def __init__(self, code: str, questions: Sequence[Question] = (), **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.questions = tuple(questions)
        self.params = params


@dataclass(frozen=True, eq=False)
class Scores:
    """The table as read: accounts × columns, NaN where a cell is empty."""

    accounts: tuple[str, ...]
    columns: tuple[str, ...]
    values: Floats


def read_scores(path: Path, choices: Choices | None = None) -> Scores:
    """Read a table of scores; numbers with a decimal comma or point, per cent signs taken at their worth.

    Raises:
        ScoresError: what was wrong, with row, column and value.
        ReadingError: a file that cannot be opened as a table.
    """
    chosen = choices or Choices()
    table = opened(path, chosen)
    if table.questions:
        raise ScoresError("scores_question", table.questions)
    named = next((at for at, name in enumerate(table.names) if plain(name) in NAMES), 0)
    places = [at for at in range(len(table.names)) if at != named]
    if not places:
        raise ScoresError("scores_columns", path=path.name, columns=", ".join(table.names))
    mark, questions = decimal_mark(table, places, chosen.decimal)
    if questions:
        raise ScoresError("scores_question", questions)
    values = np.column_stack([_numbers(table, at, mark) for at in places])
    return Scores(_accounts(table, named), tuple(table.names[at] for at in places), values)


def _accounts(table: Opened, named: int) -> tuple[str, ...]:
    accounts = table.texts(named)
    seen: dict[str, int] = {}
    for row, account in zip(table.rows, accounts, strict=True):
        if not account:
            raise ScoresError("scores_account", row=row, column=table.names[named])
        if account in seen:
            raise ScoresError("scores_twice", row=row, other=seen[account], value=account)
        seen[account] = row
    return tuple(accounts)


def _numbers(table: Opened, at: int, mark: str) -> Floats:
    found = decimals(table, at, mark)
    for row, cell, text in zip(table.rows, found, table.texts(at), strict=True):
        if isinstance(cell, str):
            raise ScoresError("scores_number", row=row, column=table.names[at], value=text)
    return np.asarray([np.nan if cell is None else float(cell) for cell in found], dtype=np.float64)
