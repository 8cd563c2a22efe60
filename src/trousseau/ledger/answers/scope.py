"""Which accounts and lines an answer is about, and how accounts form groups: decided by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scope:
    """A filter on every answer; None means no filter.

    `zones` and `divisions` are names ("" for lines without one); `accounts` are ledger accounts (a
    group: give its accounts). `excluded` accounts (intercompany) are left out everywhere. `groups`
    maps a ledger account to its group (None or "": no group) and wins over the file's group column.
    """

    zones: tuple[str, ...] | None = None
    divisions: tuple[str, ...] | None = None
    accounts: tuple[str, ...] | None = None
    excluded: tuple[str, ...] = ()
    groups: Mapping[str, str | None] = field(default_factory=dict)


ALL = Scope()
"""Everything, groups as the files give them."""
