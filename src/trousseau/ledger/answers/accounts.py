"""One row an account (or a group): what the ranking, the list and the account page show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pyarrow as pa

from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import between, first_day, last_complete, month, shift

By = Literal["account", "group"]

KEYS = {
    "account": {"key": "a.id", "label": "a.account", "name": "a.name", "code": "a.code"},
    "group": {
        # A group and an account without one may bear the same name: they stay two rows.
        "key": """coalesce('g' || a."group", 'a' || a.account)""",
        "label": """coalesce(a."group", a.account)""",
        "name": """coalesce(a."group", a.name)""",
        "code": "NULL",
    },
}
"""How rows are told apart and called, by account or by group."""


def accounts(facts: Facts, window: Window, *, scope: Scope = ALL, by: By = "account") -> pa.Table:
    """Revenue of each account with a line in the window or in the previous one, greatest first, then by account.

    Columns: `account` (ledger account; by="group": the group, or the account where it has none),
    `name`, `code` (null by group), `group` (null: none), `revenue` DECIMAL (null: every line is
    unconverted; 0: no line in the window), `previous` DECIMAL (null: nothing to compare with, see
    Window; 0: no line then), `cost` DECIMAL (null: no line has a cost), `costed` DECIMAL (revenue of
    the lines that have a cost: margin = costed - cost), `lines` and `unconverted` (int64, in the
    window; lines counts all of them), `first`, `last` (dates of the first and last line in the whole
    ledger), `zone`, `division` (where most of the revenue of the window is; null where not given),
    `accounts` (int64: legal entities in the row, 1 by account).
    """
    question = Question(facts, scope)
    compared = "true" if window.previous_start is not None else "false"
    return question.ask("accounts", cells=question.cells(window), compared=compared, **KEYS[by])


def movement(facts: Facts, window: Window, *, scope: Scope = ALL, by: By = "account") -> pa.Table:
    """`revenue` and `previous` of the rows of `accounts`, in no order: what moved is added up of them."""
    question = Question(facts, scope)
    compared = "true" if window.previous_start is not None else "false"
    return question.ask("movement", cells=question.cells(window), compared=compared, key=KEYS[by]["key"])


def places(facts: Facts, window: Window, *, scope: Scope = ALL, by: By = "account") -> pa.Table:
    """Where each account buys in the window: `account`, `zones`, `divisions`, `currencies`: sorted lists of names."""
    question = Question(facts, scope)
    return question.ask("places", cells=question.cells(window), key=KEYS[by]["key"], label=KEYS[by]["label"])


def sparks(
    facts: Facts, *, last: int = 24, scope: Scope = ALL, by: By = "account", only: Sequence[str] | None = None
) -> pa.Table:
    """Monthly revenue for spark lines: `account`, `revenue` (list of `last` DECIMAL, oldest first).

    The months end with the last complete one; a month without a line is 0; a month before the ledger
    begins is null. `only` limits to these accounts (or groups), in the rows given as in `account`.
    """
    question = Question(facts, scope)
    if facts.first is None or facts.last is None:
        return pa.table({"account": pa.array([], pa.string()), "revenue": pa.array([], pa.list_(pa.decimal128(38, 4)))})
    end = last_complete(facts.last, facts.today)
    wanted = between(shift(end, 1 - last), end)
    question.bound["wanted_months"] = [first_day(name) for name in wanted]
    question.bound["begins"] = first_day(month(facts.first))
    question.bound["wanted"] = list(only or ())
    return question.ask(
        "sparks",
        sums=question.by_month(wanted),
        key=KEYS[by]["key"],
        label=KEYS[by]["label"],
        only="label IN (SELECT unnest($wanted::TEXT[]))" if only is not None else "true",
    )
