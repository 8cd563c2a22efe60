"""What the store refuses, as codes and parameters; `figures.problems` words them."""

from __future__ import annotations

from decimal import Decimal


class StoreError(Exception):
    """The ledger was left as it was.

    Codes, with their parameters: `ledger_busy` (seconds: another writer kept the lock that long),
    `ledger_read_only` (path), `disk_full` (path), `ledger_unreadable` (path, detail),
    `no_such_import` (import_id), `undo_too_old` (import_id: what it replaced has been cleaned away),
    `import_taken` (import_id: this id already wrote another source), `no_such_version` (version).
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class AskReplaceError(StoreError):
    """The file adds lines and no longer has others of the same scope: replace them, or keep both?

    Code `ask_replace`. `missing` lines (their amounts as they stand add up to `amount`) would be removed by
    `replace="replace"`, kept by `replace="add"`; `added` lines are new. Nothing was written.
    """

    def __init__(self, *, missing: int, amount: Decimal, added: int) -> None:
        super().__init__("ask_replace", missing=missing, amount=amount, added=added)
        self.missing = missing
        self.amount = amount
        self.added = added
